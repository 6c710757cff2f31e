//! What a conversation and its log say, for the people who serve and for the people who asked.

use domain::feed::{ClientBody, Entry, InternalComment, TeamBody};
use domain::ticket::{Event, PersonRef};
use domain::{Seq, Time};
use std::collections::HashMap;
use uuid::Uuid;

/// Texts by the id that their event names.
pub(crate) type Texts = HashMap<Uuid, String>;

/// Where in the log an entry stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// The command.
    pub(crate) seq: Seq,
    /// Its place among the entries of that command.
    pub(crate) n: i32,
    /// When.
    pub(crate) at: Time,
    /// Who, by the name they had then.
    pub(crate) actor: Option<&'a PersonRef>,
}

impl Place<'_> {
    fn entry<Body>(self, body: Body) -> Entry<Body> {
        Entry { seq: self.seq, n: self.n, at: self.at, actor: self.actor.map(|a| a.name.clone()), body }
    }
}

/// What a client reads of an event; nothing of most.
pub(crate) fn client_entry(event: &Event, place: Place<'_>, messages: &Texts) -> Option<Entry<ClientBody>> {
    client_body(event, messages).map(|body| place.entry(body))
}

/// What the people who serve read of an event.
pub(crate) fn team_entry(
    event: &Event,
    place: Place<'_>,
    messages: &Texts,
    comments: &Texts,
) -> Option<Entry<TeamBody>> {
    let body = match event {
        // The first thing that was taken to be as before stands for all.
        Event::Undone(undone) => {
            return undone.events.iter().find_map(|event| team_entry(event, place, messages, comments));
        }
        Event::Assigned { from, to, by_acting } => {
            TeamBody::Assigned { from: from.clone(), to: to.clone(), by_acting: *by_acting }
        }
        Event::Commented { comment } => TeamBody::Comment(InternalComment {
            id: *comment,
            text: comments.get(comment).cloned().unwrap_or_default(),
        }),
        Event::SlaWarned { metric, .. } => TeamBody::SlaWarned { metric: *metric },
        Event::SlaBreached { metric, due_at } => TeamBody::SlaBreached { metric: *metric, due_at: *due_at },
        Event::Snoozed { until } => TeamBody::Snoozed { until: *until },
        Event::Woken { by } => TeamBody::Woken { by: *by },
        Event::Archived { archived } => TeamBody::Archived { archived: *archived },
        Event::Tagged { name, on, .. } => TeamBody::Tagged { name: name.clone(), on: *on },
        Event::Explained { reason } => TeamBody::Explained { reason: reason.clone() },
        _ => TeamBody::Public(client_body(event, messages)?),
    };
    Some(place.entry(body))
}

fn client_body(event: &Event, messages: &Texts) -> Option<ClientBody> {
    match event {
        Event::Opened { .. } => Some(ClientBody::Opened),
        Event::Moved { from, from_category, to, to_category, reason, .. } => Some(ClientBody::Moved {
            from: *from,
            from_category: *from_category,
            to: *to,
            to_category: *to_category,
            reason: reason.clone(),
        }),
        Event::PriorityChanged { from, to } => Some(ClientBody::PriorityChanged { from: *from, to: *to }),
        Event::Replied { message, by } => Some(ClientBody::Message {
            id: *message,
            by: *by,
            text: messages.get(message).cloned().unwrap_or_default(),
        }),
        Event::Undone(undone) if undone.forgotten.is_none() => {
            undone.events.iter().find_map(|event| client_body(event, messages))
        }
        Event::Undone(_)
        | Event::Placed { .. }
        | Event::Assigned { .. }
        | Event::Commented { .. }
        | Event::ClocksSet { .. }
        | Event::SlaWarned { .. }
        | Event::SlaBreached { .. }
        | Event::Snoozed { .. }
        | Event::Woken { .. }
        | Event::Archived { .. }
        | Event::Tagged { .. }
        | Event::Explained { .. } => None,
    }
}
