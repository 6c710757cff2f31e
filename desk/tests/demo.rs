//! The demo: believable, exact, and of nobody's database but its own.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

#[macro_use]
mod engines;

use chrono::{DateTime, TimeDelta};
use desk::demo::{self, DemoError, SIGN_INS, Summary};
use desk::{LiveDesk, NewPerson, OpenError, SignIn, SystemIds};
use domain::desk::BoardQuery;
use domain::port::{Boards, Desk};
use domain::sla::{Calendars, Look, Metric};
use domain::ticket::Event;
use domain::{Actor, CalendarId, Category, Role, Rules, Time};
use engines::{Base, StandingClock};
use sqlx::types::Json;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A weekday's noon, a Saturday's night, a Sunday before dawn, a holiday, New Year's midnight, the minutes
/// before the business hours' first warnings of a Monday, a lunch break; São Paulo is at UTC-3.
const STARTS: [&str; 7] = [
    "2026-03-04T15:00:00Z",
    "2026-03-08T02:10:00Z",
    "2026-03-08T06:00:00Z",
    "2026-09-07T14:30:00Z",
    "2027-01-01T03:00:00Z",
    "2026-03-09T10:25:00Z",
    "2026-11-23T15:45:12Z",
];

async fn fill(base: &Base, start: &str, tickets: usize) -> Summary {
    let clock = StandingClock::at(start);
    demo::fill(base.config(), clock, Arc::new(SystemIds), tickets, false).await.unwrap().unwrap()
}

on_both_engines!(
    r13_one_warns_and_one_breaches_within_two_minutes_at_any_hour,
    the_log_is_gap_free_and_in_order,
    the_board_has_its_shape,
    r14_every_clock_is_what_its_log_says,
    a_larger_desk_has_the_same_shape,
    a_demo_touches_no_other_database,
    a_demo_can_be_kept,
    a_large_demo_leaves_the_indexes_of_the_schema,
    everyone_can_sign_in,
    r18_comments_stay_among_the_team,
    r14_the_pair_rings_in_a_live_desk,
);
on_both_engines!(
    #[ignore = "takes a release build, and a minute"]
    a_hundred_thousand_in_a_minute
);

/// The instants at which the desk will say something: ticket, department, when, which look begins.
async fn alarms(base: &Base, after: Time, before: Time) -> Vec<(Uuid, String, Time, &'static str)> {
    type Row = (Uuid, String, i64, i64, bool, bool);
    let rows = rows!(
        base,
        Row,
        "SELECT k.ticket_id, d.slug, k.warn_at, k.due_at, k.warned, k.breached FROM sla_clock k
         JOIN ticket t ON t.account_id = k.account_id AND t.id = k.ticket_id
         JOIN department d ON d.account_id = t.account_id AND d.id = t.department_id
         WHERE k.state = 'running' AND NOT k.breached"
    );
    let mut alarms = vec![];
    for (ticket, slug, warn_at, due_at, warned, _) in rows {
        let warn = (!warned).then_some((warn_at, "warning"));
        for (ms, what) in warn.into_iter().chain([(due_at, "breach")]) {
            let at = DateTime::from_timestamp_millis(ms).unwrap();
            if at >= after && at < before {
                alarms.push((ticket, slug.clone(), at, what));
            }
        }
    }
    alarms.sort_by_key(|a| a.2);
    alarms
}

