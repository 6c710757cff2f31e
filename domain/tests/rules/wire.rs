//! What goes over the wire or into the database comes back as it was, reads as it always did, and its times are integer
//! milliseconds.
//!
//! `domain/tests/wire/` holds the golden files: for each type a line of JSON for each of its samples. What stands there
//! lies in databases and in browsers of yesterday, so a file may gain lines, and changes its lines only together with
//! something that still reads the old ones. `CHAMA_WRITE_WIRE=1` writes them anew.

use crate::world::{ACTIVE, DONE, NFE, TICKET};
use crate::world::{
    World, ana, assign, at, bruno, client, comment, manager, move_to, priority, reply, reply_then,
};
use domain::board::{
    Board, BoardColumn, Card, ColumnCounts, ColumnPage, Counts, DepartmentName, Filter, From, Inside,
    NewView, Order, SavedView, SortKey, Summary, Swimlane, SwimlaneCounts, SwimlaneName, Swimlanes, Top,
    View,
};
use domain::desk::{BoardQuery, Done, Load, MyTickets, Outcome, Page, Tab, TicketPage};
use domain::feed::{
    ClientBody, ClientCard, ClientFrame, ClientTicket, ContactCard, Doing, Entry, Here, InternalComment,
    Packet, Present, TeamBody, TeamFrame, TeamTicket,
};
use domain::people::{Audience, Permission};
use domain::reason::{ReasonFor, Reasons};
use domain::rules::{BoardRules, NewLimit, PriorityMode, WipLimit};
use domain::samples::Samples;
use domain::sla::{
    CalendarPlan, Clock, ClockState, Clocks, Closed, FaceState, Holiday, Metric, SlaFace, SlaRules, Targets,
    Window,
};
use domain::status::Column;
use domain::tag::{Tag, TagChange, Tags};
use domain::ticket::{
    Also, Anchor, Facts, Field, Move, OpenTicket, PersonRef, Reply, Side, Tagging, Talk, Undone, Visibility,
    WokenBy, old_words,
};
use domain::{Actor, Category, Change, Command, Event, Permissions, Priority, Refusal, Role, Rules, Status};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::{env, fs};

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

/// What may be sent.
trait Wire: Serialize + DeserializeOwned + PartialEq + Debug {}
impl<T: Serialize + DeserializeOwned + PartialEq + Debug> Wire for T {}

/// There and back again; the text is returned.
fn sent<T: Wire>(value: &T) -> String {
    let text = serde_json::to_string(value).unwrap();
    times_are_milliseconds(&serde_json::from_str(&text).unwrap(), "");
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value, "{text}");
    text
}

/// A ticket with a full life, and all its events.
fn lived() -> Vec<Event> {
    let mut world = World::new();
    let mut ticket = world.opened(0);
    let mut events = world.alarm(&mut ticket, 200);
    let steps = [
        (ana(), comment()),
        (ana(), reply_then(Some(ACTIVE))),
        (ana(), priority(Priority::Urgent)),
        (client(), reply()),
        (ana(), Change::Move(Move { anchor: Some(Anchor::default()), ..Move::to(ACTIVE, 99) })),
        (manager(), assign(Some(&bruno()))),
        (manager(), Change::Tag(Tagging { tag: NFE, on: true }).because("É nota")),
        (manager(), Change::Snooze(Some(at(9_500)))),
    ];
    for (n, (actor, command)) in (300..).zip(steps) {
        events.extend(world.done(&mut ticket, &actor, &command, n));
    }
    events.extend(world.alarm(&mut ticket, 9_000));
    events.extend(world.done(&mut ticket, &manager(), &move_to(DONE), 9_001));
    events.extend(world.done(&mut ticket, &manager(), &Change::Archive(true), 9_002));
    let of = ticket.facts.seq;
    events.extend(world.undo(&mut ticket, &manager(), of, 9_003).unwrap());
    events
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wire")
}

/// The samples of a type against its golden file.
fn golden<T: Wire + Samples>(name: &str) {
    let lines: String = T::samples().iter().map(|sample| sent(sample) + "\n").collect();
    let file = folder().join(name).with_extension("jsonl");
    if env::var_os("CHAMA_WRITE_WIRE").is_some() {
        fs::write(&file, &lines).unwrap();
    }
    let known = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(lines, known, "{name}: databases and browsers of yesterday say it otherwise (see above)");
}

