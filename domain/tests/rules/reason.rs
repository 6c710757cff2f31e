//! Which changes say why, who is asked, and who reads it.

use crate::world::{
    ACTIVE, APPROVAL, CANCELLED, DONE, NEW, NFE, ON_HOLD, TICKET, WAITING, World, administrator, ana, assign,
    at, bruno, cancel, client, comment, into_lane, kinds, manager, move_to, priority, reply, reply_then,
};
use domain::reason::{ReasonFor, Reasons, sets_reasons};
use domain::rules::BoardRules;
use domain::ticket::{
    Also, Around, Field, Move, TEXT_MAX, Tagging, Visibility, check_change, permits_change, wants_reason,
};
use domain::{Actor, Category, Change, Command, Event, Priority, Refusal, Role, StatusId, Ticket, TicketId};

const EMPTY: Refusal = Refusal::Empty { field: Field::Reason };

/// Rules that ask it of these kinds.
fn asking(kinds: &[ReasonFor]) -> World {
    let mut world = World::new();
    world.rules.board.reasons = Reasons::of(kinds);
    world
}

/// A ticket of Ana's with that status.
fn ticket(world: &mut World, status: StatusId) -> Ticket {
    let mut ticket = world.opened(0);
    let status = world.rules.board.status(status).unwrap();
    let facts = &mut ticket.facts;
    (facts.status, facts.category, facts.column) = (status.id, status.category, status.column);
    facts.audience.assignee = Some(ana().person);
    ticket
}

/// What each kind is, from which status.
fn changes() -> Vec<(ReasonFor, StatusId, Change)> {
    use ReasonFor as For;
    vec![
        (For::Resolution, ACTIVE, move_to(DONE)),
        (For::Resolution, WAITING, move_to(DONE)),
        (For::Reopening, DONE, move_to(ACTIVE)),
        (For::Reopening, DONE, move_to(WAITING)),
        (For::Reopening, DONE, move_to(NEW)),
        (For::Waiting, ACTIVE, move_to(WAITING)),
        (For::Waiting, WAITING, move_to(ON_HOLD)),
        (For::Status, NEW, move_to(ACTIVE)),
        (For::Status, ACTIVE, move_to(NEW)),
        (For::Status, APPROVAL, move_to(NEW)),
        (For::Assignment, ACTIVE, assign(Some(&bruno()))),
        (For::Assignment, ACTIVE, assign(None)),
        (For::Assignment, ACTIVE, into_lane(ACTIVE, Also::Assign(None))),
        (For::Priority, ACTIVE, priority(Priority::Urgent)),
        (For::Priority, ACTIVE, into_lane(ACTIVE, Also::Priority(Priority::Low))),
        (For::Tags, ACTIVE, Change::Tag(Tagging { tag: NFE, on: true })),
        (For::Snooze, ACTIVE, Change::Snooze(Some(at(60)))),
        (For::Archive, DONE, Change::Archive(true)),
    ]
}

fn ask(ticket: &Ticket, command: &Change, actor: &Actor, rules: &BoardRules) -> Result<(), Refusal> {
    check_change(&ticket.facts, command, actor, rules, Around::default())
}

#[test]
fn each_kind_asks_where_it_is_named_and_nowhere_else() {
    for (kind, status, command) in changes() {
        for named in ReasonFor::ALL {
            let mut world = asking(&[named]);
            let ticket = ticket(&mut world, status);
            let rules = &world.rules.board;
            let asked = if named == kind { Err(EMPTY) } else { Ok(()) };
            for who in [manager(), administrator()] {
                assert_eq!(ask(&ticket, &command, &who, rules), asked, "{named:?}: {command:?}");
                assert_eq!(wants_reason(&ticket.facts, &command, &who, rules), asked.is_err());
                let may = permits_change(&ticket.facts, &command, &who, rules, Around::default());
                assert_eq!(may, Ok(()), "it is offered all the same: {command:?}");
                let told = |why: &str| ask(&ticket, &command.clone().because(why), &who, rules);
                assert_eq!(told(" \n"), asked, "{command:?}");
                assert_eq!(told("Porque sim"), Ok(()), "{command:?}");
                let long = Err(Refusal::TooLong { field: Field::Reason, max: TEXT_MAX });
                assert_eq!(told(&"a".repeat(TEXT_MAX + 1)), long, "{command:?}");
                assert_eq!(told("a\0"), Err(Refusal::Unwritable { field: Field::Reason }), "{command:?}");
            }
        }
    }
}

