//! The three promises of a ticket through its life (`rules.md` 2B, `decisions.md` 3). The house is open around
//! the clock; Média promises 240, 480 and 1,200 minutes, Alta 60, 120 and 480.

use crate::world::{
    ACTIVE, APPROVAL, DONE, NEW, ON_HOLD, WAITING, World, administrator, ana, at, bruno, cancel, client,
    comment, due, kinds, manager, minute_of, move_to, priority, reply, reply_then,
};
use domain::sla::ClockState::{Idle, Met, Paused, Running, Void};
use domain::sla::Metric::{FirstResponse, NextResponse, Resolution};
use domain::sla::{ClockState, FaceState, Look, Metric};
use domain::{CalendarId, Event, Priority, Rules, Ticket};

fn states(ticket: &Ticket) -> [ClockState; 3] {
    Metric::ALL.map(|m| ticket.clocks.of(m).state)
}

#[test]
fn a_new_ticket_owes_a_first_response_and_a_resolution() {
    let mut world = World::new();
    let ticket = world.opened(0);
    assert_eq!(states(&ticket), [Running, Idle, Running]);
    assert_eq!(due(&ticket, FirstResponse), Some(240));
    assert_eq!(due(&ticket, Resolution), Some(1_200));
    // R13: the warning begins 60 minutes before.
    assert_eq!(minute_of(ticket.clocks.first_response.warn_at), Some(180));
}

#[test]
fn the_first_response_is_met_by_an_agents_public_message_alone() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &comment(), 10);
    world.done(&mut ticket, &client(), &reply(), 20);
    world.done(&mut ticket, &ana(), &move_to(WAITING), 30);
    assert_eq!(
        states(&ticket),
        [Running, Idle, Paused],
        "parking answers nothing and pauses no first response"
    );
    world.done(&mut ticket, &ana(), &reply(), 40);
    assert_eq!(states(&ticket)[0], Met);
    assert_eq!(minute_of(ticket.clocks.first_response.met_at), Some(40));
    assert_eq!(world.consumed(&ticket.clocks.first_response, 40), 40);
    assert!(!ticket.clocks.first_response.met_late());
}

#[test]
fn a_resolution_without_a_message_counts_as_the_first_response() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &move_to(DONE), 50);
    assert_eq!(states(&ticket), [Met, Idle, Met]);
    assert_eq!(minute_of(ticket.clocks.first_response.met_at), Some(50));
}

#[test]
fn the_next_response_counts_from_the_oldest_unanswered_message() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    // Before the first response no next one is owed.
    world.done(&mut ticket, &client(), &reply(), 5);
    assert_eq!(states(&ticket)[1], Idle);
    world.done(&mut ticket, &ana(), &reply(), 10);
    world.done(&mut ticket, &client(), &reply(), 100);
    world.done(&mut ticket, &client(), &reply(), 300);
    assert_eq!(due(&ticket, NextResponse), Some(100 + 480));
    world.done(&mut ticket, &ana(), &comment(), 310);
    assert_eq!(states(&ticket)[1], Running);
    world.done(&mut ticket, &ana(), &reply(), 320);
    assert_eq!((states(&ticket)[1], due(&ticket, NextResponse)), (Met, Some(580)));
    // The next message owes anew.
    world.done(&mut ticket, &client(), &reply(), 400);
    assert_eq!((states(&ticket)[1], due(&ticket, NextResponse)), (Running, Some(880)));
    assert_eq!(ticket.clocks.next_response.first_met_at, Some(at(320)));
}

#[test]
fn waiting_pauses_the_resolution_and_no_response() {
    for parked in [WAITING, ON_HOLD] {
        let mut world = World::new();
        let mut ticket = world.in_progress(0);
        world.done(&mut ticket, &ana(), &reply(), 10);
        world.done(&mut ticket, &client(), &reply(), 20);
        world.done(&mut ticket, &ana(), &move_to(parked), 100);
        assert_eq!(states(&ticket), [Met, Running, Paused]);
        assert_eq!(due(&ticket, Resolution), None);
        world.done(&mut ticket, &ana(), &move_to(ACTIVE), 1_100);
        // 100 minutes were consumed; the thousand of waiting are not counted.
        assert_eq!(due(&ticket, Resolution), Some(2_200));
        assert_eq!(due(&ticket, NextResponse), Some(500));
    }
}

