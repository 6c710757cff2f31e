//! The command line. Every value also comes by environment, `CHAMA_…`.

use crate::base_url::BaseUrl;
use crate::http::address::Range;
use crate::http::version;
use clap::{Args, Parser, Subcommand};
use domain::Role;
use std::net::SocketAddr;
use std::path::PathBuf;

/// A helpdesk with a live board.
#[derive(Debug, Parser)]
#[command(name = "chama", version = version(), about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub what: What,
}

/// What the program does.
#[derive(Debug, Subcommand)]
pub enum What {
    /// Try Chama on this machine, filled with a believable desk
    Demo(Demo),
    /// Serve a desk
    Serve(Serve),
    /// The people who can sign in
    User {
        /// What to do with them.
        #[command(subcommand)]
        what: User,
    },
}

/// `chama demo`.
#[derive(Args, Clone, Debug)]
pub struct Demo {
    /// Where to listen; port 0 takes a free one
    #[arg(long, env = "CHAMA_LISTEN", value_name = "ADDR", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// The address at which people reach it [default: where it listens]
    #[arg(long, env = "CHAMA_BASE_URL", value_name = "URL")]
    pub base_url: Option<BaseUrl>,
    /// The folder for the demo's own data [default: chama-demo in your data folder]
    #[arg(long, env = "CHAMA_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// A database of the demo's own: a file for SQLite, or postgres://… [default: a file in the data folder]
    #[arg(long, env = "CHAMA_DATABASE", value_name = "URL")]
    pub database: Option<String>,
    /// How many tickets to begin with
    #[arg(long, env = "CHAMA_TICKETS", value_name = "N", default_value_t = desk::demo::TICKETS)]
    pub tickets: usize,
    /// Keep what the last demo left, instead of making it anew
    #[arg(long, env = "CHAMA_KEEP")]
    pub keep: bool,
    /// Failed sign-ins in 15 minutes before an e-mail must wait; an address may fail five times as often
    #[arg(value_parser = clap::value_parser!(u32).range(1..), long, env = "CHAMA_SIGN_IN_FAILURES", value_name = "N", default_value_t = SIGN_IN_FAILURES)]
    pub sign_in_failures: u32,
}

/// `chama serve`.
#[derive(Args, Clone, Debug)]
pub struct Serve {
    /// The database: a file for SQLite, or postgres://…
    #[arg(long, env = "CHAMA_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: String,
    /// Where to listen
    #[arg(long, env = "CHAMA_LISTEN", value_name = "ADDR", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// The address at which people reach this desk: <https://desk.example>
    #[arg(long, env = "CHAMA_BASE_URL", value_name = "URL")]
    pub base_url: BaseUrl,
    /// The folder for files
    #[arg(long, env = "CHAMA_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Serve over plain HTTP in a network that you trust
    #[arg(long, env = "CHAMA_INSECURE_HTTP")]
    pub insecure_http: bool,
    /// A proxy whose X-Forwarded-For is believed: an address or a range; may be given several times
    #[arg(long, env = "CHAMA_TRUSTED_PROXY", value_name = "ADDR", value_delimiter = ',')]
    pub trusted_proxy: Vec<Range>,
    /// Another address at which people reach this desk; may be given several times
    #[arg(long, env = "CHAMA_ALLOWED_ORIGIN", value_name = "URL", value_delimiter = ',')]
    pub allowed_origin: Vec<BaseUrl>,
    /// Failed sign-ins in 15 minutes before an e-mail must wait; an address may fail five times as often
    #[arg(value_parser = clap::value_parser!(u32).range(1..), long, env = "CHAMA_SIGN_IN_FAILURES", value_name = "N", default_value_t = SIGN_IN_FAILURES)]
    pub sign_in_failures: u32,
}

/// `chama user …`.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Add someone who can sign in; the password is read from the standard input, or from `CHAMA_PASSWORD`
    Add(AddUser),
}

/// `chama user add`.
#[derive(Args, Clone, Debug)]
pub struct AddUser {
    /// The database: a file for SQLite, or postgres://…
    #[arg(long, env = "CHAMA_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: String,
    /// The e-mail to sign in with
    #[arg(long)]
    pub email: String,
    /// The name that colleagues and clients read
    #[arg(long)]
    pub name: String,
    /// client, `organization_manager`, agent, `department_manager` or administrator
    #[arg(long, value_parser = role)]
    pub role: Role,
    /// A department to work in, or to lead, by its short name; may be given several times
    #[arg(long)]
    pub department: Vec<String>,
    /// The organization that a client belongs to; made where it does not exist yet
    #[arg(long)]
    pub organization: Option<String>,
}

/// Failures of one e-mail in the window before it must wait (T5).
const SIGN_IN_FAILURES: u32 = 10;

fn role(word: &str) -> Result<Role, String> {
    Role::read(word).ok_or_else(|| {
        let words: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("it must be one of {}", words.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn no_password_on_the_command_line() {
        let words =
            ["chama", "user", "add", "--database", "d", "--email", "a@b", "--name", "A", "--role", "agent"];
        assert!(Cli::try_parse_from(words).is_ok());
        assert!(Cli::try_parse_from(words.iter().copied().chain(["--password", "x"])).is_err());
    }
}
