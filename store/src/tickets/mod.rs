//! Tickets: read whole, read as cards, written.

mod rows;
mod sql;
mod write;

pub use rows::{ClientPageRow, ClientRow, FactsRow, NeighbourRow, Record, TeamPageRow};
pub(crate) use sql::ALL;
pub(crate) use write::{INSERT, UPDATE};
pub use write::{fresh, insert, update};

use super::{Conn, Engine, Json, StoreError, execute_with, fetch_all, fetch_one, fetch_optional, fetch_with};
use domain::desk::{Outcome, Tab};
use domain::people::Audience;
use domain::ticket::Anchor;
use domain::{
    AccountId, Actor, ColumnId, ContactId, DepartmentId, OpId, OrganizationId, PersonId, Seq, TicketId, Time,
};
use futures_util::TryStreamExt;
use rows::{CardRow, LoadRow};
use uuid::Uuid;

/// What a request made when it came before: the SHA-256 of what was asked for, and the answer.
pub type Remembered = (Vec<u8>, Outcome);

/// A ticket with its clocks, and what the same request of that person made before. One statement, one row.
pub async fn load(
    conn: &mut Conn,
    account: AccountId,
    ticket: TicketId,
    request: Option<(PersonId, OpId)>,
) -> Result<Option<(Record, Option<Remembered>)>, StoreError> {
    let (person, op) = request.unwrap_or((PersonId(Uuid::nil()), OpId(Uuid::nil())));
    let row = fetch_optional!(conn, LoadRow, sql::LOAD, account.0, ticket.0, person.0, op.0)?;
    let Some(row) = row else { return Ok(None) };
    let remembered = match (row.op_digest, row.op_outcome) {
        (Some(digest), Some(Json(outcome))) => Some((digest, outcome)),
        _ => None,
    };
    let mut record = row.ticket.record()?;
    record.ticket.clocks = row.clocks.0;
    Ok(Some((record, remembered)))
}

/// The order keys around a place in a column. One statement.
pub async fn neighbours(
    conn: &mut Conn,
    account: AccountId,
    column: ColumnId,
    anchor: Anchor,
    moving: TicketId,
) -> Result<NeighbourRow, StoreError> {
    let (after, before) = (anchor.after.map(|t| t.0), anchor.before.map(|t| t.0));
    fetch_one!(conn, NeighbourRow, sql::NEIGHBOURS, account.0, column.0, after, before, moving.0)
}

/// The card at a place and at most `limit` - 1 above it, the nearest first, with their places.
pub async fn up_from(
    conn: &mut Conn,
    account: AccountId,
    column: ColumnId,
    place: &str,
    limit: i64,
) -> Result<Vec<(TicketId, String)>, StoreError> {
    let rows = fetch_all!(conn, (Uuid, String), sql::UP_FROM, account.0, column.0, place, limit)?;
    Ok(rows.into_iter().map(|(id, place)| (TicketId(id), place)).collect())
}

/// At most `limit` cards below a place, the nearest first, with their places.
pub async fn down_from(
    conn: &mut Conn,
    account: AccountId,
    column: ColumnId,
    place: &str,
    limit: i64,
) -> Result<Vec<(TicketId, String)>, StoreError> {
    let rows = fetch_all!(conn, (Uuid, String), sql::DOWN_FROM, account.0, column.0, place, limit)?;
    Ok(rows.into_iter().map(|(id, place)| (TicketId(id), place)).collect())
}

/// The ticket at that place.
pub async fn at_place(
    conn: &mut Conn,
    account: AccountId,
    column: ColumnId,
    place: &str,
) -> Result<Option<TicketId>, StoreError> {
    let row = fetch_optional!(conn, (Uuid,), sql::AT_PLACE, account.0, column.0, place)?;
    Ok(row.map(|(id,)| TicketId(id)))
}

/// Other places, of which none is taken, by the commands from `first` on. One statement for the cards around a place.
pub async fn set_places(
    conn: &mut Conn,
    account: AccountId,
    cards: &[(TicketId, String)],
    first: Seq,
) -> Result<(), StoreError> {
    let mut seq = first;
    for slice in cards.chunks(sql::PLACES) {
        execute_with!(conn, sql::SET_PLACES, q => {
            q = q.bind(account.0);
            for slot in 0..sql::PLACES {
                let (id, place) = slice.get(slot).map_or((Uuid::nil(), ""), |(id, place)| (id.0, place.as_str()));
                q = q.bind(id).bind(place).bind(seq);
                seq += i64::from(slot < slice.len());
            }
        })?;
    }
    Ok(())
}

