//! The one way in: all commands of an account pass through one writer (`decisions.md` 5).
//!
//! It takes those that wait, opens one transaction, takes the account once, carries out each command, commits once, then
//! brings the index up to date, answers and publishes. A command that fails or panics takes back its own work alone: a
//! refusal has written nothing; where one fails that has, the batch is carried out once more, each command under a
//! savepoint. So savepoints, a sixth of a move's way to the database, are paid for when they are needed.

mod change;
mod job;
mod moments;
mod open;
mod rank;
mod undo;

pub(crate) use change::last_line;
pub(crate) use job::{Answer, Job, Read, Request, Task};

use self::rank::Rebalanced;
use crate::account::{Account, Core};
use crate::hub::Update;
use crate::rules_in_use::RulesInUse;
use domain::desk::Outcome;
use domain::port::DeskError;
use domain::{PersonId, Seq, TicketId, Time};
use futures_util::FutureExt;
use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use store::desk::AccountHead;
use store::{Conn, Record, StoreError};
use tokio::sync::mpsc;
use tokio::time::timeout;

/// Commands of one transaction.
const BATCH: usize = 64;
/// How long a batch may take before it commits what it has.
const BATCH_TIME: Duration = Duration::from_millis(50);
/// Commands that may wait; beyond, those who ask wait to ask.
pub(crate) const WAITING: usize = 1_024;
/// How often a batch that lost a race, or its connection, is carried out anew.
const TRIES: u32 = 4;
/// Before a batch that lost its connection is tried again: a database that is about to end says so to all of them.
const BREATH: Duration = Duration::from_millis(100);
/// How soon the account is looked at again after a batch whose end nobody knows.
const DOUBT: Duration = Duration::from_millis(500);

/// The writer of an account.
pub(crate) struct Writer {
    pub(crate) core: Arc<Core>,
    pub(crate) account: Arc<Account>,
}

/// What one command did, to be told after the commit.
#[derive(Default)]
struct Work {
    /// What the ticket became, and what everyone is told.
    changed: Option<(Box<Record>, Update)>,
    /// Cards that were spaced anew.
    rebalanced: Vec<Rebalanced>,
    /// What the actor has thereby read.
    read: Option<(PersonId, TicketId, Seq)>,
    /// Something was written.
    wrote: bool,
    /// When the alarm was due that it answers.
    due: Option<Time>,
}

