//! The program as people meet it: how long a board takes over HTTP against a static page of the same size, how
//! soon another window knows, how soon the program is ready, and what it weighs in memory.
//!
//! `CHAMA_BIN` names the program. Each line `| what | measured | baseline | ratio |` is a row of `BENCHMARKS.md`.

use axum::Router;
use axum::body::Bytes;
use axum::routing::get;
use desk::{Ids, SystemIds};
use futures_util::StreamExt;
use reqwest::Client;
use reqwest::header::{COOKIE, SET_COOKIE};
use serde_json::{Value, json};
use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

type Failed = Box<dyn Error + Send + Sync>;

const SIZES: [usize; 3] = [100, 5_000, 100_000];
/// Requests of one measurement, after some that warm up.
const REQUESTS: usize = 200;
const WARM_UP: usize = 20;
/// Moves before memory is measured again.
const MOVES: usize = 1_000;
/// The goals of the project: milliseconds with one caller and with four, MiB when idle, ms to a second window.
const PAGE_GOALS: [(usize, u32); 2] = [(1, 6), (4, 12)];
const IDLE_GOAL: f64 = 32.0;
const FEED_GOAL: f64 = 50.0;
/// For one answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Starts of one measurement.
const STARTS: usize = 5;

/// A program under measurement; it ends with this value.
struct Running {
    child: Child,
    origin: String,
    /// What it says besides. Kept: it must not find its output closed.
    _says: BufReader<ChildStdout>,
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Err(error) = self.child.kill().and_then(|()| self.child.wait()) {
            eprintln!("the program could not be ended: {error}");
        }
    }
}

impl Running {
    /// Starts a program and reads its address from the first line that holds one.
    fn start(command: &mut Command) -> Result<Self, Failed> {
        let mut child = command.env("CHAMA_LOG", "warn").stdout(Stdio::piped()).spawn()?;
        let mut says = BufReader::new(child.stdout.take().ok_or("no output")?);
        let mut line = String::new();
        while says.read_line(&mut line)? > 0 {
            if let Some(origin) = line.split_whitespace().find(|word| word.starts_with("http://")) {
                return Ok(Self { child, origin: origin.to_owned(), _says: says });
            }
            line.clear();
        }
        Err("the program ended before it said where it listens".into())
    }

    fn chama(data: &Path, tickets: usize, keep: bool) -> Result<Self, Failed> {
        let mut command = Command::new(std::env::var("CHAMA_BIN")?);
        command
            .args(["demo", "--listen", "127.0.0.1:0", "--tickets", &tickets.to_string(), "--data"])
            .arg(data);
        if keep {
            command.arg("--keep");
        }
        Self::start(&mut command)
    }

    /// This program again, serving one page by the same server as the real one.
    fn static_page(file: &Path) -> Result<Self, Failed> {
        Self::start(Command::new(std::env::current_exe()?).arg("static").arg(file))
    }

    /// Resident memory in MiB.
    fn memory(&self) -> Result<f64, Failed> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).ok_or("no VmRSS")?;
        let kib: f64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
        Ok(kib / 1_024.0)
    }

    async fn ready(&self, client: &Client) -> Result<(), Failed> {
        let url = format!("{}/health/ready", self.origin);
        for _ in 0..10_000 {
            if let Ok(answer) = client.get(&url).send().await
                && answer.status().is_success()
            {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Err("the program does not become ready".into())
    }

    async fn sign_in(&self, client: &Client, email: &str) -> Result<String, Failed> {
        let form = [("email", email), ("password", desk::demo::PASSWORD)];
        let post = client.post(format!("{}/entrar", self.origin)).header("sec-fetch-site", "same-origin");
        let answer = post.form(&form).send().await?;
        let cookie = answer.headers().get(SET_COOKIE).ok_or("the sign-in was refused")?.to_str()?;
        Ok(cookie.split(';').next().unwrap_or_default().to_owned())
    }

    async fn page(&self, client: &Client, path: &str, cookie: &str) -> Result<Bytes, Failed> {
        let answer = client.get(format!("{}{path}", self.origin)).header(COOKIE, cookie).send().await?;
        Ok(answer.error_for_status()?.bytes().await?)
    }

    /// Milliseconds for one page, in the middle of many, by that many callers at once; and how many of them did not
    /// come.
    async fn page_time(
        &self,
        client: &Client,
        path: &str,
        cookie: &str,
        callers: usize,
    ) -> Result<(f64, usize), Failed> {
        let caller = async || {
            let (mut took, mut lost) = (vec![], 0);
            for n in 0..WARM_UP + REQUESTS / callers {
                let asked = Instant::now();
                if let Err(error) = self.page(client, path, cookie).await {
                    eprintln!("{path}: {error}");
                    lost += 1;
                } else if n >= WARM_UP {
                    took.push(ms(asked));
                }
            }
            (took, lost)
        };
        let all = futures_util::future::join_all((0..callers).map(|_| caller())).await;
        let lost = all.iter().map(|(_, lost)| lost).sum();
        let took: Vec<f64> = all.into_iter().flat_map(|(took, _)| took).collect();
        if took.is_empty() { Err("no page came".into()) } else { Ok((median(took), lost)) }
    }

    async fn call(&self, client: &Client, name: &str, cookie: &str, body: &Value) -> Result<Value, Failed> {
        let post = client.post(format!("{}/api/{name}", self.origin)).header("sec-fetch-site", "same-origin");
        let answer = post.header(COOKIE, cookie).json(body).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }
}

fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_unstable_by(f64::total_cmp);
    all[all.len() / 2]
}

