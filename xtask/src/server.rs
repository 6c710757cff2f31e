//! The binary `chama`, with the site inside.

use std::{path::PathBuf, process::Command};

use crate::{failure::Done, places, run, setup, site};

/// Sets up, builds the site, then the binary. Returns where the binary lies.
///
/// `dev` leaves the server without optimisation; the site stays the same, and may weigh too much.
pub(crate) fn build(dev: bool) -> Done<PathBuf> {
    let tools = setup::for_building()?;
    let site = site::build(&tools)?;
    match site.weigh() {
        // Who works on it should see it; who ships it may not.
        Err(failure) if dev => run::say("Warning", failure),
        weighed => weighed?,
    }
    binary(dev, &site)
}

/// The binary alone, around a site that is already built.
pub(crate) fn binary(dev: bool, site: &site::Site) -> Done<PathBuf> {
    run::say("Building", "the server");
    let mut cargo = cargo(site);
    cargo.args(["build", "--package", "server", "--bin", "chama"]);
    if !dev {
        cargo.arg("--release");
    }
    run::loud(&mut cargo, "building the server")?;
    Ok(places::chama(if dev { "debug" } else { "release" }))
}

/// Cargo for whatever holds the server's code. The server reads this variable at compile time, so another site
/// is another build of it, and of nothing else.
pub(crate) fn cargo(site: &site::Site) -> Command {
    let mut cargo = run::cargo();
    cargo.env("CHAMA_BUILD", &site.whole);
    cargo
}
