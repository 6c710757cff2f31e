//! Whole lives of tickets, by chance: whatever happens, the ticket stays the sum of its events.

use crate::world::{
    ACTIVE, APPROVAL, DONE, NEW, ON_HOLD, WAITING, World, administrator, ana, assign, at, bruno, cancel,
    client, comment, manager, move_to, priority, reply, reply_then,
};
use domain::sla::{Clock, ClockState, Metric};
use domain::ticket::Side;
use domain::{Actor, Category, Change, Event, Priority, Ticket};
use proptest::prelude::*;
use std::collections::BTreeSet;

#[derive(Clone, Debug)]
pub(crate) enum Step {
    Do(Box<Actor>, Change),
    Alarm,
}

pub(crate) fn steps() -> impl Strategy<Value = Vec<(i64, Step)>> {
    let status = prop::sample::select(vec![NEW, ACTIVE, ACTIVE, DONE, WAITING, ON_HOLD, APPROVAL]);
    let team = prop::sample::select(vec![ana(), bruno(), manager(), administrator()]);
    let by = |actor: Actor, command: Change| Step::Do(Box::new(actor), command);
    let step = prop_oneof![
        6 => (team.clone(), status.clone()).prop_map(move |(a, s)| by(a, move_to(s))),
        3 => (team.clone(), prop::option::of(status)).prop_map(move |(a, s)| by(a, reply_then(s))),
        2 => (team.clone(), prop::sample::select(Priority::ALL.to_vec())).prop_map(move |(a, p)| by(a, priority(p))),
        1 => team.clone().prop_map(move |a| by(a, comment())),
        1 => team.clone().prop_map(move |a| { let to = assign(Some(&a)); by(a, to) }),
        1 => team.clone().prop_map(move |a| by(a, assign(None))),
        4 => Just(by(client(), reply())),
        1 => Just(by(client(), move_to(DONE))),
        3 => (team.clone(), prop::option::weighted(0.8, 1_i64..20_000)).prop_map(move |(a, until)| {
            by(a, Change::Snooze(until.map(at)))
        }),
        1 => (team.clone(), any::<bool>()).prop_map(move |(a, archived)| by(a, Change::Archive(archived))),
        4 => Just(Step::Alarm),
    ];
    prop::collection::vec((prop_oneof![0_i64..2, 0_i64..60, 0_i64..900], step), 1..40)
}

/// A stretch of a clock's life, as the promises of `decisions.md` 3 define it.
#[derive(Clone, Copy, PartialEq)]
enum Owed {
    No,
    Counting,
    Resting,
}

/// Counts what each metric must have consumed since it last began, minute by minute, from nothing but the
/// ticket's category and its public messages.
#[derive(Default)]
struct Oracle {
    first_answered: bool,
    unanswered: bool,
    consumed: [i64; 3],
}

impl Oracle {
    fn owed(&self, category: Category) -> [Owed; 3] {
        use Owed::{Counting, No, Resting};
        let answer = |owed: bool| match (owed, category) {
            (false, _) => No,
            (true, Category::AwaitingApproval) => Resting,
            (true, _) => Counting,
        };
        let resolution = match category {
            Category::New | Category::Active => Counting,
            Category::WaitingCustomer | Category::WaitingThirdParty | Category::AwaitingApproval => Resting,
            Category::AwaitingRating | Category::Done | Category::Cancelled => No,
        };
        [answer(!self.first_answered), answer(self.unanswered), resolution]
    }

    fn wait(&mut self, category: Category, minutes: i64) {
        let owed = self.owed(category);
        for (consumed, owed) in self.consumed.iter_mut().zip(owed) {
            *consumed += if owed == Owed::Counting { minutes } else { 0 };
        }
    }

    fn see(&mut self, events: &[Event]) {
        for event in events {
            match event {
                Event::Replied { by: Side::Team, .. } => {
                    (self.first_answered, self.unanswered) = (true, false);
                }
                Event::Moved { to_category, .. } if to_category.is_resolved() => {
                    (self.first_answered, self.unanswered) = (true, false);
                }
                Event::Replied { by: Side::Client, .. } if self.first_answered && !self.unanswered => {
                    self.unanswered = true;
                    self.consumed[1] = 0;
                }
                _ => {}
            }
        }
    }
}

