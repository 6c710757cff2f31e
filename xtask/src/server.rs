//! The binary `chama`, with the site inside.

use std::{path::PathBuf, process::Command};

use crate::{failure::Done, places, run, setup, site};

/// For whom it is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Build {
    /// What is shipped, and measured.
    Release,
    /// For tests: the browser's program as it is shipped, around it a server that is quick to build.
    Dev,
    /// For who wants to see it soon: neither is as small or as fast as it is shipped.
    Demo,
}

impl Build {
    /// Cargo's word for the server's profile.
    fn profile(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Dev => "dev",
            Self::Demo => "demo",
        }
    }

    /// Where cargo puts what it has built by it.
    fn folder(self) -> &'static str {
        if self == Self::Dev { "debug" } else { self.profile() }
    }
}

/// Sets up, builds the site, then the binary. Returns where the binary lies.
pub(crate) fn build(build: Build) -> Done<PathBuf> {
    let tools = setup::for_building()?;
    let size = if build == Build::Demo { site::Size::AsItComes } else { site::Size::Small };
    let site = site::build(&tools, size)?;
    match (build, site.weigh()) {
        (Build::Release, weighed) => weighed?,
        // Who works on it should see it; who ships it may not.
        (Build::Dev, Err(failure)) => run::say("Warning", failure),
        _ => {}
    }
    binary(build, &site)
}

/// The binary alone, around a site that is already built.
pub(crate) fn binary(build: Build, site: &site::Site) -> Done<PathBuf> {
    run::say("Building", "the server");
    let mut cargo = cargo(site);
    cargo.args(["build", "--package", "server", "--bin", "chama", "--profile", build.profile()]);
    run::loud(&mut cargo, "building the server")?;
    Ok(places::chama(build.folder()))
}

/// Cargo for whatever holds the server's code. The server reads this variable at compile time, so another site
/// is another build of it, and of nothing else.
pub(crate) fn cargo(site: &site::Site) -> Command {
    let mut cargo = run::cargo();
    cargo.env("CHAMA_BUILD", &site.whole);
    cargo
}