async fn r13_one_warns_and_one_breaches_within_two_minutes_at_any_hour(base: &Base) {
    for start in STARTS {
        let now: Time = start.parse().unwrap();
        let summary = fill(base, start, demo::TICKETS).await;
        let soon = alarms(base, Time::UNIX_EPOCH, now + TimeDelta::minutes(11)).await;
        let told: Vec<_> = soon.iter().map(|(_, slug, at, what)| (slug.as_str(), *at, *what)).collect();
        assert_eq!(
            told,
            [("suporte", summary.warns_at, "warning"), ("suporte", summary.breaches_at, "breach")],
            "{start}"
        );
        assert!(summary.warns_at > now + TimeDelta::seconds(20), "{start}: in time to look");
        assert!(summary.breaches_at < now + TimeDelta::seconds(120), "{start}");
        // What the board's alarm heap reads says the same.
        let first = rows!(base, (i64,), "SELECT MIN(alarm_at) FROM ticket");
        assert_eq!(first, [(summary.warns_at.timestamp_millis(),)], "{start}");
        // Whose card it is: open, and seen by the whole department.
        for (ticket, ..) in soon {
            let open =
                rows!(base, (Uuid, String), "SELECT id, category FROM ticket WHERE resolved_at IS NULL");
            assert!(open.iter().any(|(id, c)| *id == ticket && (c == "new" || c == "active")), "{start}");
        }
    }
}

async fn the_log_is_gap_free_and_in_order(base: &Base) {
    let summary = fill(base, STARTS[0], demo::TICKETS).await;
    let events =
        rows!(base, (i64, i32, Uuid, i64), "SELECT seq, n, ticket_id, at FROM event ORDER BY seq, n");
    let (mut seq, mut at) = (0, 0);
    for (next, n, _, time) in &events {
        assert!(*next == seq || (*next == seq + 1 && *n == 0), "{next} after {seq}");
        assert!(*time >= at, "time runs backwards at {next}");
        (seq, at) = (*next, *time);
    }
    assert!(at <= STARTS[0].parse::<Time>().unwrap().timestamp_millis(), "nothing lies in the future");
    let account = rows!(base, (i64, i64, bool), "SELECT seq, number, demo FROM account");
    assert_eq!(account, [(seq, 60, true)]);
    assert_eq!(summary.seq, seq);
    // Numbers follow the openings; a ticket's seq is its last event's.
    let mut opened: HashMap<Uuid, i64> = HashMap::new();
    let mut last: HashMap<Uuid, i64> = HashMap::new();
    for (seq, _, ticket, _) in &events {
        opened.entry(*ticket).or_insert(*seq);
        last.insert(*ticket, *seq);
    }
    let tickets = rows!(
        base,
        (Uuid, i64, i64, i64, i64),
        "SELECT t.id, number, t.seq, placed_seq, MAX(e.seq) FROM ticket t JOIN event e ON e.ticket_id = t.id \
         AND e.at * 1000 + e.public_tick = t.public_moment GROUP BY t.id, number, t.seq, placed_seq ORDER BY number"
    );
    let mut before = 0;
    for (number, (id, stored, seq, placed, public)) in (1..).zip(&tickets) {
        assert_eq!(number, *stored);
        assert!(opened[id] > before);
        before = opened[id];
        assert_eq!(last[id], *seq);
        assert!(before <= *placed && placed <= seq && before <= *public && public <= seq);
    }
    assert_eq!(tickets.len(), 60, "what clients know of each has its moment");
    // Moments grow as numbers do, and the account knows of all.
    let moments = rows!(
        base,
        (i64,),
        "SELECT DISTINCT at * 1000 + public_tick AS moment FROM event WHERE public_tick IS NOT NULL ORDER BY moment"
    );
    let in_order = rows!(
        base,
        (i64, i64),
        "SELECT DISTINCT at * 1000 + public_tick, seq FROM event WHERE public_tick IS NOT NULL ORDER BY seq"
    );
    assert_eq!(
        moments.iter().map(|(moment,)| *moment).collect::<Vec<_>>(),
        in_order.iter().map(|(moment, _)| *moment).collect::<Vec<_>>()
    );
    assert!(rows!(base, (i64,), "SELECT moment FROM account")[0].0 >= moments.last().unwrap().0);
    assert_eq!(rows!(base, (i64,), "SELECT COUNT(DISTINCT code) FROM ticket"), [(60,)]);
    assert_eq!(
        rows!(
            base,
            (i64,),
            "SELECT COUNT(*) FROM read_mark m JOIN ticket t ON t.id = m.ticket_id WHERE m.seq > t.seq"
        ),
        [(0,)]
    );
}

