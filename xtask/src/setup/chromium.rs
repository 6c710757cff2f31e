//! The browser of the end-to-end tests.

use std::path::PathBuf;

use super::debian;
use crate::{
    failure::{Done, Failure},
    run,
};

const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const ON_A_MAC: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// The browser that `CHROMIUM_PATH` names, else an installed one, else Debian's.
pub(crate) fn ensure() -> Done<PathBuf> {
    if let Some(chosen) = std::env::var_os("CHROMIUM_PATH").map(PathBuf::from) {
        return if chosen.is_file() {
            Ok(chosen)
        } else {
            Err(Failure::new(format!("CHROMIUM_PATH names no file: {}", chosen.display())))
        };
    }
    if let Some(there) = installed() {
        return Ok(there);
    }
    debian::install(&["chromium"], "Chromium")?;
    installed().ok_or_else(|| Failure::new("Chromium was installed but is not in PATH"))
}

fn installed() -> Option<PathBuf> {
    let on_a_mac = ON_A_MAC.iter().map(PathBuf::from).find(|path| path.is_file());
    NAMES.iter().find_map(|name| run::find(name)).or(on_a_mac)
}
