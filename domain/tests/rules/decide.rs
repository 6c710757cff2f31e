//! What commands make happen (`decisions.md` 2), and that a ticket is the sum of its events.

use crate::world::{
    ACME, ACTIVE, APPROVAL, CANCELLED, DONE, NEW, TICKET, WAITING, World, administrator, ana, assign, at,
    audience, bruno, cancel, client, colleague, comment, kinds, manager, move_to, name_of, new_ticket,
    organization_manager, priority, reply, reply_then, stranger,
};
use domain::people::Audience;
use domain::rules::PriorityMode;
use domain::ticket::{Anchor, Found, Move, PersonRef, Side, decide, open, reopens};
use domain::{Actor, Category, Change, ColumnId, Event, Priority, Refusal, Ticket};

fn moved(events: &[Event]) -> Option<(Category, Category)> {
    events.iter().find_map(|e| match e {
        Event::Moved { from_category, to_category, .. } => Some((*from_category, *to_category)),
        _ => None,
    })
}

fn assigned(events: &[Event]) -> Option<(Option<&PersonRef>, Option<&PersonRef>, bool)> {
    events.iter().find_map(|e| match e {
        Event::Assigned { from, to, by_acting } => Some((from.as_ref(), to.as_ref(), *by_acting)),
        _ => None,
    })
}

fn place_with(anchor: Option<Anchor>, status: domain::StatusId, seen: i64, confirm: bool) -> Change {
    Change::Move(Move { status, anchor, seen, confirm, reason: None, also: None })
}

#[test]
fn r6_a_new_ticket_begins_in_novo_with_what_was_written() {
    let mut world = World::new();
    let ticket = world.opened(10);
    assert_eq!(
        (ticket.facts.status, ticket.facts.category, ticket.facts.column),
        (NEW, Category::New, ColumnId(1))
    );
    assert_eq!(ticket.title, "Nota fiscal não sai");
    assert_eq!(ticket.facts.priority, Priority::Medium);
    assert_eq!((ticket.facts.created_at, ticket.facts.updated_at), (at(10), at(10)));
    assert_eq!((ticket.messages, ticket.comments, ticket.facts.touched), (0, 0, false));
    assert_eq!(ticket.facts.seq, 1);
    assert_eq!(ticket.audience().assignee, None);
}

#[test]
fn r12_who_sets_the_first_priority() {
    let mut world = World::new();
    let mut first = |actor: &Actor, asked: Option<Priority>, vip: bool, mode: PriorityMode| {
        world.rules.board.priorities = mode;
        let mut new = new_ticket(client().contact);
        new.priority = asked;
        let found = world.found(None);
        let ground = world.ground(&found, at(0));
        open(&new, actor, audience(None), vip, TICKET, 1, &ground).map(|(ticket, _)| ticket.facts.priority)
    };
    let by_rules = PriorityMode::Override;
    assert_eq!(first(&client(), None, false, by_rules), Ok(Priority::Medium));
    assert_eq!(first(&client(), None, true, by_rules), Ok(Priority::High));
    // C2: a client's own word does not count.
    assert_eq!(first(&client(), Some(Priority::Urgent), false, by_rules), Ok(Priority::Medium));
    assert_eq!(first(&ana(), Some(Priority::Urgent), false, by_rules), Ok(Priority::Urgent));
    assert_eq!(first(&ana(), Some(Priority::Low), true, by_rules), Ok(Priority::Low));
    assert_eq!(first(&ana(), None, true, PriorityMode::Automatic), Ok(Priority::High));
    assert_eq!(
        first(&ana(), Some(Priority::Urgent), false, PriorityMode::Automatic),
        Err(Refusal::PriorityByRules)
    );
}

