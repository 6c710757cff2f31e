//! PostgreSQL for the tests: the one that `DATABASE_URL_TEST` names, else a private one that lives as long as
//! the tests and leaves nothing behind.

use std::{
    io::Write as _,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::debian;
use crate::{
    failure::{Done, Failure},
    run,
};

/// Where the tests read the address from.
pub(crate) const VARIABLE: &str = "DATABASE_URL_TEST";

/// Makes a cluster in a folder of its own, runs it, and ends both when its own input ends, that is when xtask
/// ends, in whatever way. Arguments: the folder of the programs, the port.
///
/// Nothing of it is worth a crash, so it may lie in memory and need not reach the disk, unless the third argument
/// asks for it: speed is measured with durable commits. Its order of text is
/// that of a dictionary, not of bytes, so that a query that forgets its collation is found out.
const KEEPER: &str = r#"
set -eu
trap '' INT HUP
programs=$1 port=$2 durable=$3
umask 077
home=$(mktemp -d "${TMPDIR:-/tmp}/chama-postgres.XXXXXX")
trap 'rm -rf "$home"' EXIT
make() { "$programs/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --no-sync "$@" >"$home/initdb.log" 2>&1; }
make --locale=C --locale-provider=icu --icu-locale=pt-BR || { rm -rf "$home/data"; make --locale=C; } ||
    { cat "$home/initdb.log" >&2; exit 1; }
"$programs/postgres" -D "$home/data" -k "$home" -p "$port" -c listen_addresses=127.0.0.1 -c fsync="$durable" \
    -c synchronous_commit="$durable" -c full_page_writes="$durable" -c max_connections=300 -c logging_collector=off \
    >"$home/log" 2>&1 </dev/null &
postgres=$!
tries=0
until "$programs/pg_isready" -q -h 127.0.0.1 -p "$port"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 300 ] || ! kill -0 "$postgres" 2>/dev/null; then cat "$home/log" >&2; exit 1; fi
    sleep 0.1
done
echo ready
while read -r _; do :; done
kill -INT "$postgres"
wait "$postgres" || true
"#;

/// How the tests reach PostgreSQL.
pub(crate) enum Postgres {
    /// The person named one.
    Named,
    /// Programs for a private one, and the system's user that runs them (PostgreSQL refuses root).
    Programs {
        /// The folder of `initdb` and `postgres`.
        folder: PathBuf,
        /// User and group to run as, where xtask is root.
        user: Option<(u32, u32)>,
    },
}

/// A private PostgreSQL; it ends with this value.
pub(crate) struct Running {
    keeper: Option<Child>,
    /// The address for the tests.
    pub(crate) url: Option<String>,
}

/// Makes sure that the tests have a PostgreSQL. A missing one is a failure, never a silent skip.
pub(crate) fn ensure() -> Done<Postgres> {
    if std::env::var_os(VARIABLE).is_some_and(|url| !url.is_empty()) {
        return Ok(Postgres::Named);
    }
    let folder = if let Some(folder) = programs() {
        folder
    } else {
        debian::install(&["postgresql"], "PostgreSQL")?;
        programs().ok_or_else(|| Failure::new("PostgreSQL was installed but its programs were not found"))?
    };
    Ok(Postgres::Programs { folder, user: user()? })
}

/// Debian keeps one folder a version and none of them in `PATH`; elsewhere `PATH` has them.
fn programs() -> Option<PathBuf> {
    let versions = Path::new("/usr/lib/postgresql").read_dir().ok();
    let newest = versions.into_iter().flatten().flatten().filter_map(|entry| {
        let version: u32 = entry.file_name().to_str()?.parse().ok()?;
        let folder = entry.path().join("bin");
        folder.join("initdb").is_file().then_some((version, folder))
    });
    let in_path = || Some(run::find("initdb")?.parent()?.to_path_buf());
    newest.max().map(|(_, folder)| folder).or_else(in_path)
}

fn user() -> Done<Option<(u32, u32)>> {
    if !debian::is_root() {
        return Ok(None);
    }
    let id = |kind| run::answer("id", [kind, "postgres"])?.parse().ok();
    match (id("-u"), id("-g")) {
        (Some(user), Some(group)) => Ok(Some((user, group))),
        _ => Err(Failure::new(
            "PostgreSQL refuses to run as root and there is no user postgres; this makes one: useradd --system \
             postgres",
        )),
    }
}

impl Postgres {
    /// For people.
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::Named => format!("PostgreSQL (the one that {VARIABLE} names)"),
            Self::Programs { folder, .. } => format!("PostgreSQL (a private one, by {})", folder.display()),
        }
    }

    /// Starts the private one, where none was named; its commits need not reach the disk.
    pub(crate) fn start(&self) -> Done<Running> {
        self.start_with("off")
    }

    /// Starts the private one, where none was named, with commits that outlive a crash: for measuring.
    pub(crate) fn start_durable(&self) -> Done<Running> {
        self.start_with("on")
    }

    fn start_with(&self, durable: &str) -> Done<Running> {
        let Self::Programs { folder, user } = self else {
            return Ok(Running { keeper: None, url: None });
        };
        let port = free_port()?;
        run::say("Starting", format!("a private PostgreSQL on port {port}"));
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "chama-postgres"]).arg(folder).arg(port.to_string()).arg(durable);
        keeper.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped());
        run_as(&mut keeper, *user);
        let failed = |error| Failure::new(format!("the private PostgreSQL could not start: {error}"));
        let mut keeper = keeper.spawn().map_err(failed)?;
        let mut said = String::new();
        if let Some(stdout) = keeper.stdout.take() {
            std::io::BufRead::read_line(&mut std::io::BufReader::new(stdout), &mut said).map_err(failed)?;
        }
        let running = Running {
            keeper: Some(keeper),
            url: Some(format!("postgres://postgres@127.0.0.1:{port}/postgres")),
        };
        if said.trim() == "ready" {
            Ok(running)
        } else {
            Err(Failure::new("the private PostgreSQL did not start; its own words stand above"))
        }
    }
}

#[cfg(unix)]
fn run_as(command: &mut Command, user: Option<(u32, u32)>) {
    use std::os::unix::process::CommandExt as _;
    // A group of its own: Ctrl-C reaches xtask, and through it, in order, the database.
    command.process_group(0);
    if let Some((user, group)) = user {
        command.uid(user).gid(group);
    }
}

#[cfg(not(unix))]
fn run_as(_: &mut Command, _: Option<(u32, u32)>) {}

fn free_port() -> Done<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| Failure::new(format!("no free port: {error}")))
}

impl Drop for Running {
    fn drop(&mut self) {
        let Some(mut keeper) = self.keeper.take() else { return };
        // The end of its input is the word to stop.
        if let Some(mut input) = keeper.stdin.take()
            && let Err(error) = input.flush()
        {
            run::say("Warning", format!("the private PostgreSQL: {error}"));
        }
        let patience = Instant::now() + Duration::from_secs(20);
        while Instant::now() < patience {
            match keeper.try_wait() {
                Ok(None) => thread::sleep(Duration::from_millis(50)),
                Ok(Some(_)) => return,
                Err(error) => {
                    return run::say("Warning", format!("the private PostgreSQL was lost: {error}"));
                }
            }
        }
        run::say("Warning", format!("the private PostgreSQL still runs (process {})", keeper.id()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_start_finds_a_port_of_its_own() {
        let port = free_port().expect("a port");
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).expect("the port is free");
    }
}
