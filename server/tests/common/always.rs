//! A desk for tests of what the door does when the desk fails.

use async_trait::async_trait;
use domain::board::{Board, ColumnPage, From, NewView, SavedView, Summary, Swimlane, Top};
use domain::desk::{BoardQuery, Desk, DeskError, Load, MyTickets, Outcome, Tab, TicketPage};
use domain::rules::NewLimit;
use domain::ticket::PersonRef;
use domain::{Actor, ColumnId, Command, DepartmentId, OpId, Refusal, Seq, TicketId, Time, ViewId};

/// A desk that answers everything in the same way: with an error, or not at all.
pub(crate) struct Always(pub(crate) fn() -> DeskError);

#[async_trait]
impl Desk for Always {
    async fn execute(&self, _: &Actor, _: OpId, _: Command) -> Result<Outcome, DeskError> {
        Err((self.0)())
    }
    async fn board(&self, _: &Actor, _: &BoardQuery, _: Option<&str>) -> Result<Board, DeskError> {
        Err((self.0)())
    }
    async fn column(
        &self,
        _: &Actor,
        _: &BoardQuery,
        _: ColumnId,
        _: Option<Swimlane>,
        _: &From,
    ) -> Result<ColumnPage, DeskError> {
        Err((self.0)())
    }
    async fn summary(&self, _: &Actor, _: &BoardQuery, _: &[Top]) -> Result<Summary, DeskError> {
        Err((self.0)())
    }
    async fn execute_all(
        &self,
        _: &Actor,
        commands: Vec<(OpId, Command)>,
    ) -> Vec<Result<Outcome, DeskError>> {
        commands.iter().map(|_| Err((self.0)())).collect()
    }
    async fn loads(&self, _: &Actor, _: Option<DepartmentId>) -> Result<Vec<Load>, DeskError> {
        Err((self.0)())
    }
    async fn ticket(&self, _: &Actor, _: &str) -> Result<TicketPage, DeskError> {
        Err((self.0)())
    }
    async fn mark_read(&self, _: &Actor, _: TicketId, _: Seq) -> Result<(), DeskError> {
        Err((self.0)())
    }
    async fn my_tickets(&self, _: &Actor, _: Tab, _: Option<Seq>) -> Result<MyTickets, DeskError> {
        Err((self.0)())
    }
    async fn assignable(&self, _: &Actor, _: DepartmentId) -> Result<Vec<PersonRef>, DeskError> {
        Err((self.0)())
    }
    async fn views(&self, _: &Actor) -> Result<Vec<SavedView>, DeskError> {
        Err((self.0)())
    }
    async fn save_view(&self, _: &Actor, _: &NewView) -> Result<Result<(), Refusal>, DeskError> {
        Err((self.0)())
    }
    async fn remove_view(&self, _: &Actor, _: ViewId) -> Result<(), DeskError> {
        Err((self.0)())
    }
    async fn set_limit(&self, _: &Actor, _: NewLimit) -> Result<(), DeskError> {
        Err((self.0)())
    }
    fn now(&self) -> Time {
        (self.0)();
        Time::UNIX_EPOCH
    }
    fn build(&self) -> &str {
        (self.0)();
        server::http::build()
    }
}