/// Checks the golden file of each type, and that each type which can be sent has one.
macro_rules! golden {
    ($($type:ty: $name:literal,)*) => {
        #[test]
        fn everything_reads_as_it_always_did() {
            $(golden::<$type>($name);)*
        }

        const FILES: &[&str] = &[$($name),*];
    };
}

golden! {
    Actor: "actor",
    Also: "also",
    Anchor: "anchor",
    Audience: "audience",
    Board: "board",
    BoardColumn: "board_column",
    BoardQuery: "board_query",
    BoardRules: "board_rules",
    CalendarPlan: "calendar_plan",
    Card: "card",
    Category: "category",
    Change: "change",
    ClientBody: "client_body",
    ClientCard: "client_card",
    ClientTicket: "client_ticket",
    Clock: "clock",
    ClockState: "clock_state",
    Clocks: "clocks",
    Closed: "closed",
    Column: "column",
    ColumnCounts: "column_counts",
    ColumnPage: "column_page",
    Command: "command",
    ContactCard: "contact_card",
    Counts: "counts",
    DepartmentName: "department_name",
    Doing: "doing",
    Done: "done",
    Entry<TeamBody>: "entry",
    Event: "event",
    FaceState: "face_state",
    Facts: "facts",
    Field: "field",
    Filter: "filter",
    TeamFrame: "frame",
    ClientFrame: "frame_client",
    From: "from",
    Here: "here",
    Holiday: "holiday",
    Inside: "inside",
    InternalComment: "internal_comment",
    Load: "load",
    Metric: "metric",
    Move: "move",
    MyTickets: "my_tickets",
    NewLimit: "new_limit",
    NewView: "new_view",
    OpenTicket: "open_ticket",
    Order: "order",
    Outcome: "outcome",
    Packet<TeamFrame>: "packet",
    Packet<ClientFrame>: "packet_client",
    Page<ClientTicket>: "page",
    Permission: "permission",
    Permissions: "permissions",
    PersonRef: "person_ref",
    Present: "present",
    Priority: "priority",
    PriorityMode: "priority_mode",
    ReasonFor: "reason_for",
    Reasons: "reasons",
    Refusal: "refusal",
    Reply: "reply",
    Role: "role",
    Rules: "rules",
    SavedView: "saved_view",
    Side: "side",
    SlaFace: "sla_face",
    SlaRules: "sla_rules",
    SortKey: "sort_key",
    Status: "status",
    Summary: "summary",
    Swimlane: "swimlane",
    SwimlaneCounts: "swimlane_counts",
    SwimlaneName: "swimlane_name",
    Swimlanes: "swimlanes",
    Tab: "tab",
    Tag: "tag",
    TagChange: "tag_change",
    Tagging: "tagging",
    Tags: "tags",
    Talk: "talk",
    Targets: "targets",
    TeamBody: "team_body",
    TeamTicket: "team_ticket",
    TicketPage: "ticket_page",
    Top: "top",
    Undone: "undone",
    View: "view",
    Visibility: "visibility",
    Window: "window",
    WipLimit: "wip_limit",
    WokenBy: "woken_by",
}

/// The types of the crate that can be sent, by their names in its source: `TicketPage` is `ticket_page`.
fn types_in(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            types_in(&path, found);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let mut can_be_sent = false;
        for line in text.lines() {
            if line.starts_with("#[derive(") {
                can_be_sent = line.contains("Serialize");
            } else if let Some(rest) = line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum "))
                && std::mem::take(&mut can_be_sent)
            {
                let name = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap();
                let snake = name.chars().enumerate().fold(String::new(), |snake, (at, c)| {
                    let dash = if at > 0 && c.is_uppercase() { "_" } else { "" };
                    snake + dash + &c.to_lowercase().to_string()
                });
                found.insert(snake);
            }
        }
    }
}

