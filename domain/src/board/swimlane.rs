//! Swimlanes: rows across the columns, by who is responsible, priority, department or organization.

use super::Card;
use crate::ids::{DepartmentId, OrganizationId, PersonId};
use crate::status::Priority;
use crate::text::fold;
use crate::ticket::{Also, Facts};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// Cards of each list in the first page of a board with lanes: there are many lists, and few of them are in sight.
pub const SWIMLANE_PAGE: usize = 6;
/// Lanes that a board shows at most, those with the most cards.
pub const SWIMLANES_MAX: usize = 40;

/// By what a board is divided into lanes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Swimlanes {
    /// Not at all.
    #[default]
    None,
    /// By the responsible agent.
    Agent,
    /// By priority.
    Priority,
    /// By department.
    Department,
    /// By the requester's organization.
    Organization,
}

impl Swimlanes {
    /// All divisions, as the menu lists them.
    pub const ALL: [Self; 5] =
        [Self::None, Self::Agent, Self::Priority, Self::Department, Self::Organization];

    /// The word in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "nenhuma",
            Self::Agent => "atendente",
            Self::Priority => "prioridade",
            Self::Department => "departamento",
            Self::Organization => "organizacao",
        }
    }

    /// Reads the word in the address.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lanes| lanes.as_str() == word)
    }

    /// The lanes that are there without a card too, to be dropped on. Departments only the desk knows.
    pub fn always(self) -> Vec<Swimlane> {
        match self {
            Self::Agent => vec![Swimlane::Agent(None)],
            Self::Priority => Priority::ALL.map(Swimlane::Priority).to_vec(),
            Self::None | Self::Department | Self::Organization => vec![],
        }
    }

    /// The lane where a ticket lies; none on a board without lanes.
    pub fn lane(self, facts: &Facts) -> Option<Swimlane> {
        Some(match self {
            Self::None => return None,
            Self::Agent => Swimlane::Agent(facts.audience.assignee),
            Self::Priority => Swimlane::Priority(facts.priority),
            Self::Department => Swimlane::Department(facts.audience.department),
            Self::Organization => Swimlane::Organization(facts.audience.organization),
        })
    }
}

/// A row across the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Swimlane {
    /// Tickets of one agent, or of nobody.
    Agent(Option<PersonId>),
    /// Tickets of one priority.
    Priority(Priority),
    /// Tickets of one department.
    Department(DepartmentId),
    /// Tickets of one organization, or of people without one.
    Organization(Option<OrganizationId>),
}

impl Swimlane {
    /// The division that it is a part of.
    pub fn of(self) -> Swimlanes {
        match self {
            Self::Agent(_) => Swimlanes::Agent,
            Self::Priority(_) => Swimlanes::Priority,
            Self::Department(_) => Swimlanes::Department,
            Self::Organization(_) => Swimlanes::Organization,
        }
    }

    /// Whether a ticket lies in it.
    pub fn holds(self, facts: &Facts) -> bool {
        self.of().lane(facts) == Some(self)
    }

    /// What a move into it changes beside the place; `Err`: a move alone does not bring a ticket here.
    pub fn brings(self, facts: &Facts) -> Result<Option<Also>, Swimlanes> {
        match self {
            _ if self.holds(facts) => Ok(None),
            Self::Agent(person) => Ok(Some(Also::Assign(person))),
            Self::Priority(priority) => Ok(Some(Also::Priority(priority))),
            Self::Department(_) | Self::Organization(_) => Err(self.of()),
        }
    }
}

/// A lane of a board, by name. Nobody's and priorities are named in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwimlaneName {
    /// Which.
    pub lane: Swimlane,
    /// The name of the person, department or organization.
    pub name: Option<String>,
}

impl SwimlaneName {
    /// A lane without a name of its own.
    pub fn new(lane: Swimlane) -> Self {
        Self { lane, name: None }
    }

    /// The lane where a card lies, called as the card calls it. The name of a department no card says.
    pub fn of(card: &Card, lanes: Swimlanes) -> Option<Self> {
        let lane = lanes.lane(&card.facts)?;
        let name = match lane {
            Swimlane::Agent(Some(_)) => card.assignee.as_ref().map(|person| person.name.clone()),
            Swimlane::Organization(Some(_)) => card.organization.clone(),
            Swimlane::Agent(None)
            | Swimlane::Organization(None)
            | Swimlane::Priority(_)
            | Swimlane::Department(_) => None,
        };
        Some(Self { lane, name })
    }

    /// Where it lies among the lanes of a board: nobody's first, the highest priority first, others by name.
    pub fn rank(&self) -> impl Ord + use<> {
        let priority = if let Swimlane::Priority(priority) = self.lane { Some(priority) } else { None };
        (Reverse(priority), self.name.as_deref().map(fold), self.lane)
    }
}
