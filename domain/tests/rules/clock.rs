//! One clock against an oracle that counts minute by minute.

use crate::world::{at, minute_of};
use domain::sla::{
    CalendarPlan, Calendars, Clock, ClockState, Closed, Holiday, Metric, Promise, SlaRules, Targets, Window,
};
use domain::{CalendarId, DepartmentId, Priority};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use uuid::Uuid;

/// Minutes that the oracle knows: a story of at most 24 steps of 1,500 minutes, and what its deadlines need.
const HORIZON: i64 = 200_000;
/// Long, so that many a pause falls between the warning and the deadline.
const WARN: i64 = 600;

/// What happens to the clock.
#[derive(Clone, Copy, Debug)]
enum Step {
    Start,
    Pause,
    Resume,
    Meet,
    Reopen,
    /// Another target, in the calendar of that department.
    Retarget {
        minutes: i64,
        department: u128,
    },
    /// The desk's alarm.
    Alarm,
}

fn steps(retargets: bool) -> impl Strategy<Value = Vec<(i64, Step)>> {
    let step = prop_oneof![
        1 => Just(Step::Start),
        4 => Just(Step::Pause),
        4 => Just(Step::Resume),
        1 => Just(Step::Meet),
        2 => Just(Step::Reopen),
        6 => Just(Step::Alarm),
        if retargets { 4 } else { 0 } =>
            (1_i64..1_500, 1_u128..3).prop_map(|(minutes, department)| Step::Retarget { minutes, department }),
    ];
    // Gaps from none to a day: now and then two things happen in one minute.
    prop::collection::vec((prop_oneof![0_i64..3, 0_i64..90, 0_i64..1_500], step), 1..24)
}

/// Monday to Friday 9–12 and 13–18, on Friday again from 22 to 2, with a free Wednesday: minutes of the week.
fn open_minutes(calendar: u128) -> impl Fn(i64) -> bool {
    move |minute| {
        let (day, minute_of_day) = (minute / 1_440, minute % 1_440);
        let weekday = day % 7;
        let workday = weekday < 5 && day != 9;
        let staffed =
            workday && ((540..720).contains(&minute_of_day) || (780..1_080).contains(&minute_of_day));
        let night = (weekday == 4 && minute_of_day >= 1_320) || (weekday == 5 && minute_of_day < 120);
        calendar == 2 || staffed || night
    }
}

/// Open minutes before each minute, by calendar: a prefix sum of single minutes.
static OPENED: LazyLock<[Vec<i64>; 2]> = LazyLock::new(|| {
    [1, 2].map(|calendar| {
        let open = open_minutes(calendar);
        let mut sum = 0;
        (0..=HORIZON)
            .map(|minute| {
                sum += i64::from(open(minute));
                sum - i64::from(open(minute))
            })
            .collect()
    })
});

fn opened(calendar: u128, from: i64, to: i64) -> i64 {
    let sums = &OPENED[usize::from(calendar == 2)];
    let of = |minute: i64| sums[usize::try_from(minute).unwrap()];
    of(to) - of(from)
}

fn rules(minutes: i64) -> SlaRules {
    let window = |from: i32, to: i32| Window { from: from * 3_600, to: to * 3_600 };
    let day = vec![window(9, 12), window(13, 18)];
    let friday = vec![window(9, 12), window(13, 18), window(22, 26)];
    let mut rules = SlaRules::default();
    let plain = CalendarPlan {
        id: CalendarId(1),
        version: 3,
        name: "Comercial".into(),
        zone: "UTC".into(),
        always: false,
        week: [day.clone(), day.clone(), day.clone(), day, friday, vec![], vec![]],
        closed: vec![Closed {
            on: Holiday::Once((at(0) + chrono::TimeDelta::days(9)).date_naive()),
            from: 0,
            to: 86_400,
        }],
    };
    rules.calendars[0] = plain;
    rules.department_calendars = vec![
        (DepartmentId(Uuid::from_u128(1)), CalendarId(1)),
        (DepartmentId(Uuid::from_u128(2)), CalendarId(2)),
    ];
    let target =
        Targets { first_response: minutes * 60, next_response: minutes * 60, resolution: minutes * 60 };
    rules.targets = [target; 4];
    rules.warn_minutes = WARN;
    rules
}

