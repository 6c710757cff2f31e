//! The compiler for the browser's side: Rust's standard library for `wasm32-unknown-unknown`.

use std::{path::Path, process::Command};

use super::debian;
use crate::{
    failure::{Done, Failure},
    places, run,
};

/// The target of the browser's side.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's Rust with the source of its standard library, and a linker for wasm.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
/// What a standard library from source makes possible: a panic that stops at once, without its sentence and its
/// place, which nobody reads in a browser. They replace `rustflags` of `.cargo/config.toml`, so they repeat it.
const DEBIAN_RUSTFLAGS: &str = "--cfg erase_components -Zunstable-options -Cpanic=immediate-abort \
     -Zfmt-debug=none -Zlocation-detail=none -Clink-args=--emit-relocs";
const DEBIAN_LINKER: &str = "wasm-ld-22";

/// Which compiler builds the browser's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The machine's own Rust, with the target installed.
    Own,
    /// Debian's Rust, which builds the standard library from its source, once.
    Debian,
}

/// Makes sure of a compiler: the installed target; else what Debian already has; else rustup, unless
/// `RUSTUP_AUTO_INSTALL=0` says that it may fetch nothing; else Debian's packages.
pub(crate) fn ensure() -> Done<Toolchain> {
    if own_is_complete() {
        return Ok(Toolchain::Own);
    }
    if debian_is_complete() {
        return Ok(Toolchain::Debian);
    }
    let rustup_may_fetch =
        run::find("rustup").is_some() && std::env::var("RUSTUP_AUTO_INSTALL").as_deref() != Ok("0");
    if rustup_may_fetch {
        run::say("Installing", format!("{TARGET} by rustup"));
        let mut rustup = Command::new("rustup");
        rustup.args(["target", "add", TARGET]).current_dir(places::root());
        match run::loud(&mut rustup, "rustup") {
            Ok(()) if own_is_complete() => return Ok(Toolchain::Own),
            Ok(()) => {}
            Err(failure) => run::say("Warning", failure),
        }
    }
    debian::install(&DEBIAN_PACKAGES, "Rust's standard library for the browser").map_err(|failure| {
        Failure::new(format!("{failure} (or, where rustup may fetch: rustup target add {TARGET})"))
    })?;
    if debian_is_complete() {
        Ok(Toolchain::Debian)
    } else {
        Err(Failure::new(format!(
            "Debian's Rust is too old or incomplete for the browser's side; where rustup may fetch, this mends \
             it: rustup target add {TARGET}"
        )))
    }
}

fn own_is_complete() -> bool {
    run::answer("rustc", ["--print", "target-libdir", "--target", TARGET])
        .is_some_and(|folder| has_std(Path::new(&folder)))
}

fn has_std(folder: &Path) -> bool {
    folder.read_dir().is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
    })
}

fn debian_is_complete() -> bool {
    let source = Path::new("/usr/lib/rustlib/src/rust/library/std/src/lib.rs");
    Path::new(DEBIAN_CARGO).is_file()
        && source.is_file()
        && run::find(DEBIAN_LINKER).is_some()
        && run::answer(DEBIAN_RUSTC, ["--version"]).is_some_and(|version| is_new_enough(&version))
}

/// Whether `rustc 1.96.0 (…)` is at least the workspace's `rust-version`.
fn is_new_enough(version: &str) -> bool {
    let number = version.split_whitespace().nth(1).unwrap_or_default();
    minor(number) >= minor(env!("CARGO_PKG_RUST_VERSION"))
}

fn minor(version: &str) -> (u32, u32) {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

impl Toolchain {
    /// For people.
    pub(crate) fn sentence(self) -> String {
        match self {
            Self::Own => format!("{TARGET} (installed target)"),
            Self::Debian => format!("{TARGET} (Debian's Rust, standard library from source)"),
        }
    }

    /// What the compiler says of itself: another compiler means another build.
    pub(crate) fn version(self) -> String {
        let rustc = if self == Self::Own { "rustc" } else { DEBIAN_RUSTC };
        run::answer(rustc, ["--version", "--verbose"]).unwrap_or_default()
    }

    /// `cargo build` for the browser's side.
    pub(crate) fn cargo_build(self) -> Command {
        let mut cargo = match self {
            Self::Own => run::cargo(),
            Self::Debian => debian_cargo(),
        };
        cargo.args(["build", "--target", TARGET]);
        if self == Self::Debian {
            cargo.args(["-Z", "build-std=std,panic_abort", "-Z", "build-std-features=optimize_for_size"]);
        }
        cargo
    }
}

fn debian_cargo() -> Command {
    let mut cargo = Command::new(DEBIAN_CARGO);
    run::forget_xtask(&mut cargo);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once("/usr/bin".into()).chain(std::env::split_paths(&path));
    if let Ok(path) = std::env::join_paths(folders) {
        cargo.env("PATH", path);
    }
    cargo
        .current_dir(places::root())
        .env("RUSTC", DEBIAN_RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", DEBIAN_RUSTFLAGS)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER)
        // Libraries of the other toolchain, which `cargo run` put there for xtask.
        .env_remove("LD_LIBRARY_PATH")
        .env_remove("CARGO")
        .env_remove("RUSTUP_TOOLCHAIN");
    cargo
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_compiler_is_refused() {
        assert!(is_new_enough("rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)"));
        assert!(is_new_enough("rustc 1.95.0"));
        assert!(is_new_enough("rustc 2.0.0"));
        assert!(!is_new_enough("rustc 1.85.1"));
        assert!(!is_new_enough(""));
    }
}
