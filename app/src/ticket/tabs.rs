//! What a tab of the conversation shows to the team, as a pure rule.

use domain::Seq;
use domain::feed::{ClientBody, Entry, TeamBody};

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
        | TeamBody::Archived { .. }
        | TeamBody::Tagged { .. }
        | TeamBody::Explained { .. } => Kind::Happening,
    }
}

/// Whether an entry has a line of its own: why something was done stands in the line of what was.
pub(super) fn has_line(body: &TeamBody) -> bool {
    !matches!(body, TeamBody::Explained { .. })
}

/// Why that was done which the entry `(seq, n)` tells: it stands in the first line of its command.
pub(super) fn reason(entries: &[Entry<TeamBody>], seq: Seq, n: i32) -> Option<&str> {
    let mut own = entries[entries.partition_point(|e| e.seq < seq)..].iter().take_while(|e| e.seq == seq);
    if own.next()?.n != n {
        return None;
    }
    own.find_map(|entry| match &entry.body {
        TeamBody::Explained { reason } => Some(reason.as_str()),
        _ => None,
    })
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
    use domain::sla::Metric;
    use uuid::Uuid;

    #[test]
    fn a_reason_stands_in_the_first_line_of_what_it_explains() {
        let entry =
            |seq, n, body| Entry { seq, n, at: domain::Time::UNIX_EPOCH, actor: Some("Ana".into()), body };
        let archived = TeamBody::Archived { archived: true };
        let entries = [
            entry(3, 0, archived.clone()),
            entry(4, 0, TeamBody::Tagged { name: "NF-e".into(), on: true }),
            entry(4, 1, TeamBody::Explained { reason: "É nota".into() }),
            entry(4, 2, archived.clone()),
            entry(5, 0, archived),
        ];
        let told: Vec<_> = entries.iter().map(|e| reason(&entries, e.seq, e.n)).collect();
        assert_eq!(told, [None, Some("É nota"), None, None, None]);
        assert_eq!(entries.iter().filter(|e| !has_line(&e.body)).count(), 1);
        assert_eq!(reason(&entries, 9, 0), None);
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
