//! What a change must know before it is decided: asked for once it is known to be permitted, and nothing more than that.

use crate::world::{
    ACTIVE, CANCELLED, DONE, NEW, WAITING, World, ana, assign, bruno, carla, client, comment, into_lane,
    manager, move_to, priority, reply, reply_then,
};
use domain::rules::{BoardRules, WipLimit};
use domain::ticket::{Also, Anchor, Needs, needs};
use domain::{Actor, Change, ColumnId, Priority, Refusal, StatusId, Ticket, TicketId};
use uuid::Uuid;

fn ask(ticket: &Ticket, change: &Change, actor: &Actor) -> Result<Needs, Refusal> {
    needs(ticket, change, actor, &BoardRules::default())
}

/// On top of that column.
fn top(column: i32) -> Needs {
    Needs { place: Some((ColumnId(column), Anchor::default())), ..Needs::default() }
}

#[test]
fn what_is_not_permitted_is_refused_before_anything_is_looked_up() {
    let ticket = World::new().in_progress(0);
    assert_eq!(ask(&ticket, &move_to(DONE), &bruno()), Err(Refusal::NotResponsible));
    assert_eq!(ask(&ticket, &move_to(DONE), &carla()), Err(Refusal::Unseen));
    assert_eq!(ask(&ticket, &move_to(StatusId(77)), &ana()), Err(Refusal::UnknownStatus));
    assert_eq!(ask(&ticket, &assign(Some(&bruno())), &ana()), Err(Refusal::NotPermitted));
    assert_eq!(ask(&ticket, &comment(), &client()), Err(Refusal::NotPermitted));
    let late = Change::Move(domain::ticket::Move::to(DONE, ticket.facts.placed_seq - 1));
    assert!(matches!(ask(&ticket, &late, &manager()), Err(Refusal::Stale { .. })));
    let same = Change::Move(domain::ticket::Move::to(ACTIVE, ticket.facts.placed_seq - 1));
    assert_eq!(ask(&ticket, &same, &manager()), Ok(Needs::default()), "both wanted the same");
}

#[test]
fn a_place_is_needed_in_another_column_or_where_one_is_named() {
    let ticket = World::new().in_progress(0);
    assert_eq!(ask(&ticket, &move_to(DONE), &ana()), Ok(top(3)));
    assert_eq!(ask(&ticket, &move_to(WAITING), &ana()), Ok(Needs::default()), "it stays where it lies");
    let Change::Move(to) = move_to(WAITING) else { unreachable!() };
    let anchor = Anchor { after: Some(TicketId(Uuid::from_u128(3))), before: None };
    let placed = Change::Move(domain::ticket::Move { anchor: Some(anchor), ..to });
    let place = Some((ColumnId(2), anchor));
    assert_eq!(ask(&ticket, &placed, &ana()), Ok(Needs { place, ..Needs::default() }));
}

#[test]
fn how_full_a_column_is_matters_where_a_hard_limit_holds() {
    let ticket = World::new().in_progress(0);
    let department = ticket.facts.audience.department;
    let crowd = |hard, column, to| {
        let limits = vec![WipLimit { department, column: ColumnId(column), limit: 3, hard }];
        needs(&ticket, &move_to(to), &ana(), &BoardRules { limits, ..BoardRules::default() }).unwrap().crowd
    };
    assert_eq!(crowd(true, 3, DONE), Some(ColumnId(3)));
    assert_eq!(crowd(false, 3, DONE), None);
    assert_eq!(crowd(true, 2, DONE), None, "another column's");
    assert_eq!(crowd(true, 2, WAITING), None, "it lies there already");
    // A limit of nothing refuses, but only once it is known that nothing lies there.
    let limits = vec![WipLimit { department, column: ColumnId(3), limit: 1, hard: true }];
    let full = BoardRules { limits, ..BoardRules::default() };
    assert!(needs(&ticket, &move_to(DONE), &ana(), &full).is_ok());
}

#[test]
fn a_person_is_looked_up_where_one_is_named_and_an_id_where_something_is_written() {
    let mut world = World::new();
    let ticket = world.in_progress(0);
    let person = Some(bruno().person);
    assert_eq!(ask(&ticket, &assign(Some(&bruno())), &manager()), Ok(Needs { person, ..Needs::default() }));
    assert_eq!(ask(&ticket, &assign(None), &manager()), Ok(Needs::default()));
    let lane = into_lane(DONE, Also::Assign(person));
    assert_eq!(ask(&ticket, &lane, &manager()), Ok(Needs { person, ..top(3) }));
    assert_eq!(ask(&ticket, &priority(Priority::Low), &manager()), Ok(Needs::default()));
    assert_eq!(ask(&ticket, &comment(), &ana()), Ok(Needs { id: true, ..Needs::default() }));
    assert_eq!(ask(&ticket, &reply(), &ana()), Ok(Needs { id: true, ..Needs::default() }));
    assert_eq!(ask(&ticket, &reply_then(Some(DONE)), &ana()), Ok(Needs { id: true, ..top(3) }));
}

#[test]
fn what_opens_a_resolved_ticket_again_asks_whether_anybody_answered() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &move_to(DONE), 1);
    let again = Needs { answered: true, ..top(2) };
    assert_eq!(ask(&ticket, &move_to(ACTIVE), &ana()), Ok(again.clone()));
    assert_eq!(ask(&ticket, &move_to(NEW), &ana()), Ok(Needs { answered: true, ..top(1) }));
    assert_eq!(
        ask(&ticket, &reply(), &client()),
        Ok(Needs { id: true, ..again }),
        "a client's word does it, too"
    );
    assert_eq!(ask(&ticket, &reply(), &ana()), Ok(Needs { id: true, ..Needs::default() }));
    assert!(ask(&ticket, &move_to(CANCELLED), &ana()).is_err());
}
