//! The calendar against a brute-force walk: every minute, or every second, is asked for its local wall time.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands, in its small words too")]

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Timelike};
use chrono_tz::Tz;
use domain::sla::{Calendar, CalendarError, CalendarPlan, Closed, Holiday, Window};
use domain::{CalendarId, Time};
use proptest::prelude::*;

const MINUTE: i64 = 60;
const HOUR_MS: i64 = 3_600_000;
const DAY_S: i32 = 86_400;

/// Zones, each with instants near which their offset changes, if it does.
const FOCUS: [(&str, &[&str]); 9] = [
    // Midnight does not exist on the first date, and comes twice on the second.
    ("America/Sao_Paulo", &["2018-11-04T03:00:00Z", "2019-02-17T02:00:00Z", "2026-06-15T12:00:00Z"]),
    ("America/Santiago", &["2026-09-06T04:00:00Z", "2026-04-05T03:00:00Z"]),
    ("America/New_York", &["2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z"]),
    ("Europe/London", &["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"]),
    ("Asia/Kolkata", &["2026-05-05T05:05:00Z"]),
    // Half an hour of summer time.
    ("Australia/Lord_Howe", &["2026-04-04T15:00:00Z", "2026-10-03T15:30:00Z"]),
    // The civil day 2011-12-30 does not exist.
    ("Pacific/Apia", &["2011-12-30T10:00:00Z"]),
    // Morocco goes back for Ramadan and forth after it.
    ("Africa/Casablanca", &["2026-02-15T02:00:00Z", "2026-03-22T02:00:00Z"]),
    ("UTC", &["2026-12-31T23:00:00Z"]),
];

