//! `demo` and `serve`: build, then become `chama`.

use std::process::{Command, ExitCode};

use crate::{
    failure::{Done, Failure},
    finish::Finish,
    server,
};

/// Builds and runs `chama COMMAND ARGUMENTS`. On Unix xtask becomes that process, so a signal (Ctrl-C, SIGTERM)
/// reaches the desk itself and it ends cleanly.
pub(crate) fn run(command: &str, finish: Finish, arguments: &[String]) -> Done<ExitCode> {
    let binary = server::build(finish)?;
    let mut chama = Command::new(&binary);
    chama.arg(command).args(arguments);
    become_it(&mut chama)
        .map_err(|error| Failure::new(format!("{} could not start: {error}", binary.display())))
}

#[cfg(unix)]
fn become_it(chama: &mut Command) -> std::io::Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;
    Err(chama.exec())
}

#[cfg(not(unix))]
fn become_it(chama: &mut Command) -> std::io::Result<ExitCode> {
    Ok(if chama.status()?.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