#[test]
fn approval_pauses_all() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &move_to(APPROVAL), 60);
    assert_eq!(states(&ticket), [Paused, Idle, Paused]);
    assert_eq!(ticket.facts.sla.look(at(9_000)), Look::Paused);
    world.done(&mut ticket, &manager(), &move_to(NEW), 1_060);
    assert_eq!((due(&ticket, FirstResponse), due(&ticket, Resolution)), (Some(1_240), Some(2_200)));
}

#[test]
fn a_message_during_approval_owes_its_answer_from_the_approval_on() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &reply_then(Some(APPROVAL)), 10);
    world.done(&mut ticket, &client(), &reply(), 20);
    assert_eq!(states(&ticket), [Met, Paused, Paused]);
    world.done(&mut ticket, &client(), &reply(), 30);
    world.done(&mut ticket, &manager(), &move_to(NEW), 500);
    assert_eq!((states(&ticket)[1], due(&ticket, NextResponse)), (Running, Some(980)));
}

#[test]
fn a_client_who_answers_runs_the_resolution_again() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &reply_then(Some(WAITING)), 100);
    world.done(&mut ticket, &client(), &reply(), 600);
    assert_eq!(states(&ticket), [Met, Running, Running]);
    assert_eq!((due(&ticket, NextResponse), due(&ticket, Resolution)), (Some(1_080), Some(1_700)));
}

#[test]
fn another_priority_carries_the_consumed_time_over() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &priority(Priority::High), 30);
    assert_eq!((due(&ticket, FirstResponse), due(&ticket, Resolution)), (Some(60), Some(480)));
    // What is consumed is more than Urgente promises: due at once, and not in the past.
    world.done(&mut ticket, &ana(), &priority(Priority::Urgent), 50);
    assert_eq!((due(&ticket, FirstResponse), due(&ticket, Resolution)), (Some(50), Some(240)));
    assert_eq!(kinds(&world.alarm(&mut ticket, 50)), ["sla_breached"]);
    // A met promise keeps its verdict, and a paused one is carried over as well.
    world.done(&mut ticket, &ana(), &reply_then(Some(WAITING)), 70);
    let met = ticket.clocks.first_response;
    assert!(met.met_late());
    world.done(&mut ticket, &ana(), &priority(Priority::Low), 80);
    assert_eq!(ticket.clocks.first_response, met);
    assert_eq!(due(&ticket, Resolution), None);
    world.done(&mut ticket, &ana(), &move_to(ACTIVE), 1_000);
    assert_eq!(due(&ticket, Resolution), Some(1_000 + 2_400 - 70));
}

#[test]
fn consumed_time_is_working_time() {
    // Seg–sex 08–18 in São Paulo (11–21 UTC). Opened on Monday at 20:00 UTC; Alta on Tuesday at 12:00 UTC.
    let mut world = World::with(Rules::default());
    let mut ticket = world.opened(20 * 60);
    assert_eq!(due(&ticket, FirstResponse), Some(24 * 60 + 14 * 60));
    world.done(&mut ticket, &ana(), &priority(Priority::High), 36 * 60);
    // Two working hours of eight are gone; the other six end on Tuesday at 18:00 UTC.
    assert_eq!(due(&ticket, Resolution), Some(42 * 60));
    // The first response promised one: due now.
    assert_eq!(due(&ticket, FirstResponse), Some(36 * 60));
}

#[test]
fn reopening_excludes_the_resolved_time_and_keeps_the_first_response() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &reply_then(Some(DONE)), 200);
    world.done(&mut ticket, &client(), &reply(), 5_200);
    assert_eq!(states(&ticket), [Met, Running, Running]);
    assert_eq!((due(&ticket, NextResponse), due(&ticket, Resolution)), (Some(5_680), Some(6_200)));
    assert_eq!(minute_of(ticket.clocks.first_response.met_at), Some(200));
    world.done(&mut ticket, &ana(), &move_to(DONE), 5_300);
    // "First" and "total" resolution are both kept for the reports.
    assert_eq!(minute_of(ticket.clocks.resolution.first_met_at), Some(200));
    assert_eq!(minute_of(ticket.clocks.resolution.met_at), Some(5_300));
    assert_eq!(world.consumed(&ticket.clocks.resolution, 9_999), 300);
    // Reopened by an agent, no answer is owed.
    world.done(&mut ticket, &ana(), &move_to(ACTIVE), 6_000);
    assert_eq!(states(&ticket), [Met, Met, Running]);
}

