//! Moves a second through `Desk::execute`, against the same statements in the same batches on the bare database.
//!
//! Each line `| what | goal | measured | baseline | ratio |` is a row of `BENCHMARKS.md`. PostgreSQL is the one that
//! `DATABASE_URL_TEST` names; without one it is left out.

mod bare;

use bare::Written;
use desk::demo::PASSWORD;
use desk::{Config, Ids, LiveDesk, SignIn, SystemClock, SystemIds};
use domain::desk::Outcome;
use domain::port::{Boards, Commands, Settings};
use domain::rules::NewLimit;
use domain::ticket::{Anchor, Move};
use domain::{Change, Command, OpId, StatusId, TicketId};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, SqliteConnection};
use std::collections::HashMap;
use std::error::Error;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use uuid::Uuid;

type Failed = Box<dyn Error>;

const TICKETS: usize = 5_000;
/// Moves of one run, and of one with a single caller: each of its moves is a transaction of its own.
const MOVES: usize = 1_920;
const MOVES_OF_ONE: usize = 480;
/// Runs of each kind; the median counts.
const ROUNDS: usize = 3;
const CALLERS: [usize; 3] = [1, 8, 64];
/// Durable moves a second with several callers, and how much of the bare statements' (`race.md`).
const A_SECOND: f64 = 1_500.0;
const OF_BARE: f64 = 0.5;
/// "Novo" and "Em andamento", each in the column of the same number.
const STATUSES: [i32; 2] = [1, 2];

/// Which card each request named as its neighbour.
#[derive(Default)]
struct Anchors(Mutex<HashMap<Uuid, Uuid>>);

impl Anchors {
    fn of(&self, op: Uuid) -> Option<Uuid> {
        self.0.lock().ok()?.get(&op).copied()
    }

    fn put(&self, op: Uuid, ticket: Uuid) {
        if let Ok(mut all) = self.0.lock() {
            all.insert(op, ticket);
        }
    }
}

/// A filled database, of which each run gets a copy.
enum Base {
    Sqlite(PathBuf),
    Postgres(String),
}

/// A connection of either engine.
enum Bare {
    Sqlite(Box<SqliteConnection>),
    Postgres(Box<PgConnection>),
}

impl Base {
    fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    fn address(&self, copy: &str) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite:{}", folder.join(copy).display()),
            Self::Postgres(server) => {
                let host = server.rsplit_once('/').map_or(server.as_str(), |(host, _)| host);
                format!("{host}/chama_bench_{copy}")
            }
        }
    }

    /// A copy of the filled database.
    async fn copy(&self, to: &str) -> Result<String, Failed> {
        self.remove(to).await?;
        match self {
            Self::Sqlite(folder) => {
                std::fs::copy(folder.join("filled"), folder.join(to))?;
                // Or the first commits that are measured would bring the copy to the disk as well.
                std::fs::File::open(folder.join(to))?.sync_all()?;
            }
            Self::Postgres(_) => {
                self.tell(format!("CREATE DATABASE chama_bench_{to} TEMPLATE chama_bench_filled")).await?;
            }
        }
        Ok(self.address(to))
    }

    async fn remove(&self, copy: &str) -> Result<(), Failed> {
        match self {
            Self::Sqlite(folder) => {
                for ending in ["", "-wal", "-shm", ".lock"] {
                    let file = folder.join(format!("{copy}{ending}"));
                    if file.exists() {
                        std::fs::remove_file(file)?;
                    }
                }
                Ok(())
            }
            Self::Postgres(_) => {
                self.tell(format!("DROP DATABASE IF EXISTS chama_bench_{copy} WITH (FORCE)")).await
            }
        }
    }

    /// Tells the server something of its databases.
    async fn tell(&self, text: String) -> Result<(), Failed> {
        if let Self::Postgres(server) = self {
            let mut conn = PgConnection::connect(server).await?;
            conn.execute(AssertSqlSafe(text)).await?;
            conn.close().await?;
        }
        Ok(())
    }

    /// Whether a commit is on the disk when it is answered. Of a SQLite file the desk itself sees to it.
    async fn is_durable(&self) -> Result<bool, Failed> {
        let Self::Postgres(server) = self else { return Ok(true) };
        let mut conn = PgConnection::connect(server).await?;
        for setting in ["SHOW fsync", "SHOW synchronous_commit"] {
            let (value,): (String,) = sqlx::query_as(setting).fetch_one(&mut conn).await?;
            if value == "off" {
                return Ok(false);
            }
        }
        conn.close().await?;
        Ok(true)
    }

    /// A connection set up as the desk's writer is.
    async fn bare(&self, address: &str) -> Result<Bare, Failed> {
        Ok(match self {
            Self::Sqlite(_) => Bare::Sqlite(Box::new(
                address
                    .parse::<SqliteConnectOptions>()?
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    .statement_cache_capacity(256)
                    .connect()
                    .await?,
            )),
            Self::Postgres(_) => Bare::Postgres(Box::new(PgConnection::connect(address).await?)),
        })
    }
}

