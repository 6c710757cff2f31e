//! To whom one writes on a ticket.

use crate::draft::Audience;

/// To whom one writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// An agent to the client.
    Public,
    /// An agent to the team.
    Internal,
    /// The client to the team.
    Client,
}

impl Mode {
    /// For whom a draft is meant: on either side of the border it is the same text.
    pub(super) fn audience(self) -> Audience {
        match self {
            Self::Public | Self::Client => Audience::Public,
            Self::Internal => Audience::Internal,
        }
    }
}