fn time(text: &str) -> Time {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn plan(zone: &str, week: [Vec<Window>; 7], closed: Vec<Closed>) -> CalendarPlan {
    CalendarPlan {
        id: CalendarId(1),
        version: 1,
        name: "Horário".into(),
        zone: zone.into(),
        always: false,
        week,
        closed,
    }
}

/// Whether the second that holds `at` is open, by its local wall time alone.
fn open_at(plan: &CalendarPlan, zone: Tz, at: Time) -> bool {
    if plan.always {
        return true;
    }
    let wall = at.with_timezone(&zone).naive_local();
    let second = i32::try_from(wall.num_seconds_from_midnight()).unwrap();
    let windows = |date: NaiveDate| plan.week[date.weekday().num_days_from_monday() as usize].iter();
    let yesterday = wall.date().checked_sub_days(Days::new(1)).unwrap();
    let staffed = windows(wall.date()).any(|w| w.from <= second && second < w.to)
        || windows(yesterday).any(|w| second + DAY_S < w.to);
    let holiday = plan.closed.iter().any(|c| {
        let today = match c.on {
            Holiday::Once(date) => date == wall.date(),
            Holiday::Yearly(month, day) => (wall.month(), wall.day()) == (month, day),
        };
        today && c.from <= second && second < c.to
    });
    staffed && !holiday
}

/// Seconds of open time, walked in steps of `step` seconds. Right where all edges lie on such steps.
fn walk(plan: &CalendarPlan, from: Time, to: Time, step: i64) -> i64 {
    let zone: Tz = plan.zone.parse().unwrap();
    let mut at = from;
    let mut open = 0;
    while at < to {
        open += step * i64::from(open_at(plan, zone, at));
        at += TimeDelta::seconds(step);
    }
    open
}

/// Windows of a day with edges on multiples of `step` seconds; some overlap, touch, or cross midnight.
fn windows(step: i32) -> impl Strategy<Value = Vec<Window>> {
    let window = (0..DAY_S / step, 1..2 * DAY_S / step).prop_map(move |(from, length)| Window {
        from: from * step,
        to: ((from + length % (DAY_S / step)).max(from + 1) * step).min(2 * DAY_S),
    });
    prop::collection::vec(window, 0..4)
}

/// A plan, and an instant near a change of its zone's offset.
fn plans(step: i32) -> impl Strategy<Value = (CalendarPlan, Time)> {
    (0..FOCUS.len(), any::<prop::sample::Index>()).prop_flat_map(move |(n, pick)| {
        let (zone, instants) = FOCUS[n];
        let focus = time(instants[pick.index(instants.len())]);
        let closed = (any::<bool>(), -3_i64..4, 0..DAY_S / step, 1..=DAY_S / step, any::<bool>()).prop_map(
            move |(yearly, days, from, to, whole)| {
                let date = (focus + TimeDelta::days(days)).date_naive();
                let on = if yearly { Holiday::Yearly(date.month(), date.day()) } else { Holiday::Once(date) };
                let (from, to) = if whole || from >= to { (0, DAY_S) } else { (from * step, to * step) };
                Closed { on, from, to }
            },
        );
        (prop::array::uniform7(windows(step)), prop::collection::vec(closed, 0..3), 0..12_u32).prop_map(
            move |(week, closed, always)| {
                let mut plan = plan(zone, week, closed);
                plan.always = always == 0;
                (plan, focus)
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn open_time_equals_a_walk_by_minutes(
        (plan, focus) in plans(60),
        before in 0..3 * 1_440_i64,
        length in 0..3 * 1_440_i64,
    ) {
        let calendar = Calendar::new(plan.clone()).unwrap();
        let from = focus - TimeDelta::minutes(before);
        let to = from + TimeDelta::minutes(length);
        prop_assert_eq!(calendar.open_ms_between(from, to), walk(&plan, from, to, MINUTE) * 1_000);
    }

    #[test]
    fn open_time_equals_a_walk_by_seconds(
        (plan, focus) in plans(1),
        before in 0..3_600_i64,
        length in 0..7_200_i64,
    ) {
        let calendar = Calendar::new(plan.clone()).unwrap();
        let from = focus - TimeDelta::seconds(before);
        let to = from + TimeDelta::seconds(length);
        prop_assert_eq!(calendar.open_ms_between(from, to), walk(&plan, from, to, 1) * 1_000);
    }

    #[test]
    fn open_time_within_a_second_is_all_or_nothing(
        (plan, focus) in plans(1),
        second in -4 * 86_400_i64..4 * 86_400,
        a in 0..1_000_i64,
        b in 0..1_000_i64,
    ) {
        let calendar = Calendar::new(plan.clone()).unwrap();
        let start = focus + TimeDelta::seconds(second);
        let (from, to) = (start + TimeDelta::milliseconds(a.min(b)), start + TimeDelta::milliseconds(a.max(b)));
        let open = open_at(&plan, plan.zone.parse().unwrap(), start);
        prop_assert_eq!(calendar.open_ms_between(from, to), if open { a.max(b) - a.min(b) } else { 0 });
        prop_assert_eq!(calendar.open_ms_between(to, from), 0);
    }

    #[test]
    fn open_time_is_additive(
        (plan, focus) in plans(1),
        before in 0..4 * 86_400_000_i64,
        first in 0..4 * 86_400_000_i64,
        second in 0..20 * 86_400_000_i64,
    ) {
        let calendar = Calendar::new(plan).unwrap();
        let a = focus - TimeDelta::milliseconds(before);
        let b = a + TimeDelta::milliseconds(first);
        let c = b + TimeDelta::milliseconds(second);
        prop_assert_eq!(
            calendar.open_ms_between(a, b) + calendar.open_ms_between(b, c),
            calendar.open_ms_between(a, c)
        );
    }

    #[test]
    fn after_is_the_inverse_of_between_and_the_earliest_instant(
        (plan, focus) in plans(1),
        before in 0..4 * 86_400_000_i64,
        ms in 1..60 * HOUR_MS,
    ) {
        let calendar = Calendar::new(plan.clone()).unwrap();
        let from = focus - TimeDelta::milliseconds(before);
        prop_assert_eq!(calendar.after_open_ms(from, 0), Some(from));
        if let Some(at) = calendar.after_open_ms(from, ms) {
            prop_assert_eq!(calendar.open_ms_between(from, at), ms);
            // Open time never shrinks, so no earlier instant has it all.
            prop_assert_eq!(calendar.open_ms_between(from, at - TimeDelta::milliseconds(1)), ms - 1);
        } else {
            // Given up only where it never opens: in a year, nothing.
            prop_assert_eq!(calendar.open_ms_between(from, from + TimeDelta::days(366)), 0);
        }
    }
}

fn hours(from: i32, to: i32) -> Window {
    Window { from: from * 3_600, to: to * 3_600 }
}

fn every_day(window: Window) -> [Vec<Window>; 7] {
    std::array::from_fn(|_| vec![window])
}

/// Open hours of the civil day between two midnights, in a calendar that is open all day long.
fn hours_of_day(zone: &str, from: &str, to: &str) -> f64 {
    let calendar = Calendar::new(plan(zone, every_day(hours(0, 24)), vec![])).unwrap();
    let seconds = i32::try_from(calendar.open_ms_between(time(from), time(to)) / 1_000).unwrap();
    f64::from(seconds) / 3_600.0
}

#[test]
fn days_with_a_change_of_summer_time_have_the_hours_that_passed() {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
    assert!(near(hours_of_day("America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"), 23.0));
    assert!(near(hours_of_day("America/New_York", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"), 25.0));
    assert!(near(hours_of_day("Australia/Lord_Howe", "2026-04-04T13:00:00Z", "2026-04-05T13:30:00Z"), 24.5));
}

#[test]
fn a_midnight_that_does_not_exist_opens_at_the_first_instant_that_does() {
    // São Paulo 2018-11-04: 23:59:59 (UTC-3) is followed by 01:00:00 (UTC-2). The window 00:00–02:00 has one hour.
    let calendar = Calendar::new(plan("America/Sao_Paulo", every_day(hours(0, 2)), vec![])).unwrap();
    let saturday_noon = time("2018-11-03T15:00:00Z");
    let day = TimeDelta::days(1);
    assert_eq!(calendar.open_ms_between(saturday_noon, saturday_noon + day), HOUR_MS);
    assert_eq!(calendar.after_open_ms(saturday_noon, 1), Some(time("2018-11-04T03:00:00.001Z")));
    assert_eq!(calendar.after_open_ms(saturday_noon, HOUR_MS), Some(time("2018-11-04T04:00:00Z")));

    // Santiago 2026-09-06 likewise.
    let calendar = Calendar::new(plan("America/Santiago", every_day(hours(0, 2)), vec![])).unwrap();
    let saturday_noon = time("2026-09-05T16:00:00Z");
    assert_eq!(calendar.open_ms_between(saturday_noon, saturday_noon + day), HOUR_MS);
    assert_eq!(calendar.after_open_ms(saturday_noon, HOUR_MS), Some(time("2026-09-06T05:00:00Z")));
}

#[test]
fn a_window_across_midnight_belongs_to_the_day_on_which_it_begins() {
    // Friday 22:00 to Saturday 06:00 and nothing else.
    let mut week: [Vec<Window>; 7] = Default::default();
    week[4] = vec![hours(22, 30)];
    let calendar = Calendar::new(plan("UTC", week.clone(), vec![])).unwrap();
    let (friday, sunday) = (time("2026-11-20T00:00:00Z"), time("2026-11-22T00:00:00Z"));
    assert_eq!(calendar.open_ms_between(friday, sunday), 8 * HOUR_MS);
    // A holiday closes its civil day: of a free Saturday, the two hours of Friday remain.
    let saturday =
        Closed { on: Holiday::Once(NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()), from: 0, to: DAY_S };
    let calendar = Calendar::new(plan("UTC", week, vec![saturday])).unwrap();
    assert_eq!(calendar.open_ms_between(friday, sunday), 2 * HOUR_MS);
}

#[test]
fn holidays_close_whole_days_parts_of_days_and_the_same_date_each_year() {
    let closed = vec![
        Closed { on: Holiday::Yearly(12, 25), from: 0, to: DAY_S },
        // 24 December from 13:00 on, in 2026 only.
        Closed {
            on: Holiday::Once(NaiveDate::from_ymd_opt(2026, 12, 24).unwrap()),
            from: 13 * 3_600,
            to: DAY_S,
        },
    ];
    let calendar = Calendar::new(plan("UTC", every_day(hours(8, 18)), closed)).unwrap();
    let open = |year: i32, day: u32| {
        let from = NaiveDate::from_ymd_opt(year, 12, day).unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc();
        calendar.open_ms_between(from, from + TimeDelta::days(1)) / HOUR_MS
    };
    assert_eq!((open(2026, 24), open(2026, 25), open(2026, 26)), (5, 0, 10));
    assert_eq!((open(2027, 24), open(2027, 25), open(2027, 26)), (10, 0, 10));
}

#[test]
fn the_default_calendar_is_that_of_the_decisions() {
    // Monday to Friday 08–18 in São Paulo: 4 h from Friday 16:00 end on Monday at 10:00.
    let rules = domain::sla::SlaRules::default();
    let calendar = Calendar::new(rules.calendars[0].clone()).unwrap();
    let friday = time("2026-11-27T19:00:00Z");
    assert_eq!(calendar.after_open_ms(friday, 4 * HOUR_MS), Some(time("2026-11-30T13:00:00Z")));
    // 2026-12-25 is a Friday: from Thursday 17:00 two hours end on Monday at 09:00.
    let thursday = time("2026-12-24T20:00:00Z");
    assert_eq!(calendar.after_open_ms(thursday, 2 * HOUR_MS), Some(time("2026-12-28T12:00:00Z")));
}

#[test]
fn a_calendar_that_never_opens_gives_no_deadline() {
    let calendar = Calendar::new(plan("UTC", Default::default(), vec![])).unwrap();
    let now = time("2026-01-01T00:00:00Z");
    assert_eq!(calendar.after_open_ms(now, 1), None);
    assert_eq!(calendar.after_open_ms(now, 0), Some(now));
}

#[test]
fn plans_that_make_no_sense_are_refused() {
    let with = |zone: &str, window: Option<Window>, closed: Option<(i32, i32)>| {
        let mut week: [Vec<Window>; 7] = Default::default();
        week[0].extend(window);
        let on = Holiday::Yearly(1, 1);
        let closed = closed.map(|(from, to)| Closed { on, from, to }).into_iter().collect();
        Calendar::new(plan(zone, week, closed)).err()
    };
    assert_eq!(with("UTC", Some(hours(8, 48)), Some((0, DAY_S))), None);
    assert_eq!(with("Lua/Mar", None, None), Some(CalendarError::UnknownZone("Lua/Mar".into())));
    for bad in [hours(8, 8), hours(9, 8), hours(24, 25), hours(-1, 5), hours(8, 49)] {
        assert_eq!(with("UTC", Some(bad), None), Some(CalendarError::BadWindow), "{bad:?}");
    }
    // An inverted part would count its own length twice.
    for bad in [(5, 5), (50_000, 40_000), (-1, 5), (0, DAY_S + 1)] {
        assert_eq!(with("UTC", None, Some(bad)), Some(CalendarError::BadHoliday), "{bad:?}");
    }
}