fn row(what: &str, unit: &str, measured: f64, (name, baseline): (&str, f64)) {
    println!("| {what} | {measured:.1} {unit} | {name} {baseline:.1} {unit} | {:.2} |", measured / baseline);
}

/// Serves one file as a page, as plainly as axum can.
async fn serve_static(file: &str) -> Result<(), Failed> {
    let page = Bytes::from(std::fs::read(file)?);
    let answer = move || {
        let page = page.clone();
        async move { ([(reqwest::header::CONTENT_TYPE, "text/html; charset=utf-8")], page) }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, Router::new().route("/", get(answer))).await?;
    Ok(())
}

async fn pages(
    chama: &Running,
    client: &Client,
    cookie: &str,
    data: &Path,
    tickets: usize,
) -> Result<(), Failed> {
    let page = chama.page(client, "/quadro", cookie).await?;
    let file = data.join("page.html");
    std::fs::write(&file, &page)?;
    let plain = Running::static_page(&file)?;
    for (callers, goal) in PAGE_GOALS {
        let (board, lost) = chama.page_time(client, "/quadro", cookie, callers).await?;
        let (bare, _) = plain.page_time(client, "/", cookie, callers).await?;
        let lost = if lost == 0 { String::new() } else { format!(", **{lost} without an answer in 5 s**") };
        let what = format!(
            "board page of {} KB, {tickets} tickets, {callers} at once, p50 (goal {goal} ms){lost}",
            page.len() / 1_000
        );
        let (board, bare) = ((board * 100.0).round() / 100.0, (bare * 100.0).round() / 100.0);
        println!("| {what} | {board:.2} ms | static page {bare:.2} ms | {:.1} |", board / bare);
    }
    Ok(())
}

/// Moves tickets back and forth; another person's socket says when it knows.
async fn moves(chama: &Running, client: &Client) -> Result<(f64, usize), Failed> {
    let (mover, other) = (
        chama.sign_in(client, "gerente@demo.chama").await?,
        chama.sign_in(client, "admin@demo.chama").await?,
    );
    let mut request = format!("{}/feed", chama.origin.replacen("http", "ws", 1)).into_client_request()?;
    request.headers_mut().insert("cookie", other.parse()?);
    request.headers_mut().insert("origin", chama.origin.parse()?);
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await?;
    let query = json!({ "query": { "filter": { "view": "new", "department": null, "text": "" }, "order": "sla" }, "department": null });
    let board = chama.call(client, "board", &mover, &query).await?;
    let cards = board["columns"][0]["cards"].as_array().ok_or("no cards")?;
    let tickets: Vec<&str> = cards.iter().filter_map(|card| card["facts"]["id"].as_str()).collect();
    let mut late = vec![];
    for n in 0..MOVES {
        let status = if (n / tickets.len()).is_multiple_of(2) { 2 } else { 1 };
        let to =
            json!({ "status": status, "anchor": null, "seen": i64::MAX, "confirm": true, "reason": null });
        let op = SystemIds.uuid().to_string();
        let body = json!({ "op_id": op, "command": { "move": [tickets[n % tickets.len()], to] } });
        let asked = Instant::now();
        let moving = async {
            let outcome = chama.call(client, "execute", &mover, &body).await?;
            if outcome.get("done").is_none() {
                return Err(format!("a move was not done: {outcome}").into());
            }
            Ok::<_, Failed>(())
        };
        let hearing = async {
            loop {
                let message = socket.next().await.ok_or("the socket ended")??;
                if message.to_text().is_ok_and(|text| text.contains(&op)) {
                    return Ok::<_, Failed>(ms(asked));
                }
            }
        };
        let heard = tokio::time::timeout(Duration::from_secs(5), async { tokio::try_join!(moving, hearing) });
        late.push(heard.await??.1);
    }
    Ok((median(late), tickets.len()))
}

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, what, file] = arguments.as_slice()
        && what == "static"
    {
        return serve_static(file).await;
    }
    let client =
        Client::builder().no_proxy().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none()).build()?;
    let mut first_start = None;
    for tickets in SIZES {
        let folder = tempfile::tempdir()?;
        let chama = Running::chama(folder.path(), tickets, false)?;
        chama.ready(&client).await?;
        let agent = chama.sign_in(&client, "agente@demo.chama").await?;
        pages(&chama, &client, &agent, folder.path(), tickets).await?;
        drop(chama);

        let mut starts = vec![];
        for _ in 0..STARTS {
            let began = Instant::now();
            let chama = Running::chama(folder.path(), tickets, true)?;
            chama.ready(&client).await?;
            starts.push(ms(began));
        }
        let start = median(starts);
        let what = format!("start to ready, {tickets} tickets in the database");
        match first_start {
            None => {
                let began = Instant::now();
                Command::new(std::env::var("CHAMA_BIN")?).arg("--version").stdout(Stdio::null()).status()?;
                row(&what, "ms", start, ("the program's --version", ms(began)));
                first_start = Some(start);
            }
            Some(first) => row(&what, "ms", start, ("the same with 100", first)),
        }

        let chama = Running::chama(folder.path(), tickets, true)?;
        chama.ready(&client).await?;
        tokio::time::sleep(Duration::from_secs(2)).await;
        row(&format!("resident memory idle, {tickets} tickets"), "MiB", chama.memory()?, ("goal", IDLE_GOAL));
        if tickets < 100_000 {
            let (heard, _) = moves(&chama, &client).await?;
            let what = format!("from a move's click to a second socket, {tickets} tickets, p50");
            row(&what, "ms", heard, ("goal", FEED_GOAL));
            let what = format!("resident memory after {MOVES} moves, {tickets} tickets");
            row(&what, "MiB", chama.memory()?, ("goal", IDLE_GOAL));
        }
    }
    Ok(())
}
