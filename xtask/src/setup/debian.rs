//! Packages of Debian and its relatives, when xtask may install them.

use std::process::Command;

use crate::{
    failure::{Done, Failure},
    run,
};

/// Whether this system installs with `apt-get`.
pub(crate) fn is_here() -> bool {
    run::find("apt-get").is_some()
}

/// Whether xtask runs as root, to whom some programs show another side.
pub(crate) fn is_root() -> bool {
    run::answer("id", ["-u"]).as_deref() == Some("0")
}

/// The command that a person would type to install `packages`.
pub(crate) fn command_for(packages: &[&str]) -> String {
    format!("sudo apt-get update && sudo apt-get install {}", packages.join(" "))
}

/// Installs packages, as root or where `sudo` asks for no password. `what` names the need, for people.
pub(crate) fn install(packages: &[&str], what: &str) -> Done {
    let mends = || Failure::new(format!("{what} is missing; this installs it: {}", command_for(packages)));
    if !is_here() {
        return Err(Failure::new(format!(
            "{what} is missing and this system has no apt-get; on Debian this would install it: {}",
            command_for(packages)
        )));
    }
    let prefix: &[&str] = if is_root() {
        &[]
    } else if run::answer("sudo", ["-n", "true"]).is_some() {
        &["sudo", "-n"]
    } else {
        return Err(mends());
    };
    run::say("Installing", format!("{what}: Debian packages {}", packages.join(" ")));
    apt(prefix, &["update"])?;
    apt(prefix, &[&["install", "--yes", "--no-install-recommends"], packages].concat()).map_err(|failure| {
        eprintln!("{failure}");
        mends()
    })
}

fn apt(prefix: &[&str], arguments: &[&str]) -> Done {
    let words =
        [prefix, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"], arguments].concat();
    let (program, rest) = words.split_first().ok_or_else(|| Failure::new("no command"))?;
    run::quiet(Command::new(program).args(rest), &format!("apt-get {}", arguments.join(" "))).map(drop)
}