async fn the_board_has_its_shape(base: &Base) {
    fill(base, STARTS[1], demo::TICKETS).await;
    let columns = rows!(
        base,
        (i32, i64),
        "SELECT column_id, COUNT(*) FROM ticket GROUP BY column_id ORDER BY column_id"
    );
    assert_eq!(columns, [(1, 24), (2, 20), (3, 16)]);
    let count = |sql: &'static str| async move { rows!(base, (i64,), sql)[0].0 };
    assert_eq!(count("SELECT COUNT(DISTINCT priority) FROM ticket").await, 4);
    assert_eq!(count("SELECT COUNT(DISTINCT department_id) FROM ticket").await, 2);
    assert_eq!(count("SELECT COUNT(DISTINCT title) FROM ticket").await, 60);
    assert_eq!(count("SELECT COUNT(*) FROM organization").await, 8);
    assert_eq!(count("SELECT COUNT(*) FROM contact").await, 25);
    for (sql, least) in [
        ("SELECT COUNT(*) FROM ticket WHERE category = 'waiting_customer'", 3),
        ("SELECT COUNT(*) FROM ticket WHERE category = 'waiting_third_party'", 3),
        ("SELECT COUNT(*) FROM ticket WHERE resolved_at IS NOT NULL AND late", 3),
        ("SELECT COUNT(*) FROM ticket WHERE resolved_at IS NOT NULL AND NOT late", 8),
        ("SELECT COUNT(*) FROM ticket WHERE resolved_at IS NULL AND assignee_id IS NULL", 10),
        ("SELECT COUNT(*) FROM ticket WHERE resolved_at IS NULL AND NOT touched", 10),
        ("SELECT COUNT(*) FROM message", 80),
        ("SELECT COUNT(*) FROM internal_comment", 25),
    ] {
        let found = count(sql).await;
        assert!(found >= least, "{sql}: {found}");
    }
    // Late by different times, warned, in time: as of the start.
    let now = STARTS[1].parse::<Time>().unwrap().timestamp_millis();
    let running = rows!(base, (i64, i64), "SELECT warn_at, due_at FROM ticket WHERE sla_state = 'running'");
    let late = running.iter().filter(|(_, due)| *due <= now).count();
    let warned = running.iter().filter(|(warn, due)| *due > now && *warn <= now).count();
    assert!(
        late >= 8 && warned >= 4 && running.len() - late - warned >= 8,
        "{late} {warned} {}",
        running.len()
    );
    // The first client has something in each column, and something that waits.
    let mine = rows!(
        base,
        (i32, i64),
        "SELECT column_id, COUNT(*) FROM ticket WHERE requester_id =
         (SELECT contact_id FROM person WHERE email_key = 'cliente@demo.chama') GROUP BY column_id ORDER BY column_id"
    );
    assert!(mine.len() == 3 && mine.iter().all(|(_, n)| *n >= 2), "{mine:?}");
    // Keys of the manual order: no two alike in a column.
    let places = count("SELECT COUNT(*) FROM (SELECT DISTINCT column_id, place FROM ticket) AS p").await;
    assert_eq!(places, 60);
    // No board shows a resolved ticket that is older than a week.
    assert!(count("SELECT MIN(resolved_at) FROM ticket").await > now - 7 * 86_400_000);
}

type ClockRow = (Uuid, String, String, i64, i32, Option<i64>, i64, Option<i64>, Option<i64>, bool, bool);

