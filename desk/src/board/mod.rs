//! Boards: windows and counts from the index, texts from the store.

mod swimlanes;

use crate::account::{Account, Core};
use crate::index::{Page, Row, Sight, Window};
use crate::live::LiveDesk;
use async_trait::async_trait;
use domain::board::{self, Board, BoardColumn, Card, ColumnPage, DepartmentName, Filter, Summary, Swimlane};
use domain::desk::BoardQuery;
use domain::port::{Boards, DeskError};
use domain::text::fold;
use domain::ticket::{Facts, PersonRef};
use domain::{Actor, ColumnId, Role, TicketId};
use std::collections::HashMap;
use std::sync::Arc;

/// Words of the text filter that are looked at: a longer text is no search but a burden.
pub(crate) const FILTER_TEXT: usize = 200;
/// Lists of cards that are asked about at most: each costs a look at every ticket.
const TOPS: usize = 200;

#[async_trait]
impl Boards for LiveDesk {
    async fn board(
        &self,
        actor: &Actor,
        query: &BoardQuery,
        department: Option<&str>,
    ) -> Result<Board, DeskError> {
        let account = self.team_account(actor).await?;
        let core = &self.0.core;
        let departments = departments(core, actor).await?;
        let views = self.views_among(actor, &departments).await?;
        let mut filter = folded(&query.filter);
        if let Some(word) = department {
            let found = departments.iter().find(|d| d.slug == word).ok_or(DeskError::Unseen)?;
            filter.department = Some(found.id);
        } else {
            known(&departments, &filter)?;
        }
        let in_use = account.rules_in_use();
        let rules = &in_use.rules.board;
        let now = core.now();
        let (seq, mut rows, counts) = {
            let index = account.index();
            let sight = Sight { actor, filter: &filter, lanes: query.lanes, now };
            let (rows, counts) = index.windows(sight, query.order, rules);
            (index.seq(), rows, counts)
        };
        let here: Vec<&DepartmentName> =
            departments.iter().filter(|d| filter.department.is_none_or(|id| id == d.id)).collect();
        let more_lanes = swimlanes::choose(&mut rows, query.lanes, &here, rules.columns.len(), |lane| {
            let own = counts.lanes.iter().find(|counts| counts.lane == lane);
            own.map_or(0, |counts| counts.columns.iter().map(|column| column.cards).sum())
        });
        let facts: Vec<&Facts> = rows.iter().flat_map(|row| &row.windows).flat_map(|w| &w.facts).collect();
        let mut cards = cards(core, &account, actor, &facts).await?;
        let names = swimlanes::name(&mut rows, query.lanes, &cards, &departments);
        let mut columns = Vec::with_capacity(rows.len() * rules.columns.len());
        for Row { lane, windows } in rows {
            for (column, Window { facts, next }) in rules.columns.iter().zip(windows) {
                let cards = facts.iter().filter_map(|f| cards.remove(&f.id)).collect();
                columns.push(BoardColumn { id: column.id, lane, cards, next });
            }
        }
        Ok(Board {
            seq,
            now,
            viewer: actor.clone(),
            rules: rules.clone(),
            departments,
            views,
            filter: Filter { department: filter.department, ..query.filter.clone() },
            order: query.order,
            lanes: query.lanes,
            rows: names,
            more_lanes,
            columns,
            counts,
        })
    }

    async fn column(
        &self,
        actor: &Actor,
        query: &BoardQuery,
        column: ColumnId,
        lane: Option<Swimlane>,
        from: &board::From,
    ) -> Result<ColumnPage, DeskError> {
        let account = self.team_account(actor).await?;
        let core = &self.0.core;
        let filter = folded(&query.filter);
        if filter.department.is_some() {
            known(&departments(core, actor).await?, &filter)?;
        }
        let (seq, page) = {
            let index = account.index();
            let sight = Sight { actor, filter: &filter, lanes: query.lanes, now: core.now() };
            (index.seq(), index.page(sight, query.order, (column, lane), from))
        };
        let Page { above, facts, next, prev } = page;
        let mut cards = cards(core, &account, actor, &facts.iter().collect::<Vec<_>>()).await?;
        let cards = facts.iter().filter_map(|f| cards.remove(&f.id)).collect();
        Ok(ColumnPage { seq, above, cards, next, prev })
    }

    async fn summary(
        &self,
        actor: &Actor,
        query: &BoardQuery,
        tops: &[board::Top],
    ) -> Result<Summary, DeskError> {
        let account = self.team_account(actor).await?;
        let core = &self.0.core;
        let filter = folded(&query.filter);
        if filter.department.is_some() {
            known(&departments(core, actor).await?, &filter)?;
        }
        let in_use = account.rules_in_use();
        let index = account.index();
        let sight = Sight { actor, filter: &filter, lanes: query.lanes, now: core.now() };
        let tops = tops.get(..TOPS).unwrap_or(tops);
        let (counts, above) = index.counts(sight, query.order, tops, &in_use.rules.board);
        Ok(Summary { seq: index.seq(), counts, above })
    }
}

/// The departments whose board the actor may open.
pub(crate) async fn departments(core: &Core, actor: &Actor) -> Result<Vec<DepartmentName>, DeskError> {
    let mut conn = core.db.read().await?;
    let mut departments = store::desk::departments(&mut conn, actor.account).await?;
    departments.retain(|d| actor.role == Role::Administrator || actor.departments.contains(&d.id));
    Ok(departments)
}

/// Whether the filter's department is among those the actor may open: one that is not theirs answers like one that is
/// not there.
pub(crate) fn known(departments: &[DepartmentName], filter: &Filter) -> Result<(), DeskError> {
    match filter.department {
        Some(id) if !departments.iter().any(|d| d.id == id) => Err(DeskError::Unseen),
        _ => Ok(()),
    }
}

fn folded(filter: &Filter) -> Filter {
    let text: String = filter.text.chars().take(FILTER_TEXT).collect();
    Filter { text: fold(&text), ..filter.clone() }
}

/// The cards of facts: what decides comes from the index as of one command, the texts from the store, where they are not
/// kept.
async fn cards(
    core: &Core,
    account: &Account,
    actor: &Actor,
    facts: &[&Facts],
) -> Result<HashMap<TicketId, Card>, DeskError> {
    let mut cards = HashMap::with_capacity(facts.len());
    let mut unknown = vec![];
    for of_index in facts {
        let read = account.known_read_mark(actor.person, of_index.id);
        match account.heads.get(of_index.id, of_index.seq).zip(read) {
            Some((record, read)) => drop(cards.insert(of_index.id, record.card(read))),
            None => unknown.push(of_index.id),
        }
    }
    if !unknown.is_empty() {
        let mut conn = core.db.read().await?;
        for (record, read) in store::tickets::cards(&mut conn, account.id, actor.person, &unknown).await? {
            let ticket = record.ticket.facts.id;
            account.set_read_mark(actor.person, ticket, read);
            cards.insert(ticket, record.card(read));
            account.heads.put(Arc::new(record));
        }
    }
    for of_index in facts {
        if let Some(card) = cards.get_mut(&of_index.id) {
            // A name that came after the index's command would belong to another assignee.
            if card.facts.audience.assignee != of_index.audience.assignee {
                card.assignee = of_index.audience.assignee.map(|id| PersonRef { id, name: String::new() });
            }
            card.facts = (*of_index).clone();
        }
    }
    Ok(cards)
}