/// Cards of a department in a column, as the board shows them, without the one that moves.
pub async fn in_column(
    conn: &mut Conn,
    account: AccountId,
    department: DepartmentId,
    column: ColumnId,
    moving: TicketId,
    resolved_since: Time,
) -> Result<u32, StoreError> {
    let since = resolved_since.timestamp_millis();
    let (count,) =
        fetch_one!(conn, (i64,), sql::IN_COLUMN, account.0, department.0, column.0, moving.0, since)?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Whether a code is taken in the account.
pub async fn code_is_taken(conn: &mut Conn, account: AccountId, code: &str) -> Result<bool, StoreError> {
    Ok(fetch_optional!(conn, (i64,), sql::CODE_TAKEN, account.0, code)?.is_some())
}

/// Who may see a ticket.
pub async fn audience(
    conn: &mut Conn,
    account: AccountId,
    ticket: TicketId,
) -> Result<Option<Audience>, StoreError> {
    type Row = (Uuid, Option<Uuid>, Uuid, Option<Uuid>, bool);
    let row = fetch_optional!(conn, Row, sql::AUDIENCE, account.0, ticket.0)?;
    Ok(row.map(|(department, assignee, requester, organization, private)| Audience {
        department: DepartmentId(department),
        assignee: assignee.map(PersonId),
        requester: ContactId(requester),
        organization: organization.map(OrganizationId),
        private,
    }))
}

/// Cards by their ids, in no order, each with how far `viewer` has read it.
pub async fn cards(
    conn: &mut Conn,
    account: AccountId,
    viewer: PersonId,
    ids: &[TicketId],
) -> Result<Vec<(Record, Seq)>, StoreError> {
    let mut cards = Vec::with_capacity(ids.len());
    for slice in ids.chunks(sql::SLOTS) {
        let rows = fetch_with!(fetch_all, conn, CardRow, sql::CARDS, q => {
            q = q.bind(account.0).bind(viewer.0);
            for slot in 0..sql::SLOTS {
                q = q.bind(slice.get(slot).map_or(Uuid::nil(), |id| id.0));
            }
        })?;
        for row in rows {
            cards.push((row.ticket.record()?, row.read_seq.unwrap_or(0)));
        }
    }
    Ok(cards)
}

/// A client's cards by their ids, in no order.
pub async fn client_cards(
    conn: &mut Conn,
    account: AccountId,
    viewer: PersonId,
    ids: &[TicketId],
) -> Result<Vec<ClientRow>, StoreError> {
    let mut cards = Vec::with_capacity(ids.len());
    for slice in ids.chunks(sql::SLOTS) {
        cards.extend(fetch_with!(fetch_all, conn, ClientRow, sql::CLIENT_CARDS, q => {
            q = q.bind(account.0).bind(viewer.0);
            for slot in 0..sql::SLOTS {
                q = q.bind(slice.get(slot).map_or(Uuid::nil(), |id| id.0));
            }
        })?);
    }
    Ok(cards)
}

/// A ticket by its code, for the people who serve.
pub async fn team_page(
    conn: &mut Conn,
    account: AccountId,
    viewer: PersonId,
    code: &str,
) -> Result<Option<TeamPageRow>, StoreError> {
    fetch_optional!(conn, TeamPageRow, sql::TEAM_PAGE, account.0, viewer.0, code)
}

/// A ticket by its code, for the people who asked.
pub async fn client_page(
    conn: &mut Conn,
    account: AccountId,
    viewer: PersonId,
    code: &str,
) -> Result<Option<ClientPageRow>, StoreError> {
    fetch_optional!(conn, ClientPageRow, sql::CLIENT_PAGE, account.0, viewer.0, code)
}

/// Hands each ticket that the index holds to `take`: open ones, and those resolved since.
pub async fn for_index(
    conn: &mut Conn,
    account: AccountId,
    resolved_since: Time,
    mut take: impl FnMut(&FactsRow) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let since = resolved_since.timestamp_millis();
    match conn.counted() {
        Engine::Sqlite(c) => {
            let mut rows =
                sqlx::query_as::<_, FactsRow>(sql::INDEX).bind(account.0).bind(since).fetch(&mut **c);
            while let Some(row) = rows.try_next().await? {
                take(&row)?;
            }
        }
        Engine::Postgres(c) => {
            let mut rows =
                sqlx::query_as::<_, FactsRow>(sql::INDEX).bind(account.0).bind(since).fetch(&mut **c);
            while let Some(row) = rows.try_next().await? {
                take(&row)?;
            }
        }
    }
    Ok(())
}

/// The tickets that a client sees: the own ones, and those of the organization where that is allowed.
#[derive(Clone, Copy, Debug)]
pub struct Mine {
    /// Nobody's, for someone without a contact: then the organization's alone.
    pub(crate) contact: Uuid,
    pub(crate) organization: Option<OrganizationId>,
}

impl Mine {
    /// What `actor` sees as a client.
    pub fn of(actor: &Actor) -> Self {
        let all = match actor.role {
            domain::Role::OrganizationManager => true,
            domain::Role::Client => actor.permissions.has(domain::Permission::SeeAll),
            _ => false,
        };
        Self {
            contact: actor.contact.map_or(Uuid::nil(), |c| c.0),
            organization: actor.organization.filter(|_| all),
        }
    }
}

/// At most `limit` of a client's tickets whose last public change came before `before`, the last changed first.
pub async fn mine(
    conn: &mut Conn,
    actor: &Actor,
    tab: Tab,
    before: Seq,
    limit: i64,
) -> Result<Vec<ClientRow>, StoreError> {
    let mine = Mine::of(actor);
    let (account, viewer) = (actor.account.0, actor.person.0);
    match mine.organization {
        None => {
            let text = if tab == Tab::Open { sql::MINE_OPEN } else { sql::MINE_FINISHED };
            fetch_all!(conn, ClientRow, text, account, viewer, mine.contact, before, limit)
        }
        Some(organization) => {
            let text = if tab == Tab::Open { sql::OURS_OPEN } else { sql::OURS_FINISHED };
            fetch_all!(conn, ClientRow, text, account, viewer, mine.contact, before, limit, organization.0)
        }
    }
}

/// How many of a client's tickets are open, and how many finished.
pub async fn count_mine(conn: &mut Conn, actor: &Actor) -> Result<(i64, i64), StoreError> {
    let mine = Mine::of(actor);
    match mine.organization {
        None => fetch_one!(conn, (i64, i64), sql::COUNT_MINE, actor.account.0, mine.contact),
        Some(organization) => {
            fetch_one!(conn, (i64, i64), sql::COUNT_OURS, actor.account.0, mine.contact, organization.0)
        }
    }
}
