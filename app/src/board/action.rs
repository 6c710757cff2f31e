//! What may be done to cards.

use super::move_intent::MoveIntent;
use domain::ticket::Facts;
use domain::{Change, StatusId, TicketId};

/// A change of one card, as a person wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Intent {
    /// Another status, or another place.
    Move(MoveIntent),
    /// Anything else.
    Do(TicketId, Change),
    /// A tag that is still to be made, by its name.
    NewTag(TicketId, String),
}

impl Intent {
    /// An action on one card.
    pub(super) fn of(ticket: TicketId, action: &Action) -> Self {
        match action {
            Action::Move(status) => Self::Move(MoveIntent::new(ticket, *status, None)),
            Action::Do(change) => Self::Do(ticket, change.clone()),
        }
    }

    /// Which card.
    pub(super) fn ticket(&self) -> TicketId {
        match self {
            Self::Move(intent) => intent.ticket,
            Self::Do(ticket, _) | Self::NewTag(ticket, _) => *ticket,
        }
    }

    /// As the desk is asked, of a card as it is now; nothing while there is no such tag.
    pub(super) fn change(&self, of: &Facts) -> Option<Change> {
        match self {
            Self::Move(intent) => Some(Change::Move(intent.to_move(of.seq))),
            Self::Do(_, change) => Some(change.clone()),
            Self::NewTag(..) => None,
        }
    }
}

/// What may be done to any card: it has yet to be told to which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Another status, over the version that the card then shows.
    Move(StatusId),
    /// Anything else.
    Do(Change),
}

impl Action {
    /// As the desk is asked, of a card as it is now.
    pub(super) fn change(&self, of: &Facts) -> Change {
        match self {
            Self::Move(status) => Change::Move(MoveIntent::new(of.id, *status, None).to_move(of.seq)),
            Self::Do(change) => change.clone(),
        }
    }
}
