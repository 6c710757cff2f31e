//! Out of the way: put off for a while, or finished and archived (R22).

use crate::world::{
    ACTIVE, DONE, NEW, WAITING, World, ana, at, bruno, cancel, carla, client, comment, due, kinds, manager,
    move_to, reply, reply_then,
};
use chrono::TimeDelta;
use domain::board::{Band, ColumnCounts, Filter, View};
use domain::sla::Metric;
use domain::ticket::{SNOOZE_DAYS, Visibility, WokenBy};
use domain::{Change, Event, Refusal, Ticket, Time};

fn snooze(until: Option<Time>) -> Change {
    Change::Snooze(until)
}

fn archive(archived: bool) -> Change {
    Change::Archive(archived)
}

fn woken(events: &[Event]) -> Option<WokenBy> {
    events.iter().find_map(|e| match e {
        Event::Woken { by } => Some(*by),
        _ => None,
    })
}

/// In progress, answered, and snoozed at minute 20 until minute 100; its resolution is due at minute 1,440.
fn snoozed(world: &mut World) -> Ticket {
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &reply(), 10);
    let events = world.done(&mut ticket, &ana(), &snooze(Some(at(100))), 20);
    assert_eq!(events, [Event::Snoozed { until: at(100) }]);
    assert_eq!(ticket.facts.snoozed_until, Some(at(100)));
    ticket
}

#[test]
fn a_snooze_leaves_the_clocks_alone() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &reply(), 10);
    let before = ticket.clone();
    world.done(&mut ticket, &ana(), &snooze(Some(at(100))), 20);
    assert_eq!((ticket.clocks, ticket.facts.sla), (before.clocks, before.facts.sla));
    assert_eq!(ticket.next_alarm(), Some(at(100)), "sooner than any promise");
    assert_eq!(world.alarm(&mut ticket, 99), []);
    assert_eq!(world.alarm(&mut ticket, 100), [Event::Woken { by: WokenBy::Time }]);
    assert_eq!(ticket.facts.snoozed_until, None);
    assert_eq!(world.alarm(&mut ticket, 101), [], "once");
    assert_eq!(due(&ticket, Metric::Resolution), due(&before, Metric::Resolution));
}

#[test]
fn what_ends_a_snooze_and_what_does_not() {
    let mut world = World::new();
    let asleep = snoozed(&mut world);
    let ends = [
        (client(), reply(), Some(WokenBy::Client)),
        (ana(), move_to(DONE), Some(WokenBy::End)),
        (manager(), cancel(Some("Repetido")), Some(WokenBy::End)),
        (client(), cancel(None), Some(WokenBy::End)),
        (ana(), reply_then(Some(DONE)), Some(WokenBy::End)),
        (bruno(), snooze(None), Some(WokenBy::Hand)),
        (ana(), reply(), None),
        (ana(), comment(), None),
        (ana(), move_to(WAITING), None),
        (ana(), move_to(NEW), None),
    ];
    for (actor, command, by) in ends {
        let mut ticket = asleep.clone();
        let events = world.done(&mut ticket, &actor, &command, 30);
        assert_eq!(woken(&events), by, "{command:?}");
        assert_eq!(ticket.facts.snoozed_until.is_none(), by.is_some(), "{command:?}");
    }
    // A warning or a breach needs someone, whenever it is told.
    let mut ticket = asleep.clone();
    world.done(&mut ticket, &ana(), &snooze(Some(at(9_000))), 30);
    let due_at = due(&ticket, Metric::Resolution).unwrap();
    let events = world.alarm(&mut ticket, due_at - 60);
    assert_eq!(kinds(&events), ["sla_warned", "woken"]);
    assert_eq!(woken(&events), Some(WokenBy::Sla));
    world.done(&mut ticket, &ana(), &snooze(Some(at(9_000))), due_at - 50);
    assert_eq!(kinds(&world.alarm(&mut ticket, due_at)), ["sla_breached", "woken"]);
    // What is late may be put off all the same.
    world.done(&mut ticket, &ana(), &snooze(Some(at(9_000))), due_at + 1);
    assert_eq!(kinds(&world.alarm(&mut ticket, 9_000)), ["woken"]);
}

