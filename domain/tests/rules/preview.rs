//! What a screen shows of a command before it is answered is what comes of it.

use crate::story::{Step, steps};
use crate::undo::deeds;
use crate::world::{
    ACTIVE, DONE, NEW, NFE, PRINTER, World, ana, assign, at, bruno, into_lane, manager, move_to, priority,
};
use domain::tag::TagChange;
use domain::ticket::{Also, Facts, Tagging, changes, inverse, is_overtaken, preview};
use domain::{Change, Event, Priority, TagId, Ticket};
use proptest::prelude::*;

/// All that a screen does at once.
fn commands() -> Vec<Change> {
    let lanes = [
        Also::Assign(None),
        Also::Assign(Some(bruno().person)),
        Also::Priority(Priority::High),
        Also::Priority(Priority::Medium),
    ];
    let lanes = lanes.into_iter().flat_map(|also| [NEW, ACTIVE, DONE].map(|status| into_lane(status, also)));
    deeds().into_iter().chain(lanes).collect()
}

/// The facts without what no screen can know: the version, the place that the desk gives, that an agent has acted.
fn known(facts: &Facts) -> Facts {
    Facts { seq: 0, placed_seq: 0, place: String::new(), touched: false, ..facts.clone() }
}

/// A ticket's whole life, with tags, one of which has gone into another.
fn live(world: &mut World, steps: &[(i64, Step)], tags: &[(TagId, bool)], merged: bool) -> (Ticket, i64) {
    let mut ticket = world.opened(0);
    let mut minute = 0;
    for (n, (wait, step)) in steps.iter().enumerate() {
        minute += wait;
        match step {
            Step::Alarm => drop(world.alarm(&mut ticket, minute)),
            Step::Do(actor, command) => drop(world.act(&mut ticket, actor, command, minute)),
        }
        if let Some((tag, on)) = tags.get(n) {
            drop(world.act(&mut ticket, &manager(), &Change::Tag(Tagging { tag: *tag, on: *on }), minute));
        }
    }
    if merged {
        world.rules.board.tags.change(&TagChange::Merge(PRINTER, NFE)).unwrap();
    }
    (ticket, minute)
}

proptest! {
    #[test]
    fn what_is_shown_before_the_answer_is_what_comes_of_it(
        steps in steps(),
        tags in prop::collection::vec((prop::sample::select(vec![NFE, PRINTER]), any::<bool>()), 0..4),
        merged: bool,
        command in prop::sample::select(commands()),
        wait in 0_i64..300,
    ) {
        let mut world = World::new();
        let (mut ticket, minute) = live(&mut world, &steps, &tags, merged);
        let minute = minute + wait;
        // What is due by then has been told of.
        world.alarm(&mut ticket, minute);
        let before = ticket.facts.clone();
        let Ok(events) = world.act(&mut ticket, &manager(), &command, minute) else { return Ok(()) };
        let rules = &world.rules.board;
        let mut shown = before.clone();
        preview(&mut shown, &command, rules, at(minute));
        let back = inverse(&before, &command, rules);
        prop_assert_eq!(changes(&before, &command, rules), !events.is_empty(), "{:?}: {:?}", &command, &events);
        prop_assert_eq!(back.is_none(), events.is_empty());
        // Who becomes responsible by acting (R89) is told by the answer.
        if events.iter().any(|event| matches!(event, Event::Assigned { by_acting: true, .. })) {
            shown.audience.assignee = ticket.facts.audience.assignee;
        }
        // A running clock's deadline moves with priority and pauses: that its calendar tells.
        if ticket.facts.category.is_open() {
            shown.sla = ticket.facts.sla;
        }
        prop_assert_eq!(known(&shown), known(&ticket.facts), "{:?}", &command);
        // What takes it back leads to where it was.
        if let Some(back) = back {
            preview(&mut shown, &back, rules, at(minute));
            let names = |facts: &Facts| {
                let mut names: Vec<_> = rules.tags.on(&facts.tags).into_iter().map(|tag| tag.id).collect();
                names.sort();
                names
            };
            prop_assert_eq!(names(&shown), names(&before));
            prop_assert_eq!(shown.status, before.status);
            prop_assert_eq!(shown.priority, before.priority);
            if !matches!(command, Change::Move(_)) {
                prop_assert_eq!(shown.audience.assignee, before.audience.assignee);
                prop_assert_eq!((shown.snoozed_until, shown.archived), (before.snoozed_until, before.archived));
            }
        }
    }
}

#[test]
fn r22_a_card_that_is_worked_on_again_is_shown_out_of_the_archive() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &move_to(DONE), 1);
    world.done(&mut ticket, &ana(), &Change::Archive(true), 2);
    preview(&mut ticket.facts, &move_to(ACTIVE), &world.rules.board, at(3));
    assert!(!ticket.facts.archived);
}

#[test]
fn a_tag_that_has_gone_into_another_is_no_change_by_somebody_else() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    let tag = |tag, on| Change::Tag(Tagging { tag, on });
    let rules = |world: &World| world.rules.board.clone();
    world.rules.board.tags.change(&TagChange::Merge(PRINTER, NFE)).unwrap();
    // Asked for by the name that it had: the desk puts on what it is by now.
    world.done(&mut ticket, &ana(), &tag(PRINTER, true), 1);
    let of = ticket.facts.seq;
    world.done(&mut ticket, &bruno(), &priority(Priority::Urgent), 2);
    assert_eq!(&*ticket.facts.tags, &[NFE]);
    assert!(!is_overtaken(&ticket.facts, &tag(PRINTER, true), of, &rules(&world)));
    // Nor is it offered again, under either name.
    for same in [NFE, PRINTER] {
        assert_eq!(inverse(&ticket.facts, &tag(same, true), &rules(&world)), None);
    }
    // Taken off by somebody else it is.
    world.done(&mut ticket, &bruno(), &tag(NFE, false), 3);
    assert!(is_overtaken(&ticket.facts, &tag(PRINTER, true), of, &rules(&world)));
    // So is another person who was made responsible since, but not what was done before.
    world.done(&mut ticket, &manager(), &assign(Some(&bruno())), 4);
    let of = ticket.facts.seq;
    assert!(is_overtaken(&ticket.facts, &assign(Some(&ana())), of - 1, &rules(&world)));
    assert!(!is_overtaken(&ticket.facts, &assign(Some(&ana())), of, &rules(&world)));
}