#[test]
fn an_organizations_manager_opens_for_its_members_and_for_nobody_else() {
    let world = World::new();
    let open_by = |actor: &Actor, requester: &Actor| {
        let contact = requester.contact.unwrap();
        let audience =
            Audience { requester: contact, organization: requester.organization, ..audience(None) };
        let found = world.found(None);
        let ground = world.ground(&found, at(0));
        open(&new_ticket(Some(contact)), actor, audience, false, TICKET, 1, &ground).map(|_| ())
    };
    let unknown = Err(Refusal::UnknownContact);
    assert_eq!(open_by(&organization_manager(), &client()), Ok(()));
    assert_eq!(open_by(&organization_manager(), &organization_manager()), Ok(()));
    assert_eq!(open_by(&stranger(), &client()), unknown);
    assert_eq!(open_by(&colleague(), &client()), unknown);
    assert_eq!(open_by(&client(), &client()), Ok(()));
    assert_eq!(open_by(&ana(), &stranger()), Ok(()));
    // Two without organization are not of the same one.
    let without = |actor: Actor| Actor { organization: None, ..actor };
    assert_eq!(open_by(&without(organization_manager()), &without(client())), unknown);
    // The contact of the command and that of the audience are one: a client names nobody else.
    let found = world.found(None);
    let ground = world.ground(&found, at(0));
    let other =
        Audience { requester: colleague().contact.unwrap(), organization: Some(ACME), ..audience(None) };
    assert_eq!(open(&new_ticket(None), &client(), other, false, TICKET, 1, &ground).map(|_| ()), unknown);
}

#[test]
fn a_command_on_an_unseen_ticket_answers_as_if_there_were_none() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    for command in [move_to(ACTIVE), place_with(None, ACTIVE, 0, false), reply(), comment()] {
        assert_eq!(world.act(&mut ticket, &stranger(), &command, 1), Err(Refusal::Unseen));
    }
}

#[test]
fn open_to_open_is_free_and_keeps_the_agent() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    let events = world.done(&mut ticket, &bruno(), &move_to(WAITING), 5);
    assert_eq!(moved(&events), Some((Category::Active, Category::WaitingCustomer)));
    assert_eq!(assigned(&events), None);
    assert_eq!(ticket.audience().assignee, Some(ana().person));
}

#[test]
fn r89_an_agent_who_moves_an_unassigned_ticket_is_linked() {
    let mut world = World::new();
    let mut ticket = world.opened(0);
    let events = world.done(&mut ticket, &ana(), &move_to(ACTIVE), 1);
    assert_eq!(assigned(&events), Some((None, Some(&name_of(&ana())), true)));
    assert_eq!(ticket.audience().assignee, Some(ana().person));
    assert_eq!(ticket.assignee_name, Some(ana().name));
}

#[test]
fn r89_an_agent_who_answers_an_unassigned_ticket_is_linked() {
    let mut world = World::new();
    let mut ticket = world.opened(0);
    let events = world.done(&mut ticket, &ana(), &reply(), 1);
    assert_eq!(assigned(&events), Some((None, Some(&name_of(&ana())), true)));
    // Answering what is another's links nobody.
    assert_eq!(assigned(&world.done(&mut ticket, &bruno(), &reply(), 2)), None);
}

#[test]
fn r89_whoever_resolves_an_unassigned_ticket_is_the_responsible() {
    let mut world = World::new();
    let mut ticket = world.opened(0);
    world.done(&mut ticket, &bruno(), &reply_then(Some(DONE)), 1);
    assert_eq!((ticket.facts.category, ticket.audience().assignee), (Category::Done, Some(bruno().person)));
}

#[test]
fn r89_a_comment_a_place_and_an_administrator_of_no_department_link_nobody() {
    let mut world = World::new();
    let mut ticket = world.opened(0);
    assert_eq!(assigned(&world.done(&mut ticket, &ana(), &comment(), 1)), None);
    let on_top = place_with(Some(Anchor::default()), NEW, i64::MAX, false);
    assert_eq!(kinds(&world.done(&mut ticket, &ana(), &on_top, 2)), ["placed"]);
    assert_eq!(assigned(&world.done(&mut ticket, &administrator(), &move_to(ACTIVE), 3)), None);
    assert!(ticket.facts.touched, "R65: an administrator's move is an interaction too");
}