#[test]
fn every_type_that_can_be_sent_has_a_golden_file() {
    let mut types = BTreeSet::new();
    types_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut types);
    assert!(types.len() > 70, "the source was read: {}", types.len());
    let without: Vec<_> = types.iter().filter(|name| !FILES.contains(&name.as_str())).collect();
    assert!(without.is_empty(), "they need samples and a line above: {without:?}");
    let files =
        fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path().file_stem().unwrap().to_owned());
    let left_over: Vec<_> = files.filter(|file| !FILES.iter().any(|name| file == *name)).collect();
    assert!(left_over.is_empty(), "nobody reads them: {left_over:?}");
}

#[test]
fn a_client_reads_no_team_entry() {
    let public = |body: &TeamBody| matches!(body, TeamBody::Public(_));
    for body in TeamBody::samples() {
        let read = serde_json::from_str::<ClientBody>(&sent(&body));
        assert!(read.is_err(), "{body:?}");
    }
    assert!(TeamBody::samples().iter().any(public));
    for frame in ClientFrame::samples() {
        let text = sent(&frame);
        assert!(!text.contains("omment"), "a client's frame has no room for an internal comment: {text}");
    }
}

#[test]
fn where_a_person_is_reads_as_browsers_say_it() {
    let here = sent(&Here { ticket: Some(TICKET), doing: Doing::Dragging });
    assert_eq!(here, format!(r#"{{"ticket":"{TICKET}","doing":"dragging"}}"#));
    assert_eq!(sent(&Here { ticket: None, doing: Doing::Viewing }), r#"{"ticket":null,"doing":"viewing"}"#);
}

#[test]
fn what_is_not_known_of_a_command_is_refused_not_dropped() {
    let text = sent(&move_to(DONE).of(TICKET)).replace("\"seen\"", "\"force\":true,\"seen\"");
    assert!(serde_json::from_str::<Command>(&text).is_err());
}

/// Commands as the release before wrote them: they wait in browsers, and stand behind remembered answers.
#[test]
fn a_command_in_the_old_words_is_the_same_command() {
    let old: Vec<&str> = include_str!("../command_0_1.jsonl").lines().collect();
    let commands: Vec<Command> = old.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let all: Vec<Command> = Command::samples();
    let mut kinds: Vec<_> = all.iter().filter_map(Command::change).map(std::mem::discriminant).collect();
    kinds.retain(|kind| {
        !commands.iter().filter_map(Command::change).any(|change| std::mem::discriminant(change) == *kind)
    });
    assert!(kinds.is_empty(), "each kind of change had its words: {kinds:?}");
    for (line, command) in old.iter().zip(&commands) {
        assert_eq!(&serde_json::from_str::<Command>(&sent(command)).unwrap(), command, "{line}");
        if let Some(words) = old_words(command) {
            assert_eq!(
                &serde_json::to_string(&words).unwrap(),
                line,
                "what the desk remembers is found under its old words"
            );
        }
    }
    assert_eq!(commands.iter().filter(|command| old_words(command).is_none()).count(), 1, "a new ticket");
}

#[test]
fn events_of_every_kind() {
    let events = lived();
    let kinds = |events: &[Event]| events.iter().map(Event::kind).collect::<BTreeSet<_>>();
    let (all, mut happened) = (kinds(&Event::samples()), kinds(&events));
    happened.insert("opened");
    assert_eq!(happened, all, "a full life knows them all");
    for event in events.iter().chain(&Event::samples()) {
        let text = sent(event);
        // The word beside the event in the database is the word inside of it.
        assert!(text.starts_with(&format!("{{\"{}\":", event.kind())), "{text}");
    }
}

#[test]
fn a_move_of_an_older_browser_changes_nothing_else() {
    let text = sent(&move_to(DONE).of(TICKET)).replace(",\"also\":null", "");
    assert!(!text.contains("also"));
    assert_eq!(serde_json::from_str::<Command>(&text).unwrap(), move_to(DONE).of(TICKET));
}

#[test]
fn a_server_that_does_not_name_the_rules_version_yet_is_understood() {
    let old = r#"{"hello":{"seq":1,"now":0,"build":"a","online":0}}"#;
    assert!(matches!(serde_json::from_str::<Packet<TeamFrame>>(old), Ok(Packet::Hello { rules: 0, .. })));
}

#[test]
fn the_word_of_the_database_is_the_word_of_the_wire() {
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
