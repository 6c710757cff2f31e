//! Running other programs: one line says what happens, one sentence says what failed.

use std::{
    ffi::OsStr,
    fmt::Display,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
};

use crate::{
    failure::{Done, Failure},
    places,
};

/// Says what happens now, in the shape of cargo's own lines.
pub(crate) fn say(verb: &str, what: impl Display) {
    eprintln!("{verb:>12} {what}");
}

/// Runs a command whose output people want to see while it lasts.
pub(crate) fn loud(command: &mut Command, what: &str) -> Done {
    let status = command.status().map_err(|error| not_started(command, what, &error))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("{what} failed ({status})"))) }
}

/// Runs a command whose output matters only when it fails. Returns what it printed.
pub(crate) fn quiet(command: &mut Command, what: &str) -> Done<String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| not_started(command, what, &error))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    eprint!("{said}{}", String::from_utf8_lossy(&output.stderr));
    Err(Failure::new(format!("{what} failed ({})", output.status)))
}

/// Runs a command, shows each line that it prints and hands it to `reader` as well. The answer tells whether
/// the command succeeded.
pub(crate) fn watched(command: &mut Command, what: &str, mut reader: impl FnMut(&str)) -> Done<bool> {
    let mut child =
        command.stdout(Stdio::piped()).spawn().map_err(|error| not_started(command, what, &error))?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line.map_err(|error| Failure::new(format!("{what} could not be read: {error}")))?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            reader(&line);
        }
    }
    let status = child.wait().map_err(|error| Failure::new(format!("{what} was lost: {error}")))?;
    Ok(status.success())
}

/// What a program answers, trimmed; nothing when it is missing or refuses.
pub(crate) fn answer<A: AsRef<OsStr>>(
    program: impl AsRef<OsStr>,
    arguments: impl IntoIterator<Item = A>,
) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(places::root())
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Where a program lies in `PATH`.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// The cargo that runs xtask, in the top folder, without what it tells xtask about xtask: some build scripts
/// read those variables, and would build the same crate again and again.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    forget_xtask(&mut cargo);
    cargo.current_dir(places::root()).env("CARGO_TARGET_DIR", places::target());
    cargo
}

/// Takes away the variables that describe xtask.
pub(crate) fn forget_xtask(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let Some(name) = name.to_str() else { continue };
        let about_xtask = name.starts_with("CARGO_PKG_")
            || name.starts_with("CARGO_MANIFEST_")
            || ["CARGO_BIN_NAME", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE", "OUT_DIR"].contains(&name);
        if about_xtask {
            command.env_remove(name);
        }
    }
}

fn not_started(command: &Command, what: &str, error: &std::io::Error) -> Failure {
    Failure::new(format!("{what} could not start ({}: {error})", command.get_program().to_string_lossy()))
}
