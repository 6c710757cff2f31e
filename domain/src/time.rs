//! Instants and durations as Chama counts them.

use chrono::{DateTime, SubsecRound, Utc};

/// An instant in UTC, kept to the millisecond: the database and the wire carry milliseconds since the epoch.
pub type Time = DateTime<Utc>;

/// Cuts an instant to the millisecond, so that a value read back equals the value written.
pub fn to_millis(at: Time) -> Time {
    at.trunc_subsecs(3)
}

/// An instant from milliseconds since the epoch; `None` outside of the calendar (± 262,000 years).
pub fn from_millis(ms: i64) -> Option<Time> {
    DateTime::from_timestamp_millis(ms)
}

/// How long ago, or how far ahead, in the two largest units that help: `42min`, `5h10`, `1d 4h`.
///
/// The same text in the three languages, so it needs no catalogue. `seconds` is taken without its sign.
pub fn span(seconds: i64) -> String {
    let s = seconds.unsigned_abs();
    let (days, hours, minutes) = (s / 86_400, s / 3_600 % 24, s / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => "<1min".into(),
        (0, 0, m) => format!("{m}min"),
        (0, h, 0) => format!("{h}h"),
        (0, h, m) => format!("{h}h{m:02}"),
        (d, 0, _) => format!("{d}d"),
        (d, h, _) => format!("{d}d {h}h"),
    }
}

/// The age of a ticket in short form (R11): `5min`, `2h`, `3d`, and `100d+` from a hundred days on.
///
/// `None` under one minute, which each language says in its own word ("agora").
pub fn age(seconds: i64) -> Option<String> {
    let s = seconds.max(0);
    match s {
        0..60 => None,
        60..3_600 => Some(format!("{}min", s / 60)),
        3_600..86_400 => Some(format!("{}h", s / 3_600)),
        86_400..8_640_000 => Some(format!("{}d", s / 86_400)),
        _ => Some("100d+".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r11_age_in_short_form() {
        let cases = [
            (0, None),
            (59, None),
            (300, Some("5min")),
            (7_200, Some("2h")),
            (3 * 86_400, Some("3d")),
            (99 * 86_400, Some("99d")),
            (100 * 86_400, Some("100d+")),
        ];
        for (s, text) in cases {
            assert_eq!(age(s).as_deref(), text, "{s} seconds");
        }
    }

    #[test]
    fn r14_lateness_in_two_units() {
        let cases = [
            (20, "<1min"),
            (42 * 60, "42min"),
            (3_600, "1h"),
            (8_040, "2h14"),
            (3_660, "1h01"),
            (100_800, "1d 4h"),
            (-8_040, "2h14"),
            (172_800, "2d"),
        ];
        for (s, text) in cases {
            assert_eq!(span(s), text, "{s} seconds");
        }
    }
}