/// Why a command did nothing.
enum Failure {
    /// It is not allowed: the answer, not a fault.
    Refused(domain::Refusal),
    /// The database.
    Store(StoreError),
    /// The desk is at fault.
    Internal(String),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<domain::Refusal> for Failure {
    fn from(refusal: domain::Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

/// Why a batch came to nothing.
enum Spoiled {
    /// The database.
    Store(StoreError),
    /// A command failed that had written something, and nothing marks where it began.
    Unmarked,
}

impl From<StoreError> for Spoiled {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A batch in the making.
struct Batch {
    conn: Conn,
    /// Each command is under a savepoint.
    marked: bool,
    head: AccountHead,
    in_use: Arc<RulesInUse>,
    works: Vec<Work>,
    answers: Vec<Answer>,
    statements: u64,
}

impl Writer {
    /// Carries out what comes until nobody can send any more. A panic outside of a command takes its batch with
    /// it, not the account's desk.
    pub(crate) async fn run(self, mut jobs: mpsc::Receiver<Job>) {
        while AssertUnwindSafe(self.carry_on(&mut jobs)).catch_unwind().await.is_err() {
            tracing::error!("a writer panicked; it goes on with its index loaded anew");
            self.account.mistrust_index();
            tokio::time::sleep(BREATH).await;
        }
    }

    async fn carry_on(&self, jobs: &mut mpsc::Receiver<Job>) {
        let mut waiting = VecDeque::new();
        let mut arrived = Vec::with_capacity(BATCH);
        // Whether the index is known to be what was committed.
        let mut sure = !self.account.mistrusts_index();
        loop {
            if waiting.is_empty() && sure && jobs.recv_many(&mut arrived, BATCH).await == 0 {
                return;
            }
            if waiting.is_empty() && !sure {
                // An empty batch looks at the account, should nobody come.
                if let Ok(0) = timeout(DOUBT, jobs.recv_many(&mut arrived, BATCH)).await {
                    return;
                }
            }
            while waiting.len() + arrived.len() < BATCH {
                match jobs.try_recv() {
                    Ok(job) => arrived.push(job),
                    Err(_) => break,
                }
            }
            waiting.extend(arrived.drain(..));
            sure = self.batch(&mut waiting).await;
        }
    }

    /// One batch: always answers at least the first job. Gives whether it is known how it ended.
    ///
    /// A batch whose connection broke is tried again even where it may have been committed: a request is remembered
    /// with what it did, an alarm is asked of the clocks, a read mark never goes back.
    async fn batch(&self, waiting: &mut VecDeque<Job>) -> bool {
        let (mut tries, mut marked) = (1, false);
        let failed = loop {
            match self.try_batch(waiting, marked).await {
                Ok(batch) => {
                    if batch.works.iter().any(|work| work.wrote) {
                        self.core.outage.kept();
                    }
                    self.conclude(batch, waiting);
                    return true;
                }
                Err(Spoiled::Unmarked) => marked = true,
                Err(Spoiled::Store(error)) if error.lost_a_race() && tries < TRIES => tries += 1,
                Err(Spoiled::Store(error)) if error.lost_the_line() && tries < TRIES => {
                    tracing::warn!(%error, "a batch lost its connection and is tried again");
                    tries += 1;
                    tokio::time::sleep(BREATH).await;
                }
                Err(Spoiled::Store(error)) => break error,
            }
        };
        self.core.outage.failed();
        let error = DeskError::from(failed);
        for job in waiting.drain(..) {
            job.answer(Err(error.clone()));
        }
        false
    }

    async fn try_batch(&self, waiting: &VecDeque<Job>, marked: bool) -> Result<Batch, Spoiled> {
        let mut conn = self.core.db.write().await?;
        conn.begin().await?;
        let head = store::desk::lock(&mut conn, self.account.id).await?;
        self.account.moments.found(head.moment, &*self.core.clock);
        if self.account.mistrusts_index() || head.seq != self.account.seq() {
            tracing::warn!(account = %self.account.id, known = self.account.seq(), found = head.seq, "the index is loaded anew");
            self.account.load_anew(&self.core, &mut conn, head.seq).await?;
        }
        let mut batch = Batch {
            in_use: self.rules_for(&mut conn, head).await?,
            conn,
            marked,
            head,
            works: vec![],
            answers: vec![],
            statements: 0,
        };
        if marked {
            batch.conn.mark().await?;
        }
        let began = Instant::now();
        for job in waiting {
            if !batch.answers.is_empty() && began.elapsed() > BATCH_TIME {
                break;
            }
            let answer = match &job.task {
                Task::Command(request) => self.one(&mut batch, Step::Command(request)).await?,
                Task::Read(read) => self.one(&mut batch, Step::Read(*read)).await?,
                Task::Fire(due) => {
                    let mut answer = Ok(None);
                    for (due, ticket) in due {
                        let fired = self.one(&mut batch, Step::Fire(*due, *ticket)).await?;
                        answer = answer.and(fired);
                    }
                    answer
                }
            };
            batch.answers.push(answer);
        }
        if batch.head != head {
            store::desk::advance(&mut batch.conn, self.account.id, batch.head).await?;
        }
        batch.conn.commit().await?;
        Ok(batch)
    }

    /// The rules that this batch goes by: read anew when their version changed.
    async fn rules_for(&self, conn: &mut Conn, head: AccountHead) -> Result<Arc<RulesInUse>, StoreError> {
        let in_use = self.account.rules_in_use();
        if in_use.rules.version == head.rules_version {
            return Ok(in_use);
        }
        let Some((_, rules)) = store::desk::account(conn, self.account.id).await? else { return Ok(in_use) };
        match RulesInUse::new(rules) {
            Ok(in_use) => {
                self.account.set_rules(in_use);
                Ok(self.account.rules_in_use())
            }
            Err(error) => {
                tracing::error!(%error, "the new rules cannot be used, the old ones stay");
                Ok(in_use)
            }
        }
    }

    /// One command of a batch. The outer error ends the batch, the inner one is its answer.
    async fn one(&self, batch: &mut Batch, step: Step<'_>) -> Result<Answer, Spoiled> {
        let before = batch.head;
        let (statements, writes) = (batch.conn.statements(), batch.conn.writes());
        let done = AssertUnwindSafe(self.step(batch, step)).catch_unwind().await;
        let failure = match done {
            Ok(Ok((outcome, work))) => {
                batch.statements = batch.conn.statements() - statements;
                if work.wrote && batch.marked {
                    batch.conn.keep_and_mark().await?;
                }
                batch.works.push(work);
                return Ok(Ok(outcome));
            }
            Ok(Err(failure)) => failure,
            Err(_) => Failure::Internal("a command panicked".to_owned()),
        };
        batch.head = before;
        let failure = match failure {
            // The whole transaction is lost, and tried anew.
            Failure::Store(error) if error.lost_a_race() || error.lost_the_line() => {
                return Err(Spoiled::Store(error));
            }
            other => other,
        };
        if batch.marked {
            batch.conn.back_to_mark().await?;
        } else if batch.conn.writes() != writes || matches!(failure, Failure::Store(_)) {
            // A statement that failed may also have ended the whole transaction.
            return Err(Spoiled::Unmarked);
        }
        Ok(match failure {
            Failure::Refused(refusal) => Ok(Some(Outcome::Refused(refusal))),
            Failure::Store(error) => {
                self.core.outage.failed();
                Err(error.into())
            }
            Failure::Internal(error) => {
                tracing::error!(error, "a command failed");
                Err(DeskError::Internal(error))
            }
        })
    }

    async fn step(&self, batch: &mut Batch, step: Step<'_>) -> Result<(Option<Outcome>, Work), Failure> {
        match step {
            Step::Command(request) => {
                let answer = self.carry_out(batch, request).await;
                let (outcome, work) = self.tell_moments(batch, request, answer).await?;
                Ok((Some(outcome), work))
            }
            Step::Fire(due, ticket) => Ok((None, self.fire(batch, due, ticket).await?)),
            Step::Read(read) => {
                let seq = read.seq.min(batch.head.seq);
                store::events::set_read_mark(&mut batch.conn, self.account.id, read.person, read.ticket, seq)
                    .await?;
                let read = Some((read.person, read.ticket, seq));
                Ok((None, Work { read, wrote: true, ..Work::default() }))
            }
        }
    }

    /// After the commit: the index, the answers, the feed, in this order. Nothing here can fail.
    fn conclude(&self, batch: Batch, waiting: &mut VecDeque<Job>) {
        let Batch { conn, head, works, answers, statements, .. } = batch;
        drop(conn);
        let account = &self.account;
        {
            let mut index = account.index_mut();
            let rules = account.rules_in_use();
            for work in &works {
                for spaced in &work.rebalanced {
                    index.set_place(spaced.ticket, &spaced.place, spaced.change.seq);
                }
                if let Some((record, _)) = &work.changed {
                    index.put(record, &rules.rules.board.tags);
                }
            }
            index.advance(head.seq);
        }
        account.moments.committed(head.moment);
        if statements > 0 {
            // A batch of refusals alone says nothing of what a command costs.
            account.meter.statements.store(statements, Ordering::Relaxed);
        }
        account.meter.batches.fetch_add(1, Ordering::Relaxed);
        let now = self.core.now();
        for work in &works {
            if let Some((person, ticket, seq)) = work.read {
                account.set_read_mark(person, ticket, seq);
            }
            if let Some((record, _)) = &work.changed {
                account.meter.commands.fetch_add(1, Ordering::Relaxed);
                if let Some(at) = record.ticket.next_alarm() {
                    account.alarms.add(at, record.ticket.facts.id);
                }
                if let Some(due) = work.due.filter(|due| *due >= account.opened_at) {
                    account.meter.alarms.fetch_add(1, Ordering::Relaxed);
                    account.meter.alarm_lateness_ms.store((now - due).num_milliseconds(), Ordering::Relaxed);
                }
            }
        }
        account.alarms.tidy(|| account.reminders());
        for (job, answer) in waiting.drain(..answers.len()).zip(answers) {
            job.answer(answer);
        }
        for work in works {
            for spaced in work.rebalanced {
                account.hub.publish(spaced.change);
            }
            if let Some((_, change)) = work.changed {
                account.hub.publish(change);
            }
        }
    }
}

/// One thing to do.
enum Step<'a> {
    Command(&'a Request),
    Fire(Time, TicketId),
    Read(Read),
}
