//! Where things lie in the working copy.

use std::path::{Path, PathBuf};

/// The top of the working copy.
pub(crate) fn root() -> &'static Path {
    // xtask is built where it runs: `CARGO_MANIFEST_DIR` is `ROOT/xtask`.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or_else(|| Path::new("."))
}

/// Cargo's target folder, whichever way it was chosen: xtask itself lies in `TARGET/PROFILE/xtask`.
pub(crate) fn target() -> PathBuf {
    std::env::current_exe()
        .ok()
        .and_then(|me| me.ancestors().nth(2).map(Path::to_path_buf))
        .unwrap_or_else(|| root().join("target"))
}

/// The browser's build: its own target folder, since its profile and its compiler may be others.
pub(crate) fn front() -> PathBuf {
    target().join("front")
}

/// What the binary embeds and serves. Fixed below the working copy: the server names it at compile time.
pub(crate) fn site() -> PathBuf {
    root().join("target/site")
}

/// The end-to-end tests and the tools from npm.
pub(crate) fn end2end() -> PathBuf {
    root().join("end2end")
}

/// The binary `chama`.
pub(crate) fn chama(profile: &str) -> PathBuf {
    target().join(profile).join(format!("chama{}", std::env::consts::EXE_SUFFIX))
}
