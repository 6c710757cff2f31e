//! The binary `chama`, with the site inside.

use std::{path::PathBuf, process::Command};

use crate::{failure::Done, places, run, setup, site};

/// Sets up, builds the site, then the binary. Returns where the binary lies.
///
/// `dev` leaves the server without optimisation; the site stays the same, and may weigh too much.
pub(crate) fn build(dev: bool) -> Done<PathBuf> {
    let tools = setup::for_building()?;
    if !site::has_program(&tools)? {
        // This server has no site, or an old one; the next one, of which all else is compiled, has.
        let mut compiled = Ok(());
        let (program, _) = site::program_beside(&tools, || compiled = compile(run::cargo(), dev));
        compiled.and(program)?;
    }
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
    compile(cargo(site), dev)?;
    Ok(places::chama(if dev { "debug" } else { "release" }))
}

fn compile(mut cargo: Command, dev: bool) -> Done {
    run::say("Building", "the server");
    cargo.args(["build", "--package", "server", "--bin", "chama"]);
    if !dev {
        cargo.arg("--release");
    }
    run::loud(&mut cargo, "building the server")
}

/// Cargo for whatever holds the server's code. The server reads this variable at compile time, so another site
/// is another build of it, and of nothing else.
pub(crate) fn cargo(site: &site::Site) -> Command {
    let mut cargo = run::cargo();
    cargo.env("CHAMA_BUILD", &site.whole);
    cargo
}
