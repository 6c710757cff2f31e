//! The entry of `chama`.

use clap::Parser;
use server::cli::Cli;
use std::process::ExitCode;

/// A page is drawn in many thousand small pieces of memory: this one is quick with them, and gives back what a
/// sign-in took.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Clap itself answers what it cannot read: one sentence on stderr, exit code 2.
    let cli = Cli::parse();
    server::telemetry::start();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("chama: the system gives no threads: {error}");
            return ExitCode::FAILURE;
        }
    };
    let ended = runtime.block_on(server::run(cli));
    // A task that hangs does not keep the program from ending.
    runtime.shutdown_background();
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("chama: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}
