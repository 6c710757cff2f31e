//! The port to the desk: what one may ask of it, a trait a feature. `desk` implements them, the pages call them through
//! their sum, [`Desk`]. Every method authorises its `actor` itself.

use crate::board::{self, Board, BoardQuery, ColumnPage, NewView, SavedView, Summary, Swimlane, Top};
use crate::desk::{Load, MyTickets, Outcome, Tab, TicketPage};
use crate::ids::{ColumnId, DepartmentId, OpId, Seq, TagId, TicketId, ViewId};
use crate::people::Actor;
use crate::reason::Reasons;
use crate::rules::NewLimit;
use crate::tag::TagChange;
use crate::ticket::{Command, PersonRef, Refusal};
use crate::time::Time;
use async_trait::async_trait;
use thiserror::Error;

/// The one way in for every change of a ticket.
#[async_trait]
pub trait Commands: Send + Sync {
    /// Carries out a command, once for each `op_id`: a repeated one returns the first answer.
    /// The work outlives the caller: a closed tab never half-does a thing.
    async fn execute(&self, actor: &Actor, op_id: OpId, command: Command) -> Result<Outcome, DeskError>;

    /// Carries out commands in their order, each as [`execute`](Self::execute) would: each is authorised on its
    /// own, and one that is refused holds up none of those after it. At most [`ALL_AT_ONCE`](crate::desk::ALL_AT_ONCE)
    /// are meant.
    async fn execute_all(
        &self,
        actor: &Actor,
        commands: Vec<(OpId, Command)>,
    ) -> Vec<Result<Outcome, DeskError>>;
}

/// The board.
#[async_trait]
pub trait Boards: Send + Sync {
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
    async fn summary(&self, actor: &Actor, query: &BoardQuery, tops: &[Top]) -> Result<Summary, DeskError>;
}

/// One ticket, and who may serve it.
#[async_trait]
pub trait Tickets: Send + Sync {
    /// A ticket by its code, for the side that the actor is on, and the last command that it includes.
    async fn ticket(&self, actor: &Actor, code: &str) -> Result<TicketPage, DeskError>;

    /// Remembers that the actor has read the ticket up to `seq`.
    async fn mark_read(&self, actor: &Actor, ticket: TicketId, seq: Seq) -> Result<(), DeskError>;

    /// Who may be made responsible in a department, by the actor.
    async fn assignable(&self, actor: &Actor, department: DepartmentId) -> Result<Vec<PersonRef>, DeskError>;

    /// How much the colleagues have to do whom the actor may make responsible in a department, by name: an agent
    /// reads of themself alone. Without a department: in all that the actor leads. Refused for clients.
    async fn loads(&self, actor: &Actor, department: Option<DepartmentId>) -> Result<Vec<Load>, DeskError>;
}

/// What a client asks for.
#[async_trait]
pub trait Portal: Send + Sync {
    /// A client's own tickets, newest first.
    async fn my_tickets(&self, actor: &Actor, tab: Tab, before: Option<Seq>) -> Result<MyTickets, DeskError>;
}

/// Saved views of the board.
#[async_trait]
pub trait Views: Send + Sync {
    /// The views that the actor may choose, by name: own ones and those of the team, as far as the actor may open
    /// their board. Refused for clients.
    async fn views(&self, actor: &Actor) -> Result<Vec<SavedView>, DeskError>;

    /// Saves a view of the board, or refuses it. An unknown or foreign department is unseen. Refused for clients.
    async fn save_view(&self, actor: &Actor, view: &NewView) -> Result<(), DeskError>;

    /// Removes a saved view: an own one, and an administrator any of the team's; what is not there, or for other
    /// eyes, is unseen. Refused for clients.
    async fn remove_view(&self, actor: &Actor, view: ViewId) -> Result<(), DeskError>;
}

/// An account's settings, as far as they are made from the board.
#[async_trait]
pub trait Settings: Send + Sync {
    /// Sets a limit on work in progress, or takes it away; everyone's screens fetch the rules anew. An unknown column
    /// and a department that the actor may not open are unseen. Refused for who does not lead the department.
    async fn set_limit(&self, actor: &Actor, limit: NewLimit) -> Result<(), DeskError>;

    /// Makes, renames, merges or removes a tag; everyone's screens are told. Answers with the tag that it is about.
    /// Refused for clients, and but for making one for who leads no department.
    async fn change_tags(&self, actor: &Actor, change: TagChange) -> Result<TagId, DeskError>;

    /// Says of which changes the team tells why; everyone's screens are told. Refused for all but administrators.
    async fn set_reasons(&self, actor: &Actor, reasons: Reasons) -> Result<(), DeskError>;
}

/// A desk: all of them.
pub trait Desk: Commands + Boards + Tickets + Portal + Views + Settings {
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
    /// It was refused, for a reason that people are told; nothing has changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database does not answer now; worth another try. The text is for the log, never for people.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// The desk is at fault. The text is for the log, never for people.
    #[error("internal: {0}")]
    Internal(String),
}