fn same_facts(ticket: &Ticket) -> Result<(), TestCaseError> {
    let facts = &ticket.facts;
    prop_assert_eq!(facts.sla, ticket.clocks.face());
    prop_assert_eq!(facts.resolved_at.is_some(), facts.category.is_resolved());
    prop_assert_eq!(facts.audience.assignee.is_some(), ticket.assignee_name.is_some());
    prop_assert!(facts.audience.assignee.is_none() || facts.touched);
    prop_assert!(facts.placed_seq <= facts.seq);
    prop_assert!(facts.snoozed_until.is_none() || facts.category.is_open());
    prop_assert!(!facts.archived || !facts.category.is_open(), "what is worked on is on the board");
    // C14: no running promise is due before the one that the card shows.
    let running: Vec<&Clock> =
        Metric::ALL.iter().map(|m| ticket.clocks.of(*m)).filter(|c| c.state == ClockState::Running).collect();
    prop_assert_eq!(facts.sla.due_at, running.iter().filter_map(|c| c.due_at).min());
    prop_assert_eq!(facts.sla.warn_at, running.iter().filter_map(|c| c.warn_at).min());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_ticket_is_the_sum_of_its_events(story in steps()) {
        let mut world = World::new();
        let mut ticket = world.opened(0);
        let mut oracle = Oracle::default();
        let mut minute = 0;
        let (mut messages, mut comments, mut seq) = (0, 0, ticket.facts.seq);
        let mut broken = BTreeSet::new();
        // Since the last change of priority, which may give a deadline a second life.
        let mut broken_lately = BTreeSet::new();
        for (gap, step) in story {
            minute += gap;
            oracle.wait(ticket.facts.category, gap);
            let before = ticket.clone();
            let events = match &step {
                Step::Alarm => world.alarm(&mut ticket, minute),
                Step::Do(actor, command) => world.act(&mut ticket, actor, command, minute).unwrap_or_default(),
            };
            if events.is_empty() {
                prop_assert_eq!(&ticket, &before, "a refusal changes nothing");
                continue;
            }
            oracle.see(&events);
            seq += 1;
            prop_assert_eq!(ticket.facts.seq, seq);
            let promise = |e: &Event| matches!(e, Event::SlaWarned { .. } | Event::SlaBreached { .. });
            let client_spoke = |e: &Event| matches!(e, Event::Replied { by: Side::Client, .. });
            let snoozed = ticket.facts.snoozed_until;
            if before.facts.snoozed_until.is_some() && events.iter().any(|e| promise(e) || client_spoke(e)) {
                prop_assert_eq!(snoozed, None, "it needs someone");
            }
            if matches!(step, Step::Alarm) {
                prop_assert!(snoozed.is_none_or(|until| until > at(minute)), "its time has come");
            }
            let woken = events.iter().filter(|e| matches!(e, Event::Woken { .. })).count();
            prop_assert_eq!(woken == 1, before.facts.snoozed_until.is_some() && snoozed.is_none());
            for event in &events {
                match event {
                    Event::Replied { .. } => messages += 1,
                    Event::Commented { .. } => comments += 1,
                    Event::SlaBreached { metric, due_at } => {
                        prop_assert!(*due_at <= at(minute));
                        broken.insert((metric.as_str(), *due_at));
                        let first = broken_lately.insert((metric.as_str(), *due_at));
                        prop_assert!(first, "twice: {:?}", event);
                    }
                    _ => {}
                }
            }
            if matches!(step, Step::Do(_, Change::Priority(_))) {
                broken_lately.clear();
            }
            prop_assert_eq!((ticket.messages, ticket.comments), (messages, comments));
            same_facts(&ticket)?;
            for (metric, (owed, consumed)) in
                Metric::ALL.into_iter().zip(oracle.owed(ticket.facts.category).into_iter().zip(oracle.consumed))
            {
                let clock = ticket.clocks.of(metric);
                let expected = match owed {
                    Owed::Counting => clock.state == ClockState::Running,
                    Owed::Resting => clock.state == ClockState::Paused,
                    Owed::No => matches!(clock.state, ClockState::Idle | ClockState::Met),
                };
                prop_assert!(expected, "{:?} is {:?} after {:?}", metric, clock.state, step);
                prop_assert_eq!(world.consumed(clock, minute), consumed, "{:?} after {:?}", metric, step);
                // A promise that was broken is in the log, whoever came first: alarm or command.
                let missed = clock.met_at.zip(clock.due_at).filter(|(met, due)| met >= due);
                if let Some((_, due)) = missed {
                    prop_assert!(broken.contains(&(metric.as_str(), due)), "{:?} lost", metric);
                }
                prop_assert_eq!(clock.ever_breached, broken.iter().any(|(m, _)| *m == metric.as_str()));
                prop_assert!(clock.ever_breached || !before.clocks.of(metric).ever_breached);
            }
            prop_assert!(ticket.facts.sla.late || !before.facts.sla.late, "the mark stays for ever");
        }
        // At the end it may be called off, which leaves no promise.
        if ticket.facts.category.is_open() && world.act(&mut ticket, &client(), &cancel(None), minute).is_ok() {
            prop_assert!(Metric::ALL.iter().all(|m| matches!(ticket.clocks.of(*m).state, ClockState::Void | ClockState::Idle)));
            prop_assert_eq!(ticket.next_alarm(), None);
        }
    }
}
