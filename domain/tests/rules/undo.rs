//! What was taken back is as if it had not been.

use crate::story::{Step, steps};
use crate::world::{
    ACTIVE, DONE, NEW, NFE, ON_HOLD, PRINTER, WAITING, World, ana, assign, at, bruno, cancel, client,
    comment, manager, move_to, name_of, priority, reply, reply_then,
};
use domain::sla::{ClockState, Metric};
use domain::ticket::{Around, Tagging, UNDO_MINUTES, Undone, Visibility};
use domain::{Actor, Change, Event, Priority, Refusal, Ticket};
use proptest::prelude::*;

/// What a person could tell apart: all but versions, and who moved the card last.
fn looks(mut ticket: Ticket) -> Ticket {
    ticket.facts.seq = 0;
    ticket.facts.placed_seq = 0;
    ticket.placed_by = None;
    ticket.placed_at = at(0);
    ticket
}

pub(crate) fn deeds() -> Vec<Change> {
    vec![
        move_to(NEW),
        move_to(ACTIVE),
        move_to(WAITING),
        move_to(ON_HOLD),
        move_to(DONE),
        cancel(Some("engano")),
        priority(Priority::Urgent),
        priority(Priority::Low),
        assign(Some(&bruno())),
        assign(None),
        Change::Snooze(Some(at(30_000))),
        Change::Snooze(None),
        Change::Archive(true),
        Change::Archive(false),
        Change::Tag(Tagging { tag: NFE, on: true }),
        Change::Tag(Tagging { tag: NFE, on: false }),
        Change::Tag(Tagging { tag: PRINTER, on: true }),
        Change::Tag(Tagging { tag: PRINTER, on: false }).because("não é dela"),
        priority(Priority::High).because("parou tudo"),
        move_to(DONE).because("por telefone"),
    ]
}

fn live(world: &mut World, steps: &[(i64, Step)]) -> (Ticket, i64) {
    let mut ticket = world.opened(0);
    let mut minute = 0;
    for (wait, step) in steps {
        minute += wait;
        match step {
            Step::Alarm => drop(world.alarm(&mut ticket, minute)),
            Step::Do(actor, command) => drop(world.act(&mut ticket, actor, command, minute)),
        }
    }
    (ticket, minute)
}

fn undone(events: &[Event]) -> &Undone {
    match events {
        [Event::Undone(undone)] => undone,
        other => panic!("{other:?}"),
    }
}

proptest! {
    /// Whatever came before: a command and its undoing leave the ticket as if neither had been, also where time passed,
    /// somebody commented and deadlines came in between.
    #[test]
    fn every_command_is_taken_back_as_if_it_had_not_been(
        steps in steps(),
        deed in prop::sample::select(deeds()),
        waits in (0_i64..300, 0_i64..300, 0_i64..2_000),
        noted: bool,
        rang: bool,
    ) {
        let (mut world, mut other) = (World::new(), World::new());
        let (mut ticket, minute) = live(&mut world, &steps);
        let (mut reference, _) = live(&mut other, &steps);
        let actor = manager();
        let done_at = minute + waits.0;
        let Ok(events) = world.act(&mut ticket, &actor, &deed, done_at) else { return Ok(()) };
        if events.is_empty() {
            return Ok(());
        }
        let of = ticket.facts.seq;
        let between = done_at + waits.1 / 2;
        if noted {
            world.done(&mut ticket, &ana(), &comment(), between);
            other.done(&mut reference, &ana(), &comment(), between);
        }
        if rang {
            // A snooze that ends meanwhile is somebody's change: what it ended cannot be guessed.
            let woken = |events: &[Event]| events.iter().any(|e| matches!(e, Event::Woken { by: domain::ticket::WokenBy::Time }));
            let told = world.alarm(&mut ticket, between);
            if woken(&told) | woken(&other.alarm(&mut reference, between)) {
                return Ok(());
            }
        }
        world.undo(&mut ticket, &actor, of, done_at + waits.1).unwrap();
        // What is due by now is told of either.
        let later = done_at + waits.1 + waits.2;
        world.alarm(&mut ticket, later);
        other.alarm(&mut reference, later);
        if rang {
            // A ticket that was resolved meanwhile was not told of then, but now: it woke later.
            reference.facts.updated_at = ticket.facts.updated_at;
        }
        prop_assert_eq!(looks(ticket), looks(reference));
    }
}

