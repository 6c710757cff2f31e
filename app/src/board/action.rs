//! What may be done to cards beside moving them.

use domain::board::Card;
use domain::ticket::Also;
use domain::{Command, PersonId, Priority, StatusId, TagId, TicketId, Time};

/// What a menu, the dock or the bar of chosen cards does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Another status.
    Move(StatusId),
    /// Makes a person responsible (R89, R91), or nobody.
    Assign(Option<PersonId>),
    /// Sets the priority.
    Priority(Priority),
    /// Puts off until then.
    Snooze(Option<Time>),
    /// Into the archive (R22), or out of it.
    Archive(bool),
    /// Puts a tag on, or takes it off.
    Tag(TagId, bool),
}

impl From<Also> for Action {
    fn from(also: Also) -> Self {
        match also {
            Also::Assign(person) => Self::Assign(person),
            Also::Priority(priority) => Self::Priority(priority),
        }
    }
}

impl Action {
    /// As it is asked of the desk.
    pub(super) fn intent(&self, ticket: TicketId) -> Intent {
        Intent::Command(match self {
            Self::Move(status) => return Intent::Move(*status),
            Self::Assign(person) => Command::Assign(ticket, *person),
            Self::Priority(priority) => Command::SetPriority(ticket, *priority),
            Self::Snooze(until) => Command::Snooze(ticket, *until),
            Self::Archive(archived) => Command::Archive(ticket, *archived),
            Self::Tag(tag, on) => Command::Tag(ticket, *tag, *on),
        })
    }

    /// The command that does it, where it is no move.
    pub(super) fn command(&self, ticket: TicketId) -> Option<Command> {
        match self.intent(ticket) {
            Intent::Move(_) => None,
            Intent::Command(command) => Some(command),
        }
    }

    /// The action that a command is.
    pub(super) fn of(command: &Command) -> Option<(TicketId, Self)> {
        Some(match command {
            Command::Assign(ticket, person) => (*ticket, Self::Assign(*person)),
            Command::SetPriority(ticket, priority) => (*ticket, Self::Priority(*priority)),
            Command::Snooze(ticket, until) => (*ticket, Self::Snooze(*until)),
            Command::Archive(ticket, archived) => (*ticket, Self::Archive(*archived)),
            Command::Tag(ticket, tag, on) => (*ticket, Self::Tag(*tag, *on)),
            _ => return None,
        })
    }

    /// What takes it back from a card as it is now; `None`: it would change nothing.
    pub(super) fn inverse(&self, card: &Card) -> Option<Self> {
        let facts = &card.facts;
        match self {
            Self::Move(status) => (facts.status != *status).then_some(Self::Move(facts.status)),
            Self::Assign(to) => {
                (facts.audience.assignee != *to).then_some(Self::Assign(facts.audience.assignee))
            }
            Self::Priority(to) => (facts.priority != *to).then_some(Self::Priority(facts.priority)),
            Self::Snooze(to) => (facts.snoozed_until != *to).then_some(Self::Snooze(facts.snoozed_until)),
            Self::Archive(to) => (facts.archived != *to).then_some(Self::Archive(facts.archived)),
            Self::Tag(tag, on) => (facts.tags.contains(tag) != *on).then_some(Self::Tag(*tag, !on)),
        }
    }
}

/// How the desk is asked for an action.
pub(super) enum Intent {
    /// As a move, which is shown before it is asked.
    Move(StatusId),
    /// As a command, whose frame shows what came of it.
    Command(Command),
}