#[test]
fn cancelling_voids_all_clocks_without_a_verdict() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &reply(), 5);
    assert_eq!(kinds(&world.alarm(&mut ticket, 1_300)), ["sla_breached"]);
    assert_eq!(ticket.facts.sla.look(at(1_300)), Look::Late(6_000));
    world.done(&mut ticket, &ana(), &cancel(Some("Repetido")), 1_400);
    assert_eq!(states(&ticket), [Void, Idle, Void]);
    assert_eq!((ticket.facts.sla.state, ticket.facts.sla.late), (FaceState::None, false));
    assert_eq!(world.alarm(&mut ticket, 99_999), vec![]);
}

#[test]
fn r13_r14_an_alarm_warns_once_and_burns_once() {
    let mut world = World::new();
    let mut ticket = world.opened(0);
    assert_eq!(minute_of(ticket.clocks.next_alarm()), Some(180));
    assert_eq!(world.alarm(&mut ticket, 179), vec![]);
    let warned = world.alarm(&mut ticket, 180);
    assert_eq!(warned, vec![Event::SlaWarned { metric: FirstResponse, due_at: at(240) }]);
    assert_eq!(world.alarm(&mut ticket, 239), vec![]);
    assert_eq!(minute_of(ticket.clocks.next_alarm()), Some(240));
    let burnt = world.alarm(&mut ticket, 240);
    assert_eq!(burnt, vec![Event::SlaBreached { metric: FirstResponse, due_at: at(240) }]);
    assert_eq!(world.alarm(&mut ticket, 241), vec![]);
    assert_eq!(minute_of(ticket.clocks.next_alarm()), Some(1_140));
}

#[test]
fn a_breach_while_the_desk_was_down_keeps_its_true_time() {
    let mut world = World::new();
    let mut ticket = world.opened(0);
    // Both deadlines passed unseen: no warning comes after its breach.
    let burnt = world.alarm(&mut ticket, 5_000);
    assert_eq!(
        burnt,
        vec![
            Event::SlaBreached { metric: FirstResponse, due_at: at(240) },
            Event::SlaBreached { metric: Resolution, due_at: at(1_200) },
        ]
    );
    assert_eq!(world.alarm(&mut ticket, 5_001), vec![]);
}

#[test]
fn a_command_that_comes_before_the_alarm_records_the_breach_itself() {
    let mut world = World::new();
    let breach = |metric, minute| Event::SlaBreached { metric, due_at: at(minute) };
    // Answered, parked, re-targeted, cancelled: each would have hidden it.
    for (command, expected) in [
        (reply(), vec![breach(FirstResponse, 240)]),
        (move_to(WAITING), vec![breach(Resolution, 1_200)]),
        (move_to(DONE), vec![breach(FirstResponse, 240), breach(Resolution, 1_200)]),
        (priority(Priority::Low), vec![breach(FirstResponse, 240), breach(Resolution, 1_200)]),
        (cancel(Some("x")), vec![breach(FirstResponse, 240), breach(Resolution, 1_200)]),
        (comment(), vec![]),
    ] {
        let mut ticket = world.in_progress(0);
        let mut events = world.done(&mut ticket, &ana(), &command, 1_500);
        let recorded = ticket.clone();
        events.retain(|e| matches!(e, Event::SlaBreached { .. }));
        assert_eq!(events, expected, "{command:?}");
        for event in &expected {
            let Event::SlaBreached { metric, .. } = event else { unreachable!() };
            assert!(recorded.clocks.of(*metric).ever_breached, "{command:?}");
        }
        // The alarm adds nothing to what was recorded.
        let later = world.alarm(&mut ticket, 1_500);
        assert!(later.iter().all(|e| !expected.contains(e)), "{command:?}: {later:?}");
    }
}

