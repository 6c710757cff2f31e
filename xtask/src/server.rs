//! The binary `chama`, with the site inside.

use std::{path::PathBuf, process::Command};

use crate::{failure::Done, finish::Finish, places, run, setup, site};

/// Sets up, builds the site, then the binary. Returns where the binary lies.
///
/// A site that does not ship may weigh too much.
pub(crate) fn build(finish: Finish) -> Done<PathBuf> {
    let tools = setup::for_building()?;
    if !site::has_program(&tools, finish)? {
        // This server has no site, or an old one; the next one, of which all else is compiled, has.
        let mut compiled = Ok(());
        let (program, _) = site::program_beside(&tools, finish, || compiled = compile(run::cargo(), finish));
        compiled.and(program)?;
    }
    let site = site::build(&tools, finish)?;
    if finish.program() {
        match site.weigh() {
            // Who works on it should see it; who ships it may not.
            Err(failure) if !finish.server() => run::say("Warning", failure),
            weighed => weighed?,
        }
    }
    binary(finish, &site)
}

/// The binary alone, around a site that is already built.
pub(crate) fn binary(finish: Finish, site: &site::Site) -> Done<PathBuf> {
    compile(cargo(site), finish)?;
    Ok(places::chama(if finish.server() { "release" } else { "debug" }))
}

fn compile(mut cargo: Command, finish: Finish) -> Done {
    run::say("Building", "the server");
    cargo.args(["build", "--package", "server", "--bin", "chama"]);
    if finish.server() {
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
