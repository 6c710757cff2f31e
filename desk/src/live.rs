//! The desk itself.

use crate::account::{Account, Core, Measures};
use crate::clock::{Clock, Ids};
use crate::hub::{self, CloseReason, SessionKey, Subscription};
use crate::open::{Config, OpenError};
use crate::outage::{NotReady, Outage};
use crate::people::Doorkeeper;
use crate::server_lock::{LockState, ServerLock};
use crate::writer::{self, Answer, Job, Task, Writer};
use crate::{deadlines, retention};
use domain::port::{Desk, DeskError};
use domain::{AccountId, Actor, PersonId, Seq, Time};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;
use store::{Db, StoreError};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long a closing desk waits for its writers.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often it is looked at whether the right to serve was lost.
const LOOK: Duration = Duration::from_millis(500);

/// The desk on its database. Cheap to clone; all clones are one desk.
#[derive(Clone)]
pub struct LiveDesk(pub(crate) Arc<Inner>);

/// What all clones share.
pub(crate) struct Inner {
    pub(crate) core: Arc<Core>,
    /// The core's database and source of chance, near at hand for what belongs to no account.
    pub(crate) db: Db,
    pub(crate) ids: Arc<dyn Ids>,
    /// What sign-ins need.
    pub(crate) doorkeeper: Doorkeeper,
    accounts: RwLock<HashMap<AccountId, Door>>,
    /// One account is opened at a time.
    opening: tokio::sync::Mutex<()>,
    closing: CancellationToken,
    tasks: TaskTracker,
    /// Held while this process serves the database; alarms fire and old things are purged then. `None` beside
    /// a server.
    lock: RwLock<Option<ServerLock>>,
    serves: bool,
}

/// An account and the way into its writer.
#[derive(Clone)]
pub(crate) struct Door {
    account: Arc<Account>,
    writer: mpsc::Sender<Job>,
}

impl std::fmt::Debug for LiveDesk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LiveDesk").field("build", &self.0.core.build).finish_non_exhaustive()
    }
}

