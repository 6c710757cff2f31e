//! The clocks of a ticket as its row has them: an array of three, each null while it has nothing to say.

use crate::words::{clock_state, clock_word, maybe_time, ms};
use domain::CalendarId;
use domain::sla::{Clock, Clocks, Metric};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

/// State, target, calendar and its version, since, consumed, due, warning, warned, breached, ever breached, met, first
/// met. Times in milliseconds since the epoch; what is so or not as 1 or 0.
type Array<'a> = (
    Cow<'a, str>,
    i64,
    Option<i32>,
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

/// Clocks on their way in or out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stored(pub(crate) Clocks);

impl Serialize for Stored {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Metric::ALL.map(|metric| array(self.0.of(metric))).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Stored {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let arrays = <[Option<Array<'de>>; 3]>::deserialize(deserializer)?;
        let mut clocks = Clocks::default();
        for (metric, array) in Metric::ALL.into_iter().zip(arrays) {
            if let Some(array) = array {
                *clocks.of_mut(metric) = clock(array).map_err(D::Error::custom)?;
            }
        }
        Ok(Self(clocks))
    }
}

fn array(clock: &Clock) -> Option<Array<'static>> {
    (*clock != Clock::default()).then(|| {
        (
            Cow::Borrowed(clock_word(clock.state)),
            clock.target_s,
            clock.calendar.map(|calendar| calendar.0),
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

fn clock(array: Array<'_>) -> Result<Clock, crate::StoreError> {
    let (state, target_s, calendar, calendar_version, since, consumed_ms, due_at, warn_at, ..) = array;
    let (.., warned, breached, ever_breached, met_at, first_met_at) = array;
    Ok(Clock {
        state: clock_state(&state)?,
        target_s,
        calendar: calendar.map(CalendarId),
        calendar_version,
        since: maybe_time(since)?,
        consumed_ms,
        due_at: maybe_time(due_at)?,
        warn_at: maybe_time(warn_at)?,
        warned: warned != 0,
        breached: breached != 0,
        ever_breached: ever_breached != 0,
        met_at: maybe_time(met_at)?,
        first_met_at: maybe_time(first_met_at)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::sla::ClockState;
    use domain::time::from_millis;

    #[test]
    fn clocks_come_back_as_they_went() {
        let mut clocks = Clocks::default();
        clocks.resolution = Clock {
            state: ClockState::Running,
            target_s: 14_400,
            calendar: Some(CalendarId(2)),
            calendar_version: 3,
            since: from_millis(1_790_000_000_000),
            consumed_ms: 12,
            due_at: from_millis(1_790_000_000_001),
            warn_at: None,
            warned: true,
            breached: false,
            ever_breached: true,
            met_at: None,
            first_met_at: from_millis(7),
        };
        let text = serde_json::to_string(&Stored(clocks)).unwrap();
        assert_eq!(
            text,
            r#"[null,null,["running",14400,2,3,1790000000000,12,1790000000001,null,1,0,1,null,7]]"#
        );
        assert_eq!(serde_json::from_str::<Stored>(&text).unwrap(), Stored(clocks));
        assert!(serde_json::from_str::<Stored>(&text.replace("running", "walking")).is_err());
    }
}