/// Each clock against a reckoning from the log: the spans in which the promise was open, by calendar.
async fn r14_every_clock_is_what_its_log_says(base: &Base) {
    fill(base, STARTS[6], 240).await;
    let now: Time = STARTS[6].parse().unwrap();
    let rules = rows!(base, (Json<Rules>,), "SELECT rules FROM account").remove(0).0.0;
    let calendars = Calendars::of(&rules.sla).unwrap();
    let mut log: HashMap<Uuid, Vec<(Time, Event)>> = HashMap::new();
    let events =
        rows!(base, (Uuid, i64, Json<Event>), "SELECT ticket_id, at, data FROM event ORDER BY seq, n");
    for (ticket, at, Json(event)) in events {
        log.entry(ticket).or_default().push((DateTime::from_timestamp_millis(at).unwrap(), event));
    }
    let clocks = rows!(
        base,
        ClockRow,
        "SELECT ticket_id, metric, state, target_s, calendar, since, consumed_ms, due_at, warn_at, warned, breached
         FROM sla_clock WHERE state <> 'idle'"
    );
    let mut checked = HashMap::new();
    for (ticket, metric, state, target_s, calendar, since, consumed_ms, due_at, warn_at, warned, breached) in
        clocks
    {
        let calendar = calendars.get(CalendarId(calendar)).unwrap();
        let events = &log[&ticket];
        let spans = spans(&metric, events);
        let consumed: i64 =
            spans.iter().filter_map(|(a, b)| b.map(|b| calendar.open_ms_between(*a, b))).sum();
        assert_eq!(consumed_ms, consumed, "{metric} of {ticket}");
        let open = spans.last().filter(|(_, end)| end.is_none()).map(|(a, _)| *a);
        assert_eq!(since, open.map(|a| a.timestamp_millis()), "{metric} of {ticket}");
        assert_eq!(open.is_some(), state == "running", "{metric} of {ticket}");
        if let Some(open) = open {
            let left = target_s * 1_000 - consumed;
            // A promise broken before a pause keeps its deadline.
            if left > 0 {
                let due = calendar.after_open_ms(open, left).unwrap();
                assert_eq!(due_at, Some(due.timestamp_millis()), "{metric} of {ticket}");
                assert_eq!(
                    warn_at,
                    Some((due - TimeDelta::hours(1)).timestamp_millis()),
                    "{metric} of {ticket}"
                );
                assert_eq!(breached, due <= now, "{metric} of {ticket}");
                assert_eq!(warned, due - TimeDelta::hours(1) <= now, "{metric} of {ticket}");
            }
            *checked.entry(metric).or_insert(0) += 1;
        }
    }
    assert!(checked.len() == 3 && checked.values().all(|n| *n >= 5), "{checked:?}");
    // What the card shows is what its clocks say: the one that is due first.
    let cards = rows!(
        base,
        (Option<i64>, Option<i64>),
        "SELECT t.due_at, (SELECT MIN(k.due_at) FROM sla_clock k WHERE k.account_id = t.account_id
         AND k.ticket_id = t.id AND k.state = 'running') FROM ticket t"
    );
    assert!(cards.iter().all(|(card, clock)| card == clock));
    // A breach stands in the log once, at its true time.
    for events in log.values() {
        for metric in Metric::ALL {
            let breaches: Vec<_> = events
                .iter()
                .filter_map(|(at, e)| match e {
                    Event::SlaBreached { metric: m, due_at } if *m == metric => Some((*at, *due_at)),
                    _ => None,
                })
                .collect();
            assert!(breaches.iter().all(|(at, due)| at == due), "{breaches:?}");
            assert!(breaches.windows(2).all(|w| w[0].1 < w[1].1), "{breaches:?}");
        }
    }
}

