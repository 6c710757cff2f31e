//! Lanes across the columns, and a move into another one.

use crate::world::{
    ACTIVE, DONE, FINANCE, NEW, SUPPORT, World, administrator, ana, at, bruno, carla, client, due, into_lane,
    kinds, manager, move_to,
};
use domain::board::{ColumnCounts, Swimlane, Swimlanes};
use domain::sla::Metric;
use domain::ticket::Also;
use domain::{Category, Change, OrganizationId, Priority, Refusal};
use uuid::Uuid;

fn assign(to: Option<&domain::Actor>) -> Also {
    Also::Assign(to.map(|actor| actor.person))
}

#[test]
fn a_ticket_lies_in_one_lane_of_each_division() {
    let mut world = World::new();
    let facts = world.in_progress(0).facts;
    let lanes = Swimlanes::ALL.map(|lanes| lanes.lane(&facts));
    let organization = facts.audience.organization;
    assert_eq!(
        lanes,
        [
            None,
            Some(Swimlane::Agent(Some(ana().person))),
            Some(Swimlane::Priority(Priority::Medium)),
            Some(Swimlane::Department(SUPPORT)),
            Some(Swimlane::Organization(organization)),
        ]
    );
    for lane in lanes.into_iter().flatten() {
        assert!(lane.holds(&facts));
        assert_eq!(lane.brings(&facts), Ok(None), "it is there already");
        assert_eq!(Swimlanes::read(lane.of().as_str()), Some(lane.of()));
    }
    let others = [
        Swimlane::Agent(None),
        Swimlane::Priority(Priority::Low),
        Swimlane::Department(FINANCE),
        Swimlane::Organization(Some(OrganizationId(Uuid::nil()))),
    ];
    let brings = others.map(|lane| {
        assert!(!lane.holds(&facts));
        lane.brings(&facts)
    });
    assert_eq!(
        brings,
        [
            Ok(Some(Also::Assign(None))),
            Ok(Some(Also::Priority(Priority::Low))),
            Err(Swimlanes::Department),
            Err(Swimlanes::Organization),
        ]
    );
}

#[test]
fn a_move_into_another_lane_is_one_command() {
    let mut world = World::new();
    let mut ticket = world.opened(0);
    let events = world.done(&mut ticket, &manager(), &into_lane(ACTIVE, assign(Some(&bruno()))), 10);
    assert_eq!(kinds(&events), ["moved", "assigned"], "whose it is was said: it is not the mover's");
    assert_eq!(
        (ticket.facts.category, ticket.facts.audience.assignee),
        (Category::Active, Some(bruno().person))
    );

    let before = due(&ticket, Metric::Resolution);
    let events = world.done(&mut ticket, &bruno(), &into_lane(ACTIVE, Also::Priority(Priority::Urgent)), 20);
    assert_eq!(kinds(&events), ["priority_changed", "clocks_set"], "within its status only the lane changes");
    assert!(due(&ticket, Metric::Resolution) < before, "held to the new promise");
    assert_eq!(
        world.done(&mut ticket, &bruno(), &into_lane(ACTIVE, Also::Priority(Priority::Urgent)), 21),
        []
    );

    // Back to the queue: whose it shall be was said here, too.
    world.done(&mut ticket, &manager(), &into_lane(NEW, assign(Some(&ana()))), 30);
    assert_eq!((ticket.facts.category, ticket.facts.audience.assignee), (Category::New, Some(ana().person)));
    world.done(&mut ticket, &ana(), &into_lane(ACTIVE, assign(None)), 40);
    assert_eq!((ticket.facts.category, ticket.facts.audience.assignee), (Category::Active, None));
}

#[test]
fn r89_r91_who_may_not_assign_may_not_by_a_lane_either_and_nothing_is_half_done() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    let before = ticket.clone();
    let to_bruno = into_lane(DONE, assign(Some(&bruno())));
    assert_eq!(world.act(&mut ticket, &ana(), &to_bruno, 5), Err(Refusal::NotPermitted));
    assert_eq!(world.act(&mut ticket, &carla(), &to_bruno, 5), Err(Refusal::Unseen));
    assert_eq!(world.act(&mut ticket, &client(), &to_bruno, 5), Err(Refusal::NotPermitted));
    let taken = into_lane(DONE, assign(Some(&bruno())));
    assert_eq!(world.act(&mut ticket, &bruno(), &taken, 5), Err(Refusal::NotResponsible), "not yet theirs");
    world.rules.board.priorities = domain::rules::PriorityMode::Automatic;
    let urgent = into_lane(DONE, Also::Priority(Priority::Urgent));
    assert_eq!(world.act(&mut ticket, &ana(), &urgent, 5), Err(Refusal::PriorityByRules));
    assert_eq!(ticket, before);
    world.done(&mut ticket, &administrator(), &to_bruno, 6);
    assert_eq!((ticket.facts.status, ticket.facts.audience.assignee), (DONE, Some(bruno().person)));
}

#[test]
fn another_was_first_counts_for_a_lane_too() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    let seen = ticket.facts.seq;
    world.done(&mut ticket, &manager(), &move_to(DONE), 1);
    let stale = |also| {
        let Change::Move(to) = into_lane(DONE, also) else { unreachable!() };
        Change::Move(domain::ticket::Move { seen, ..to })
    };
    let own = stale(assign(Some(&ana())));
    assert_eq!(world.act(&mut ticket, &manager(), &own, 2), Ok(vec![]), "both wanted the same");
    let other = stale(assign(Some(&bruno())));
    assert!(matches!(world.act(&mut ticket, &manager(), &other, 2), Err(Refusal::Stale { .. })));
}

#[test]
fn counts_of_lanes_add_up_to_those_of_the_column() {
    let mut world = World::new();
    let facts = [world.opened(0).facts, world.in_progress(30).facts];
    let [mut all, mut first, mut second] = [ColumnCounts::default(); 3];
    for own in &facts {
        all.add(own, at(10_000));
    }
    first.add(&facts[0], at(10_000));
    second.add(&facts[1], at(10_000));
    assert_eq!(first.with(second), all);
    assert_eq!(first.with(ColumnCounts::default()), first);
}
