//! The front door: `cargo xtask COMMAND`. Set-up is part of every command that needs it; what is already there
//! is never touched.

#[cfg(test)]
mod arrows;
mod bench;
mod demo;
mod e2e;
mod failure;
mod files;
mod finish;
mod places;
mod run;
mod server;
mod setup;
mod site;
mod size;
mod tally;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{failure::Done, finish::Finish};

/// Chama, from the keyboard of whoever builds or tries it.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Door {
    #[command(subcommand)]
    command: What,
}

#[derive(Subcommand)]
enum What {
    /// Make sure that everything for building is there; with --tests also what testing needs
    Setup {
        /// Also the tools of the end-to-end tests, Chromium and PostgreSQL
        #[arg(long)]
        tests: bool,
    },
    /// Build the browser's files and the binary `chama` that carries them
    Build {
        /// The server without optimisation: quick to build, slow to run
        #[arg(long)]
        dev: bool,
        /// The browser's program without optimisation, too: an edit is built within half a minute
        #[arg(long)]
        quick: bool,
    },
    /// Build, then run a desk filled with believable tickets on 127.0.0.1:3000
    Demo {
        /// Nothing is optimised: for who works on a page
        #[arg(long)]
        quick: bool,
        /// Handed to `chama demo`, for example --listen 127.0.0.1:4000, --tickets 5000, --keep
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Build, then run a real desk
    Serve {
        /// Nothing is optimised: for who works on a page
        #[arg(long)]
        quick: bool,
        /// Handed to `chama serve`, for example --database sqlite:chama.db --listen 0.0.0.0:3000
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Everything that must hold: format, lints, Rust tests on both engines, people's tasks in a browser
    Test,
    /// Only people's tasks in a browser
    E2e {
        /// Part of a test file's name, or else part of a test's name
        filter: Option<String>,
    },
    /// What the bytes of the browser's programs are, by crate and by feature
    Size,
    /// Measure size and speed against stated baselines, in the program and in a browser
    Bench {
        /// Only that part, for example `cargo xtask bench board`
        part: Option<bench::Part>,
        /// Also write what was measured to its table in BENCHMARKS.md
        #[arg(long)]
        write: bool,
    },
}

fn main() -> ExitCode {
    let done: Done<ExitCode> = match Door::parse().command {
        What::Setup { tests } => setup::run(tests).map(|()| ExitCode::SUCCESS),
        What::Build { dev, quick } => server::build(Finish::of(dev, quick)).map(|_| ExitCode::SUCCESS),
        What::Demo { quick, arguments } => demo::run("demo", Finish::of(false, quick), &arguments),
        What::Serve { quick, arguments } => demo::run("serve", Finish::of(false, quick), &arguments),
        What::Test => test::run(),
        What::E2e { filter } => e2e::run(filter.as_deref()),
        What::Size => size::run().map(|()| ExitCode::SUCCESS),
        What::Bench { part, write } => bench::run(part, write).map(|()| ExitCode::SUCCESS),
    };
    done.unwrap_or_else(|failure| {
        eprintln!("error: {failure}");
        ExitCode::FAILURE
    })
}
