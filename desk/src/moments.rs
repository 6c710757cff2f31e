//! What clients count by. The number of a command tells how much the team did since another; a moment tells the time.
//!
//! A moment is microseconds since the epoch by a clock of the account that only goes forward, also where the machine's
//! goes back, and over restarts: who was told a moment is told all that comes after it. Commands that clients may know of
//! are given one each, in their own order. Everything that a client is told, or names, is a moment: numbers of commands
//! are found for it by [`reached`], by a ticket's log ([`store::moments`]) and in the writer.

use crate::clock::Clock;
use domain::port::DeskError;
use domain::{AccountId, Seq};
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::{Conn, Db};

/// What is below is the number of a command, from when clients were told those: of January 1970.
const FIRST: Seq = 1_000_000_000_000;
/// Microseconds for which the database knows ahead what clients may be told: one write in a minute, while one looks on.
const REACH: Seq = 120_000_000;
/// Microseconds after which a client who comes back fetches anew. It is a time, and no number of commands: who tries out
/// moments finds nothing by it.
const REMEMBERED: Seq = 24 * 3_600_000_000;

/// The moments of an account.
#[derive(Debug)]
pub(crate) struct Moments(Mutex<State>);

#[derive(Debug)]
struct State {
    /// The last that was told, or given to a command.
    last: Seq,
    /// The time that was read last.
    seen: Seq,
    /// What the account's clock is ahead of the machine's.
    ahead: Seq,
    /// The database knows that clients may be told moments up to here.
    kept: Seq,
    /// The latest that this desk has let the database know, or may have.
    asked: Seq,
    /// The first that was given to a command which may not be committed yet.
    given: Option<Seq>,
    /// Up to where clients may have been told by the desks before this one.
    told_before: Seq,
    /// When this one began.
    opened: Seq,
    /// The desk closes: nothing more is written.
    closed: bool,
}

impl State {
    fn clock(&mut self, clock: &dyn Clock) -> Seq {
        let now = clock.now().timestamp_micros();
        // It goes on from where it was, with the time, and tells nobody how many commands come meanwhile.
        self.ahead += (self.seen - now).max(0);
        self.seen = now;
        now + self.ahead
    }
}

impl Moments {
    /// The moments of an account of which the database knows that `kept` may have been told.
    pub(crate) fn new(kept: Seq, clock: &dyn Clock) -> Self {
        let seen = clock.now().timestamp_micros();
        let ahead = (kept - seen).max(0);
        Self(Mutex::new(State {
            last: kept,
            seen,
            ahead,
            kept,
            asked: kept,
            given: None,
            told_before: kept,
            opened: seen + ahead,
            closed: false,
        }))
    }

    /// A moment for a command that clients may know of, and up to where the batch writes down that they may be told.
    pub(crate) fn give(&self, clock: &dyn Clock) -> (Seq, Seq) {
        let mut state = self.state();
        let moment = state.clock(clock).max(state.last + 1);
        state.last = moment;
        state.given.get_or_insert(moment);
        if moment > state.asked {
            state.asked = moment + REACH;
        }
        (moment, state.asked)
    }

    /// What was given is committed, and the account knows of it; so does the database of `kept`.
    pub(crate) fn committed(&self, kept: Seq) {
        let mut state = self.state();
        state.kept = state.kept.max(kept);
        state.given = None;
    }

    /// The database knows of moments up to `kept`: where this desk has not asked for them, another has served, which may
    /// have told them and given them.
    pub(crate) fn found(&self, kept: Seq, clock: &dyn Clock) {
        let mut state = self.state();
        if kept > state.asked {
            let now = state.clock(clock);
            state.ahead += (kept - now).max(0);
            (state.last, state.kept, state.asked) = (state.last.max(kept), kept, kept);
        }
    }

    /// The present, as it is told: all that has a moment up to here is committed, and whatever comes has a later one.
    /// To be asked before what is told is read.
    pub(crate) fn present(&self, clock: &dyn Clock) -> Seq {
        let mut state = self.state();
        let now = (state.clock(clock) - 1).min(state.kept).max(state.last);
        let told = state.given.map_or(now, |given| given - 1);
        state.last = state.last.max(told);
        told
    }