/// The spans in which a promise was open, from the log alone.
fn spans(metric: &str, events: &[(Time, Event)]) -> Vec<(Time, Option<Time>)> {
    let mut spans: Vec<(Time, Option<Time>)> = vec![];
    let mut category = Category::New;
    let mut answered = false;
    let close = |spans: &mut Vec<(Time, Option<Time>)>, at| {
        if let Some((_, end)) = spans.last_mut()
            && end.is_none()
        {
            *end = Some(at);
        }
    };
    let is_open = |spans: &[(Time, Option<Time>)]| spans.last().is_some_and(|(_, end)| end.is_none());
    for (at, event) in events {
        match event {
            Event::Opened { .. } if metric != "next_response" => spans.push((*at, None)),
            Event::Replied { by: domain::ticket::Side::Team, .. } if metric != "resolution" => {
                answered = true;
                close(&mut spans, *at);
            }
            // A new promise: only the last one stands in the clock.
            Event::Replied { by: domain::ticket::Side::Client, .. }
                if metric == "next_response" && answered && !is_open(&spans) =>
            {
                spans = vec![(*at, None)];
            }
            Event::Moved { to_category, .. } => {
                let from = std::mem::replace(&mut category, *to_category);
                if to_category.is_resolved() {
                    close(&mut spans, *at);
                } else if metric == "resolution" {
                    let rests =
                        |c: Category| matches!(c, Category::WaitingCustomer | Category::WaitingThirdParty);
                    if rests(*to_category) {
                        close(&mut spans, *at);
                    } else if from.is_resolved() || rests(from) {
                        spans.push((*at, None));
                    }
                }
            }
            _ => {}
        }
    }
    spans
}

async fn a_larger_desk_has_the_same_shape(base: &Base) {
    let now: Time = STARTS[0].parse().unwrap();
    let summary = fill(base, STARTS[0], 1_200).await;
    let columns = rows!(
        base,
        (i32, i64),
        "SELECT column_id, COUNT(*) FROM ticket GROUP BY column_id ORDER BY column_id"
    );
    assert_eq!(columns, [(1, 480), (2, 400), (3, 320)]);
    let soon = alarms(base, Time::UNIX_EPOCH, now + TimeDelta::minutes(11)).await;
    let told: Vec<_> = soon.iter().map(|(_, slug, at, what)| (slug.as_str(), *at, *what)).collect();
    assert_eq!(told, [("suporte", summary.warns_at, "warning"), ("suporte", summary.breaches_at, "breach")]);
    assert!(summary.breaches_at < now + TimeDelta::seconds(120));
    let seqs = rows!(base, (i64, i64, i64), "SELECT COUNT(DISTINCT seq), MIN(seq), MAX(seq) FROM event");
    assert_eq!(seqs, [(summary.seq, 1, summary.seq)]);
    // Most of the resolved ones lie on the board.
    let recent = now.timestamp_millis() - 7 * 86_400_000;
    let resolved = rows!(base, (i64,), "SELECT resolved_at FROM ticket WHERE resolved_at IS NOT NULL");
    assert!(resolved.iter().filter(|(at,)| *at > recent).count() > 300);
    // Alarms go on all day, not all at once.
    let day = alarms(base, now, now + TimeDelta::hours(12)).await;
    assert!(day.len() > 100, "{}", day.len());
}

async fn a_demo_touches_no_other_database(base: &Base) {
    let clock = StandingClock::at(STARTS[0]);
    let desk = base.desk(&clock).await;
    let first = NewPerson {
        email: "helena@chama.example".to_owned(),
        name: "Helena".to_owned(),
        role: Role::Administrator,
        password: "uma senha bem longa".to_owned(),
        departments: vec![],
        organization: None,
    };
    desk.add_person(first).await.unwrap();
    for keep in [false, true] {
        let refused = demo::fill(base.config(), clock.clone(), Arc::new(SystemIds), 60, keep).await;
        assert!(matches!(refused, Err(DemoError::NotDemo)), "{refused:?}");
    }
    assert_eq!(rows!(base, (String,), "SELECT email FROM person"), [("helena@chama.example".into(),)]);
    assert_eq!(rows!(base, (i64,), "SELECT COUNT(*) FROM ticket"), [(0,)]);
}

