//! A program that is killed in the middle of its work loses nothing that it confirmed.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails its test")]

mod program;

use desk::{Clock, Config, Ids, SystemClock, SystemIds};
use domain::ticket::Move;
use domain::{Change, Command, Seq, StatusId, TicketId, Time};
use program::{Running, chama, sign_in, start};
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;

/// The demo's breach comes this long after the test's beginning: after the first kill, before the second start.
const BREACH: Duration = Duration::from_secs(25);

/// The machine's clock, that long ago.
struct Earlier(Duration);

impl Clock for Earlier {
    fn now(&self) -> Time {
        SystemClock.now() - self.0
    }
}

/// A move that was asked for, and what it was answered, if it was.
#[derive(Clone, Debug)]
struct Asked {
    op: Uuid,
    command: Command,
    seq: Option<Seq>,
}

struct Door {
    address: String,
    cookie: String,
    client: reqwest::Client,
}

impl Door {
    async fn of(running: &Running) -> Self {
        let (status, cookie) = sign_in(&running.1, "admin@demo.chama", "chama-demo").await;
        assert_eq!(status, 303);
        Self { address: running.1.clone(), cookie: cookie.unwrap(), client: reqwest::Client::new() }
    }

    /// The number of the command, or nothing where there was no answer.
    async fn execute(&self, op: Uuid, command: &Command) -> Option<Seq> {
        let response = self
            .client
            .post(format!("http://{}/api/execute", self.address))
            .header("sec-fetch-site", "same-origin")
            .header("cookie", &self.cookie)
            .json(&json!({ "op_id": op, "command": command }))
            .send()
            .await
            .ok()?;
        let status = response.status();
        let outcome: Value = response.json().await.ok()?;
        assert_eq!(status, 200, "{outcome}");
        Some(outcome["done"]["seq"].as_i64().expect("a number"))
    }
}

/// Moves a ticket to and fro, out of the status that it has, until the program answers no more.
async fn move_about(door: Arc<Door>, ticket: TicketId, status: i32, asked: Arc<Mutex<Vec<Asked>>>) {
    for n in status.. {
        let to = Move {
            status: StatusId(1 + n % 2),
            anchor: None,
            seen: Seq::MAX,
            confirm: true,
            reason: None,
            also: None,
        };
        let wish =
            Asked { op: SystemIds.uuid(), command: Command::Change(ticket, Change::Move(to)), seq: None };
        let at = {
            let mut asked = asked.lock().unwrap();
            asked.push(wish.clone());
            asked.len() - 1
        };
        let Some(seq) = door.execute(wish.op, &wish.command).await else { return };
        asked.lock().unwrap()[at].seq = Some(seq);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_confirmed_is_there_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("desk.db").to_string_lossy().into_owned();
    let config = Config { database: format!("sqlite:{file}"), build: "test".to_owned() };
    // A demo that was told a while ago, so that its breach is near.
    let ago = Duration::from_secs(78).checked_sub(BREACH).unwrap();
    let told = desk::demo::fill(config, Arc::new(Earlier(ago)), Arc::new(SystemIds), 40, false)
        .await
        .unwrap()
        .unwrap();
    let begin = told.seq;
    let read = || async { SqliteConnection::connect(&format!("sqlite:{file}")).await.unwrap() };
    let tickets: Vec<(Uuid,)> = sqlx::query_as(
        "SELECT id FROM ticket WHERE status_id = 2 AND (due_at IS NULL OR due_at > $1) ORDER BY id LIMIT 4",
    )
    .bind((SystemClock.now() + Duration::from_hours(1)).timestamp_millis())
    .fetch_all(&mut read().await)
    .await
    .unwrap();
    assert_eq!(tickets.len(), 4, "the demo has four that are worked on at leisure");

    let serve = || {
        start(chama(&[
            "serve",
            "--database",
            &file,
            "--listen",
            "127.0.0.1:0",
            "--base-url",
            "http://127.0.0.1:3999",
        ]))
    };
    let mut all: Vec<Asked> = vec![];
    for round in 0..4_u64 {
        let mut running = serve();
        let door = Arc::new(Door::of(&running).await);
        // What was confirmed before the kill is answered the same; what was not is done now, once.
        for wish in all.iter_mut().rev().take(60) {
            let seq = door.execute(wish.op, &wish.command).await.unwrap();
            let first = *wish.seq.get_or_insert(seq);
            assert_eq!(first, seq, "{wish:?}");
        }
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let mut movers = vec![];
        for (id,) in &tickets {
            let (status,): (i32,) = sqlx::query_as("SELECT status_id FROM ticket WHERE id = $1")
                .bind(id)
                .fetch_one(&mut read().await)
                .await
                .unwrap();
            movers.push(tokio::spawn(move_about(door.clone(), TicketId(*id), status, asked.clone())));
        }
        // In the middle of the work, however busy the machine is.
        let confirmed = || asked.lock().unwrap().iter().filter(|wish| wish.seq.is_some()).count();
        while confirmed() < 20 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(37 * round)).await;
        // SIGKILL: no farewell of any kind.
        running.0.kill().unwrap();
        running.0.wait().unwrap();
        for mover in movers {
            mover.await.unwrap();
        }
        let asked = Arc::into_inner(asked).unwrap().into_inner().unwrap();
        all.extend(asked);
        if round == 0 {
            assert!(SystemClock.now() < told.breaches_at, "the breach shall come while it is down");
            let wait = (told.breaches_at - SystemClock.now()).to_std().unwrap();
            tokio::time::sleep(wait + Duration::from_millis(1_500)).await;
        }
    }

    let mut conn = read().await;
    let (head,): (Seq,) = sqlx::query_as("SELECT seq FROM account").fetch_one(&mut conn).await.unwrap();
    let (numbers, last): (i64, Seq) =
        sqlx::query_as("SELECT COUNT(DISTINCT seq), MAX(seq) FROM event WHERE seq > $1")
            .bind(begin)
            .fetch_one(&mut conn)
            .await
            .unwrap();
    assert_eq!((numbers, last), (head - begin, head), "numbers without a gap");
    for wish in &all {
        let found: Vec<(Seq,)> = sqlx::query_as("SELECT DISTINCT seq FROM event WHERE op_id = $1")
            .bind(wish.op)
            .fetch_all(&mut conn)
            .await
            .unwrap();
        match wish.seq {
            Some(seq) => assert_eq!(found, [(seq,)], "confirmed: {wish:?}"),
            None => assert!(found.len() <= 1, "done twice: {wish:?}"),
        }
    }
    let breaches: Vec<(Seq, i64, String)> =
        sqlx::query_as("SELECT seq, at, data FROM event WHERE seq > $1 AND kind = 'sla_breached'")
            .bind(begin)
            .fetch_all(&mut conn)
            .await
            .unwrap();
    let [(_, at, data)] = breaches.as_slice() else { panic!("one breach, once: {breaches:?}") };
    assert!(*at > told.breaches_at.timestamp_millis(), "recorded after the restart");
    assert!(*at > (told.breaches_at + Duration::from_secs(1)).timestamp_millis(), "it was down at that time");
    let due = told.breaches_at.timestamp_millis();
    assert!(data.contains(&due.to_string()), "with its true time, {due}: {data}");
}
