//! What goes over the wire comes back as it was, and its times are integer milliseconds.

use crate::world::{
    ACTIVE, DONE, FINANCE, SUPPORT, TICKET, World, ana, assign, at, cancel, client, comment, into_lane,
    manager, move_to, name_of, new_ticket, priority, reply, reply_then,
};
use domain::board::{
    Board, BoardColumn, Card, ColumnCounts, ColumnPage, Counts, DepartmentName, Filter, From, Inside, Order,
    SavedView, Summary, Swimlane, SwimlaneCounts, SwimlaneName, Swimlanes, Top, View,
};
use domain::desk::{BoardQuery, Done, MyTickets, Outcome, Page, Tab, TicketPage};
use domain::feed::{
    ClientBody, ClientCard, ClientFrame, ClientTicket, ContactCard, Doing, Entry, Frame, Here,
    InternalComment, Packet, Present, TeamBody, TeamFrame, TeamTicket,
};
use domain::rules::{BoardRules, WipLimit};
use domain::sla::{CalendarPlan, Closed, Holiday, Metric};
use domain::ticket::{Also, Anchor, Field, Move, Side, WokenBy};
use domain::{
    Category, ColumnId, Command, Event, OpId, Priority, Refusal, Role, Rules, Status, StatusId, Ticket,
    ViewId,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt::Debug;
use uuid::Uuid;

/// Fields that hold an instant.
const TIMES: [&str; 13] = [
    "at",
    "now",
    "created_at",
    "updated_at",
    "resolved_at",
    "due_at",
    "warn_at",
    "since",
    "met_at",
    "first_met_at",
    "oldest",
    "snoozed_until",
    "until",
];

fn times_are_milliseconds(value: &Value, path: &str) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if TIMES.contains(&name.as_str()) {
                    assert!(value.is_i64() || value.is_null(), "{path}.{name} = {value}");
                }
                times_are_milliseconds(value, &format!("{path}.{name}"));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| times_are_milliseconds(item, path)),
        Value::String(text) => {
            assert!(chrono::DateTime::parse_from_rfc3339(text).is_err(), "{path} = {text}");
        }
        _ => {}
    }
}

/// There and back again; the text is returned.
fn sent<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> String {
    let text = serde_json::to_string(value).unwrap();
    times_are_milliseconds(&serde_json::from_str(&text).unwrap(), "");
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value, "{text}");
    text
}

/// A ticket with a full life, and all its events.
fn lived() -> (World, Ticket, Vec<Event>) {
    let mut world = World::new();
    let mut ticket = world.opened(0);
    let mut events = world.alarm(&mut ticket, 200);
    let steps = [
        (ana(), comment()),
        (ana(), reply_then(Some(ACTIVE))),
        (ana(), priority(Priority::Urgent)),
        (client(), reply()),
        (
            ana(),
            Command::Move(
                TICKET,
                Move {
                    status: ACTIVE,
                    anchor: Some(Anchor::default()),
                    seen: 99,
                    confirm: false,
                    reason: None,
                    also: None,
                },
            ),
        ),
        (manager(), assign(Some(&crate::world::bruno()))),
        (manager(), Command::Snooze(TICKET, Some(at(9_500)))),
    ];
    for (n, (actor, command)) in (300..).zip(steps) {
        events.extend(world.done(&mut ticket, &actor, &command, n));
    }
    events.extend(world.alarm(&mut ticket, 9_000));
    events.extend(world.done(&mut ticket, &manager(), &move_to(DONE), 9_001));
    events.extend(world.done(&mut ticket, &manager(), &Command::Archive(TICKET, true), 9_002));
    let of = ticket.facts.seq;
    events.extend(world.undo(&mut ticket, &manager(), of, 9_003).unwrap());
    (world, ticket, events)
}

fn card(ticket: &Ticket) -> Card {
    Card {
        facts: ticket.facts.clone(),
        number: 1_042,
        title: "Aspas \" e quebra\nde linha".into(),
        contact: "João".into(),
        organization: None,
        assignee: Some(name_of(&ana())),
        messages: 2,
        comments: 1,
        last_line: Some("Bom dia".into()),
        unread: true,
    }
}

