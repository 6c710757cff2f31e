//! The port to the desk: what one may ask of it. `desk` implements it, the pages call it.

use crate::feed::{ClientCard, ClientTicket, TeamTicket};
use crate::ids::{Seq, TicketId};
use crate::people::Actor;
use crate::rules::BoardRules;
use crate::ticket::{PersonRef, Refusal};
use crate::time::Time;
use serde::{Deserialize, Serialize};

pub use crate::board::BoardQuery;
#[cfg(feature = "port")]
pub use port::{Desk, DeskError};

/// What became of a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is done.
    Done(Done),
    /// It was refused; nothing has changed.
    Refused(Refusal),
}

/// Commands that may be sent in one request: several selected cards, or what was done offline.
pub const ALL_AT_ONCE: usize = 200;

/// How much a colleague has to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    /// Who.
    pub person: PersonRef,
    /// Open tickets of theirs, in all departments.
    pub open: u32,
    /// Connected now.
    pub online: bool,
}

/// What a command made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The ticket it concerns: for a new one, the new one.
    pub ticket: TicketId,
    /// The ticket's version after it.
    pub seq: Seq,
    /// The actor was linked to the ticket by acting on it (R89): said to them, with an undo.
    pub linked: bool,
}

/// A ticket's page, for the side of the viewer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketPage {
    /// For the people who serve.
    Team(Box<Page<TeamTicket>>),
    /// For the people who asked.
    Client(Box<Page<ClientTicket>>),
}

/// A page's content with what every page needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The last command that it includes: the feed goes on from here.
    pub seq: Seq,
    /// The server's time at the read.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub now: Time,
    /// Who looks.
    pub viewer: Actor,
    /// What `check` needs in the browser.
    pub rules: BoardRules,
    /// The content.
    pub content: T,
}

/// The two halves of a client's list (R48).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    /// "Abertos".
    #[default]
    Open,
    /// "Finalizados".
    Finished,
}

/// A page of a client's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyTickets {
    /// The last command that it includes.
    pub seq: Seq,
    /// The server's time at the read.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub now: Time,
    /// Who looks.
    pub viewer: Actor,
    /// How many are open.
    pub open: i64,
    /// How many are finished.
    pub finished: i64,
    /// The tickets of the tab, the last changed first.
    pub tickets: Vec<ClientCard>,
    /// Where the next page begins.
    pub next: Option<Seq>,
}

#[cfg(feature = "port")]
mod port {
    use super::{BoardQuery, Load, MyTickets, Outcome, Tab, TicketPage};
    use crate::board::{self, Board, ColumnPage, NewView, SavedView, Summary, Swimlane, Top};
    use crate::ids::{ColumnId, DepartmentId, OpId, Seq, TicketId, ViewId};
    use crate::people::Actor;
    use crate::rules::NewLimit;
    use crate::ticket::{Command, PersonRef, Refusal};
    use crate::time::Time;
    use async_trait::async_trait;
    use thiserror::Error;

    /// The desk, as pages and the door see it. Every method authorises its `actor` itself.
    #[async_trait]
    pub trait Desk: Send + Sync {
        /// Carries out a command, once for each `op_id`: a repeated one returns the first answer.
        /// The work outlives the caller: a closed tab never half-does a thing.
        async fn execute(&self, actor: &Actor, op_id: OpId, command: Command) -> Result<Outcome, DeskError>;

        /// Carries out commands in their order, each as [`execute`](Self::execute) would: each is authorised on its
        /// own, and one that is refused holds up none of those after it. At most [`ALL_AT_ONCE`](super::ALL_AT_ONCE)
        /// are meant.
        async fn execute_all(
            &self,
            actor: &Actor,
            commands: Vec<(OpId, Command)>,
        ) -> Vec<Result<Outcome, DeskError>>;

        /// A board, from one consistent read. `department` is the word in the address (`/quadro/suporte`); it
        /// replaces the filter's department, and an unknown or foreign one is unseen. Refused for clients.
        async fn board(
            &self,
            actor: &Actor,
            query: &BoardQuery,
            department: Option<&str>,
        ) -> Result<Board, DeskError>;

        /// A page of a column, or of the part of it that lies in `lane`, from one look at the index. Refused for
        /// clients.
        async fn column(
            &self,
            actor: &Actor,
            query: &BoardQuery,
            column: ColumnId,
            lane: Option<Swimlane>,
            from: &board::From,
        ) -> Result<ColumnPage, DeskError>;

        /// The counts of a board, and how many cards lie above each of `tops`: from one look at the index. Refused for
        /// clients.
        async fn summary(
            &self,
            actor: &Actor,
            query: &BoardQuery,
            tops: &[Top],
        ) -> Result<Summary, DeskError>;

        /// A ticket by its code, for the side that the actor is on, and the last command that it includes.
        async fn ticket(&self, actor: &Actor, code: &str) -> Result<TicketPage, DeskError>;

        /// Remembers that the actor has read the ticket up to `seq`.
        async fn mark_read(&self, actor: &Actor, ticket: TicketId, seq: Seq) -> Result<(), DeskError>;

        /// A client's own tickets, newest first.
        async fn my_tickets(
            &self,
            actor: &Actor,
            tab: Tab,
            before: Option<Seq>,
        ) -> Result<MyTickets, DeskError>;

        /// Who may be made responsible in a department, by the actor.
        async fn assignable(
            &self,
            actor: &Actor,
            department: DepartmentId,
        ) -> Result<Vec<PersonRef>, DeskError>;

        /// How much the colleagues have to do whom the actor may make responsible in a department, by name: an agent
        /// reads of themself alone. Without a department: in all that the actor leads. Refused for clients.
        async fn loads(
            &self,
            actor: &Actor,
            department: Option<DepartmentId>,
        ) -> Result<Vec<Load>, DeskError>;

        /// The views that the actor may choose, by name: own ones and those of the team, as far as the actor may open
        /// their board. Refused for clients.
        async fn views(&self, actor: &Actor) -> Result<Vec<SavedView>, DeskError>;

        /// Saves a view of the board, or refuses it. An unknown or foreign department is unseen. Refused for clients.
        async fn save_view(&self, actor: &Actor, view: &NewView) -> Result<Result<(), Refusal>, DeskError>;

        /// Removes a saved view: an own one, and an administrator any of the team's; what is not there, or for other
        /// eyes, is unseen. Refused for clients.
        async fn remove_view(&self, actor: &Actor, view: ViewId) -> Result<(), DeskError>;

        /// Sets a limit on work in progress, or takes it away; everyone's screens fetch the rules anew. An unknown column
        /// and a department that the actor may not open are unseen. Refused for who does not lead the department.
        async fn set_limit(&self, actor: &Actor, limit: NewLimit) -> Result<(), DeskError>;

        /// The time that the desk goes by.
        fn now(&self) -> Time;

        /// The build of the running program.
        fn build(&self) -> &str;
    }

    /// Why the desk does not answer. Refused commands are not errors: see [`Outcome`].
    #[derive(Clone, Debug, PartialEq, Eq, Error)]
    pub enum DeskError {
        /// Unseen and absent answer alike (T1).
        #[error("not found")]
        Unseen,
        /// The role does not reach there.
        #[error("not permitted")]
        NotPermitted,
        /// The database does not answer now; worth another try. The text is for the log, never for people.
        #[error("unavailable: {0}")]
        Unavailable(String),
        /// The desk is at fault. The text is for the log, never for people.
        #[error("internal: {0}")]
        Internal(String),
    }
}