#[test]
fn back_to_novo_returns_the_ticket_to_the_queue() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    let events = world.done(&mut ticket, &ana(), &move_to(NEW), 5);
    assert_eq!(assigned(&events), Some((Some(&name_of(&ana())), None, true)));
    assert_eq!((ticket.audience().assignee, ticket.assignee_name.as_deref()), (None, None));
    // With an answer too, and by whoever might have been linked by it.
    let mut ticket = world.in_progress(10);
    world.done(&mut ticket, &ana(), &reply_then(Some(NEW)), 15);
    assert_eq!((ticket.facts.category, ticket.audience().assignee), (Category::New, None));
    world.done(&mut ticket, &administrator(), &move_to(ACTIVE), 16);
    world.done(&mut ticket, &bruno(), &reply_then(Some(NEW)), 17);
    assert_eq!((ticket.facts.category, ticket.audience().assignee), (Category::New, None));
}

#[test]
fn r42_approval_leads_to_novo_and_links_nobody() {
    let mut world = World::new();
    let mut ticket = world.opened(0);
    world.done(&mut ticket, &administrator(), &move_to(APPROVAL), 1);
    assert_eq!(
        world.act(&mut ticket, &manager(), &move_to(ACTIVE), 2),
        Err(Refusal::NoTransition { to: ACTIVE })
    );
    let events = world.done(&mut ticket, &manager(), &move_to(NEW), 3);
    assert_eq!(kinds(&events), ["moved", "clocks_set"]);
    assert_eq!(ticket.audience().assignee, None);
    // A ticket that had its agent keeps it.
    let mut ticket = world.in_progress(10);
    world.done(&mut ticket, &ana(), &move_to(APPROVAL), 11);
    world.done(&mut ticket, &manager(), &move_to(NEW), 12);
    assert_eq!(ticket.audience().assignee, Some(ana().person));
}

#[test]
fn r42_refusal_leads_to_cancelado() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &move_to(APPROVAL), 1);
    let events = world.done(&mut ticket, &manager(), &cancel(Some(" Sem verba ")), 2);
    assert!(
        matches!(&events[0], Event::Moved { to, reason: Some(why), .. } if *to == CANCELLED && why == "Sem verba")
    );
}

#[test]
fn r91_a_manager_makes_another_responsible() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    let events = world.done(&mut ticket, &manager(), &assign(Some(&bruno())), 1);
    let (from, to, by_acting) = assigned(&events).unwrap();
    assert_eq!(
        (from.map(|p| p.id), to.map(|p| p.id), by_acting),
        (Some(ana().person), Some(bruno().person), false)
    );
    // Again is nothing.
    assert_eq!(world.done(&mut ticket, &manager(), &assign(Some(&bruno())), 2), vec![]);
    world.done(&mut ticket, &bruno(), &assign(None), 3);
    assert_eq!(ticket.audience().assignee, None);
}

#[test]
fn nobody_is_made_responsible_who_may_not_be() {
    let world = World::new();
    let mut other = World::new();
    let ticket = other.in_progress(0);
    let command = assign(Some(&bruno()));
    let by = |found: &Found| decide(&ticket, &command, &manager(), &world.ground(found, at(1)));
    assert_eq!(by(&world.found(None)), Err(Refusal::NotAssignable));
    // What is found must be the person whom the command names.
    let other = Found { person: Some(name_of(&ana())), ..world.found(None) };
    assert_eq!(by(&other), Err(Refusal::NotAssignable));
}

#[test]
fn a_move_based_on_an_old_look_is_refused_with_who_moved_it() {
    let mut world = World::new();
    let mut ticket = world.opened(0);
    let seen = ticket.facts.seq;
    world.done(&mut ticket, &ana(), &place_with(None, ACTIVE, seen, false), 1);
    world.done(&mut ticket, &ana(), &comment(), 2);
    let stale = Refusal::Stale { by: ana().name, at: at(1), status: ACTIVE, seq: ticket.facts.seq };
    let late = place_with(None, WAITING, seen, false);
    assert_eq!(world.act(&mut ticket, &bruno(), &late, 3), Err(stale.clone()));
    // A place is not overwritten blindly either.
    let placed = place_with(Some(Anchor::default()), ACTIVE, seen, false);
    assert_eq!(world.act(&mut ticket, &bruno(), &placed, 3), Err(stale));
    // Both wanted the same: success, silently.
    let same = place_with(None, ACTIVE, seen, false);
    assert_eq!(world.act(&mut ticket, &bruno(), &same, 3), Ok(vec![]));
    // Having been told, one may insist; and the version that was told is fresh enough.
    let mut insisted = ticket.clone();
    world.done(&mut insisted, &bruno(), &place_with(None, WAITING, seen, true), 4);
    assert_eq!(insisted.facts.category, Category::WaitingCustomer);
    let seen = ticket.facts.seq;
    world.done(&mut ticket, &bruno(), &place_with(None, WAITING, seen, false), 4);
}