#[test]
fn a_snooze_is_for_open_tickets_and_a_later_time() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    let refused = Err(Refusal::SnoozeTime { days: SNOOZE_DAYS });
    let last = at(5) + TimeDelta::days(SNOOZE_DAYS);
    for until in [at(4), at(5), last + TimeDelta::milliseconds(1)] {
        assert_eq!(world.act(&mut ticket, &ana(), &snooze(Some(until)), 5), refused, "{until}");
    }
    world.done(&mut ticket, &ana(), &snooze(Some(last)), 5);
    world.done(&mut ticket, &ana(), &snooze(Some(at(6))), 5);
    assert_eq!(world.done(&mut ticket, &bruno(), &snooze(Some(at(6))), 5), [], "as wished already");
    // Finer than a millisecond nothing is kept.
    let fine = at(6) + TimeDelta::microseconds(7);
    assert_eq!(world.done(&mut ticket, &bruno(), &snooze(Some(fine)), 5), []);
    world.done(&mut ticket, &ana(), &move_to(DONE), 5);
    assert_eq!(world.act(&mut ticket, &ana(), &snooze(Some(at(60))), 5), Err(Refusal::NotOpen));
    assert_eq!(world.done(&mut ticket, &ana(), &snooze(None), 5), [], "it is awake");
    let mut other = world.opened(0);
    assert_eq!(world.act(&mut other, &client(), &snooze(Some(at(60))), 5), Err(Refusal::NotPermitted));
    assert_eq!(world.act(&mut other, &carla(), &snooze(Some(at(60))), 5), Err(Refusal::Unseen));
    assert_eq!(world.act(&mut other, &carla(), &snooze(None), 5), Err(Refusal::Unseen));
}

#[test]
fn a_snoozed_ticket_counts_as_before() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &snooze(Some(at(9_000))), 1);
    let (mut asleep, mut awake) = (ColumnCounts::default(), ColumnCounts::default());
    let now = at(5_000);
    asleep.add(&ticket.facts, now);
    assert_eq!((asleep.cards, asleep.late), (1, 1));
    assert_eq!(Band::of(&ticket.facts, now), Band::InTime, "it does not lie among the late");
    let views = |ticket: &Ticket| View::ALL.map(|view| view.shows(&ticket.facts, ana().person, now));
    let before = views(&ticket);
    world.done(&mut ticket, &ana(), &snooze(None), 2);
    awake.add(&ticket.facts, now);
    assert_eq!((asleep, before), (awake, views(&ticket)));
    assert_eq!(Band::of(&ticket.facts, now), Band::Late);
}

#[test]
fn r22_what_is_finished_leaves_the_board_by_the_archive() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    let shown = |ticket: &Ticket| Filter::default().shows(&ticket.facts, "", ana().person, at(60));
    assert_eq!(world.act(&mut ticket, &ana(), &archive(true), 5), Err(Refusal::NotFinished));
    assert_eq!(world.done(&mut ticket, &ana(), &archive(false), 5), []);
    world.done(&mut ticket, &ana(), &move_to(DONE), 10);
    assert!(shown(&ticket));
    assert_eq!(world.act(&mut ticket, &client(), &archive(true), 11), Err(Refusal::NotPermitted));
    assert_eq!(world.act(&mut ticket, &carla(), &archive(true), 11), Err(Refusal::Unseen));
    // Any colleague may: it is tidying up.
    assert_eq!(world.done(&mut ticket, &bruno(), &archive(true), 11), [Event::Archived { archived: true }]);
    assert!(ticket.facts.archived && !shown(&ticket));
    assert_eq!(world.done(&mut ticket, &ana(), &archive(true), 12), []);
    world.done(&mut ticket, &ana(), &archive(false), 13);
    assert!(shown(&ticket));
    // A reopening puts it back, whoever reopens.
    world.done(&mut ticket, &ana(), &archive(true), 14);
    let mut moved = ticket.clone();
    world.done(&mut ticket, &client(), &reply(), 15);
    assert!(!ticket.facts.archived && shown(&ticket));
    world.done(&mut moved, &ana(), &move_to(ACTIVE), 15);
    assert!(!moved.facts.archived);
    // So is what was called off.
    world.done(&mut ticket, &manager(), &cancel(Some("Repetido")), 16);
    world.done(&mut ticket, &manager(), &archive(true), 17);
    assert!(ticket.facts.archived);
}

#[test]
fn only_the_team_reads_of_it() {
    for event in [
        Event::Snoozed { until: at(0) },
        Event::Woken { by: WokenBy::Client },
        Event::Archived { archived: true },
    ] {
        assert_eq!(event.visibility(), Visibility::Team, "{event:?}");
    }
}