/// All indexes of the database, each with how it is made.
async fn indexes(base: &Base) -> Vec<(String, Option<String>)> {
    let text = match base.kind {
        engines::Kind::Sqlite => "SELECT name, sql FROM sqlite_master WHERE type = 'index'",
        engines::Kind::Postgres => {
            "SELECT indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        }
    };
    let mut all = rows!(base, (String, Option<String>), text);
    for (_, made) in &mut all {
        *made = made.take().map(|text| text.replace("IF NOT EXISTS ", ""));
    }
    all.sort();
    all
}

async fn a_large_demo_leaves_the_indexes_of_the_schema(base: &Base) {
    base.desk(&StandingClock::at(STARTS[0])).await.close().await;
    let made_by_migrations = indexes(base).await;
    assert!(made_by_migrations.iter().any(|(name, _)| name == "ticket_place"));
    fill(base, STARTS[0], 1_000).await;
    assert_eq!(indexes(base).await, made_by_migrations);
}

async fn a_demo_can_be_kept(base: &Base) {
    let first = fill(base, STARTS[0], 60).await;
    let ids = || async { rows!(base, (Uuid,), "SELECT id FROM ticket ORDER BY id") };
    let before = ids().await;
    let clock = StandingClock::at(STARTS[2]);
    let kept = demo::fill(base.config(), clock.clone(), Arc::new(SystemIds), 60, true).await.unwrap();
    assert_eq!(kept, None);
    assert_eq!(ids().await, before);
    // One that was broken off half-way is not kept.
    run!(base, "UPDATE account SET seq = 0");
    assert!(demo::fill(base.config(), clock.clone(), Arc::new(SystemIds), 60, true).await.unwrap().is_some());
    // Made anew: nothing of the old one is left.
    let second = fill(base, STARTS[0], 60).await;
    assert_eq!((second.tickets, second.breaches_at), (60, first.breaches_at));
    let after = ids().await;
    assert!(after.len() == 60 && after.iter().all(|id| !before.contains(id)));
    assert_eq!(rows!(base, (i64,), "SELECT COUNT(*) FROM account"), [(1,)]);
    assert_eq!(rows!(base, (i64,), "SELECT COUNT(*) FROM person"), [(9,)]);
}

async fn everyone_can_sign_in(base: &Base) {
    fill(base, STARTS[0], 60).await;
    let desk = base.desk(&StandingClock::at(STARTS[0])).await;
    let mut actors: HashMap<&str, Actor> = HashMap::new();
    for (email, role) in SIGN_INS {
        let sign_in = SignIn {
            email: email.to_owned(),
            password: demo::PASSWORD.to_owned(),
            address: "127.0.0.1".parse().unwrap(),
        };
        let actor = desk.sign_in(sign_in).await.unwrap().actor;
        assert_eq!(actor.role, role, "{email}");
        actors.insert(email.split('@').next().unwrap(), actor);
    }
    assert_eq!(actors["agente"].departments, actors["agente2"].departments);
    assert_eq!(actors["gerente"].manages, actors["agente"].departments);
    assert_ne!(actors["agente"].departments, actors["agente3"].departments);
    assert_eq!(actors["agente3"].departments.len(), 1);
    assert!(actors["cliente"].organization.is_some());
    for same in ["cliente2", "gestor"] {
        assert_eq!(actors[same].organization, actors["cliente"].organization);
    }
    assert_ne!(actors["cliente3"].organization, actors["cliente"].organization);
}

/// Issue 2: 100,000 in under a minute, in a release build. Alone on the machine:
/// `cargo test --release -p desk --test demo -- --ignored --test-threads 1`.
async fn a_hundred_thousand_in_a_minute(base: &Base) {
    let begin = Instant::now();
    let summary = fill(base, STARTS[0], 100_000).await;
    let took = begin.elapsed();
    println!("{took:?} for {} commands", summary.seq);
    assert!(took < Duration::from_mins(1), "{took:?}");
    let now: Time = STARTS[0].parse().unwrap();
    let soon = alarms(base, Time::UNIX_EPOCH, now + TimeDelta::minutes(11)).await;
    assert_eq!(soon.len(), 2, "{soon:?}");
    assert!(summary.breaches_at < now + TimeDelta::seconds(120));
    let again = Instant::now();
    fill(base, STARTS[0], 60).await;
    println!("{:?} to wipe it and begin anew", again.elapsed());
}

async fn r18_comments_stay_among_the_team(base: &Base) {
    fill(base, STARTS[0], 60).await;
    let leaked = rows!(
        base,
        (i64,),
        "SELECT COUNT(*) FROM internal_comment c JOIN message m ON m.ticket_id = c.ticket_id AND m.text = c.text"
    );
    assert_eq!(leaked, [(0,)]);
    let lines = rows!(
        base,
        (i64,),
        "SELECT COUNT(*) FROM internal_comment c JOIN ticket t ON t.id = c.ticket_id AND t.last_line = c.text"
    );
    assert_eq!(lines, [(0,)]);
    // Every message and comment has its event, seen by its own side only.
    let public = rows!(
        base,
        (String, bool, i64),
        "SELECT kind, public_tick IS NOT NULL AS public, COUNT(*) FROM event WHERE kind IN ('replied', 'commented') GROUP BY kind, public ORDER BY kind"
    );
    let messages = rows!(base, (i64,), "SELECT COUNT(*) FROM message")[0].0;
    let comments = rows!(base, (i64,), "SELECT COUNT(*) FROM internal_comment")[0].0;
    assert_eq!(public, [("commented".into(), false, comments), ("replied".into(), true, messages)]);
    assert!(rows!(base, (String,), "SELECT text FROM message").iter().all(|(text,)| !text.contains('{')));
}

/// The desk goes on where the demo ends: an agent of "Suporte" sees both cards, the alarms fire, the log goes on.
async fn r14_the_pair_rings_in_a_live_desk(base: &Base) {
    let clock = StandingClock::at(STARTS[1]);
    let ids = Arc::new(SystemIds);
    let summary = demo::fill(base.config(), clock.clone(), ids.clone(), 60, false).await.unwrap().unwrap();
    let desk = LiveDesk::open(base.config(), clock.clone(), ids.clone()).await.unwrap();
    if base.kind == engines::Kind::Sqlite {
        let refused = demo::fill(base.config(), clock.clone(), ids.clone(), 60, false).await;
        assert!(matches!(refused, Err(DemoError::Open(OpenError::Locked(_)))), "{refused:?}");
    }
    let sign_in = SignIn {
        email: "agente@demo.chama".to_owned(),
        password: demo::PASSWORD.to_owned(),
        address: "127.0.0.1".parse().unwrap(),
    };
    let agent = desk.sign_in(sign_in).await.unwrap().actor;
    let looks = |board: domain::board::Board, now| {
        let cards = board.columns.into_iter().flat_map(|c| c.cards);
        cards.map(|c| (c.facts.id, c.facts.sla.look(now))).collect::<HashMap<_, _>>()
    };
    let query = BoardQuery::default();
    let board = desk.board(&agent, &query, None).await.unwrap();
    assert_eq!(board.seq, summary.seq);
    assert!(board.counts.views[0] >= 25, "{:?}", board.counts.views);
    let before = looks(board, desk.now());
    clock.advance(TimeDelta::seconds(120));
    let patience = Instant::now();
    let fired = loop {
        let fired = rows!(
            base,
            (i64, String, Uuid),
            "SELECT seq, kind, ticket_id FROM event WHERE kind IN ('sla_warned', 'sla_breached') ORDER BY seq DESC LIMIT 2"
        );
        if fired.iter().all(|(seq, ..)| *seq > summary.seq) {
            break fired;
        }
        assert!(patience.elapsed() < Duration::from_secs(10), "{fired:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    tokio::time::sleep(Duration::from_millis(700)).await;
    let after = desk.board(&agent, &query, None).await.unwrap();
    assert_eq!(after.seq, summary.seq + 2, "each once, and no other");
    let after = looks(after, desk.now());
    for (_, kind, ticket) in fired {
        let ticket = ticket.into();
        match kind.as_str() {
            "sla_warned" => {
                assert!(
                    matches!(before[&ticket], Look::InTime(_)) && matches!(after[&ticket], Look::Warning(_))
                );
            }
            _ => assert!(
                matches!(before[&ticket], Look::Warning(_)) && matches!(after[&ticket], Look::Late(_))
            ),
        }
    }
    desk.close().await;
}
