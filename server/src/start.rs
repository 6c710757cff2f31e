//! `chama demo` and `chama serve`: from the command line to an open door, and to an orderly end.

use crate::base_url::BaseUrl;
use crate::cli::{Demo, Serve};
use crate::http::address::Range;
use crate::http::{Door, Limits, Plan, RequestIds, build, listen};
use crate::shutdown;
use desk::demo::Progress;
use desk::{Config, Ids, LiveDesk, OpenError, SignInLimits, SystemClock, SystemIds};
use std::env;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing::info;

/// Why Chama does not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("{0} cannot be listened on ({1}); choose another address with --listen")]
    Listen(SocketAddr, io::Error),
    /// Plain HTTP where others could read along.
    #[error(
        "{0} is plain HTTP, so others on the way can read passwords; use an https address, or add \
         --insecure-http in a network that you trust"
    )]
    Plain(String),
    /// The data folder cannot be made.
    #[error("the folder {0} cannot be made ({1}); choose another with --data")]
    Folder(PathBuf, io::Error),
    /// The desk cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The demo's data cannot be made.
    #[error(transparent)]
    Demo(#[from] desk::demo::DemoError),
    /// A person cannot be added.
    #[error(transparent)]
    Person(#[from] desk::AddPersonError),
    /// No password was given.
    #[error("no password: give one on the standard input, or in CHAMA_PASSWORD")]
    NoPassword,
    /// The standard input cannot be read.
    #[error("the standard input cannot be read: {0}")]
    Input(io::Error),
}

impl StartError {
    /// 2 for what the command line must mend, as clap does; 1 for the rest.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Plain(_) | Self::NoPassword => 2,
            _ => 1,
        }
    }
}

/// `chama demo`.
pub async fn demo(wish: Demo) -> Result<(), StartError> {
    // The address first: what cannot work should say so before it has done anything.
    let (listener, address) = bind(wish.listen).await?;
    let folder = wish.data.unwrap_or_else(|| data_folder().join("chama-demo"));
    make_folder(&folder)?;
    let own_file = || folder.join("chama-demo.db").to_string_lossy().into_owned();
    let database = database(&wish.database.unwrap_or_else(own_file));
    let config = Config { database, build: build().to_owned() };
    let tell = Box::new(progress(wish.tickets));
    let (clock, ids) = (Arc::new(SystemClock), Arc::new(SystemIds));
    desk::demo::fill_telling(config.clone(), clock, ids, wish.tickets, wish.keep, tell).await?;
    let base = wish.base_url.unwrap_or_else(|| BaseUrl::of(address));
    let people = format!("Chama: {}\n{}", base.origin(), sign_ins());
    let settings = Settings {
        base,
        allowed: vec![BaseUrl::of(address)],
        proxies: vec![],
        demo: true,
        failures: wish.sign_in_failures,
    };
    run(listener, config, settings, &people).await
}

/// Tells whoever waits for a large demo how far it is, at each twentieth.
fn progress(tickets: usize) -> impl Fn(Progress) + Send + Sync {
    const WORTH_TELLING: usize = 20_000;
    let step = (tickets / 20).max(1);
    move |progress| match progress {
        _ if tickets < WORTH_TELLING => {}
        Progress::Plotting => eprintln!("Making {tickets} tickets: thinking out their stories…"),
        Progress::Written(done) if done % step < done.min(1_000) || done == tickets => {
            eprintln!("Making {tickets} tickets: {done} written ({} %)", done * 100 / tickets);
        }
        Progress::Written(_) => {}
        Progress::Indexing => eprintln!("Making {tickets} tickets: indexes…"),
    }
}

/// `chama serve`.
pub async fn serve(wish: Serve) -> Result<(), StartError> {
    let plain = [&wish.base_url].into_iter().chain(&wish.allowed_origin);
    if let Some(url) = plain.into_iter().find(|url| !url.is_https() && !url.is_loopback())
        && !wish.insecure_http
    {
        return Err(StartError::Plain(url.origin()));
    }
    if let Some(folder) = &wish.data {
        make_folder(folder)?;
    }
    let (listener, address) = bind(wish.listen).await?;
    let config = Config { database: database(&wish.database), build: build().to_owned() };
    let line = format!("Chama: {} (listening on {address})", wish.base_url.origin());
    let settings = Settings {
        base: wish.base_url,
        allowed: wish.allowed_origin,
        proxies: wish.trusted_proxy,
        demo: false,
        failures: wish.sign_in_failures,
    };
    run(listener, config, settings, &line).await
}

