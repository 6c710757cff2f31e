//! One account at work: its rules, its index, its feed, its alarms.

use crate::clock::{Clock, Ids};
use crate::deadlines::Alarms;
use crate::heads::Heads;
use crate::hub::Hub;
use crate::index::{Index, resolved_since};
use crate::moments::Moments;
use crate::open::OpenError;
use crate::outage::Outage;
use crate::rules_in_use::RulesInUse;
use domain::port::DeskError;
use domain::tag::Tags;
use domain::time::to_millis;
use domain::{AccountId, Actor, PersonId, Seq, TicketId, Time};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use store::{Conn, Db, StoreError};

/// What all accounts share.
pub(crate) struct Core {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
    pub(crate) build: String,
    pub(crate) outage: Outage,
}

impl Core {
    /// The time that the desk goes by, to the millisecond.
    pub(crate) fn now(&self) -> Time {
        to_millis(self.clock.now())
    }
}

/// Read marks that are kept in memory, so that a frame costs no query; beyond, they are read anew.
const MARKS: usize = 100_000;

/// What is measured while the desk works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// Statements that the last command cost, those that mark transactions and batches not counted.
    pub statements: u64,
    /// Milliseconds between the last alarm's due time and its commit; alarms that were due before the desk
    /// opened are not measured.
    pub alarm_lateness_ms: i64,
    /// Alarms that were measured.
    pub alarms: u64,
    /// Commands that were committed since the desk opened.
    pub commands: u64,
    /// Transactions that they took.
    pub batches: u64,
    /// Due times that are kept to fire at, outdated ones counted.
    pub reminders: u64,
}

/// The same, where it is counted.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    pub(crate) statements: AtomicU64,
    pub(crate) alarm_lateness_ms: AtomicI64,
    pub(crate) alarms: AtomicU64,
    pub(crate) commands: AtomicU64,
    pub(crate) batches: AtomicU64,
}

impl Meter {
    pub(crate) fn read(&self) -> Measures {
        Measures {
            statements: self.statements.load(Ordering::Relaxed),
            alarm_lateness_ms: self.alarm_lateness_ms.load(Ordering::Relaxed),
            alarms: self.alarms.load(Ordering::Relaxed),
            commands: self.commands.load(Ordering::Relaxed),
            batches: self.batches.load(Ordering::Relaxed),
            reminders: 0,
        }
    }
}

/// The index as the connection sees it, which includes everything up to `seq`.
async fn read_index(
    conn: &mut Conn,
    account: AccountId,
    tags: &Tags,
    now: Time,
    seq: Seq,
) -> Result<Index, StoreError> {
    let mut index = Index::default();
    store::tickets::for_index(conn, account, resolved_since(now), |row| index.load(row, tags)).await?;
    index.settle();
    index.advance(seq);
    Ok(index)
}

/// One account at work.
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) opened_at: Time,
    pub(crate) hub: Hub,
    pub(crate) alarms: Alarms,
    pub(crate) heads: Heads,
    pub(crate) moments: Moments,
    pub(crate) meter: Meter,
    in_use: RwLock<Arc<RulesInUse>>,
    index: RwLock<Index>,
    marks: Mutex<HashMap<(PersonId, TicketId), Seq>>,
    /// Whoever saw less than this must fetch anew: places changed without frames of their own.
    log_begins: AtomicI64,
    /// The index may be other than what was committed: a writer panicked while it kept it.
    mistrusted: AtomicBool,
}

impl Account {
    /// Loads an account by one consistent read; `None` where there is no such account.
    pub(crate) async fn load(core: &Core, id: AccountId) -> Result<Option<Self>, OpenError> {
        let mut conn = core.db.snapshot().await?;
        let Some((seq, rules)) = store::desk::account(&mut conn, id).await? else { return Ok(None) };
        let log_begins = store::desk::log_begins(&mut conn, id).await?;
        let moments = Moments::new(store::moments::last(&mut conn, id).await?, &*core.clock);
        let in_use = RulesInUse::new(rules)?;
        let now = core.now();
        let index = read_index(&mut conn, id, &in_use.rules.board.tags, now, seq).await?;
        conn.roll_back().await?;
        let alarms = Alarms::default();
        alarms.replace(index.alarms());
        Ok(Some(Self {
            id,
            opened_at: now,
            hub: Hub::new(),
            alarms,
            heads: Heads::default(),
            moments,
            meter: Meter::default(),
            in_use: RwLock::new(Arc::new(in_use)),
            index: RwLock::new(index),
            marks: Mutex::default(),
            log_begins: AtomicI64::new(log_begins),
            mistrusted: AtomicBool::new(false),
        }))
    }