#[test]
fn a_move_that_brings_more_says_why_for_either() {
    let both = into_lane(WAITING, Also::Priority(Priority::Low));
    for (kind, asked) in [(ReasonFor::Waiting, true), (ReasonFor::Priority, true), (ReasonFor::Status, false)]
    {
        let mut world = asking(&[kind]);
        let ticket = ticket(&mut world, ACTIVE);
        assert_eq!(ask(&ticket, &both, &ana(), &world.rules.board).is_err(), asked, "{kind:?}");
        assert_eq!(ask(&ticket, &both.clone().because("Sem peça"), &ana(), &world.rules.board), Ok(()));
    }
}

#[test]
fn what_changes_nothing_is_said_or_is_taken_back_needs_none() {
    let mut world = asking(&ReasonFor::ALL);
    let mut ticket = ticket(&mut world, ACTIVE);
    let moved = Change::Move(Move {
        status: ACTIVE,
        anchor: Some(domain::ticket::Anchor::default()),
        seen: i64::MAX,
        confirm: false,
        reason: None,
        also: None,
    });
    for command in [
        moved,
        move_to(ACTIVE),
        priority(Priority::Medium),
        assign(Some(&ana())),
        Change::Snooze(None),
        Change::Archive(false),
        Change::Tag(Tagging { tag: NFE, on: false }),
        comment(),
        reply(),
        reply_then(Some(WAITING)),
        reply_then(Some(DONE)),
        Change::Undo(1),
    ] {
        assert_eq!(ask(&ticket, &command, &ana(), &world.rules.board), Ok(()), "{command:?}");
        // And a reason put to it changes nothing of that.
        let told = command.clone().because("x");
        assert_eq!(ask(&ticket, &told, &ana(), &world.rules.board), Ok(()), "{told:?}");
    }
    // An answer cannot cancel, with these rules as with any.
    assert_eq!(ask(&ticket, &reply_then(Some(CANCELLED)), &ana(), &world.rules.board), Err(EMPTY));
    // A change is taken back without a word.
    world.done(&mut ticket, &ana(), &priority(Priority::Urgent).because("Parou tudo"), 1);
    let of = ticket.facts.seq;
    let events = world.undo(&mut ticket, &ana(), of, 2).unwrap();
    assert_eq!(kinds(&events), ["undone"]);
    assert_eq!(ticket.facts.priority, Priority::Medium);
}

#[test]
fn clients_and_the_desk_are_never_asked() {
    let mut world = asking(&ReasonFor::ALL);
    let mut mine = ticket(&mut world, ACTIVE);
    let rules = &world.rules.board;
    for command in [move_to(DONE), cancel(None), reply(), cancel(Some("Resolvi sozinho"))] {
        assert_eq!(ask(&mine, &command, &client(), rules), Ok(()), "{command:?}");
    }
    let hers = priority(Priority::Urgent).because("Tenho pressa");
    assert_eq!(ask(&mine, &hers, &client(), rules), Err(Refusal::NotPermitted), "a reason opens no door");
    world.done(&mut mine, &manager(), &Change::Snooze(Some(at(60))).because("Feriado"), 1);
    assert!(kinds(&world.alarm(&mut mine, 60)).contains(&"woken"), "its time comes");
    world.done(&mut mine, &client(), &move_to(DONE), 61);
    world.done(&mut mine, &client(), &reply(), 62);
    assert_eq!(mine.facts.category, Category::Active, "the client's answer opens it again");
}