#[test]
fn what_does_not_move_a_card_makes_no_look_old() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    let seen = ticket.facts.seq;
    world.done(&mut ticket, &ana(), &comment(), 1);
    world.done(&mut ticket, &ana(), &reply(), 2);
    world.done(&mut ticket, &ana(), &priority(Priority::High), 3);
    world.done(&mut ticket, &manager(), &assign(Some(&bruno())), 4);
    assert!(ticket.facts.seq > seen);
    world.done(&mut ticket, &bruno(), &place_with(None, WAITING, seen, false), 5);
}

#[test]
fn a_client_is_never_told_that_a_card_was_moved() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    let seen = ticket.facts.seq;
    // A place is the team's own affair: it neither hinders the client nor shows.
    world.done(&mut ticket, &bruno(), &place_with(Some(Anchor::default()), ACTIVE, i64::MAX, false), 1);
    let mut finished = ticket.clone();
    let events = world.done(&mut finished, &client(), &place_with(None, DONE, seen, false), 2);
    assert_eq!(moved(&events), Some((Category::Active, Category::Done)));
    // What the agent finished meanwhile is finished: success, silently.
    world.done(&mut ticket, &ana(), &move_to(DONE), 2);
    assert_eq!(world.act(&mut ticket, &client(), &place_with(None, DONE, seen, false), 3), Ok(vec![]));
    assert_eq!(
        world.act(&mut ticket, &client(), &place_with(None, CANCELLED, seen, false), 3),
        Err(Refusal::NotPermitted)
    );
}

#[test]
fn a_card_keeps_its_place_while_its_column_stays() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    let place = ticket.facts.place.clone();
    world.done(&mut ticket, &ana(), &move_to(WAITING), 1);
    assert_eq!(ticket.facts.place, place);
    world.done(&mut ticket, &client(), &reply(), 2);
    assert_eq!((ticket.facts.category, &ticket.facts.place), (Category::Active, &place));
    world.done(&mut ticket, &ana(), &place_with(Some(Anchor::default()), WAITING, i64::MAX, false), 3);
    assert_ne!(ticket.facts.place, place);
    world.done(&mut ticket, &ana(), &move_to(DONE), 4);
    assert_eq!(ticket.facts.column, ColumnId(3));
    // There already: nothing happens.
    let found = Found { place: Some(ticket.facts.place.clone()), ..world.found(None) };
    let ground = world.ground(&found, at(5));
    let command = place_with(Some(Anchor::default()), DONE, i64::MAX, false);
    assert_eq!(decide(&ticket, &command, &ana(), &ground), Ok(vec![]));
}

#[test]
fn a_clients_message_makes_a_waiting_ticket_active() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &reply_then(Some(WAITING)), 1);
    let events = world.done(&mut ticket, &client(), &reply(), 2);
    assert_eq!(moved(&events), Some((Category::WaitingCustomer, Category::Active)));
    assert_eq!(ticket.audience().assignee, Some(ana().person), "a client is never linked");
}

#[test]
fn r68_a_clients_message_does_not_end_the_wait_for_a_third_party() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &reply_then(Some(crate::world::ON_HOLD)), 1);
    assert_eq!(moved(&world.done(&mut ticket, &client(), &reply(), 2)), None);
    assert_eq!(ticket.facts.category, Category::WaitingThirdParty);
}

