//! The clocks of a ticket as they are written down: an array of three (first response, next response, resolution), each
//! null while it has nothing to say. They stand in every ticket's row and in a third of its log, so names would be most
//! of what a desk has on its disk.

use super::{Clock, ClockState, Clocks, Metric};
use crate::ids::CalendarId;
use crate::time::{Time, from_millis};
use serde::{Deserialize, Serialize};

/// State, target, calendar and its version, since, consumed, due, warning, warned, breached, ever breached, met, first
/// met. Times in milliseconds since the epoch; what is so or not as 1 or 0.
type Array = (
    ClockState,
    i64,
    Option<CalendarId>,
    i32,
    Option<i64>,
    i64,
    Option<i64>,
    Option<i64>,
    u8,
    u8,
    u8,
    Option<i64>,
    Option<i64>,
);

/// Clocks on their way out.
#[derive(Serialize)]
pub(super) struct Stored([Option<Array>; 3]);

/// Clocks on their way in: as they are written now, or by the names of all that they have.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Read {
    Now([Option<Array>; 3]),
    Before { first_response: Clock, next_response: Clock, resolution: Clock },
}

fn ms(at: Option<Time>) -> Option<i64> {
    at.map(|at| at.timestamp_millis())
}

fn array(clock: &Clock) -> Option<Array> {
    (*clock != Clock::default()).then(|| {
        (
            clock.state,
            clock.target_s,
            clock.calendar,
            clock.calendar_version,
            ms(clock.since),
            clock.consumed_ms,
            ms(clock.due_at),
            ms(clock.warn_at),
            clock.warned.into(),
            clock.breached.into(),
            clock.ever_breached.into(),
            ms(clock.met_at),
            ms(clock.first_met_at),
        )
    })
}

fn clock(array: Array) -> Clock {
    let (state, target_s, calendar, calendar_version, since, consumed_ms, due_at, warn_at, ..) = array;
    let (.., warned, breached, ever_breached, met_at, first_met_at) = array;
    let time = |ms: Option<i64>| ms.and_then(from_millis);
    Clock {
        state,
        target_s,
        calendar,
        calendar_version,
        since: time(since),
        consumed_ms,
        due_at: time(due_at),
        warn_at: time(warn_at),
        warned: warned != 0,
        breached: breached != 0,
        ever_breached: ever_breached != 0,
        met_at: time(met_at),
        first_met_at: time(first_met_at),
    }
}

impl From<Clocks> for Stored {
    fn from(clocks: Clocks) -> Self {
        Self(Metric::ALL.map(|metric| array(clocks.of(metric))))
    }
}

impl From<Read> for Clocks {
    fn from(read: Read) -> Self {
        match read {
            Read::Now(arrays) => {
                let mut clocks = Self::default();
                for (metric, array) in Metric::ALL.into_iter().zip(arrays) {
                    *clocks.of_mut(metric) = array.map(clock).unwrap_or_default();
                }
                clocks
            }
            Read::Before { first_response, next_response, resolution } => {
                Self { first_response, next_response, resolution }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMED: &str = r#"{"first_response":{"state":"idle","target_s":0,"calendar":null,"calendar_version":0,"since":null,"consumed_ms":0,"due_at":null,"warn_at":null,"warned":false,"breached":false,"ever_breached":false,"met_at":null,"first_met_at":null},"next_response":{"state":"idle","target_s":0,"calendar":null,"calendar_version":0,"since":null,"consumed_ms":0,"due_at":null,"warn_at":null,"warned":false,"breached":false,"ever_breached":false,"met_at":null,"first_met_at":null},"resolution":{"state":"running","target_s":14400,"calendar":2,"calendar_version":3,"since":1790000000000,"consumed_ms":12,"due_at":1790000000001,"warn_at":null,"warned":true,"breached":false,"ever_breached":true,"met_at":null,"first_met_at":7}}"#;
    const SHORT: &str =
        r#"[null,null,["running",14400,2,3,1790000000000,12,1790000000001,null,1,0,1,null,7]]"#;

    #[test]
    fn clocks_are_written_short_and_read_as_they_were_before() {
        let before: Clocks = serde_json::from_str(NAMED).unwrap();
        assert_eq!(before.resolution.first_met_at, from_millis(7));
        assert_eq!(serde_json::to_string(&before).unwrap(), SHORT);
        assert_eq!(serde_json::from_str::<Clocks>(SHORT).unwrap(), before);
        assert!(serde_json::from_str::<Clocks>(&SHORT.replace("running", "walking")).is_err());
    }
}
