//! Who acts, and who sees what (`decisions.md` 4).

use crate::ids::{AccountId, ContactId, DepartmentId, OrganizationId, PersonId};
use serde::{Deserialize, Serialize};

/// What a person is in the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Asks for service.
    Client,
    /// Watches over the tickets of the own organization (R57).
    OrganizationManager,
    /// Serves the tickets of the own departments.
    Agent,
    /// Leads departments (R91).
    DepartmentManager,
    /// May do everything.
    Administrator,
}

impl Role {
    /// All roles, least power first.
    pub const ALL: [Self; 5] =
        [Self::Client, Self::OrganizationManager, Self::Agent, Self::DepartmentManager, Self::Administrator];

    /// One of the people who serve: sees internal comments and the board.
    pub fn is_team(self) -> bool {
        matches!(self, Self::Agent | Self::DepartmentManager | Self::Administrator)
    }

    /// The word that the database and the command line carry.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::OrganizationManager => "organization_manager",
            Self::Agent => "agent",
            Self::DepartmentManager => "department_manager",
            Self::Administrator => "administrator",
        }
    }

    /// Reads the word that the database and the command line carry.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == word)
    }
}

/// A permission beyond the role, granted to a person one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Move a ticket to another department (R113).
    Transfer = 1,
    /// Put a ticket in the trash (R104).
    Delete = 2,
    /// Take data out.
    Export = 4,
    /// A client: see all tickets of the organization (R28).
    SeeAll = 8,
    /// See statistics (R60).
    Statistics = 16,
}

/// A set of [`Permission`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Permissions(pub i32);

impl Permissions {
    /// Whether the permission is in the set.
    pub fn has(self, permission: Permission) -> bool {
        self.0 & permission as i32 != 0
    }

    /// The set with one permission more.
    #[must_use]
    pub fn with(self, permission: Permission) -> Self {
        Self(self.0 | permission as i32)
    }
}

/// Someone signed in, as the database has them now: what they are, not what they were at sign-in (T11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The account they belong to.
    pub account: AccountId,
    /// Who they are.
    pub person: PersonId,
    /// As colleagues and clients read it.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// What they may beyond that.
    pub permissions: Permissions,
    /// The contact that this sign-in speaks for: clients.
    pub contact: Option<ContactId>,
    /// The organization they belong to: clients.
    pub organization: Option<OrganizationId>,
    /// The departments they work in; empty for clients.
    pub departments: Vec<DepartmentId>,
    /// The departments they lead, a part of `departments`.
    pub manages: Vec<DepartmentId>,
}

/// What decides who sees a ticket. Events keep it before and after, so that a viewer who comes back learns
/// that a ticket is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audience {
    /// Where it is worked on.
    pub department: DepartmentId,
    /// Who is responsible.
    pub assignee: Option<PersonId>,
    /// Who asked.
    pub requester: ContactId,
    /// The requester's organization.
    pub organization: Option<OrganizationId>,
    /// Opened by another organization's manager and set private (R58): only the requester's side sees it.
    pub private: bool,
}

impl Actor {
    /// Whether this person may see a ticket with that audience.
    pub fn sees(&self, ticket: &Audience) -> bool {
        let own = self.contact == Some(ticket.requester);
        let same_organization = self.organization.is_some() && self.organization == ticket.organization;
        match self.role {
            Role::Administrator => true,
            Role::Agent | Role::DepartmentManager => {
                self.works_in(ticket.department) || ticket.assignee == Some(self.person)
            }
            Role::OrganizationManager => own || (same_organization && !ticket.private),
            Role::Client => {
                own || (same_organization && !ticket.private && self.permissions.has(Permission::SeeAll))
            }
        }
    }

    /// Asked for it: may finish and cancel it (R32, R52).
    pub fn asked_for(&self, ticket: &Audience) -> bool {
        !self.role.is_team() && self.contact == Some(ticket.requester)
    }

    /// A member of the department, or an administrator.
    pub fn works_in(&self, department: DepartmentId) -> bool {
        self.role == Role::Administrator || (self.role.is_team() && self.departments.contains(&department))
    }

    /// Leads the department, or an administrator.
    pub fn manages(&self, department: DepartmentId) -> bool {
        self.role == Role::Administrator
            || (self.role == Role::DepartmentManager && self.manages.contains(&department))
    }

    /// The responsible agent, or who leads the department: may finish, and return to the queue.
    pub fn answers_for(&self, ticket: &Audience) -> bool {
        self.manages(ticket.department) || (self.role.is_team() && ticket.assignee == Some(self.person))
    }
}