fn client_card() -> ClientCard {
    ClientCard {
        id: TICKET,
        seq: 9,
        number: 1,
        title: "Nota".into(),
        status: ACTIVE,
        status_name: None,
        category: Category::Active,
        priority: Priority::High,
        requester: "João".into(),
        requester_id: client().contact.unwrap(),
        created_at: at(0),
        updated_at: at(1),
        messages: 3,
        unread: false,
    }
}

fn entry<Body>(body: Body) -> Entry<Body> {
    Entry { seq: 4, n: 1, at: at(7), actor: None, body }
}

fn client_bodies() -> Vec<ClientBody> {
    vec![
        ClientBody::Opened,
        ClientBody::Message { id: Uuid::from_u128(3), by: Side::Client, text: "Olá".into() },
        ClientBody::Moved {
            from: ACTIVE,
            from_category: Category::Active,
            to: DONE,
            to_category: Category::Done,
            reason: Some("Pronto".into()),
        },
        ClientBody::PriorityChanged { from: Priority::Low, to: Priority::Urgent },
    ]
}

fn team_bodies() -> Vec<TeamBody> {
    let mut bodies: Vec<_> = client_bodies().into_iter().map(TeamBody::Public).collect();
    bodies.extend([
        TeamBody::Comment(InternalComment { id: Uuid::from_u128(4), text: "Só nós".into() }),
        TeamBody::Assigned { from: None, to: Some(name_of(&ana())), by_acting: true },
        TeamBody::SlaWarned { metric: Metric::FirstResponse },
        TeamBody::SlaBreached { metric: Metric::NextResponse, due_at: at(-5) },
        TeamBody::Snoozed { until: at(90) },
        TeamBody::Woken { by: WokenBy::Sla },
        TeamBody::Archived { archived: true },
    ]);
    bodies
}

fn frame<C, B>(card: Option<C>, bodies: Vec<B>) -> Frame<C, B> {
    Frame {
        seq: 12,
        op_id: Some(OpId(Uuid::from_u128(8))),
        at: at(3),
        actor: Some(name_of(&ana())),
        ticket: TICKET,
        card,
        entries: bodies.into_iter().map(entry).collect(),
    }
}

