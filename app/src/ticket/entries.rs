//! Conversation and log as pure values: what is new is added once, in its place; what a tab shows.

use domain::Seq;
use domain::feed::{ClientBody, Entry, TeamBody};

/// Adds entries by `(seq, n)`; one that is there already is not added twice, however often it arrives.
pub(super) fn merge<B>(known: &mut Vec<Entry<B>>, new: impl IntoIterator<Item = Entry<B>>) {
    for entry in new {
        if let Err(at) = known.binary_search_by_key(&(entry.seq, entry.n), |e| (e.seq, e.n)) {
            known.insert(at, entry);
        }
    }
}

/// The last command that the conversation shows.
pub(super) fn last_seq<B>(entries: &[Entry<B>]) -> Seq {
    entries.last().map_or(0, |entry| entry.seq)
}

/// What the conversation is narrowed to (R79).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tab {
    /// Everything.
    #[default]
    All,
    /// What the client reads.
    Public,
    /// What only the team reads.
    Internal,
    /// Who did what, and when.
    Log,
}

/// What an entry is, for the tabs and for its look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A public message.
    Message,
    /// An internal comment.
    Comment,
    /// Something that happened.
    Happening,
}

/// What an entry is.
pub(super) fn kind(body: &TeamBody) -> Kind {
    match body {
        TeamBody::Public(ClientBody::Message { .. }) => Kind::Message,
        TeamBody::Comment(_) => Kind::Comment,
        TeamBody::Public(_)
        | TeamBody::Assigned { .. }
        | TeamBody::SlaWarned { .. }
        | TeamBody::SlaBreached { .. }
        | TeamBody::Snoozed { .. }
        | TeamBody::Woken { .. }
        | TeamBody::Archived { .. } => Kind::Happening,
    }
}

/// Whether a tab shows an entry.
pub(super) fn shows(tab: Tab, kind: Kind) -> bool {
    match tab {
        Tab::All | Tab::Log => true,
        Tab::Public => kind == Kind::Message,
        Tab::Internal => kind == Kind::Comment,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::feed::InternalComment;
    use domain::{Time, sla::Metric};
    use uuid::Uuid;

    fn entry(seq: Seq, n: i32) -> Entry<ClientBody> {
        Entry { seq, n, at: Time::UNIX_EPOCH, actor: None, body: ClientBody::Opened }
    }

    fn places(entries: &[Entry<ClientBody>]) -> Vec<(Seq, i32)> {
        entries.iter().map(|e| (e.seq, e.n)).collect()
    }

    #[test]
    fn an_entry_comes_once_and_in_its_place() {
        let mut known = vec![entry(1, 0), entry(4, 0)];
        merge(&mut known, [entry(4, 0), entry(4, 1), entry(2, 0), entry(1, 0)]);
        merge(&mut known, [entry(2, 0)]);
        assert_eq!(places(&known), [(1, 0), (2, 0), (4, 0), (4, 1)]);
        assert_eq!(last_seq(&known), 4);
    }

    #[test]
    fn r79_public_shows_no_comment_and_internal_shows_nothing_else() {
        let message = TeamBody::Public(ClientBody::Message {
            id: Uuid::nil(),
            by: domain::ticket::Side::Team,
            text: "Olá".into(),
        });
        let comment = TeamBody::Comment(InternalComment { id: Uuid::nil(), text: "cuidado".into() });
        let warned = TeamBody::SlaWarned { metric: Metric::Resolution };
        let shown = |tab| [&message, &comment, &warned].map(|body| shows(tab, kind(body)));
        assert_eq!(shown(Tab::All), [true, true, true]);
        assert_eq!(shown(Tab::Public), [true, false, false]);
        assert_eq!(shown(Tab::Internal), [false, true, false]);
        assert_eq!(shown(Tab::Log), [true, true, true]);
    }
}