    /// Loads the index anew, within the transaction that holds the account at `seq`: something was committed
    /// that this desk does not know, such as a batch whose connection broke before the answer. Nobody knows what
    /// was missed, so everyone fetches anew.
    pub(crate) async fn load_anew(&self, core: &Core, conn: &mut Conn, seq: Seq) -> Result<(), StoreError> {
        let rules = self.rules_in_use();
        let index = read_index(conn, self.id, &rules.rules.board.tags, core.now(), seq).await?;
        self.alarms.replace(index.alarms());
        *self.index_mut() = index;
        self.marks().clear();
        self.heads.clear();
        self.mistrusted.store(false, Ordering::Release);
        self.log_begins.store(seq, Ordering::Release);
        self.hub.reset_all();
        Ok(())
    }

    /// The index may be other than what was committed.
    pub(crate) fn mistrust_index(&self) {
        self.mistrusted.store(true, Ordering::Release);
    }

    /// Whether it may.
    pub(crate) fn mistrusts_index(&self) -> bool {
        self.mistrusted.load(Ordering::Acquire)
    }

    /// When the desk must next say something of a ticket, for all of them.
    pub(crate) fn reminders(&self) -> Vec<(Time, TicketId)> {
        self.index().alarms().collect()
    }

    /// What was measured.
    pub(crate) fn measures(&self) -> Measures {
        Measures { reminders: self.alarms.count(), ..self.meter.read() }
    }

    /// The settings.
    pub(crate) fn rules_in_use(&self) -> Arc<RulesInUse> {
        Arc::clone(&self.in_use.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Other settings, unless later ones are known. Those who serve are told of them; where they give boards another
    /// look, everyone fetches anew.
    pub(crate) fn set_rules(&self, in_use: RulesInUse) {
        let (version, packet) = (in_use.rules.version, in_use.packet());
        let in_use = Arc::new(in_use);
        let (same, tags) = {
            let mut known = self.in_use.write().unwrap_or_else(PoisonError::into_inner);
            if in_use.rules.version <= known.rules.version {
                return;
            }
            let same = in_use.rules.board.looks_like(&known.rules.board);
            let tags = in_use.rules.board.tags != known.rules.board.tags;
            *known = Arc::clone(&in_use);
            (same, tags)
        };
        if tags {
            // After the rules: who puts a ticket into the index meanwhile asks for them under its lock.
            self.index_mut().set_tags(&in_use.rules.board.tags);
        }
        match packet {
            Ok(packet) if same => self.hub.tell_rules(version, packet),
            _ => self.hub.reset_all(),
        }
    }

    /// The index, to read. Never held over an await.
    pub(crate) fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The index, to change: the writer alone does.
    pub(crate) fn index_mut(&self) -> RwLockWriteGuard<'_, Index> {
        self.index.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last command.
    pub(crate) fn seq(&self) -> Seq {
        self.index().seq()
    }

    /// Sees to it that clients can be told the present.
    pub(crate) async fn keep_moments(&self, core: &Core) {
        self.moments.keep(&core.db, &*core.clock, self.id).await;
    }

    /// The first command from which the log tells everything.
    pub(crate) fn log_begins(&self) -> Seq {
        self.log_begins.load(Ordering::Acquire)
    }

    /// Up to which command the viewer has read a ticket.
    pub(crate) async fn read_mark(
        &self,
        core: &Core,
        viewer: &Actor,
        ticket: TicketId,
    ) -> Result<Seq, DeskError> {
        if let Some(seq) = self.known_read_mark(viewer.person, ticket) {
            return Ok(seq);
        }
        let mut conn = core.db.read().await?;
        let seq = store::events::read_mark(&mut conn, self.id, viewer.person, ticket).await?;
        self.set_read_mark(viewer.person, ticket, seq);
        Ok(seq)
    }

    /// The same, where it is kept.
    pub(crate) fn known_read_mark(&self, person: PersonId, ticket: TicketId) -> Option<Seq> {
        self.marks().get(&(person, ticket)).copied()
    }

    /// A read mark as the database has it.
    pub(crate) fn set_read_mark(&self, person: PersonId, ticket: TicketId, seq: Seq) {
        let mut marks = self.marks();
        if marks.len() >= MARKS {
            marks.clear();
        }
        let mark = marks.entry((person, ticket)).or_insert(seq);
        *mark = seq.max(*mark);
    }

    fn marks(&self) -> std::sync::MutexGuard<'_, HashMap<(PersonId, TicketId), Seq>> {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