/// The same call on either engine.
macro_rules! on {
    ($bare:expr, $what:ident($($argument:expr),*)) => {
        match $bare {
            Bare::Sqlite(conn) => bare::sqlite::$what(conn, $($argument),*).await,
            Bare::Postgres(conn) => bare::postgres::$what(conn, $($argument),*).await,
        }
    };
}

/// What a run of the desk took, and what it wrote.
struct Ran {
    took: Duration,
    /// One move, from the request to the answer, in the middle of all.
    median: Duration,
    batches: usize,
    account: Uuid,
    commands: Vec<Written>,
}

async fn run_desk(base: &Base, callers: usize) -> Result<Ran, Failed> {
    let address = base.copy("desk").await?;
    let config = Config { database: address.clone(), build: "bench".to_owned() };
    let desk = LiveDesk::open(config, Arc::new(SystemClock), Arc::new(SystemIds)).await?;
    let admin = SignIn {
        email: "admin@demo.chama".to_owned(),
        password: PASSWORD.to_owned(),
        address: [127, 0, 0, 1].into(),
    };
    let actor = desk.sign_in(admin).await?.actor;
    let account = actor.account.0;
    let mut bare = base.bare(&address).await?;
    let [mut movers, still] =
        [on!(&mut bare, column(account, STATUSES[0]))?, on!(&mut bare, column(account, STATUSES[1]))?];
    let rest = movers.split_off(movers.len() / 2);
    let beside = Arc::new([rest, still]);
    let anchors = Arc::new(Anchors::default());
    // A limit would refuse some of the moves.
    let board = desk.board(&actor, &domain::desk::BoardQuery::default(), None).await?;
    for department in &board.departments {
        let column = domain::ColumnId(STATUSES[1]);
        let none = NewLimit { department: department.id, column, limit: None, hard: false };
        desk.set_limit(&actor, none).await?;
    }
    let since = desk.board(&actor, &domain::desk::BoardQuery::default(), None).await?.seq;
    let before = desk.measures(actor.account);

    let began = Instant::now();
    let mut working = vec![];
    for caller in 0..callers {
        let own: Vec<Uuid> = movers.iter().copied().skip(caller).step_by(callers).collect();
        let (desk, actor) = (desk.clone(), actor.clone());
        let (beside, anchors) = (Arc::clone(&beside), Arc::clone(&anchors));
        working.push(tokio::spawn(async move {
            let mut took = vec![];
            for n in 0..moves(callers) / callers {
                // Every ticket of the caller goes to the second column, then every one back.
                let to = 1 - n / own.len() % 2;
                let anchor = beside[to][(n * 7 + caller * 31) % beside[to].len()];
                let op = SystemIds.uuid();
                anchors.put(op, anchor);
                let to = Move {
                    status: StatusId(STATUSES[to]),
                    anchor: Some(Anchor { after: Some(TicketId(anchor)), before: None }),
                    seen: i64::MAX,
                    confirm: true,
                    reason: None,
                    also: None,
                };
                let asked = Instant::now();
                let command = Command::Change(TicketId(own[n % own.len()]), Change::Move(to));
                let outcome = desk.execute(&actor, OpId(op), command).await.map_err(|e| e.to_string())?;
                took.push(asked.elapsed());
                if !matches!(outcome, Outcome::Done(_)) {
                    return Err(format!("a move was not done: {outcome:?}"));
                }
            }
            Ok::<_, String>(took)
        }));
    }
    let mut each = vec![];
    for task in working {
        each.extend(task.await??);
    }
    let took = began.elapsed();
    let after = desk.measures(actor.account);
    each.sort_unstable();
    desk.close().await;

    let commands = on!(&mut bare, recorded(account, since, &anchors))?;
    // What is run again must be what was run: one LOCK and one ADVANCE a batch are not among a command's own.
    let own = commands.last().map_or(0, Vec::len) as u64;
    if commands.len() != each.len() || after.statements != own {
        return Err(format!(
            "{} commands of {own} statements for {} moves of {}",
            commands.len(),
            each.len(),
            after.statements
        )
        .into());
    }
    Ok(Ran {
        took,
        median: each[each.len() / 2],
        batches: usize::try_from(after.batches - before.batches)?,
        account,
        commands,
    })
}

