//! One change on its way to many sockets, against a bare axum broadcast of the same bytes; and what a socket weighs.

use crate::moves::{MOVER, nth_move, socket, tickets};
use crate::program::Running;
use crate::table::{Goal, median, quantile, row};
use crate::{Failed, PATIENCE, REST};
use desk::{Config, Ids, LiveDesk, NewPerson, SystemClock, SystemIds};
use domain::{OpId, Role};
use futures_util::StreamExt;
use reqwest::Client;
use std::path::Path;
use std::sync::{Arc, RwLock};
use std::time::Instant;
use tokio::sync::mpsc;

/// Sockets that listen.
const SOCKETS: [usize; 2] = [100, 1_000];
/// Each person may have ten at one time.
const PER_PERSON: usize = 10;
const CHANGES: usize = 100;
/// Milliseconds to the last hundredth of a thousand sockets, and KiB of a socket above a bare one (`race.md`).
const LATE: Goal = Goal::AtMost(500.0);
const SOCKET: Goal = Goal::AtMost(32.0);
const PASSWORD: &str = "a password for many";

/// Listeners, who tell when they hear the awaited word.
struct Crowd {
    awaited: Arc<RwLock<String>>,
    heard: mpsc::UnboundedReceiver<(Instant, String)>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
    /// What their sockets weigh at the server, in KiB each.
    weight: f64,
}

impl Crowd {
    async fn gather(
        program: &Running,
        address: &str,
        cookies: &[String],
        count: usize,
    ) -> Result<Self, Failed> {
        let awaited = Arc::new(RwLock::new(String::from("nothing yet")));
        let (tell, heard) = mpsc::unbounded_channel();
        let before = program.memory()?;
        let mut tasks = vec![];
        for n in 0..count {
            let mut socket = socket(address, &program.origin, &cookies[n / PER_PERSON]).await?;
            let (awaited, tell) = (awaited.clone(), tell.clone());
            tasks.push(tokio::spawn(async move {
                while let Some(Ok(message)) = socket.next().await {
                    let now = Instant::now();
                    let Ok(text) = message.to_text() else { return };
                    let is_it = awaited.read().is_ok_and(|word| text.contains(word.as_str()));
                    if is_it && tell.send((now, text.to_owned())).is_err() {
                        return;
                    }
                }
            }));
        }
        tokio::time::sleep(REST).await;
        let sockets = f64::from(u32::try_from(count)?);
        Ok(Self { awaited, heard, tasks, weight: (program.memory()? - before) / sockets })
    }

    fn await_word(&self, word: &str) -> Result<(), Failed> {
        word.clone_into(&mut *self.awaited.write().map_err(|_| "a listener panicked")?);
        Ok(())
    }

    /// Milliseconds until each has heard, sorted by who hears first, and the text.
    async fn all_heard(&mut self, said: Instant) -> Result<(Vec<f64>, String), Failed> {
        let (mut late, mut text) = (vec![], String::new());
        while late.len() < self.tasks.len() {
            let (at, heard) =
                tokio::time::timeout(PATIENCE, self.heard.recv()).await?.ok_or("no listener is left")?;
            late.push(at.saturating_duration_since(said).as_secs_f64() * 1_000.0);
            text = heard;
        }
        Ok((late, text))
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Milliseconds to each socket, and to the last of all, of every change.
#[derive(Default)]
struct Delivery {
    each: Vec<f64>,
    last: Vec<f64>,
}

impl Delivery {
    fn add(&mut self, late: &[f64]) {
        self.each.extend(late);
        self.last.push(late.iter().copied().fold(0.0, f64::max));
    }
}

/// People enough for that many sockets, and the cookie of each.
async fn people(folder: &Path) -> Result<Vec<String>, Failed> {
    let database = format!("sqlite:{}", folder.join("chama-demo.db").display());
    let config = Config { database, build: "bench".to_owned() };
    let desk = LiveDesk::open_beside(config, Arc::new(SystemClock), Arc::new(SystemIds)).await?;
    let mut emails = vec![];
    for n in 0..SOCKETS[1] / PER_PERSON {
        let email = format!("many{n}@bench.chama");
        desk.add_person(NewPerson {
            email: email.clone(),
            name: format!("Listener {n}"),
            role: Role::Administrator,
            password: PASSWORD.to_owned(),
            departments: vec![],
            organization: None,
        })
        .await?;
        emails.push(email);
    }
    desk.close().await;
    Ok(emails)
}

/// Delivery and weight, with few and with many sockets.
pub(crate) async fn measure(client: &Client, folder: &Path, size: usize, page: &Path) -> Result<(), Failed> {
    let emails = people(folder).await?;
    let program = Running::chama(folder, size, true)?;
    program.ready(client).await?;
    let mut cookies = vec![];
    for email in &emails {
        cookies.push(program.sign_in(client, email, PASSWORD).await?);
    }
    let mover = program.sign_in(client, MOVER, desk::demo::PASSWORD).await?;
    let moved = tickets(&program, client, &mover).await?;
    let mut made = 0;
    for count in SOCKETS {
        let mut crowd = Crowd::gather(&program, "/feed", &cookies, count).await?;
        let (mut feed, mut sample) = (Delivery::default(), (String::new(), String::new()));
        for _ in 0..CHANGES {
            let op = OpId(SystemIds.uuid());
            crowd.await_word(&op.0.to_string())?;
            let said = Instant::now();
            program.execute(client, &mover, op, nth_move(made, &moved)).await?;
            made += 1;
            let (late, text) = crowd.all_heard(said).await?;
            feed.add(&late);
            sample = (op.0.to_string(), text);
        }
        let weight = crowd.weight;
        drop(crowd);

        let bare = Running::bare(page)?;
        let url = format!("{}/say", bare.origin);
        let mut crowd = Crowd::gather(&bare, "/hear", &cookies, count).await?;
        let mut broadcast = Delivery::default();
        for _ in 0..CHANGES {
            let word = SystemIds.uuid().to_string();
            let text = sample.1.replace(&sample.0, &word);
            crowd.await_word(&word)?;
            let said = Instant::now();
            client.post(&url).body(text).send().await?.error_for_status()?;
            broadcast.add(&crowd.all_heard(said).await?.0);
        }
        let bytes = sample.1.len();
        let what = format!("a durable change until the last of {count} sockets has its {bytes} bytes, p50");
        row(&what, "ms", Goal::None, median(&feed.last), ("bare axum broadcast", median(&broadcast.last)));
        let what = format!("the same, each of {count} sockets, p99");
        let goal = if count == SOCKETS[1] { LATE } else { Goal::None };
        let late = |delivery: &Delivery| quantile(&delivery.each, 99);
        row(&what, "ms", goal, late(&feed), ("bare axum broadcast", late(&broadcast)));
        if count == SOCKETS[1] {
            let above = weight - crowd.weight;
            row(
                "resident memory a socket above a bare one, of 1000",
                "KiB",
                SOCKET,
                above,
                ("a bare axum socket", crowd.weight),
            );
        }
    }
    Ok(())
}
