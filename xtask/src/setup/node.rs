//! Node, and the packages that `end2end/package-lock.json` names.

use std::{path::PathBuf, process::Command};

use super::debian;
use crate::{
    failure::{Done, Failure},
    files, places, run,
};

/// What Playwright asks for.
const OLDEST_FOR_TESTS: u32 = 20;

/// npm's `wasm-opt`. Building works without it, and says so: the browser's file is then larger.
pub(crate) fn wasm_opt() -> Option<PathBuf> {
    if version().is_none() || run::find("npm").is_none() {
        run::say("Leaving out", "wasm-opt: Node and npm are missing, so the browser's file stays larger");
        return None;
    }
    if let Err(failure) = packages() {
        run::say("Leaving out", format!("wasm-opt: {failure}"));
        return None;
    }
    Some(places::end2end().join("node_modules/.bin/wasm-opt"))
}

/// Node and the packages, for the end-to-end tests.
pub(crate) fn for_tests() -> Done {
    if version().is_none() || run::find("npm").is_none() {
        debian::install(&["nodejs", "npm"], "Node")?;
    }
    match version() {
        Some(version) if version >= OLDEST_FOR_TESTS => packages(),
        Some(version) => Err(Failure::new(format!(
            "the end-to-end tests need Node {OLDEST_FOR_TESTS} or later and this is Node {version}; install a \
             newer one and run this again"
        ))),
        None => Err(Failure::new("Node was installed but does not answer to: node --version")),
    }
}

/// Node's major version.
fn version() -> Option<u32> {
    let version = run::answer("node", ["--version"])?;
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

/// `npm ci`, only when the lockfile changed or the packages are not there.
fn packages() -> Done {
    let folder = places::end2end();
    let wanted = files::Fingerprint::new()
        .add_tree(&folder, &folder.join("package.json"))?
        .add_tree(&folder, &folder.join("package-lock.json"))?
        .hex();
    let stamp = folder.join("node_modules/.installed");
    if files::read_text(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    run::say("Installing", "wasm-opt and Playwright by npm");
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder);
    run::quiet(&mut npm, "npm ci")?;
    files::write(&stamp, wanted.as_bytes())
}