#[test]
fn r39_a_clients_message_reopens_a_resolved_ticket() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &reply_then(Some(DONE)), 1);
    assert_eq!(ticket.facts.resolved_at, Some(at(1)));
    let events = world.done(&mut ticket, &client(), &reply(), 2);
    assert_eq!(moved(&events), Some((Category::Done, Category::Active)));
    assert_eq!(ticket.facts.resolved_at, None);
}

#[test]
fn the_reopen_window_ends_after_seven_days() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    world.done(&mut ticket, &ana(), &move_to(DONE), 100);
    let week = 7 * 24 * 60;
    assert!(reopens(&ticket.facts, 7, at(100 + week)));
    assert!(!reopens(&ticket.facts, 7, at(100 + week + 1)));
    assert!(!reopens(&ticket.facts, 0, at(101)));
    world.done(&mut ticket, &ana(), &move_to(ACTIVE), 200);
    assert!(reopens(&ticket.facts, 7, at(100 + 2 * week)), "what is not resolved needs no reopening");
}

#[test]
fn r34_the_log_says_what_a_priority_was_and_is() {
    let mut world = World::new();
    let mut ticket = world.in_progress(0);
    let events = world.done(&mut ticket, &bruno(), &priority(Priority::Urgent), 1);
    assert_eq!(events[0], Event::PriorityChanged { from: Priority::Medium, to: Priority::Urgent });
    assert_eq!(ticket.facts.priority, Priority::Urgent);
    assert_eq!(world.done(&mut ticket, &bruno(), &priority(Priority::Urgent), 2), vec![]);
}

#[test]
fn c15_what_a_client_may_read_and_what_not() {
    use domain::ticket::Visibility::{Public, Team};
    let mut world = World::new();
    let mut ticket = world.opened(0);
    let mut seen = vec![];
    let steps: [(Actor, Change); 6] = [
        (ana(), comment()),
        (ana(), reply()),
        (ana(), priority(Priority::High)),
        (ana(), move_to(ACTIVE)),
        (ana(), place_with(Some(Anchor::default()), ACTIVE, i64::MAX, false)),
        (client(), reply()),
    ];
    for (actor, command) in steps {
        seen.extend(world.done(&mut ticket, &actor, &command, 1).iter().map(|e| (e.kind(), e.visibility())));
    }
    seen.extend(world.alarm(&mut ticket, 10_000).iter().map(|e| (e.kind(), e.visibility())));
    for (kind, visibility) in seen {
        let public = ["opened", "moved", "priority_changed", "replied"].contains(&kind);
        assert_eq!(visibility, if public { Public } else { Team }, "{kind}");
    }
}

#[test]
fn r65_touched_is_what_an_agent_did() {
    let mut world = World::new();
    let opened = world.opened(0);
    let mut touched = |actor: Actor, command: Change| {
        let mut ticket: Ticket = opened.clone();
        world.done(&mut ticket, &actor, &command, 1);
        ticket.facts.touched
    };
    assert!(touched(ana(), comment()));
    assert!(touched(ana(), reply()));
    assert!(touched(ana(), priority(Priority::High)));
    assert!(touched(ana(), assign(Some(&ana()))));
    assert!(touched(administrator(), move_to(ACTIVE)));
    assert!(!touched(client(), reply()));
    assert!(!touched(client(), move_to(DONE)));
    // What a client finished and reopened has still met no agent; an alarm is no agent either.
    let mut ticket = opened.clone();
    world.done(&mut ticket, &client(), &move_to(DONE), 1);
    world.done(&mut ticket, &client(), &reply(), 2);
    assert_eq!(ticket.facts.category, Category::Active);
    world.alarm(&mut ticket, 10_000);
    assert!(!ticket.facts.touched);
}

#[test]
fn messages_and_comments_are_counted_apart() {
    let mut world = World::new();
    let mut ticket = world.opened(0);
    world.done(&mut ticket, &ana(), &reply(), 1);
    let events = world.done(&mut ticket, &client(), &reply(), 2);
    assert!(events.iter().any(|e| matches!(e, Event::Replied { by: Side::Client, .. })));
    world.done(&mut ticket, &ana(), &comment(), 3);
    assert_eq!((ticket.messages, ticket.comments), (2, 1));
    assert_eq!(ticket.facts.updated_at, at(3));
}
