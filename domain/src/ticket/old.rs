//! Commands as they were written before a change was nested in its ticket: they may still wait in a browser (for six
//! days), or stand behind an answer that the desk remembers (for seven, `decisions.md` 5). Read until the release after 0.1.

use super::{Change, Command, Move, OpenTicket, Reply, Tagging, Talk};
use crate::ids::{PersonId, Seq, TagId, TicketId};
use crate::status::Priority;
use crate::time::Time;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// A command in the words of any time.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Words {
    Open(OpenTicket),
    Change(TicketId, Change),
    Move(TicketId, Move),
    SetPriority(TicketId, Priority),
    Assign(TicketId, Option<PersonId>),
    Comment(TicketId, String),
    Reply(TicketId, Reply),
    Snooze(TicketId, #[serde(with = "chrono::serde::ts_milliseconds_option")] Option<Time>),
    Archive(TicketId, bool),
    Tag(TicketId, TagId, bool),
    Undo(TicketId, Seq),
    Because(Box<Words>, String),
}

impl<'de> Deserialize<'de> for Command {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Words::deserialize(from)?.try_into().map_err(D::Error::custom)
    }
}

impl TryFrom<Words> for Command {
    type Error = &'static str;

    fn try_from(words: Words) -> Result<Self, Self::Error> {
        let (ticket, change) = match words {
            Words::Open(new) => return Ok(Self::Open(new)),
            Words::Change(ticket, change) => (ticket, change),
            Words::Move(ticket, to) => (ticket, Change::Move(to)),
            Words::SetPriority(ticket, to) => (ticket, Change::Priority(to)),
            Words::Assign(ticket, to) => (ticket, Change::Assign(to)),
            Words::Comment(ticket, text) => (ticket, Change::Talk(Talk::Comment(text))),
            Words::Reply(ticket, reply) => (ticket, Change::Talk(Talk::Reply(reply))),
            Words::Snooze(ticket, until) => (ticket, Change::Snooze(until)),
            Words::Archive(ticket, archived) => (ticket, Change::Archive(archived)),
            Words::Tag(ticket, tag, on) => (ticket, Change::Tag(Tagging { tag, on })),
            Words::Undo(ticket, of) => (ticket, Change::Undo(of)),
            Words::Because(words, reason) => match Self::try_from(*words)? {
                Self::Change(ticket, change) => (ticket, Change::Because(Box::new(change), reason)),
                Self::Open(_) => return Err("a new ticket says nothing of why"),
            },
        };
        Ok(Self::Change(ticket, change))
    }
}

/// A command as it was written before, where that was another form.
#[cfg(feature = "zones")]
pub fn old_words(command: &Command) -> Option<impl Serialize + use<>> {
    let Command::Change(ticket, change) = command else { return None };
    words(*ticket, change)
}

#[cfg(feature = "zones")]
fn words(ticket: TicketId, change: &Change) -> Option<Words> {
    Some(match change.clone() {
        Change::Move(to) => Words::Move(ticket, to),
        Change::Priority(to) => Words::SetPriority(ticket, to),
        Change::Assign(to) => Words::Assign(ticket, to),
        Change::Talk(Talk::Comment(text)) => Words::Comment(ticket, text),
        Change::Talk(Talk::Reply(reply)) => Words::Reply(ticket, reply),
        Change::Snooze(until) => Words::Snooze(ticket, until),
        Change::Archive(archived) => Words::Archive(ticket, archived),
        Change::Tag(Tagging { tag, on }) => Words::Tag(ticket, tag, on),
        Change::Undo(of) => Words::Undo(ticket, of),
        Change::Because(change, reason) => Words::Because(Box::new(words(ticket, &change)?), reason),
    })
}
