//! What must be on the machine. Each piece is looked for first; what is there is never touched, and what is
//! missing is installed where that is allowed, else one sentence names the command that mends it.

pub(crate) mod chromium;
mod debian;
mod node;
pub(crate) mod postgres;
pub(crate) mod wasm;

use std::path::PathBuf;

use crate::{
    failure::{Done, Failure},
    run,
};

/// What building needs.
pub(crate) struct Tools {
    /// The compiler for the browser's side.
    pub(crate) wasm: wasm::Toolchain,
    /// npm's `wasm-opt`; where Node is missing it is left out.
    pub(crate) wasm_opt: Option<PathBuf>,
}

/// What testing needs besides.
pub(crate) struct TestTools {
    /// Chrome or Chromium.
    pub(crate) chromium: PathBuf,
    /// PostgreSQL for the tests of the store.
    pub(crate) postgres: postgres::Postgres,
}

/// `cargo xtask setup`.
pub(crate) fn run(tests: bool) -> Done {
    let tools = for_building()?;
    run::say("Ready", tools.wasm.sentence());
    run::say(
        "Ready",
        tools.wasm_opt.map_or("without wasm-opt".to_owned(), |path| format!("wasm-opt ({})", path.display())),
    );
    if tests {
        let tools = for_testing()?;
        run::say("Ready", format!("browser ({})", tools.chromium.display()));
        run::say("Ready", tools.postgres.sentence());
    }
    Ok(())
}

/// Makes sure of everything for building.
pub(crate) fn for_building() -> Done<Tools> {
    c_compiler()?;
    Ok(Tools { wasm: wasm::ensure()?, wasm_opt: node::wasm_opt() })
}

/// Makes sure of everything for testing.
pub(crate) fn for_testing() -> Done<TestTools> {
    for_browser_tests().and_then(|chromium| Ok(TestTools { chromium, postgres: postgres::ensure()? }))
}

/// Makes sure of everything for the end-to-end tests alone: Node with its packages, and the browser.
pub(crate) fn for_browser_tests() -> Done<PathBuf> {
    node::for_tests()?;
    chromium::ensure()
}

/// `SQLite` and the TLS code are C. (Rust links through the same compiler, so it is rarely missing here.)
fn c_compiler() -> Done {
    let chosen = std::env::var("CC").ok();
    let there = chosen.into_iter().chain(["cc", "clang", "gcc"].map(str::to_owned));
    if there.into_iter().any(|compiler| run::answer(&compiler, ["--version"]).is_some()) {
        return Ok(());
    }
    let mends = if cfg!(target_os = "macos") {
        "xcode-select --install"
    } else if debian::is_here() {
        "sudo apt-get install build-essential"
    } else {
        return Err(Failure::new("a C compiler is missing: install gcc or clang as this system does it"));
    };
    Err(Failure::new(format!("a C compiler is missing; this installs one: {mends}")))
}