#[test]
fn frames_and_packets() {
    let (_, ticket, _) = lived();
    let team: TeamFrame = frame(Some(card(&ticket)), team_bodies());
    let clients: ClientFrame = frame(Some(client_card()), client_bodies());
    sent(&team);
    sent(&clients);
    sent(&frame::<Card, TeamBody>(None, vec![]));
    sent(&Packet::Frame { seq: 12, prev: 9, unread: true, body: team.clone() });
    let text = sent(&Packet::Frame { seq: 12, prev: 9, unread: true, body: clients });
    assert!(!text.contains("omment"), "a client's frame has no room for an internal comment: {text}");
    let people = vec![Present { person: name_of(&ana()), doing: Doing::Typing }];
    let rules = Box::new(domain::rules::BoardRules::default());
    let others: [Packet<TeamFrame>; 5] = [
        Packet::Rules { version: 8, rules },
        Packet::Presence { ticket: TICKET, people },
        Packet::Hello { seq: 1, now: at(0), build: "0.1.0".into(), online: 3, rules: 7 },
        Packet::Reset,
        Packet::Beat { seq: 1, now: at(0), online: 3 },
    ];
    for packet in &others {
        sent(packet);
    }
    // A server that does not name the rules' version yet.
    let old = r#"{"hello":{"seq":1,"now":0,"build":"a","online":0}}"#;
    assert!(matches!(serde_json::from_str::<Packet<TeamFrame>>(old), Ok(Packet::Hello { rules: 0, .. })));
    let here = sent(&Here { ticket: Some(TICKET), doing: Doing::Dragging });
    assert_eq!(here, format!(r#"{{"ticket":"{TICKET}","doing":"dragging"}}"#));
    assert_eq!(sent(&Here { ticket: None, doing: Doing::Viewing }), r#"{"ticket":null,"doing":"viewing"}"#);
}

#[test]
fn a_client_reads_no_team_entry() {
    for body in team_bodies() {
        let text = sent(&body);
        let read = serde_json::from_str::<ClientBody>(&text);
        assert!(read.is_err(), "{text}");
    }
}

#[test]
fn commands() {
    let mut commands = vec![
        move_to(DONE),
        cancel(Some("Repetido")),
        priority(Priority::High),
        assign(None),
        assign(Some(&ana())),
        comment(),
        reply(),
        reply_then(Some(DONE)),
        Command::Open(new_ticket(client().contact)),
        Command::Snooze(TICKET, Some(at(60))),
        Command::Snooze(TICKET, None),
        Command::Archive(TICKET, true),
        Command::Undo(TICKET, 1 << 50),
    ];
    let anchor = Some(Anchor { after: Some(TICKET), before: None });
    commands.push(Command::Move(
        TICKET,
        Move { status: DONE, anchor, seen: 1 << 50, confirm: true, reason: None, also: None },
    ));
    for also in [Also::Assign(None), Also::Assign(Some(ana().person)), Also::Priority(Priority::Urgent)] {
        commands.push(into_lane(DONE, also));
    }
    for command in &commands {
        sent(command);
    }
    // What is not known is refused, not dropped.
    let text = sent(&commands[0]).replace("\"seen\"", "\"force\":true,\"seen\"");
    assert!(serde_json::from_str::<Command>(&text).is_err());
}

#[test]
fn refusals_and_outcomes() {
    let refusals = [
        Refusal::Unseen,
        Refusal::NotPermitted,
        Refusal::NotResponsible,
        Refusal::NotInDepartment,
        Refusal::NotAssignable,
        Refusal::NoTransition { to: DONE },
        Refusal::UnknownStatus,
        Refusal::OpenChildren { count: 2 },
        Refusal::WipLimit { limit: 3 },
        Refusal::Stale { by: "Ana".into(), at: at(1), status: DONE, seq: 7 },
        Refusal::PriorityByRules,
        Refusal::Cancelled,
        Refusal::NotOpen,
        Refusal::NotFinished,
        Refusal::SnoozeTime { days: 365 },
        Refusal::Empty { field: Field::Reason },
        Refusal::TooLong { field: Field::Title, max: 200 },
        Refusal::Unwritable { field: Field::Message },
        Refusal::UnknownContact,
        Refusal::UnknownDepartment,
        Refusal::OpReused,
    ];
    for refusal in refusals {
        sent(&refusal);
        sent(&Outcome::Refused(refusal));
    }
    sent(&Outcome::Done(Done { ticket: TICKET, seq: 4, linked: true }));
}

#[test]
fn events_of_every_kind() {
    let (_, _, events) = lived();
    let mut kinds: Vec<_> = events.iter().map(Event::kind).collect();
    kinds.push("opened");
    kinds.sort_unstable();
    kinds.dedup();
    let all = [
        "archived",
        "assigned",
        "clocks_set",
        "commented",
        "moved",
        "opened",
        "placed",
        "priority_changed",
        "replied",
        "sla_breached",
        "sla_warned",
        "snoozed",
        "undone",
        "woken",
    ];
    assert_eq!(kinds, all);
    let place = "V00010".to_owned();
    sent(&Event::Opened {
        department: SUPPORT,
        priority: Priority::Low,
        status: ACTIVE,
        by: Side::Team,
        place,
    });
    for event in &events {
        let text = sent(event);
        // The word beside the event in the database is the word inside of it.
        assert!(text.starts_with(&format!("{{\"{}\":", event.kind())), "{text}");
    }
}

#[test]
fn a_move_of_an_older_browser_changes_nothing_else() {
    let text = sent(&move_to(DONE)).replace(",\"also\":null", "");
    assert!(!text.contains("also"));
    assert_eq!(serde_json::from_str::<Command>(&text).unwrap(), move_to(DONE));
}

#[test]
fn boards() {
    let (world, ticket, _) = lived();
    let key = Order::Priority.key(&ticket.facts);
    let cards = vec![card(&ticket)];
    for from in [From::At(3), From::After(key.clone()), From::Before(key.clone())] {
        sent(&from);
    }
    sent(&ColumnPage { seq: 3, above: 7, cards: cards.clone(), next: Some(key.clone()), prev: None });
    let counts = Counts {
        columns: vec![ColumnCounts { cards: 1, late: 1, soon: 0, free: 0, oldest: Some(at(0)) }],
        whole: vec![4],
        lanes: vec![SwimlaneCounts { lane: Swimlane::Agent(None), columns: vec![] }],
        views: [1, 2, 3, 4, 5, 6],
        limits: vec![Inside { department: SUPPORT, column: ColumnId(2), cards: 4 }],
    };
    sent(&Summary { seq: 3, counts: counts.clone(), above: vec![0, 9] });
    for lanes in Swimlanes::ALL {
        sent(&BoardQuery { filter: Filter::default(), order: Order::Manual, lanes });
        if let Some(lane) = lanes.lane(&ticket.facts) {
            sent(&Top { column: ColumnId(1), lane: Some(lane), key: key.clone() });
        }
    }
    sent(&Board {
        seq: 9,
        now: at(5),
        viewer: ana(),
        rules: world.rules.board,
        departments: vec![DepartmentName { id: SUPPORT, name: "Suporte".into(), slug: "suporte".into() }],
        views: vec![SavedView {
            id: ViewId(Uuid::from_u128(8)),
            name: "Meus de hoje".into(),
            query: BoardQuery { order: Order::Oldest, ..BoardQuery::default() },
            shared: true,
            own: false,
        }],
        filter: Filter { view: View::OnHold, department: Some(FINANCE), text: "pao".into() },
        order: Order::Sla,
        lanes: Swimlanes::Priority,
        rows: vec![SwimlaneName { lane: Swimlane::Department(SUPPORT), name: Some("Suporte".into()) }],
        more_lanes: 2,
        columns: vec![BoardColumn {
            id: ColumnId(1),
            lane: Some(Swimlane::Priority(Priority::Low)),
            cards,
            next: Some(key),
        }],
        counts,
    });
}

#[test]
fn pages() {
    let (world, ticket, _) = lived();
    let team = TeamTicket {
        card: card(&ticket),
        description: "Desde hoje".into(),
        department: "Suporte".into(),
        contact: ContactCard {
            name: "João".into(),
            email: None,
            phone: Some("11".into()),
            organization: None,
        },
        clocks: Metric::ALL.map(|m| (m, *ticket.clocks.of(m))).to_vec(),
        entries: team_bodies().into_iter().map(entry).collect(),
        assignable: vec![name_of(&ana())],
    };
    let clients = ClientTicket {
        card: client_card(),
        description: "Desde hoje".into(),
        entries: client_bodies().into_iter().map(entry).collect(),
        own: true,
    };
    let (rules, now) = (world.rules.board, at(9));
    sent(&TicketPage::Team(Box::new(Page {
        seq: 1,
        now,
        viewer: ana(),
        rules: rules.clone(),
        content: team,
    })));
    sent(&TicketPage::Client(Box::new(Page { seq: 1, now, viewer: client(), rules, content: clients })));
    for tab in [Tab::Open, Tab::Finished] {
        sent(&tab);
    }
    let mine = MyTickets {
        seq: 1,
        now,
        viewer: client(),
        open: 1,
        finished: 2,
        tickets: vec![client_card()],
        next: Some(3),
    };
    sent(&mine);
}

#[test]
fn rules_and_words() {
    let mut rules = Rules::default();
    rules.board.limits.push(WipLimit { department: SUPPORT, column: ColumnId(2), limit: 3, hard: true });
    rules.board.statuses.push(Status {
        id: StatusId(70),
        category: Category::AwaitingRating,
        column: ColumnId(3),
        name: Some("Em avaliação".into()),
    });
    let plan: &mut CalendarPlan = &mut rules.sla.calendars[0];
    let day = chrono::NaiveDate::from_ymd_opt(2026, 12, 24).unwrap();
    plan.closed.push(Closed { on: Holiday::Once(day), from: 46_800, to: 86_400 });
    sent(&rules);
    sent(&BoardRules::default());
    // The word of the database is the word of the wire.
    for category in Category::ALL {
        assert_eq!(sent(&category), format!("\"{}\"", category.as_str()));
        assert_eq!(Category::read(category.as_str()), Some(category));
    }
    for priority in Priority::ALL {
        assert_eq!(sent(&priority), format!("\"{}\"", priority.as_str()));
        assert_eq!(Priority::read(priority.as_str()), Some(priority));
    }
    for role in Role::ALL {
        assert_eq!(sent(&role), format!("\"{}\"", role.as_str()));
        assert_eq!(Role::read(role.as_str()), Some(role));
    }
    for metric in Metric::ALL {
        assert_eq!(sent(&metric), format!("\"{}\"", metric.as_str()));
    }
}
