//! The binary `chama`: command line, HTTP, the feed's websocket, cookies and headers, embedded site files.

// The app's pages are long types, and this crate is where they are laid out.
#![recursion_limit = "256"]

pub mod base_url;
pub mod cli;
pub(crate) mod health;
pub mod http;
pub mod shutdown;
pub mod start;
pub mod telemetry;
mod user;

use cli::{Cli, User, What};
use start::StartError;

/// Does what the command line says.
pub async fn run(cli: Cli) -> Result<(), StartError> {
    match cli.what {
        What::Demo(demo) => start::demo(demo).await,
        What::Serve(serve) => start::serve(serve).await,
        What::User { what: User::Add(add) } => user::add(add).await,
    }
}
