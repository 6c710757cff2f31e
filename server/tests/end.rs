//! The real binary: its command line, its start, and its orderly end.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails its test")]

mod program;

use futures_util::StreamExt;
use program::{Running, chama, sign_in, start};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

fn output(words: &[&str]) -> Output {
    chama(words).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn demo(folder: &Path) -> Running {
    start(chama(&["demo", "--listen", "127.0.0.1:0", "--data", folder.to_str().unwrap(), "--tickets", "20"]))
}

fn signal(running: &Running) {
    let ok = Command::new("kill").args(["-TERM", &running.0.id().to_string()]).status().unwrap().success();
    assert!(ok);
}

fn wait(running: &mut Running, most: Duration) -> std::process::ExitStatus {
    let started = Instant::now();
    loop {
        if let Some(status) = running.0.try_wait().unwrap() {
            return status;
        }
        assert!(started.elapsed() < most, "it did not end within {most:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(unix)]
#[tokio::test]
async fn sigterm_tells_sockets_to_come_back_and_ends_with_zero() {
    let folder = tempfile::tempdir().unwrap();
    let mut running = demo(folder.path());
    let (status, cookie) = sign_in(&running.1, "agente@demo.chama", "chama-demo").await;
    assert_eq!(status, 303);
    let mut request = format!("ws://{}/feed", running.1).into_client_request().unwrap();
    request.headers_mut().insert("origin", format!("http://{}", running.1).parse().unwrap());
    request.headers_mut().insert("cookie", cookie.unwrap().parse().unwrap());
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await.unwrap();
    assert!(matches!(socket.next().await, Some(Ok(Message::Text(_)))));

    signal(&running);
    let ended = async {
        loop {
            if let Some(Ok(Message::Close(frame))) = socket.next().await {
                return frame.unwrap().code;
            }
        }
    };
    assert_eq!(
        tokio::time::timeout(Duration::from_secs(5), ended).await.expect("closed"),
        CloseCode::Restart
    );
    drop(socket);
    assert_eq!(wait(&mut running, Duration::from_secs(12)).code(), Some(0));
}

#[cfg(unix)]
#[test]
fn a_second_signal_ends_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut running = demo(folder.path());
    // A request that never ends would hold the first signal for its whole patience.
    let mut stream = std::net::TcpStream::connect(&running.1).unwrap();
    let head = "POST /entrar HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 50\r\n\r\nemail=";
    stream.write_all(head.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    signal(&running);
    std::thread::sleep(Duration::from_millis(500));
    assert!(running.0.try_wait().unwrap().is_none(), "it waits for the request");
    signal(&running);
    wait(&mut running, Duration::from_secs(3));
}

#[test]
fn one_clear_sentence_says_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("desk.db");
    let database = database.to_str().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let cases: [(&[&str], i32, &str); 5] = [
        (&["serve", "--database", database, "--base-url", "http://desk.example"], 2, "--insecure-http"),
        (&["serve", "--database", database, "--base-url", "desk"], 2, "https://desk.example"),
        (&["serve", "--database", database], 2, "--base-url"),
        (
            &["serve", "--database", database, "--base-url", "https://a.example", "--listen", &taken],
            1,
            "--listen",
        ),
        (
            &[
                "serve",
                "--database",
                "/nowhere/at/all.db",
                "--base-url",
                "https://a.example",
                "--listen",
                "127.0.0.1:0",
            ],
            1,
            "/nowhere/at/all.db",
        ),
    ];
    for (words, code, says) in cases {
        let output = output(words);
        let text = stderr(&output);
        assert_eq!(output.status.code(), Some(code), "{words:?}: {text}");
        assert!(text.contains(says), "{words:?}: {text}");
        assert!(!text.contains("panicked") && !text.contains("RUST_BACKTRACE"), "{words:?}: {text}");
    }
}

#[tokio::test]
async fn a_second_server_on_one_postgresql_is_told_so() {
    let server = std::env::var("DATABASE_URL_TEST").expect("DATABASE_URL_TEST must name a PostgreSQL");
    let name = format!("end_{}", std::process::id());
    let mut conn = PgConnection::connect(&server).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut conn).await.unwrap();
    let database = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
    let words =
        ["serve", "--database", &database, "--listen", "127.0.0.1:0", "--base-url", "http://127.0.0.1:3999"];
    let mut first = start(chama(&words));
    let second = output(&words);
    assert_eq!(second.status.code(), Some(1));
    let text = stderr(&second);
    assert!(text.contains("another server serves this database already"), "{text}");
    assert!(!text.contains("panicked"), "{text}");
    // People are added beside it.
    let person = ["user", "add", "--database", &database, "--email", "ana@desk.example", "--name", "Ana"];
    let added = chama(&person)
        .args(["--role", "administrator"])
        .env("CHAMA_PASSWORD", "uma senha longa")
        .output()
        .unwrap();
    assert!(added.status.success(), "{}", stderr(&added));
    assert_eq!(sign_in(&first.1, "ana@desk.example", "uma senha longa").await.0, 303);
    // Killed, it holds nothing: the next begins at once.
    first.0.kill().unwrap();
    first.0.wait().unwrap();
    let next = start(chama(&words));
    assert_eq!(sign_in(&next.1, "ana@desk.example", "uma senha longa").await.0, 303);
    drop(next);
    let drop_it = AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"));
    sqlx::raw_sql(drop_it).execute(&mut conn).await.unwrap();
}

#[test]
fn version_names_the_build() {
    let output = output(&["--version"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.starts_with("chama 0.") && text.contains(&format!("build {}", server::http::build())),
        "{text}"
    );
}

#[tokio::test]
async fn the_first_administrator_is_added_and_signs_in() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("desk.db");
    let database = database.to_str().unwrap();
    let words = [
        "user",
        "add",
        "--database",
        database,
        "--email",
        "ana@desk.example",
        "--name",
        "Ana",
        "--role",
        "administrator",
    ];
    let without = output(&words);
    assert_eq!(without.status.code(), Some(2), "{}", stderr(&without));
    let mut child =
        chama(&words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all("uma senha longa é melhor\n".as_bytes()).unwrap();
    let added = child.wait_with_output().unwrap();
    assert!(added.status.success(), "{}", stderr(&added));
    let twice = chama(&words).env("CHAMA_PASSWORD", "outra senha longa").output().unwrap();
    assert_eq!(twice.status.code(), Some(1));
    assert!(stderr(&twice).contains("ana@desk.example"), "{}", stderr(&twice));

    let serve = chama(&[
        "serve",
        "--database",
        database,
        "--listen",
        "127.0.0.1:0",
        "--base-url",
        "http://127.0.0.1:3999",
    ]);
    let mut serve = serve;
    let mut child = serve.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split("listening on ").nth(1).expect(&line).trim().trim_end_matches(')').to_owned();
    let _running = Running(child, address.clone());
    assert_eq!(sign_in(&address, "ana@desk.example", "uma senha longa é melhor").await.0, 303);
    assert_eq!(sign_in(&address, "ana@desk.example", "outra senha longa").await.0, 401);
    // Outside of the demo nobody has a password that is written in a manual.
    assert_eq!(sign_in(&address, "admin@demo.chama", "chama-demo").await.0, 401);
    let mut page = String::new();
    let mut stream = std::net::TcpStream::connect(&address).unwrap();
    stream.write_all(b"GET /entrar HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    stream.read_to_string(&mut page).unwrap();
    assert!(!page.contains("demo.chama"), "no demo people outside of the demo");
}
