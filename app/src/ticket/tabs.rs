//! What a tab of the conversation shows to the team, as a pure rule.

use domain::feed::{ClientBody, TeamBody};

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
        | TeamBody::Tagged { .. } => Kind::Happening,
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
    use domain::sla::Metric;
    use uuid::Uuid;

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