/// What the clock must say, told in minutes.
#[derive(Debug, Default)]
struct Oracle {
    running_since: Option<i64>,
    met_at: Option<i64>,
    paused: bool,
    consumed: i64,
    target: i64,
    calendar: u128,
    /// The deadline that was missed, while it stands.
    broken: Option<i64>,
    ever_broken: bool,
    /// The deadline at the time it was met.
    due_when_met: Option<i64>,
    /// The deadline that was last warned of.
    warned_of: Option<i64>,
}

impl Oracle {
    /// The first minute at which the target is consumed.
    fn due(&self) -> Option<i64> {
        self.running_since.map(|since| {
            self.broken.unwrap_or_else(|| {
                (since..HORIZON)
                    .find(|m| self.consumed + opened(self.calendar, since, *m) >= self.target)
                    .unwrap()
            })
        })
    }

    fn stop(&mut self, now: i64) {
        let due = self.due().unwrap();
        if due <= now {
            (self.broken, self.ever_broken) = (Some(due), true);
        }
        self.consumed += opened(self.calendar, self.running_since.take().unwrap(), now);
    }

    fn run(&mut self, now: i64, promise: (i64, u128)) {
        (self.target, self.calendar) = promise;
        self.running_since = Some(now);
        if self.broken.is_none() && self.warned_of != self.due() {
            self.warned_of = None;
        }
    }

    fn forgive(&mut self, target: i64) {
        if self.consumed < target {
            self.broken = None;
        }
    }
}

