//! What a viewer missed: the tickets that changed since, at their present state, with what their logs gained.
//!
//! Frames come in the order of the commands, so that a viewer who is cut off between any two of them goes on
//! from the last one and misses no entry; commands of one ticket that follow each other share a frame.
//!
//! The log is read slice by slice, the next one when the last was sent: a viewer who missed thousands of texts,
//! or does not read them, holds the texts of one slice.
//!
//! Of a client's log only what they see is read, and counted: neither where a slice ends nor that it was too much tells
//! of others' tickets.

use super::entries::{Place, Texts, client_entry, team_entry};
use super::update::gone_frame;
use crate::account::{Account, Core};
use domain::feed::{Entry, Frame};
use domain::people::Audience;
use domain::port::DeskError;
use domain::rules::BoardRules;
use domain::ticket::Event;
use domain::{Actor, Seq, TicketId};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use store::Conn;
use store::events::EventRow;

/// Tickets beyond which a fresh snapshot is cheaper than what was missed.
const TICKETS: i64 = 1_000;
/// Events beyond which it is, too: a command makes three on average.
const EVENTS: i64 = 5_000;
/// Events of one slice, at most one text each: at 20,000 letters a text, a megabyte and a half of Portuguese.
const SLICE: u8 = 64;

/// A frame that was missed.
pub(super) struct MissedFrame {
    /// As its viewer counts.
    pub(super) number: Seq,
    pub(super) unread: bool,
    pub(super) body: Arc<str>,
}

/// What a viewer missed.
pub(super) enum Missed {
    /// Frames in the order of their numbers, up to the command `to`; `more` follow.
    Frames { to: Seq, frames: Vec<MissedFrame>, more: bool },
    /// A fresh snapshot is cheaper, or the log does not go there.
    TooMuch,
}

/// Commands of one ticket that follow each other in the log.
struct Run<'a> {
    ticket: TicketId,
    rows: &'a [EventRow],
    last: &'a EventRow,
}

/// The log in runs, in its order.
fn runs(rows: &[EventRow]) -> Vec<Run<'_>> {
    rows.chunk_by(|a, b| a.ticket() == b.ticket())
        .filter_map(|rows| rows.last().map(|last| Run { ticket: last.ticket(), rows, last }))
        .collect()
}

/// A slice of what `actor` missed after `since`, from one consistent read; of the `first` slice it is asked too
/// whether a fresh snapshot is cheaper.
pub(super) async fn missed(
    core: &Core,
    account: &Account,
    actor: &Actor,
    since: Seq,
    first: bool,
) -> Result<Missed, DeskError> {
    let team = actor.role.is_team();
    let mut conn = core.db.snapshot().await?;
    let head = store::desk::head(&mut conn, account.id).await?;
    // Places are the team's.
    if since > head || (team && since < account.log_begins()) {
        return Ok(Missed::TooMuch);
    }
    if first {
        let (events, tickets) = if team {
            store::events::behind(&mut conn, account.id, since, EVENTS + 1).await?
        } else {
            store::events::public_behind(&mut conn, actor, since, EVENTS + 1).await?
        };
        if events > EVENTS || tickets > TICKETS {
            return Ok(Missed::TooMuch);
        }
    }
    let mut rows = if team {
        store::events::since(&mut conn, account.id, since, i64::from(SLICE) + 1).await?
    } else {
        store::events::public_since(&mut conn, actor, since, i64::from(SLICE) + 1).await?
    };
    // A command is told whole: one that the slice may have cut comes with the next.
    let cut = rows.last().filter(|_| rows.len() > usize::from(SLICE)).map(|last| last.seq);
    if let Some(cut) = cut {
        rows.retain(|row| row.seq < cut);
    }
    let to = cut.map_or(head, |cut| cut - 1);
    let tickets: HashSet<TicketId> = rows.iter().map(EventRow::ticket).collect();
    let ids: Vec<TicketId> = tickets.into_iter().collect();
    let span = (since, to);
    let frames = if team {
        team_frames(&mut conn, actor, span, &ids, &rows).await?
    } else {
        client_frames(&mut conn, actor, span, &ids, &rows, &account.rules_in_use().rules.board).await?
    };
    conn.roll_back().await?;
    Ok(Missed::Frames { to, frames, more: cut.is_some() })
}

/// What a viewer is told of a ticket: its card and its texts, or that it is gone.
enum Told<Card> {
    Seen { card: Card, unread: bool, messages: Texts, comments: Texts },
    Gone,
}