struct Settings {
    base: BaseUrl,
    allowed: Vec<BaseUrl>,
    proxies: Vec<Range>,
    demo: bool,
    failures: u32,
}

async fn run(
    listener: TcpListener,
    config: Config,
    settings: Settings,
    greeting: &str,
) -> Result<(), StartError> {
    let (stopping, hard) = (CancellationToken::new(), CancellationToken::new());
    tokio::spawn(shutdown::on_signal(stopping.clone(), hard.clone()));
    let ids = Arc::new(SystemIds);
    let requests = RequestIds::new(ids.uuid().as_fields().0);
    let desk = Arc::new(LiveDesk::open(config, Arc::new(SystemClock), ids).await?);
    let Settings { base, allowed, proxies, demo, failures } = settings;
    desk.limit_sign_ins(SignInLimits {
        per_email: failures,
        // Several people may sign in from one address: an office behind one router.
        per_address: failures.saturating_mul(5),
        ..SignInLimits::default()
    });
    let plan = Plan {
        desk: desk.clone(),
        base,
        allowed,
        proxies,
        demo,
        limits: Limits::default(),
        routes: axum::Router::new(),
        requests,
        stopping,
    };
    println!("{greeting}");
    info!(build = build(), "open");
    listen(listener, Door::new(plan), hard.clone()).await;
    tokio::select! {
        () = desk.close() => {}
        () = hard.cancelled() => {}
    }
    info!("closed");
    Ok(())
}

async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let failed = |error| StartError::Listen(address, error);
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let real = listener.local_addr().map_err(failed)?;
    Ok((listener, real))
}

fn make_folder(folder: &Path) -> Result<(), StartError> {
    std::fs::create_dir_all(folder).map_err(|error| StartError::Folder(folder.to_owned(), error))
}

/// What the operator gave, as the desk reads it: a bare path is a SQLite file.
pub(crate) fn database(text: &str) -> String {
    let text = text.trim();
    let known = ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
    if known { text.to_owned() } else { format!("sqlite:{text}") }
}

/// Where this person's programs keep their data; the present folder where the system does not say.
fn data_folder() -> PathBuf {
    let folder = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    folder("XDG_DATA_HOME")
        .filter(|path| path.is_absolute())
        .or_else(|| folder("LOCALAPPDATA"))
        .or_else(|| folder("HOME").map(|home| home.join(".local").join("share")))
        .unwrap_or_default()
}

/// For the terminal of whoever starts the demo.
fn sign_ins() -> String {
    let people = desk::demo::SIGN_INS.map(|(email, role)| format!("  {email:<22}{}", role.as_str()));
    format!("{}\n  password: {}", people.join("\n"), desk::demo::PASSWORD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_path_is_a_sqlite_file() {
        assert_eq!(database("/var/lib/chama.db"), "sqlite:/var/lib/chama.db");
        assert_eq!(database("chama.db"), "sqlite:chama.db");
        assert_eq!(database(r"C:\chama.db"), r"sqlite:C:\chama.db");
        for url in ["sqlite:x.db", "postgres://h/d", "postgresql://h/d"] {
            assert_eq!(database(url), url);
        }
    }

    #[test]
    fn a_door_on_all_addresses_is_reached_by_loopback() {
        assert_eq!(BaseUrl::of("0.0.0.0:3000".parse().unwrap()).origin(), "http://127.0.0.1:3000");
        assert_eq!(BaseUrl::of("[::]:3000".parse().unwrap()).origin(), "http://[::1]:3000");
        assert_eq!(BaseUrl::of("192.168.1.5:80".parse().unwrap()).origin(), "http://192.168.1.5");
    }
}