/// Plays a story on a clock and on the oracle, and compares them after each step. Returns the deadlines that
/// were warned of and those that were reported as broken, in order.
fn play(story: &[(i64, Step)], target: i64) -> Result<(Vec<i64>, Vec<i64>), TestCaseError> {
    let mut clock = Clock::default();
    let mut oracle = Oracle::default();
    let mut promise = (target, 1);
    let (mut warnings, mut breaches) = (vec![], vec![]);
    let mut minute = 0;
    for (gap, step) in [(0, Step::Start)].iter().chain(story) {
        minute += gap;
        let now = at(minute);
        let before = clock;
        if let Step::Retarget { minutes, department } = step {
            promise = (*minutes, *department);
        }
        let rules = rules(promise.0);
        let calendars = Calendars::of(&rules).unwrap();
        let department = DepartmentId(Uuid::from_u128(promise.1));
        let held = Promise::of(&rules, &calendars, department, Priority::Medium, Metric::Resolution).unwrap();
        let running = oracle.running_since.is_some();
        match step {
            Step::Start => {
                if matches!(clock.state, ClockState::Idle | ClockState::Met) {
                    clock.start(held, now);
                    oracle = Oracle { ever_broken: oracle.ever_broken, ..Oracle::default() };
                    oracle.run(minute, promise);
                }
            }
            Step::Pause => {
                clock.pause(held, now);
                if running {
                    oracle.stop(minute);
                    oracle.paused = true;
                }
            }
            Step::Resume => {
                clock.resume(held, now);
                if oracle.paused {
                    oracle.paused = false;
                    oracle.run(minute, promise);
                }
            }
            Step::Meet => {
                clock.meet(held, now);
                if running || oracle.paused {
                    oracle.due_when_met = oracle.due();
                    if running {
                        oracle.stop(minute);
                    }
                    oracle.due_when_met = oracle.due_when_met.or(oracle.broken);
                    oracle.paused = false;
                    oracle.met_at = Some(minute);
                }
            }
            Step::Reopen => {
                clock.reopen(held, now);
                if oracle.met_at.take().is_some() {
                    oracle.run(minute, promise);
                }
            }
            Step::Retarget { .. } => {
                let old = clock.calendar.and_then(|id| calendars.get(id)).unwrap();
                clock.retarget(old, held, now);
                if running {
                    oracle.stop(minute);
                    oracle.forgive(promise.0);
                    oracle.run(minute, promise);
                } else if oracle.paused {
                    oracle.forgive(promise.0);
                }
            }
            Step::Alarm => {
                let due = oracle.due();
                if clock.overdue(now) {
                    clock.breach();
                    breaches.push(minute_of(clock.due_at).unwrap());
                } else if clock.next_alarm().is_some_and(|alarm| alarm <= now) {
                    clock.warn();
                    warnings.push(minute_of(clock.due_at).unwrap());
                }
                if let Some(due) = due {
                    if due <= minute {
                        (oracle.broken, oracle.ever_broken) = (Some(due), true);
                    } else if due - WARN <= minute {
                        let said = clock.warned && !before.warned;
                        prop_assert_eq!(said, oracle.warned_of != Some(due), "said once at {}", minute);
                        oracle.warned_of = Some(due);
                    }
                }
                prop_assert!(clock.next_alarm().is_none_or(|alarm| alarm > now));
            }
        }
        // What is recorded stays recorded.
        prop_assert!(clock.ever_breached || !before.ever_breached);
        prop_assert_eq!(clock.ever_breached, oracle.ever_broken, "{:?} at {}", step, minute);
        match clock.state {
            ClockState::Running => {
                let since = minute_of(clock.since).unwrap();
                let consumed = clock.consumed_ms / 60_000 + opened(oracle.calendar, since, minute);
                let expected =
                    oracle.consumed + opened(oracle.calendar, oracle.running_since.unwrap(), minute);
                prop_assert_eq!(consumed, expected);
                prop_assert_eq!(minute_of(clock.due_at), oracle.due(), "{:?} at {}", step, minute);
                prop_assert_eq!(minute_of(clock.warn_at), oracle.due().map(|due| due - WARN));
                prop_assert_eq!(
                    (clock.target_s, clock.calendar_version),
                    (oracle.target * 60, if oracle.calendar == 1 { 3 } else { 1 })
                );
            }
            ClockState::Paused => {
                prop_assert!(oracle.paused);
                prop_assert_eq!(minute_of(clock.due_at), oracle.broken);
                prop_assert_eq!((clock.since, clock.next_alarm()), (None, None));
            }
            ClockState::Met => {
                prop_assert_eq!(minute_of(clock.met_at), oracle.met_at);
                let late = oracle.met_at.zip(oracle.due_when_met).is_some_and(|(met, due)| met >= due);
                prop_assert_eq!(clock.met_late(), late);
                prop_assert_eq!((clock.since, clock.next_alarm()), (None, None));
            }
            ClockState::Idle | ClockState::Void => prop_assert!(false, "not in this story"),
        }
        prop_assert_eq!(clock.consumed_ms, oracle.consumed * 60_000);
    }
    Ok((warnings, breaches))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_clock_says_what_a_walk_by_minutes_says(story in steps(true), target in 1_i64..1_500) {
        play(&story, target)?;
    }

    #[test]
    fn one_deadline_is_warned_of_once_and_broken_once(story in steps(false), target in 1_i64..1_500) {
        // Nothing starts anew and nothing is re-targeted: one cycle.
        let story: Vec<_> = story.into_iter().filter(|(_, step)| !matches!(step, Step::Start)).collect();
        let (warnings, breaches) = play(&story, target)?;
        let distinct: BTreeSet<_> = warnings.iter().collect();
        prop_assert_eq!(distinct.len(), warnings.len(), "{:?}", warnings);
        prop_assert!(breaches.len() <= 1, "{:?}", breaches);
    }
}

#[test]
fn deadlines_are_exact_to_the_millisecond() {
    let rules = rules(100);
    let calendars = Calendars::of(&rules).unwrap();
    let department = DepartmentId(Uuid::from_u128(1));
    let held = Promise::of(&rules, &calendars, department, Priority::Low, Metric::FirstResponse).unwrap();
    let ms = chrono::TimeDelta::milliseconds;
    // Monday 11:00:00.001: 59 min 59.999 s until noon, the rest after lunch.
    let mut clock = Clock::default();
    clock.start(held, at(660) + ms(1));
    assert_eq!(clock.due_at, Some(at(820) + ms(1)));
    clock.pause(held, at(700) + ms(500));
    assert_eq!(clock.consumed_ms, 40 * 60_000 + 499);
    clock.resume(held, at(780) - ms(1));
    assert_eq!(clock.due_at, Some(at(840) - ms(499)));
    assert!(!clock.overdue(at(840) - ms(500)) && clock.overdue(at(840) - ms(499)));
}