#[test]
fn an_overdue_promise_keeps_its_deadline_over_a_pause_recorded_or_not() {
    for recorded in [true, false] {
        let mut world = World::new();
        let mut ticket = world.in_progress(0);
        world.done(&mut ticket, &ana(), &reply(), 1);
        if recorded {
            world.alarm(&mut ticket, 1_200);
        }
        world.done(&mut ticket, &ana(), &move_to(WAITING), 1_260);
        assert_eq!(ticket.facts.sla.state, FaceState::Paused, "the flame rests");
        assert!(ticket.facts.sla.late, "the mark stays");
        world.done(&mut ticket, &ana(), &move_to(ACTIVE), 5_000);
        assert_eq!(due(&ticket, Resolution), Some(1_200));
        assert!(ticket.facts.sla.is_late(at(5_000)));
        assert_eq!(world.alarm(&mut ticket, 5_000), vec![]);
        world.done(&mut ticket, &ana(), &move_to(DONE), 5_010);
        assert_eq!(ticket.facts.sla.look(at(5_010)), Look::MetLate);
    }
}

#[test]
fn a_broken_promise_does_not_grow_younger_by_a_higher_priority() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &reply(), 1);
    world.alarm(&mut ticket, 1_200);
    world.done(&mut ticket, &ana(), &priority(Priority::Urgent), 1_500);
    assert_eq!(due(&ticket, Resolution), Some(1_200));
    assert_eq!(world.alarm(&mut ticket, 1_500), vec![]);
    // A lower one gives time again, and takes no record back.
    world.done(&mut ticket, &ana(), &priority(Priority::Low), 1_600);
    assert_eq!(due(&ticket, Resolution), Some(1_600 + 2_400 - 1_600));
    assert!(!ticket.facts.sla.is_late(at(1_600)));
    assert!(ticket.facts.sla.late);
    world.done(&mut ticket, &ana(), &move_to(DONE), 1_700);
    assert_eq!(ticket.facts.sla.look(at(1_700)), Look::MetLate);
}

#[test]
fn r40_the_verdict_is_the_deadline_against_the_resolution() {
    for (minute, look) in [(1_199, Look::MetInTime), (1_200, Look::MetLate), (1_201, Look::MetLate)] {
        let mut world = World::new();
        let mut ticket = world.in_progress(0);
        world.done(&mut ticket, &ana(), &reply(), 1);
        world.done(&mut ticket, &ana(), &move_to(DONE), minute);
        assert_eq!(ticket.facts.sla.look(at(99_999)), look, "{minute}");
    }
}

#[test]
fn what_is_resolved_while_its_clock_rests_is_in_time() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &reply_then(Some(WAITING)), 100);
    world.done(&mut ticket, &ana(), &move_to(DONE), 50_000);
    assert_eq!(ticket.facts.sla.look(at(50_000)), Look::MetInTime);
    assert_eq!(world.consumed(&ticket.clocks.resolution, 50_000), 100);
    // It reopens with what was left.
    world.done(&mut ticket, &ana(), &move_to(ACTIVE), 60_000);
    assert_eq!(due(&ticket, Resolution), Some(61_100));
}

#[test]
fn a_ticket_reopened_to_wait_breaks_no_promise_by_it() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &priority(Priority::Low), 1);
    world.done(&mut ticket, &ana(), &reply_then(Some(DONE)), 1_300);
    // Média promised 1,200 minutes, of which 1,300 are gone: that is no matter while it waits.
    world.done(&mut ticket, &ana(), &priority(Priority::Medium), 1_400);
    world.done(&mut ticket, &ana(), &move_to(WAITING), 1_500);
    assert_eq!((states(&ticket)[2], due(&ticket, Resolution)), (Paused, None));
    assert!(!ticket.facts.sla.late);
    world.done(&mut ticket, &ana(), &move_to(ACTIVE), 1_600);
    assert_eq!(due(&ticket, Resolution), Some(1_600));
}

