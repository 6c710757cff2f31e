//! The program as people meet it, over HTTP: how long a board takes against a static page of the same size, what a
//! first visit downloads, how soon a change is answered and how soon others know, how soon the program is ready,
//! and what it weighs in memory.
//!
//! `CHAMA_BIN` names the program. Each line that begins with `| ` is a row of `BENCHMARKS.md`.

mod bare;
mod feed;
mod moves;
mod pages;
mod program;
mod table;

use program::{Running, chama, with_files};
use reqwest::Client;
use std::error::Error;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use table::{Goal, median, row};

type Failed = Box<dyn Error + Send + Sync>;

const SIZES: [usize; 3] = [100, 5_000, 100_000];
/// The size at which changes are measured: the one of `race.md`.
const RACE: usize = 5_000;
/// Starts of one measurement.
const STARTS: usize = 5;
/// Resident memory of everything that must run (`race.md`).
const IDLE: Goal = Goal::AtMost(32.0);
/// After this long nothing of the start is still going on.
const REST: Duration = Duration::from_secs(2);
/// For one answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Milliseconds since then.
fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}

fn mib(kib: f64) -> f64 {
    kib / 1_024.0
}

async fn start_to_ready(
    client: &Client,
    folder: &Path,
    tickets: usize,
    first: Option<f64>,
) -> Result<f64, Failed> {
    let mut starts = vec![];
    for _ in 0..STARTS {
        let began = Instant::now();
        let program = Running::chama(folder, tickets, true)?;
        program.ready(client).await?;
        starts.push(ms(began));
    }
    let start = median(&starts);
    let baseline = if let Some(first) = first {
        ("the same with 100 tickets", first)
    } else {
        let began = Instant::now();
        Command::new(chama()?).arg("--version").stdout(Stdio::null()).status()?;
        ("`chama --version`", ms(began))
    };
    row(&format!("start to ready, {tickets} tickets in the database"), "ms", Goal::None, start, baseline);
    Ok(start)
}

async fn measure() -> Result<(), Failed> {
    let client =
        Client::builder().no_proxy().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none()).build()?;
    let page = tempfile::NamedTempFile::new()?;
    let mut first = None;
    for tickets in SIZES {
        let folder = tempfile::tempdir()?;
        let program = Running::chama(folder.path(), tickets, false)?;
        program.ready(&client).await?;
        pages::measure(&program, &client, page.path(), tickets).await?;
        if tickets == RACE {
            pages::cold(&program, &client).await?;
        }
        drop(program);

        let start = start_to_ready(&client, folder.path(), tickets, first).await?;
        first = first.or(Some(start));

        let program = Running::chama(folder.path(), tickets, true)?;
        program.ready(&client).await?;
        let bare = Running::bare(page.path())?;
        tokio::time::sleep(REST).await;
        let bare_memory = ("bare axum", mib(bare.memory()?));
        let what = format!("resident memory idle, {tickets} tickets");
        // The promise is one for a desk as others were measured with; 100,000 tickets are beyond it.
        let goal = if tickets <= RACE { IDLE } else { Goal::None };
        row(&what, "MiB", goal, mib(program.memory()?), bare_memory);
        if tickets == RACE {
            moves::measure(&program, &bare, &client, tickets).await?;
            let what = format!("resident memory after {} moves, {tickets} tickets", moves::MOVES);
            row(&what, "MiB", Goal::None, mib(program.memory()?), bare_memory);
        }
        drop((program, bare));
        if tickets == RACE {
            feed::measure(&client, folder.path(), tickets, page.path()).await?;
        }
    }
    Ok(())
}

fn run(words: &[String]) -> Result<ExitCode, Failed> {
    let runtime = tokio::runtime::Runtime::new()?;
    match words {
        // A thousand sockets are more files than a process may usually open.
        [] => {
            let status = with_files(&std::env::current_exe()?).arg("measure").status()?;
            return Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        [what] if what == "measure" => runtime.block_on(measure())?,
        [what, page] if what == "bare" => runtime.block_on(bare::serve(Path::new(page)))?,
        _ => return Err("it takes no words".into()),
    }
    Ok(ExitCode::SUCCESS)
}

fn main() -> Result<ExitCode, Failed> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    run(&words)
}