impl LiveDesk {
    /// Connects, brings the schema up to date, loads the index of every account, and starts writers and alarms.
    pub async fn open(config: Config, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Result<Self, OpenError> {
        let lock = ServerLock::take(&config.database).await?;
        let desk = Self::connect(config, clock, ids, Some(lock)).await?;
        let accounts = {
            let mut conn = desk.0.core.db.read().await?;
            store::desk::accounts(&mut conn).await?
        };
        for account in accounts {
            desk.open_account(account).await?;
        }
        let inner = Arc::downgrade(&desk.0);
        let accounts = move || inner.upgrade().map(|inner| inner.accounts()).unwrap_or_default();
        let (core, closing) = (Arc::clone(&desk.0.core), desk.0.closing.clone());
        desk.0.tasks.spawn(retention::purge_until(core, accounts, closing));
        desk.0.tasks.spawn(look_after_return(Arc::downgrade(&desk.0), desk.0.closing.clone()));
        Ok(desk)
    }

    /// Opens the database beside a server that may have it open: for `chama user add` and the like. Takes no
    /// lock, fires no alarms, and must change no ticket.
    pub async fn open_beside(
        config: Config,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Result<Self, OpenError> {
        Self::connect(config, clock, ids, None).await
    }

    async fn connect(
        config: Config,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
        lock: Option<ServerLock>,
    ) -> Result<Self, OpenError> {
        let db = Db::open(&config.database).await?;
        Ok(Self(Arc::new(Inner {
            db: db.clone(),
            ids: Arc::clone(&ids),
            doorkeeper: Doorkeeper::default(),
            core: Arc::new(Core { db, clock, ids, build: config.build, outage: Outage::default() }),
            accounts: RwLock::default(),
            opening: tokio::sync::Mutex::default(),
            closing: CancellationToken::new(),
            tasks: TaskTracker::new(),
            serves: lock.is_some(),
            lock: RwLock::new(lock),
        })))
    }

    /// Whether the database answers and keeps what is written, and no other server has taken it over; if not, what
    /// cannot be done. Where nobody wrote of late, or a write failed, one is tried.
    pub async fn ready(&self) -> Result<(), NotReady> {
        if self.0.lock_state() != LockState::Held {
            return Err(NotReady::LockLost);
        }
        let core = &self.0.core;
        let silent = |error: StoreError| {
            store::say(&error);
            NotReady::Silent
        };
        let mut conn = core.db.read().await.map_err(silent)?;
        store::desk::accounts(&mut conn).await.map_err(silent)?;
        drop(conn);
        if core.outage.keeps() {
            return Ok(());
        }
        let tried = async {
            let mut conn = core.db.write().await?;
            conn.begin().await?;
            store::desk::touch(&mut conn).await?;
            conn.commit().await
        };
        tried.await.map_err(|error| {
            store::say(&error);
            NotReady::from(error)
        })?;
        core.outage.kept();
        Ok(())
    }

    /// Stops alarms, lets the writers finish what waits, tells subscriptions to come back, and closes the database.
    pub async fn close(&self) {
        let inner = &self.0;
        inner.closing.cancel();
        // An account that is being opened is opened first: its writer would outlive the desk.
        drop(inner.opening.lock().await);
        // Without their doors the writers end when what waits is done.
        let accounts: Vec<Arc<Account>> = {
            let mut doors = inner.accounts.write().unwrap_or_else(PoisonError::into_inner);
            doors.drain().map(|(_, door)| door.account).collect()
        };
        inner.tasks.close();
        if tokio::time::timeout(PATIENCE, inner.tasks.wait()).await.is_err() {
            tracing::error!("the writers did not finish in time");
        }
        for account in &accounts {
            account.hub.close_all(CloseReason::Restart);
        }
        if inner.serves && inner.lock_state() == LockState::Held {
            inner.end_moments(&accounts).await;
        }
        inner.core.db.close().await;
        let lock = inner.lock.write().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(lock) = lock {
            lock.let_go().await;
        }
    }

    /// Everything that happens from now on, and what happened after what `actor` was told last and has `named`, for their
    /// eyes.
    pub async fn subscribe(
        &self,
        actor: &Actor,
        session: SessionKey,
        named: Option<Seq>,
    ) -> Result<Subscription, DeskError> {
        let account = self.account(actor.account).await?;
        let core = Arc::clone(&self.0.core);
        let head = hub::numbers::now(&core, &account, actor).await;
        let (mut since, mut anew) = (None, false);
        if let Some(number) = named {
            anew = hub::access_fingerprint::changed_after(&core, actor, number, head).await?;
            since = hub::numbers::place(&core, &account, actor, number).await?;
            anew |= since.is_none();
        }
        let mut subscription = Subscription::new(core, account, actor.clone(), session, since)?;
        if anew {
            subscription.begin_anew()?;
        }
        Ok(subscription)
    }

    /// Forgets what is kept for a while only, such as requests older than seven days and sessions that ended; gives
    /// how many rows went. A desk that serves does so by itself every ten minutes.
    pub async fn purge(&self) -> Result<u64, DeskError> {
        Ok(retention::purge(&self.0.core, &self.0.accounts()).await?)
    }

    /// Closes the session's subscriptions at once.
    pub fn end_session(&self, session: SessionKey) {
        for account in self.0.accounts() {
            account.hub.end_session(session);
        }
    }

    /// The person's role or membership changed: their screens fetch anew, with what the person now is.
    pub fn reset_person(&self, person: PersonId) {
        for account in self.0.accounts() {
            account.hub.reset_person(person);
        }
    }

    /// How many people of the team are connected.
    pub fn online(&self) -> u32 {
        let people: HashSet<(AccountId, PersonId)> = self
            .0
            .accounts()
            .iter()
            .flat_map(|account| account.hub.online().into_iter().map(|person| (account.id, person)))
            .collect();
        u32::try_from(people.len()).unwrap_or(u32::MAX)
    }

    /// What was measured while an account's desk worked; nothing for one that is not open.
    pub fn measures(&self, account: AccountId) -> Measures {
        let doors = self.0.accounts.read().unwrap_or_else(PoisonError::into_inner);
        doors.get(&account).map(|door| door.account.measures()).unwrap_or_default()
    }

    /// The account at work; opened when it is first asked for.
    pub(crate) async fn account(&self, account: AccountId) -> Result<Arc<Account>, DeskError> {
        self.door(account).await.map(|door| door.account)
    }

    /// The same, for the people who serve only.
    pub(crate) async fn team_account(&self, actor: &Actor) -> Result<Arc<Account>, DeskError> {
        if actor.role.is_team() { self.account(actor.account).await } else { Err(DeskError::NotPermitted) }
    }

    pub(crate) async fn door(&self, account: AccountId) -> Result<Door, DeskError> {
        if let Some(door) = self.0.door(account) {
            return Ok(door);
        }
        if self.0.closing.is_cancelled() {
            return Err(closed(()));
        }
        self.open_account(account).await.map_err(|e| DeskError::Unavailable(e.to_string()))?;
        self.0.door(account).ok_or(DeskError::Unseen)
    }

    /// Loads an account and starts its writer and its alarms.
    async fn open_account(&self, id: AccountId) -> Result<(), OpenError> {
        let inner = &self.0;
        let _one_at_a_time = inner.opening.lock().await;
        if inner.door(id).is_some() || inner.closing.is_cancelled() {
            return Ok(());
        }
        let Some(account) = Account::load(&inner.core, id).await? else { return Ok(()) };
        let account = Arc::new(account);
        let (writer, jobs) = mpsc::channel(writer::WAITING);
        let worker = Writer { core: Arc::clone(&inner.core), account: Arc::clone(&account) };
        inner.tasks.spawn(worker.run(jobs));
        if inner.serves {
            inner.tasks.spawn(deadlines::fire_until(
                Arc::clone(&inner.core),
                Arc::clone(&account),
                writer.clone(),
                inner.closing.clone(),
            ));
        }
        let mut doors = inner.accounts.write().unwrap_or_else(PoisonError::into_inner);
        doors.insert(id, Door { account, writer });
        Ok(())
    }
}

impl Door {
    /// Hands a task to the writer; the answer comes after the commit.
    pub(crate) async fn send(&self, task: Task) -> Result<oneshot::Receiver<Answer>, DeskError> {
        let (job, answered) = Job::new(task);
        self.writer.send(job).await.map_err(closed)?;
        Ok(answered)
    }
}

impl Inner {
    /// Writes down how far clients were told, so that the next desk goes on from there.
    async fn end_moments(&self, accounts: &[Arc<Account>]) {
        let written = async {
            let mut conn = self.core.db.write().await?;
            for account in accounts {
                store::moments::end(&mut conn, account.id, account.moments.end()).await?;
            }
            Ok::<_, StoreError>(())
        };
        if let Err(error) = written.await {
            tracing::warn!(%error, "how far clients were told was not written down: their time is a little ahead");
        }
    }

    pub(crate) fn lock_state(&self) -> LockState {
        let lock = self.lock.read().unwrap_or_else(PoisonError::into_inner);
        lock.as_ref().map_or(LockState::Held, ServerLock::state)
    }

    fn door(&self, account: AccountId) -> Option<Door> {
        self.accounts.read().unwrap_or_else(PoisonError::into_inner).get(&account).cloned()
    }

    fn doors(&self) -> Vec<Door> {
        self.accounts.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    fn accounts(&self) -> Vec<Arc<Account>> {
        self.doors().into_iter().map(|door| door.account).collect()
    }
}

/// Whenever the right to serve was lost and is regained, every account is looked at: another may have served.
async fn look_after_return(desk: Weak<Inner>, closing: CancellationToken) {
    let mut away = false;
    loop {
        tokio::select! {
            () = closing.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        let Some(desk) = desk.upgrade() else { return };
        let back = desk.lock_state() == LockState::Held;
        if away && back {
            for door in desk.doors() {
                // No alarm at all makes a batch that finds what it does not know.
                drop(door.send(Task::Fire(vec![])).await);
            }
        }
        away = !back;
    }
}

/// Two servers would each miss what the other does.
pub(crate) fn taken_over() -> DeskError {
    DeskError::Unavailable("another server serves this database".to_owned())
}

/// The writer has ended, since the desk closes, or a panic took the batch with it.
pub(crate) fn closed<E>(_: E) -> DeskError {
    DeskError::Unavailable("the writer gave no answer".to_owned())
}

impl Desk for LiveDesk {
    fn now(&self) -> Time {
        self.0.core.now()
    }

    fn build(&self) -> &str {
        &self.0.core.build
    }
}