async fn team_frames(
    conn: &mut Conn,
    actor: &Actor,
    span: (Seq, Seq),
    ids: &[TicketId],
    rows: &[EventRow],
) -> Result<Vec<MissedFrame>, DeskError> {
    let mut told = HashMap::with_capacity(ids.len());
    for (record, read) in store::tickets::cards(conn, actor.account, actor.person, ids).await? {
        let facts = &record.ticket.facts;
        let id = facts.id;
        if !actor.sees(&facts.audience) {
            if actor.sees(audience_at_first(rows, id, &facts.audience)) {
                told.insert(id, Told::Gone);
            }
            continue;
        }
        let (mut messages, mut comments) = (Texts::new(), Texts::new());
        if says(rows, id, |e| matches!(e, Event::Replied { .. })) {
            messages = store::events::messages(conn, actor.account, id, Some(span)).await?;
        }
        if says(rows, id, |e| matches!(e, Event::Commented { .. })) {
            comments = store::events::comments(conn, actor.account, id, Some(span)).await?;
        }
        let unread = record.said_to_team() > read;
        told.insert(id, Told::Seen { card: record.card(read), unread, messages, comments });
    }
    frames(rows, &mut told, |row| row.seq, team_entry)
}

/// Reads nothing that a client may not know: public events, public messages, client cards.
async fn client_frames(
    conn: &mut Conn,
    actor: &Actor,
    span: (Seq, Seq),
    ids: &[TicketId],
    rows: &[EventRow],
    rules: &BoardRules,
) -> Result<Vec<MissedFrame>, DeskError> {
    let mut told = HashMap::with_capacity(ids.len());
    for row in store::tickets::client_cards(conn, actor.account, actor.person, ids).await? {
        let audience = row.audience();
        let card = row.card(rules)?;
        let id = card.id;
        if !actor.sees(&audience) {
            if actor.sees(audience_at_first(rows, id, &audience)) {
                told.insert(id, Told::Gone);
            }
            continue;
        }
        let mut messages = Texts::new();
        if says(rows, id, |e| matches!(e, Event::Replied { .. })) {
            messages = store::events::messages(conn, actor.account, id, Some(span)).await?;
        }
        let unread = card.unread;
        told.insert(id, Told::Seen { card, unread, messages, comments: Texts::new() });
    }
    let moment = |row: &EventRow| row.moment().unwrap_or_default();
    frames(rows, &mut told, moment, |event, place, messages, _| client_entry(event, place, messages))
}

/// One frame for each run of a ticket that is seen, and one, at its last run, for each that is gone.
fn frames<Card, Body>(
    rows: &[EventRow],
    told: &mut HashMap<TicketId, Told<Card>>,
    number: impl Fn(&EventRow) -> Seq,
    entry: impl Fn(&Event, Place<'_>, &Texts, &Texts) -> Option<Entry<Body>>,
) -> Result<Vec<MissedFrame>, DeskError>
where
    Card: Clone + Serialize,
    Body: Serialize,
{
    let mut frames = vec![];
    for run in runs(rows).into_iter().rev() {
        let last = run.last;
        match told.get(&run.ticket) {
            None => {}
            Some(Told::Gone) => {
                told.remove(&run.ticket);
                let number = number(last);
                let body = gone_frame(run.ticket, number, last.at()?).map_err(internal)?;
                frames.push(MissedFrame { number, unread: false, body });
            }
            Some(Told::Seen { card, unread, messages, comments }) => {
                let mut entries = vec![];
                for row in run.rows {
                    let actor = row.actor();
                    let place = Place { seq: number(row), n: row.n, at: row.at()?, actor: actor.as_ref() };
                    entries.extend(entry(row.event(), place, messages, comments));
                }
                let frame = Frame {
                    seq: number(last),
                    op_id: last.op_id(),
                    at: last.at()?,
                    actor: last.actor(),
                    ticket: run.ticket,
                    card: Some(card.clone()),
                    entries,
                };
                let body = serde_json::to_string(&frame).map_err(internal)?.into();
                frames.push(MissedFrame { number: number(last), unread: *unread, body });
            }
        }
    }
    frames.reverse();
    Ok(frames)
}

/// Who could see the ticket before the first of these events that changed it.
fn audience_at_first<'a>(rows: &'a [EventRow], ticket: TicketId, now: &'a Audience) -> &'a Audience {
    rows.iter().filter(|row| row.ticket() == ticket).find_map(EventRow::audience_before).unwrap_or(now)
}

fn says(rows: &[EventRow], ticket: TicketId, what: impl Fn(&Event) -> bool) -> bool {
    rows.iter().any(|row| row.ticket() == ticket && what(row.event()))
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err gives it")]
fn internal(error: serde_json::Error) -> DeskError {
    DeskError::Internal(error.to_string())
}
