//! A client's list (R48).

use crate::hub::numbers;
use crate::live::LiveDesk;
use crate::moments::is_moment;
use async_trait::async_trait;
use domain::desk::{MyTickets, Tab};
use domain::port::{DeskError, Portal};
use domain::{Actor, Seq};

/// Tickets of a page.
const PAGE: i64 = 50;

#[async_trait]
impl Portal for LiveDesk {
    async fn my_tickets(&self, actor: &Actor, tab: Tab, before: Option<Seq>) -> Result<MyTickets, DeskError> {
        if actor.role.is_team() {
            return Err(DeskError::NotPermitted);
        }
        let account = self.account(actor.account).await?;
        let in_use = account.rules_in_use();
        let now = self.0.core.now();
        let seq = numbers::now(&self.0.core, &account, actor).await;
        let mut conn = self.0.core.db.snapshot().await?;
        let (open, finished) = store::tickets::count_mine(&mut conn, actor).await?;
        // An address from when clients were told other numbers leads to the first page.
        let before = before.filter(|before| is_moment(*before)).unwrap_or(Seq::MAX);
        let rows = store::tickets::mine(&mut conn, actor, tab, before, PAGE + 1).await?;
        conn.roll_back().await?;
        let mut tickets =
            rows.into_iter().map(|row| row.card(&in_use.rules.board)).collect::<Result<Vec<_>, _>>()?;
        let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let more = tickets.len() > page;
        tickets.truncate(page);
        let next = tickets.last().filter(|_| more).map(|last| last.seq);
        Ok(MyTickets { seq, now, viewer: actor.clone(), open, finished, tickets, next })
    }
}
