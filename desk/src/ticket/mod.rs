//! A ticket's page. The team's and the client's are separate reads: the client's names no internal comment.

mod loads;

use crate::account::Account;
use crate::hub::entries::{Place, client_entry, team_entry};
use crate::hub::numbers;
use crate::live::{LiveDesk, closed};
use crate::writer::{Read, Task};
use async_trait::async_trait;
use domain::desk::{Load, Page, TicketPage};
use domain::feed::{ClientTicket, ContactCard, TeamTicket};
use domain::ids::read_code;
use domain::port::{DeskError, Tickets};
use domain::ticket::PersonRef;
use domain::{Actor, DepartmentId, Seq, TicketId};
use store::events::EventRow;
use store::{Conn, StoreError};

#[async_trait]
impl Tickets for LiveDesk {
    async fn ticket(&self, actor: &Actor, code: &str) -> Result<TicketPage, DeskError> {
        let account = self.account(actor.account).await?;
        let code = read_code(code).ok_or(DeskError::Unseen)?;
        let in_use = account.rules_in_use();
        let rules = in_use.rules.board.clone();
        let now = self.0.core.now();
        let told = numbers::now(&self.0.core, &account, actor).await;
        let mut conn = self.0.core.db.snapshot().await?;
        let page = if actor.role.is_team() {
            let seq = store::desk::head(&mut conn, actor.account).await?;
            let content = team_ticket(&mut conn, &account, actor, &code).await?;
            TicketPage::Team(Box::new(Page { seq, now, viewer: actor.clone(), rules, content }))
        } else {
            let rules = rules.for_clients();
            let content = client_ticket(&mut conn, actor, &code, &rules).await?;
            TicketPage::Client(Box::new(Page { seq: told, now, viewer: actor.clone(), rules, content }))
        };
        conn.roll_back().await?;
        Ok(page)
    }

    async fn mark_read(&self, actor: &Actor, ticket: TicketId, seq: Seq) -> Result<(), DeskError> {
        let door = self.door(actor.account).await?;
        let seq = {
            let mut conn = self.0.core.db.read().await?;
            let audience = store::tickets::audience(&mut conn, actor.account, ticket).await?;
            if !audience.is_some_and(|audience| actor.sees(&audience)) {
                return Err(DeskError::Unseen);
            }
            if actor.role.is_team() {
                seq
            } else {
                match store::moments::in_ticket(&mut conn, actor.account, ticket, seq).await? {
                    Some((seq, _)) => seq,
                    // A number from when clients were told others says nothing now: it is told anew.
                    None => return Ok(()),
                }
            }
        };
        let answered = door.send(Task::Read(Read { person: actor.person, ticket, seq })).await?;
        drop(door);
        answered.await.map_err(closed)?.map(drop)
    }

    async fn assignable(&self, actor: &Actor, department: DepartmentId) -> Result<Vec<PersonRef>, DeskError> {
        let mut conn = self.0.core.db.read().await?;
        Ok(assignable(&mut conn, actor, department).await?)
    }

    async fn loads(&self, actor: &Actor, department: Option<DepartmentId>) -> Result<Vec<Load>, DeskError> {
        self.loads_of(actor, department).await
    }
}

/// A manager names anyone of the department, an agent only themself (R89–R91).
async fn assignable(
    conn: &mut Conn,
    actor: &Actor,
    department: DepartmentId,
) -> Result<Vec<PersonRef>, StoreError> {
    if actor.manages(department) {
        store::desk::assignable(conn, actor.account, department).await
    } else if actor.works_in(department) {
        Ok(vec![PersonRef { id: actor.person, name: actor.name.clone() }])
    } else {
        Ok(vec![])
    }
}

async fn team_ticket(
    conn: &mut Conn,
    in_use: &Account,
    actor: &Actor,
    code: &str,
) -> Result<TeamTicket, DeskError> {
    let account = actor.account;
    let row = store::tickets::team_page(conn, account, actor.person, code).await?.ok_or(DeskError::Unseen)?;
    let clocks = row.clocks();
    let record = row.ticket.record()?;
    let facts = &record.ticket.facts;
    if !actor.sees(&facts.audience) {
        return Err(DeskError::Unseen);
    }
    let events = store::events::of_ticket(conn, account, facts.id).await?;
    let messages = store::events::messages(conn, account, facts.id, None).await?;
    let comments = store::events::comments(conn, account, facts.id, None).await?;
    let assignable = loads::loads(in_use, assignable(conn, actor, facts.audience.department).await?);
    let entries =
        entries(&events, |row| row.seq, |event, place| team_entry(event, place, &messages, &comments))?;
    let read = row.read_seq.unwrap_or(0);
    Ok(TeamTicket {
        card: record.card(read),
        read,
        description: row.description,
        department: row.department_name,
        contact: ContactCard {
            name: record.contact.clone(),
            email: row.contact_email,
            phone: row.contact_phone,
            organization: record.organization.clone(),
        },
        clocks,
        entries,
        assignable,
    })
}

async fn client_ticket(
    conn: &mut Conn,
    actor: &Actor,
    code: &str,
    rules: &domain::rules::BoardRules,
) -> Result<ClientTicket, DeskError> {
    let account = actor.account;
    let row =
        store::tickets::client_page(conn, account, actor.person, code).await?.ok_or(DeskError::Unseen)?;
    let audience = row.client.audience();
    if !actor.sees(&audience) {
        return Err(DeskError::Unseen);
    }
    let read = row.client.read_seq.unwrap_or(0);
    let card = row.client.card(rules)?;
    let events = store::events::public_of_ticket(conn, account, card.id).await?;
    let messages = store::events::messages(conn, account, card.id, None).await?;
    // The mark is of a command; they are told up to which moment that was.
    let read = events.iter().filter(|row| row.seq <= read).filter_map(EventRow::moment).max().unwrap_or(0);
    let moment = |row: &EventRow| row.moment().unwrap_or_default();
    let entries = entries(&events, moment, |event, place| client_entry(event, place, &messages))?;
    let own = actor.asked_for(&audience);
    Ok(ClientTicket { card, description: row.description, entries, own, read })
}

fn entries<Entry>(
    events: &[EventRow],
    number: impl Fn(&EventRow) -> Seq,
    entry: impl Fn(&domain::Event, Place<'_>) -> Option<Entry>,
) -> Result<Vec<Entry>, StoreError> {
    let mut entries = Vec::with_capacity(events.len());
    for row in events {
        let actor = row.actor();
        let place = Place { seq: number(row), n: row.n, at: row.at()?, actor: actor.as_ref() };
        entries.extend(entry(row.event(), place));
    }
    Ok(entries)
}