#[test]
fn r67_c14_a_card_shows_the_promise_that_is_due_first() {
    let mut world = World::new();
    let mut ticket = world.opened(0);
    assert_eq!(
        (ticket.facts.sla.metric, minute_of(ticket.facts.sla.due_at)),
        (Some(FirstResponse), Some(240))
    );
    world.done(&mut ticket, &ana(), &reply_then(Some(ACTIVE)), 10);
    assert_eq!(
        (ticket.facts.sla.metric, minute_of(ticket.facts.sla.due_at)),
        (Some(Resolution), Some(1_200))
    );
    world.done(&mut ticket, &client(), &reply(), 20);
    assert_eq!(
        (ticket.facts.sla.metric, minute_of(ticket.facts.sla.due_at)),
        (Some(NextResponse), Some(500))
    );
    world.done(&mut ticket, &client(), &move_to(DONE), 30);
    assert_eq!((ticket.facts.sla.metric, ticket.facts.sla.due_at), (None, None));
}

#[test]
fn short_targets_may_warn_at_a_quarter() {
    let mut rules = Rules::default();
    rules.sla.default_calendar = CalendarId(2);
    rules.sla.short_targets_warn_late = true;
    let mut world = World::with(rules);
    let mut ticket = world.opened(0);
    world.done(&mut ticket, &bruno(), &priority(Priority::Urgent), 0);
    // 30 minutes warn 7:30 before; 4 hours warn 60 minutes before, as everything from two hours on.
    let first = ticket.clocks.first_response;
    assert_eq!((first.due_at.unwrap() - first.warn_at.unwrap()).num_seconds(), 450);
    assert_eq!(minute_of(ticket.clocks.resolution.warn_at), Some(180));
    // The card shows the first warning of all, whichever promise it names.
    let mut late = World::with(world.rules.clone());
    late.rules.sla.targets[1].first_response = 100 * 60;
    late.rules.sla.targets[1].resolution = 2 * 3_600;
    let ticket = late.opened(0);
    assert_eq!(ticket.facts.sla.metric, Some(FirstResponse));
    assert_eq!(minute_of(ticket.facts.sla.warn_at), Some(60));
    assert!(matches!(ticket.facts.sla.look(at(60)), Look::Warning(_)));
}

#[test]
fn a_pause_outside_of_the_open_hours_warns_no_second_time() {
    let mut world = World::with(Rules::default());
    // Opened on Monday 08:00 local, 20 h of work: due on Tuesday at 18:00 local, 21:00 UTC.
    let mut ticket = world.in_progress(11 * 60);
    world.done(&mut ticket, &ana(), &reply(), 11 * 60);
    let deadline = (24 + 21) * 60;
    assert_eq!(due(&ticket, Resolution), Some(deadline));
    world.rules.sla.warn_minutes = 24 * 60;
    world.done(&mut ticket, &ana(), &priority(Priority::Low), 12 * 60);
    world.done(&mut ticket, &ana(), &priority(Priority::Medium), 12 * 60);
    assert_eq!(kinds(&world.alarm(&mut ticket, 21 * 60)), ["sla_warned"]);
    // The night over in wait: the same deadline, and no second warning.
    world.done(&mut ticket, &ana(), &move_to(ON_HOLD), 22 * 60);
    world.done(&mut ticket, &ana(), &move_to(ACTIVE), 34 * 60);
    assert_eq!(due(&ticket, Resolution), Some(deadline));
    assert_eq!(world.alarm(&mut ticket, 35 * 60), vec![]);
    // An hour of the day in wait: another deadline, and a warning of its own.
    world.done(&mut ticket, &ana(), &move_to(ON_HOLD), 36 * 60);
    world.done(&mut ticket, &ana(), &move_to(ACTIVE), 37 * 60);
    assert_eq!(kinds(&world.alarm(&mut ticket, 37 * 60)), ["sla_warned"]);
}

#[test]
fn a_department_without_a_calendar_promises_nothing() {
    let mut rules = Rules::default();
    rules.sla.default_calendar = CalendarId(77);
    let mut world = World::with(rules);
    let mut ticket = world.opened(0);
    assert_eq!(states(&ticket), [Idle, Idle, Idle]);
    world.done(&mut ticket, &ana(), &reply_then(Some(DONE)), 10);
    assert_eq!(ticket.facts.sla.look(at(10)), Look::None);
    world.done(&mut ticket, &administrator(), &move_to(ACTIVE), 20);
}
