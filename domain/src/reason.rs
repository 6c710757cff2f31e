//! Of which changes of a ticket the team says why: an account asks it where an administrator says so. That a
//! cancellation says why is no setting: its client reads it.

use crate::people::{Actor, Role};
use serde::{Deserialize, Serialize};

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonFor {
    /// It is resolved.
    Resolution,
    /// What was resolved is worked on again.
    Reopening,
    /// It waits for the client or for a third party.
    Waiting,
    /// Any other status.
    Status,
    /// Someone is made responsible for it, or nobody.
    Assignment,
    /// Another priority.
    Priority,
    /// A tag is put on it, or taken off.
    Tags,
    /// It is put off, or woken.
    Snooze,
    /// It is taken off the board, or put back.
    Archive,
}

impl ReasonFor {
    /// All kinds, as they are listed.
    pub const ALL: [Self; 9] = [
        Self::Resolution,
        Self::Reopening,
        Self::Waiting,
        Self::Status,
        Self::Assignment,
        Self::Priority,
        Self::Tags,
        Self::Snooze,
        Self::Archive,
    ];

    /// The word that a form carries.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Resolution => "resolution",
            Self::Reopening => "reopening",
            Self::Waiting => "waiting",
            Self::Status => "status",
            Self::Assignment => "assignment",
            Self::Priority => "priority",
            Self::Tags => "tags",
            Self::Snooze => "snooze",
            Self::Archive => "archive",
        }
    }

    /// Reads the word that a form carries.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// The kinds of change that say why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reasons(Vec<ReasonFor>);

impl Reasons {
    /// These kinds, each once, as they are listed.
    pub fn of(kinds: &[ReasonFor]) -> Self {
        Self(ReasonFor::ALL.into_iter().filter(|kind| kinds.contains(kind)).collect())
    }

    /// None says why.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether that kind says why.
    pub fn ask(&self, kind: ReasonFor) -> bool {
        self.0.contains(&kind)
    }

    /// The same as it is kept: what came over the wire may be in any order, and name one twice.
    #[must_use]
    pub fn settled(&self) -> Self {
        Self::of(&self.0)
    }
}

/// Whether a person says of which changes of all tickets the team tells why.
pub fn sets_reasons(actor: &Actor) -> bool {
    actor.role == Role::Administrator
}
