//! Programs under measurement, and what one asks of them over HTTP.

use crate::Failed;
use axum::body::Bytes;
use domain::board::Board;
use domain::desk::{BoardQuery, Outcome};
use domain::{Command as Wish, OpId};
use reqwest::Client;
use reqwest::header::{COOKIE, SET_COOKIE};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

/// Files that one program may have open: a thousand sockets need more than the usual limit.
const FILES: usize = 8_192;

/// A program under measurement; it ends with this value.
pub(crate) struct Running {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub(crate) origin: String,
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

/// A command that may open that many files, where the system lets it.
pub(crate) fn with_files(program: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("ulimit -n {FILES} || ulimit -n \"$(ulimit -Hn)\"; exec \"$0\" \"$@\"")]);
    command.arg(program);
    command
}

impl Running {
    /// Starts a program and reads its address from the first line that holds one.
    fn start(command: &mut Command) -> Result<Self, Failed> {
        let mut child = command.env("CHAMA_LOG", "error").stdout(Stdio::piped()).spawn()?;
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

    /// `chama demo` on SQLite in that folder; `keep`: with the tickets that are there.
    pub(crate) fn chama(data: &Path, tickets: usize, keep: bool) -> Result<Self, Failed> {
        let mut command = with_files(&chama()?);
        command.args(["demo", "--listen", "127.0.0.1:0", "--tickets", &tickets.to_string(), "--data"]);
        command.arg(data);
        if keep {
            command.arg("--keep");
        }
        Self::start(&mut command)
    }

    /// This program again, as [`bare`](crate::bare) server.
    pub(crate) fn bare(page: &Path) -> Result<Self, Failed> {
        Self::start(with_files(&std::env::current_exe()?).arg("bare").arg(page))
    }

    /// Resident memory in KiB.
    pub(crate) fn memory(&self) -> Result<f64, Failed> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).ok_or("no VmRSS")?;
        Ok(line.split_whitespace().nth(1).ok_or("no number")?.parse()?)
    }

    /// Waits until `/health/ready` says yes.
    pub(crate) async fn ready(&self, client: &Client) -> Result<(), Failed> {
        let url = format!("{}/health/ready", self.origin);
        for _ in 0..30_000 {
            if let Ok(answer) = client.get(&url).send().await
                && answer.status().is_success()
            {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Err("the program does not become ready".into())
    }

    /// The cookie of someone who has signed in.
    pub(crate) async fn sign_in(
        &self,
        client: &Client,
        email: &str,
        password: &str,
    ) -> Result<String, Failed> {
        let form = [("email", email), ("password", password)];
        let post = client.post(format!("{}/entrar", self.origin)).header("sec-fetch-site", "same-origin");
        let answer = post.form(&form).send().await?;
        let cookie = answer.headers().get(SET_COOKIE).ok_or("the sign-in was refused")?.to_str()?;
        Ok(cookie.split(';').next().unwrap_or_default().to_owned())
    }

    /// A page.
    pub(crate) async fn page(&self, client: &Client, path: &str, cookie: &str) -> Result<Bytes, Failed> {
        let answer = client.get(format!("{}{path}", self.origin)).header(COOKIE, cookie).send().await?;
        Ok(answer.error_for_status()?.bytes().await?)
    }

    /// A board, as the browser asks for it.
    pub(crate) async fn board(
        &self,
        client: &Client,
        cookie: &str,
        query: &BoardQuery,
    ) -> Result<Board, Failed> {
        self.call(client, "board", cookie, &json!({ "query": query, "department": null })).await
    }

    /// Sends a command, which must be done.
    pub(crate) async fn execute(
        &self,
        client: &Client,
        cookie: &str,
        op_id: OpId,
        command: Wish,
    ) -> Result<(), Failed> {
        let body = json!({ "op_id": op_id, "command": command });
        match self.call(client, "execute", cookie, &body).await? {
            Outcome::Done(_) => Ok(()),
            refused @ Outcome::Refused(_) => Err(format!("a move was not done: {refused:?}").into()),
        }
    }

    async fn call<T: DeserializeOwned>(
        &self,
        client: &Client,
        name: &str,
        cookie: &str,
        body: &Value,
    ) -> Result<T, Failed> {
        let post = client.post(format!("{}/api/{name}", self.origin)).header("sec-fetch-site", "same-origin");
        let answer = post.header(COOKIE, cookie).json(body).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }
}

/// The program that `CHAMA_BIN` names.
pub(crate) fn chama() -> Result<std::path::PathBuf, Failed> {
    Ok(std::env::var_os("CHAMA_BIN").ok_or("CHAMA_BIN names no program")?.into())
}
