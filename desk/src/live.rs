//! The desk itself.

use crate::clock::{Clock, Ids};
use crate::hub::{SessionKey, Subscription};
use crate::open::{Config, OpenError};
use crate::store::Db;
use async_trait::async_trait;
use domain::board::{Board, ColumnPage, SortKey, Summary};
use domain::desk::{BoardQuery, Desk, DeskError, MyTickets, Outcome, Tab, TicketPage};
use domain::ticket::PersonRef;
use domain::{Actor, ColumnId, Command, DepartmentId, OpId, PersonId, Seq, TicketId, Time};
use std::sync::Arc;

/// The desk on its database. Cheap to clone; all clones are one desk.
#[derive(Clone)]
pub struct LiveDesk(pub(crate) Arc<Inner>);

/// What all clones share.
pub(crate) struct Inner {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
    pub(crate) build: String,
}

impl LiveDesk {
    /// Connects, brings the schema up to date, loads the index, and starts lanes and alarms.
    pub async fn open(config: Config, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Result<Self, OpenError> {
        let db = Db::open(&config.database).await?;
        Ok(Self(Arc::new(Inner { db, clock, ids, build: config.build })))
    }

    /// Opens the database beside a server that may have it open: for `chama user add` and the like. Takes no
    /// lock, starts no alarms, and must change no ticket.
    pub async fn open_beside(
        config: Config,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Result<Self, OpenError> {
        Self::open(config, clock, ids).await
    }

    /// Whether the database answers.
    pub async fn ready(&self) -> Result<(), DeskError> {
        unimplemented!()
    }

    /// Stops alarms, lets the lanes finish, tells subscriptions to come back, and closes the database.
    pub async fn close(&self) {
        unimplemented!()
    }

    /// Everything that happens from now on, and what happened after `since`, for the eyes of `actor`.
    pub async fn subscribe(
        &self,
        _actor: &Actor,
        _session: SessionKey,
        _since: Option<Seq>,
    ) -> Result<Subscription, DeskError> {
        unimplemented!()
    }

    /// Closes the session's subscriptions at once.
    pub fn end_session(&self, _session: SessionKey) {
        unimplemented!()
    }

    /// The person's role or membership changed: their screens fetch anew.
    pub fn reset_person(&self, _person: PersonId) {
        unimplemented!()
    }

    /// How many people of the team are connected.
    pub fn online(&self) -> u32 {
        unimplemented!()
    }
}

#[async_trait]
impl Desk for LiveDesk {
    async fn execute(&self, _actor: &Actor, _op_id: OpId, _command: Command) -> Result<Outcome, DeskError> {
        unimplemented!()
    }

    async fn board(
        &self,
        _actor: &Actor,
        _query: &BoardQuery,
        _department: Option<&str>,
    ) -> Result<Board, DeskError> {
        unimplemented!()
    }

    async fn column(
        &self,
        _actor: &Actor,
        _query: &BoardQuery,
        _column: ColumnId,
        _after: &SortKey,
    ) -> Result<ColumnPage, DeskError> {
        unimplemented!()
    }

    async fn summary(&self, _actor: &Actor, _query: &BoardQuery) -> Result<Summary, DeskError> {
        unimplemented!()
    }

    async fn ticket(&self, _actor: &Actor, _code: &str) -> Result<TicketPage, DeskError> {
        unimplemented!()
    }

    async fn mark_read(&self, _actor: &Actor, _ticket: TicketId, _seq: Seq) -> Result<(), DeskError> {
        unimplemented!()
    }

    async fn my_tickets(
        &self,
        _actor: &Actor,
        _tab: Tab,
        _before: Option<Seq>,
    ) -> Result<MyTickets, DeskError> {
        unimplemented!()
    }

    async fn assignable(
        &self,
        _actor: &Actor,
        _department: DepartmentId,
    ) -> Result<Vec<PersonRef>, DeskError> {
        unimplemented!()
    }

    fn now(&self) -> Time {
        domain::time::to_millis(self.0.clock.now())
    }

    fn build(&self) -> &str {
        &self.0.build
    }
}
