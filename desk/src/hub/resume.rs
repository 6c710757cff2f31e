//! What a viewer missed: the distinct tickets that changed since, at their present state.

use super::change::gone_frame;
use super::entries::{Place, Texts, client_entry, team_entry};
use crate::room::{Core, Room};
use crate::store::rows::EventRow;
use crate::store::{self, Conn};
use domain::desk::DeskError;
use domain::feed::{ClientFrame, TeamFrame};
use domain::rules::BoardRules;
use domain::ticket::Event;
use domain::{Actor, Seq, TicketId};
use std::collections::HashMap;
use std::sync::Arc;

/// Tickets beyond which a fresh snapshot is cheaper than what was missed.
const TICKETS: usize = 1_000;
/// Events beyond which it is, too: a command makes three on average.
const EVENTS: i64 = 5_000;

/// A frame that was missed.
pub(super) struct MissedFrame {
    pub(super) seq: Seq,
    pub(super) unread: bool,
    pub(super) body: Arc<str>,
}

/// What a viewer missed.
pub(super) enum Missed {
    /// Frames in the order of their numbers, up to the command `head`.
    Frames { head: Seq, frames: Vec<MissedFrame> },
    /// A fresh snapshot is cheaper, or the log does not go there.
    TooMuch,
}

/// The events of one ticket, oldest first.
type Story<'a> = Vec<&'a EventRow>;

/// What `actor` missed after `since`, from one consistent read.
pub(super) async fn missed(core: &Core, room: &Room, actor: &Actor, since: Seq) -> Result<Missed, DeskError> {
    let mut conn = core.db.snapshot().await?;
    let head = store::desk::head(&mut conn, room.account).await?;
    if since > head || since < room.log_begins() {
        return Ok(Missed::TooMuch);
    }
    let rows = if actor.role.is_team() {
        store::events::since(&mut conn, room.account, since, EVENTS + 1).await?
    } else {
        store::events::public_since(&mut conn, room.account, since, EVENTS + 1).await?
    };
    let mut stories: HashMap<TicketId, Story<'_>> = HashMap::new();
    for row in &rows {
        stories.entry(row.ticket()).or_default().push(row);
    }
    if rows.len() > usize::try_from(EVENTS).unwrap_or(usize::MAX) || stories.len() > TICKETS {
        return Ok(Missed::TooMuch);
    }
    let mut frames = if actor.role.is_team() {
        team_frames(&mut conn, actor, since, &stories).await?
    } else {
        client_frames(&mut conn, actor, since, &stories, &room.house().rules.board).await?
    };
    conn.roll_back().await?;
    frames.sort_by_key(|frame| frame.seq);
    Ok(Missed::Frames { head, frames })
}

async fn team_frames(
    conn: &mut Conn,
    actor: &Actor,
    since: Seq,
    stories: &HashMap<TicketId, Story<'_>>,
) -> Result<Vec<MissedFrame>, DeskError> {
    let ids: Vec<TicketId> = stories.keys().copied().collect();
    let mut frames = Vec::with_capacity(ids.len());
    for (record, read) in store::tickets::cards(conn, actor.account, actor.person, &ids).await? {
        let facts = &record.ticket.facts;
        let Some((story, last)) = stories.get(&facts.id).and_then(|s| Some((s, *s.last()?))) else {
            continue;
        };
        if !actor.sees(&facts.audience) {
            let before = story.iter().find_map(|row| row.audience_before()).unwrap_or(&facts.audience);
            if actor.sees(before) {
                frames.push(gone(facts.id, last)?);
            }
            continue;
        }
        let (mut messages, mut comments) = (Texts::new(), Texts::new());
        if says(story, |e| matches!(e, Event::Replied { .. })) {
            messages = store::events::messages(conn, actor.account, facts.id, Some(since)).await?;
        }
        if says(story, |e| matches!(e, Event::Commented { .. })) {
            comments = store::events::comments(conn, actor.account, facts.id, Some(since)).await?;
        }
        let mut entries = vec![];
        for row in story {
            let actor = row.actor();
            let place = Place { seq: row.seq, n: row.n, at: row.at()?, actor: actor.as_ref() };
            entries.extend(team_entry(row.event(), place, &messages, &comments));
        }
        let card = record.card(read);
        let frame = TeamFrame {
            seq: last.seq,
            op_id: last.op_id(),
            at: last.at()?,
            actor: last.actor(),
            ticket: facts.id,
            card: Some(card),
            entries,
        };
        let unread = record.said_to_team() > read;
        frames.push(MissedFrame { seq: last.seq, unread, body: json(&frame)? });
    }
    Ok(frames)
}

/// Reads nothing that a client may not know: public events, public messages, client cards.
async fn client_frames(
    conn: &mut Conn,
    actor: &Actor,
    since: Seq,
    stories: &HashMap<TicketId, Story<'_>>,
    rules: &BoardRules,
) -> Result<Vec<MissedFrame>, DeskError> {
    let ids: Vec<TicketId> = stories.keys().copied().collect();
    let mut frames = Vec::with_capacity(ids.len());
    for row in store::tickets::client_cards(conn, actor.account, actor.person, &ids).await? {
        let audience = row.audience();
        let card = row.card(rules)?;
        let Some((story, last)) = stories.get(&card.id).and_then(|s| Some((s, *s.last()?))) else { continue };
        if !actor.sees(&audience) {
            let before = story.iter().find_map(|row| row.audience_before()).unwrap_or(&audience);
            if actor.sees(before) {
                frames.push(gone(card.id, last)?);
            }
            continue;
        }
        let mut messages = Texts::new();
        if says(story, |e| matches!(e, Event::Replied { .. })) {
            messages = store::events::messages(conn, actor.account, card.id, Some(since)).await?;
        }
        let mut entries = vec![];
        for row in story {
            let actor = row.actor();
            let place = Place { seq: row.seq, n: row.n, at: row.at()?, actor: actor.as_ref() };
            entries.extend(client_entry(row.event(), place, &messages));
        }
        let unread = card.unread;
        let frame = ClientFrame {
            seq: last.seq,
            op_id: last.op_id(),
            at: last.at()?,
            actor: last.actor(),
            ticket: card.id,
            card: Some(card),
            entries,
        };
        frames.push(MissedFrame { seq: last.seq, unread, body: json(&frame)? });
    }
    Ok(frames)
}

fn says(story: &Story<'_>, what: impl Fn(&Event) -> bool) -> bool {
    story.iter().any(|row| what(row.event()))
}

fn gone(ticket: TicketId, last: &EventRow) -> Result<MissedFrame, DeskError> {
    let body = gone_frame(ticket, last.seq, last.at()?).map_err(|e| DeskError::Internal(e.to_string()))?;
    Ok(MissedFrame { seq: last.seq, unread: false, body })
}

fn json<T: serde::Serialize>(frame: &T) -> Result<Arc<str>, DeskError> {
    serde_json::to_string(frame).map(Into::into).map_err(|e| DeskError::Internal(e.to_string()))
}