#[test]
fn a_reason_is_of_one_change_that_has_no_place_of_its_own_for_it() {
    let mut world = asking(&ReasonFor::ALL);
    let ticket = ticket(&mut world, ACTIVE);
    let twice = Change::Because(Box::new(priority(Priority::Low).because("um")), "dois".into());
    let odd = [move_to(DONE), comment(), reply(), Change::Undo(1)]
        .map(|command| Change::Because(Box::new(command), "x".into()));
    for command in odd.into_iter().chain([twice]) {
        assert_eq!(ask(&ticket, &command, &administrator(), &world.rules.board), Err(Refusal::NotPermitted));
    }
    let again = priority(Priority::Low).because("um").because("dois");
    assert_eq!((again.reason(), again.plain()), (Some("dois"), &priority(Priority::Low)));
}

#[test]
fn the_team_reads_why_and_the_client_reads_it_of_a_cancellation_alone() {
    for (_, status, command) in changes() {
        // With and without a rule that asks: what is told is kept.
        for mut world in [asking(&ReasonFor::ALL), World::new()] {
            let mut ticket = ticket(&mut world, status);
            let why = command.clone().because("  Cliente difícil\n");
            let events = world.done(&mut ticket, &manager(), &why, 1);
            let told: Vec<_> =
                events.iter().filter(|event| matches!(event, Event::Explained { .. })).collect();
            assert_eq!(told, [&Event::Explained { reason: "Cliente difícil".into() }], "{command:?}");
            let public = |event: &&Event| event.visibility() == Visibility::Public;
            for event in events.iter().filter(public) {
                assert!(!format!("{event:?}").contains("difícil"), "{event:?}");
            }
        }
    }
    let mut world = asking(&ReasonFor::ALL);
    let mut mine = ticket(&mut world, ACTIVE);
    let events = world.done(&mut mine, &manager(), &cancel(Some("Repetido")), 1);
    assert!(matches!(&events[0], Event::Moved { reason: Some(why), .. } if why == "Repetido"));
    assert!(!kinds(&events).contains(&"explained"), "it is told once: {events:?}");
    // Nothing done, nothing told; and a place alone has no line that could say it.
    let mut world = World::new();
    let mut same = ticket(&mut world, ACTIVE);
    assert_eq!(world.done(&mut same, &ana(), &priority(Priority::Medium).because("x"), 1), []);
}

#[test]
fn a_reason_leaves_room_for_what_was_before() {
    let mut world = World::new();
    let mut mine = ticket(&mut world, ACTIVE);
    world.done(&mut mine, &ana(), &priority(Priority::Urgent), 1);
    let of = mine.facts.seq;
    world.done(&mut mine, &bruno(), &Change::Tag(Tagging { tag: NFE, on: true }).because("É nota"), 2);
    world.undo(&mut mine, &ana(), of, 3).unwrap();
    assert_eq!((mine.facts.priority, mine.facts.tags.len()), (Priority::Medium, 1));
}

#[test]
fn old_rules_and_commands_are_read_and_clients_learn_of_no_reasons() {
    let rules = BoardRules { reasons: Reasons::of(&ReasonFor::ALL), ..BoardRules::default() };
    assert!(rules.for_clients().reasons.is_empty());
    let old = serde_json::to_string(&BoardRules::default()).unwrap();
    assert!(!old.contains("reasons"), "rules that ask nothing are written as they were: {old}");
    assert_eq!(serde_json::from_str::<BoardRules>(&old).unwrap(), BoardRules::default());
    let id = TICKET.0;
    let old: Command = serde_json::from_str(&format!(r#"{{"set_priority":["{id}","urgent"]}}"#)).unwrap();
    assert_eq!(old, Change::Priority(Priority::Urgent).of(TicketId(id)));
    let odd: Reasons = serde_json::from_str(r#"["archive","resolution","archive"]"#).unwrap();
    assert_eq!(odd.settled(), Reasons::of(&[ReasonFor::Resolution, ReasonFor::Archive]));
    for kind in ReasonFor::ALL {
        assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.as_str()));
        assert_eq!(ReasonFor::read(kind.as_str()), Some(kind));
    }
    assert_eq!(ReasonFor::read("nothing"), None);
}

#[test]
fn administrators_alone_say_of_what() {
    for who in [client(), ana(), manager(), administrator()] {
        assert_eq!(sets_reasons(&who), who.role == Role::Administrator, "{}", who.name);
    }
}
