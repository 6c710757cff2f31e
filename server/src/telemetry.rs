//! The log: to stderr, filtered by `CHAMA_LOG`.

use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// What is logged where `CHAMA_LOG` says nothing. Hyper warns of each browser that leaves an idle connection.
const DEFAULT: &str = "info,hyper=error,sqlx=warn";

/// Starts the log. Nothing in it names a token, a body, or a query: paths alone are logged.
pub fn start() {
    let filter = EnvFilter::try_from_env("CHAMA_LOG").unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    // A log that somebody else has set up before us (a test) stays.
    if log.try_init().is_err() {
        tracing::debug!("the log was set up already");
    }
}