#[test]
fn a_resolution_that_is_taken_back_answers_nobody() {
    let mut world = World::new();
    let mut ticket = world.opened(0);
    // Urgent or not: by then the first response is long overdue.
    world.alarm(&mut ticket, 5_000);
    world.done(&mut ticket, &manager(), &move_to(DONE), 5_010);
    let of = ticket.facts.seq;
    assert_eq!(ticket.clocks.first_response.state, ClockState::Met);
    let events = world.undo(&mut ticket, &manager(), of, 5_011).unwrap();
    assert_eq!(ticket.clocks.first_response.state, ClockState::Running);
    assert!(ticket.facts.sla.is_late(at(5_011)), "the flame burns");
    assert_eq!(ticket.facts.audience.assignee, None);
    // Clients know of the opening alone.
    let undone = undone(&events);
    assert_eq!(undone.forgotten, Some((1, at(0).timestamp_millis())));
    assert_eq!(events[0].visibility(), Visibility::Public);
    // After a while they may have acted on it: both facts stay.
    world.done(&mut ticket, &manager(), &move_to(DONE), 5_020);
    let of = ticket.facts.seq;
    let events = world.undo(&mut ticket, &manager(), of, 5_020 + UNDO_MINUTES + 1).unwrap();
    assert_eq!(self::undone(&events).forgotten, None);
    assert_eq!(ticket.clocks.first_response.state, ClockState::Running);
}

#[test]
fn what_others_did_since_and_what_was_said_is_not_taken_back() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    let mine = |world: &mut World, ticket: &mut Ticket, command: &Change| {
        world.done(ticket, &manager(), command, 10);
        ticket.facts.seq
    };
    let of = mine(&mut world, &mut ticket, &priority(Priority::Urgent));
    assert_eq!(world.undo(&mut ticket, &ana(), of, 11), Err(Refusal::NotPermitted), "another's");
    assert_eq!(world.undo(&mut ticket, &client(), of, 11), Err(Refusal::NotPermitted));
    assert_eq!(world.undo(&mut ticket, &manager(), of + 7, 11), Err(Refusal::NotPermitted));
    world.done(&mut ticket, &ana(), &assign(None), 12);
    let stale = world.undo(&mut ticket, &manager(), of, 13);
    assert!(matches!(&stale, Err(Refusal::Stale { by, .. }) if *by == name_of(&ana()).name), "{stale:?}");
    for said in [reply_then(Some(WAITING)), reply_then(None), comment()] {
        let of = mine(&mut world, &mut ticket, &said);
        assert_eq!(world.undo(&mut ticket, &manager(), of, 14), Err(Refusal::NotPermitted), "{said:?}");
    }
    // One after the other, the last first.
    let before = looks(ticket.clone());
    let first = mine(&mut world, &mut ticket, &priority(Priority::Low));
    let second = mine(&mut world, &mut ticket, &assign(Some(&bruno())));
    assert!(matches!(world.undo(&mut ticket, &manager(), first, 14), Err(Refusal::Stale { .. })));
    world.undo(&mut ticket, &manager(), second, 14).unwrap();
    world.undo(&mut ticket, &manager(), first, 14).unwrap();
    assert_eq!(looks(ticket.clone()), before);
    // Once: it is gone then.
    let of = mine(&mut world, &mut ticket, &move_to(ON_HOLD));
    world.undo(&mut ticket, &manager(), of, 15).unwrap();
    assert!(matches!(world.undo(&mut ticket, &manager(), of, 16), Err(Refusal::Stale { .. })));
}

#[test]
fn a_reopening_puts_back_a_first_response_that_only_a_resolution_had_met() {
    let mut world = World::new();
    let reopened = |world: &mut World, unanswered: bool, by: &Actor, with: &Change| {
        let mut ticket = world.opened(0);
        world.alarm(&mut ticket, 5_000);
        world.done(&mut ticket, &manager(), &move_to(DONE), 5_010);
        world.around = Around { unanswered, ..Around::default() };
        world.done(&mut ticket, by, with, 9_000);
        world.around = Around::default();
        ticket
    };
    for (by, with) in [(manager(), move_to(ACTIVE)), (manager(), move_to(WAITING)), (client(), reply())] {
        let ticket = reopened(&mut world, true, &by, &with);
        let first = ticket.clocks.of(Metric::FirstResponse);
        assert_eq!((first.state, first.first_met_at), (ClockState::Running, None), "{with:?}");
        assert!(ticket.facts.sla.is_late(at(9_000)), "{with:?}: it was overdue and nobody has answered");
        let ticket = reopened(&mut world, false, &by, &with);
        assert_eq!(ticket.clocks.first_response.state, ClockState::Met, "an answer is an answer");
    }
}
