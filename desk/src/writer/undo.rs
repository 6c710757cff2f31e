//! A command is taken back: read from the ticket's log, and written as what it was before.

use super::change::Written;
use super::rank::Spot;
use super::{Batch, Failure, Request, Work, Writer};
use crate::index::resolved_since;
use domain::board::between;
use domain::desk::{Done, Outcome};
use domain::ticket::{Anchor, Around, Event, PersonRef, before, check_change};
use domain::{Change, ColumnId, Refusal, Seq, Time};
use store::Record;

impl Writer {
    /// Takes back the actor's own command `of`.
    pub(super) async fn undo(
        &self,
        batch: &mut Batch,
        request: &Request,
        digest: &[u8; 32],
        mut record: Record,
        of: Seq,
        now: Time,
    ) -> Result<(Outcome, Work), Failure> {
        let Request { actor, op_id, .. } = request;
        let in_use = std::sync::Arc::clone(&batch.in_use);
        let rules = &in_use.rules.board;
        let (account, ticket) = (self.account.id, record.ticket.clone());
        check_change(&ticket.facts, &Change::Undo(of), actor, rules, Around::default())?;
        let log = store::events::past(&mut batch.conn, account, ticket.facts.id).await?;
        let before = before(&ticket, of, actor, &log, rules, now)?;
        let mut work = Work::default();
        let mut place = None;
        if let Some((column, key)) = before.place() {
            self.has_room(batch, &record, column, actor.role.is_team(), now).await?;
            let (key, rebalanced) = self.place_again(batch, &record, column, key).await?;
            (place, work.rebalanced) = (Some(key), rebalanced);
        }
        let events = before.events(place);
        let by = PersonRef { id: actor.person, name: actor.name.clone() };
        let seq = if events.is_empty() { ticket.facts.seq } else { batch.head.seq + 1 };
        let outcome = Outcome::Done(Done { ticket: ticket.facts.id, seq, linked: false });
        if !events.is_empty() {
            let was = ticket.facts.audience;
            record.apply(&events, rules, seq, now, Some(&by));
            for event in &events {
                if let Event::Undone(undone) = event
                    && undone.forgotten.is_some()
                {
                    store::events::forget(&mut batch.conn, account, undone.of).await?;
                }
            }
            let changed = (was != record.ticket.facts.audience).then_some(&was);
            let written = Written { actor: Some(&by), op_id: Some(*op_id), now, before: changed, text: "" };
            let change = self.write(batch, &mut record, &events, written, None).await?;
            work.changed = Some((Box::new(record), change));
        }
        self.remember(batch, request, digest, &outcome, now).await?;
        work.wrote = true;
        Ok((outcome, work))
    }

    /// What was filled meanwhile stays within its limit.
    async fn has_room(
        &self,
        batch: &mut Batch,
        record: &Record,
        column: ColumnId,
        team: bool,
        now: Time,
    ) -> Result<(), Failure> {
        let facts = &record.ticket.facts;
        let department = facts.audience.department;
        let limit = batch.in_use.rules.board.limit(department, column).copied();
        let Some(limit) = limit.filter(|limit| limit.hard && team && column != facts.column) else {
            return Ok(());
        };
        let since = resolved_since(now);
        let (account, conn) = (self.account.id, &mut batch.conn);
        let there = store::tickets::in_column(conn, account, department, column, facts.id, since).await?;
        if there >= limit.limit { Err(Refusal::WipLimit { limit: limit.limit }.into()) } else { Ok(()) }
    }

    /// The place that the card had, where nobody took it; else above who did, or on top.
    async fn place_again(
        &self,
        batch: &mut Batch,
        record: &Record,
        column: ColumnId,
        key: Option<&str>,
    ) -> Result<(String, Vec<super::rank::Rebalanced>), Failure> {
        let moving = record.ticket.facts.id;
        let mut anchor = Anchor::default();
        if let Some(key) = key.filter(|key| between(Some(key), None).is_ok()) {
            let (account, conn) = (self.account.id, &mut batch.conn);
            match store::tickets::at_place(conn, account, column, key).await?.filter(|id| *id != moving) {
                None => return Ok((key.to_owned(), vec![])),
                Some(other) => anchor.before = Some(other),
            }
        }
        self.rank(batch, Spot { column, anchor, moving }).await
    }
}