async fn run_bare(base: &Base, ran: &Ran) -> Result<Duration, Failed> {
    let address = base.copy("bare").await?;
    let mut bare = base.bare(&address).await?;
    on!(&mut bare, replay(ran.account, &ran.commands, ran.batches))
}

fn moves(callers: usize) -> usize {
    if callers == 1 { MOVES_OF_ONE } else { MOVES }
}

fn quotient(count: usize, by: f64) -> f64 {
    u32::try_from(count).map_or(0.0, f64::from) / by
}

fn median<T: PartialOrd + Copy>(mut all: Vec<T>) -> T {
    all.sort_unstable_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    all[all.len() / 2]
}

async fn measure(base: &Base) -> Result<(), Failed> {
    base.remove("filled").await?;
    base.tell("CREATE DATABASE chama_bench_filled".to_owned()).await?;
    let config = Config { database: base.address("filled"), build: "bench".to_owned() };
    desk::demo::fill(config, Arc::new(SystemClock), Arc::new(SystemIds), TICKETS, false).await?;
    let durable = if base.is_durable().await? { "" } else { " **whose commits do not reach the disk**" };
    for callers in CALLERS {
        let (mut through, mut bare, mut one, mut size) = (vec![], vec![], vec![], vec![]);
        for _ in 0..ROUNDS {
            let ran = run_desk(base, callers).await?;
            bare.push(quotient(ran.commands.len(), run_bare(base, &ran).await?.as_secs_f64()));
            through.push(quotient(ran.commands.len(), ran.took.as_secs_f64()));
            one.push(ran.median.as_secs_f64() * 1_000.0);
            size.push(quotient(ran.commands.len(), quotient(ran.batches, 1.0)));
        }
        let (through, bare) = (median(through), median(bare));
        let goal = if callers == 1 {
            "half of the bare".to_owned()
        } else {
            format!("≥ {A_SECOND} /s, half of the bare")
        };
        let missed = through < OF_BARE * bare || (callers > 1 && through < A_SECOND);
        let mark = if missed { "**" } else { "" };
        println!(
            "| moves a second by `Desk::execute`, {}{durable}, {callers} at once ({:.1} a commit; one answered in \
             {:.2} ms, p50) | {goal} | {mark}{through:.0} /s{mark} | bare statements: {bare:.0} /s | {:.2} |",
            base.name(),
            median(size),
            median(one),
            through / bare
        );
    }
    for copy in ["desk", "bare", "filled"] {
        base.remove(copy).await?;
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    measure(&Base::Sqlite(folder.path().to_owned())).await?;
    if let Ok(server) = std::env::var("DATABASE_URL_TEST") {
        measure(&Base::Postgres(server)).await
    } else {
        eprintln!("DATABASE_URL_TEST is not set: PostgreSQL is left out");
        Ok(())
    }
}