    /// Lets the database know what clients may be told, before they are. Where it does not take it, they are told the
    /// last moment that it knows of, which says as much.
    pub(crate) async fn keep(&self, db: &Db, clock: &dyn Clock, account: AccountId) {
        let (before, reach) = {
            let mut state = self.state();
            let now = state.clock(clock);
            if state.closed || state.asked > now + REACH / 2 {
                return;
            }
            (std::mem::replace(&mut state.asked, now + REACH), now + REACH)
        };
        let kept = async {
            let mut conn = db.write().await?;
            store::moments::reach(&mut conn, account, reach, before).await
        };
        let kept = kept.await;
        let mut state = self.state();
        match kept {
            Ok(true) if !state.closed => state.kept = state.kept.max(reach),
            Ok(_) => {}
            Err(error) => {
                // Whoever comes next tries again.
                if state.asked == reach {
                    state.asked = before;
                }
                tracing::warn!(%error, "what clients may be told could not be written down");
            }
        }
    }

    /// Nothing later is told from now on. What the next desk goes on from.
    pub(crate) fn end(&self) -> Seq {
        let mut state = self.state();
        state.closed = true;
        state.kept = state.last;
        state.last
    }

    /// Whether a client was told that by a desk on this database: no number from before there were moments, none that is
    /// still to come, and none from after the backup that this database was restored from.
    fn knows(&self, moment: Seq) -> bool {
        let state = self.state();
        (FIRST..=state.kept.max(state.last)).contains(&moment)
            && (moment <= state.told_before || moment >= state.opened - 1)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a client's number is a moment.
pub(crate) fn is_moment(number: Seq) -> bool {
    number >= FIRST
}

/// Up to which command a client knows all who was told a moment: up to the one before the next that they may know of.
/// `None`: nobody told them that, or it is long ago.
pub(crate) async fn reached(
    conn: &mut Conn,
    (moments, clock): (&Moments, &dyn Clock),
    account: AccountId,
    moment: Seq,
) -> Result<Option<Seq>, DeskError> {
    if !moments.knows(moment) || moment < moments.present(clock) - REMEMBERED {
        return Ok(None);
    }
    let head = store::desk::head(conn, account).await?;
    let known = store::moments::known_at(conn, account, moment, head).await?;
    let next = store::moments::next(conn, account, known.unwrap_or(0)).await?;
    Ok(Some(next.map_or(head, |next| next - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Time;

    /// A clock that stands, in microseconds.
    struct At(Seq);

    impl Clock for At {
        fn now(&self) -> Time {
            Time::from_timestamp_micros(self.0).unwrap()
        }
    }

    const T: Seq = 1_772_600_000_000_000;

    #[test]
    fn moments_grow_and_tell_the_time() {
        let moments = Moments::new(0, &At(T));
        let (first, kept) = moments.give(&At(T));
        assert_eq!((first, kept), (T, T + REACH));
        assert_eq!(moments.give(&At(T)).0, T + 1);
        moments.committed(kept);
        assert_eq!(moments.present(&At(T)), T + 1);
        assert_eq!(moments.give(&At(T + 5_000)).0, T + 5_000, "what came meanwhile is not counted");
    }

    #[test]
    fn nothing_is_told_that_is_not_committed_and_what_comes_is_later() {
        let moments = Moments::new(0, &At(T));
        moments.committed(T + REACH);
        assert_eq!(moments.present(&At(T)), T - 1);
        let (given, _) = moments.give(&At(T));
        moments.give(&At(T + 10));
        assert_eq!(moments.present(&At(T + 20)), given - 1);
        moments.committed(0);
        assert_eq!(moments.present(&At(T + 20)), T + 19);
        assert_eq!(moments.give(&At(T + 20)).0, T + 20);
    }

    #[test]
    fn a_clock_that_goes_back_does_not_count() {
        let moments = Moments::new(0, &At(T));
        let (_, kept) = moments.give(&At(T));
        moments.committed(kept);
        let back = T - 3_600_000_000;
        assert_eq!(moments.present(&At(back)), T);
        moments.give(&At(back + 7));
        moments.give(&At(back + 8));
        moments.committed(0);
        assert_eq!(moments.present(&At(back + 1_000)), T + 999);
        // Nor does it after a restart.
        let moments = Moments::new(moments.end(), &At(back + 2_000));
        assert_eq!(moments.give(&At(back + 5_000)).0, T + 999 + 3_000);
    }

    #[test]
    fn a_moment_that_nobody_told_is_known_as_such() {
        let moments = Moments::new(T, &At(T + 1_000_000));
        moments.committed(T + 1_000_000 + REACH);
        for (moment, known) in
            [(0, false), (41, false), (T - 9, true), (T, true), (T + 1, false), (T + 999_999, true)]
        {
            assert_eq!(moments.knows(moment), known, "{moment}");
        }
        assert!(!moments.knows(T + 1_000_001 + REACH), "the future");
    }
}
