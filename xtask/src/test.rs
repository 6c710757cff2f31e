//! `cargo xtask test`: everything that must hold, one exit code.

use std::{
    path::PathBuf,
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

use crate::{
    e2e,
    failure::{Done, Failure},
    finish::Finish,
    places, run, server,
    setup::{self, TestTools, postgres},
    site::{self, Site},
    tally::Tally,
};

/// The browser's side is checked by building it for wasm32: together with the server's side it would turn on
/// `hydrate` and `ssr` of one crate at once, which never happens in the product.
const ALL_BUT_THE_BROWSER: [&str; 3] = ["--workspace", "--exclude", "frontend"];

/// What the run found so far.
#[derive(Default)]
struct Findings {
    steps: Vec<(&'static str, bool, Duration)>,
    tally: Tally,
}

impl Findings {
    /// Runs a step; one that fails names itself, and the others still run. A step answers with its own count
    /// of tests and whether it held.
    fn step(&mut self, name: &'static str, work: impl FnOnce() -> Done<(Tally, bool)>) {
        run::say("Step", name);
        let start = Instant::now();
        let (tally, held) = work().unwrap_or_else(|failure| {
            eprintln!("error: {failure}");
            (Tally::default(), false)
        });
        self.tally += tally;
        if !held && tally.failed == 0 {
            // It failed before it could count: that is a failure as well.
            self.tally.failed += 1;
        }
        if !held {
            eprintln!("error: step failed: {name}");
        }
        self.steps.push((name, held, start.elapsed()));
    }

    /// A step without tests of its own.
    fn check(&mut self, name: &'static str, work: impl FnOnce() -> Done) {
        self.step(name, || work().map(|()| (Tally::default(), true)));
    }

    /// The last step was at work for so long, beside others.
    fn took(&mut self, time: Duration) {
        if let Some((_, _, took)) = self.steps.last_mut() {
            *took = time;
        }
    }

    fn close(&self) -> ExitCode {
        eprintln!();
        for (name, held, took) in &self.steps {
            let took = format!("{}.{} s", took.as_secs(), took.subsec_millis() / 100);
            run::say(if *held { "held" } else { "FAILED" }, format!("{name} ({took})"));
        }
        if self.tally.left_out > 0 {
            run::say("Left out", format!("{} tests, by their marks", self.tally.left_out));
        }
        println!("{} passed, {} failed", self.tally.passed, self.tally.failed);
        if self.steps.iter().all(|(_, held, _)| *held) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// Sets up, then runs every step in order.
pub(crate) fn run() -> Done<ExitCode> {
    let tools = setup::for_building()?;
    let test_tools = setup::for_testing()?;
    let mut findings = Findings::default();

    findings.check("format", || run::loud(run::cargo().args(["fmt", "--all", "--check"]), "cargo fmt"));
    let mut linted = false;
    let (program, took) = site::program_beside(&tools, Finish::Program, || {
        findings.check("clippy and compiling", || {
            compile(with_clippy(run::cargo())?)?;
            linted = true;
            Ok(())
        });
    });
    // What clippy refuses is not compiled, and its tests shall still run.
    let cargo = |site: Option<&Site>| {
        let cargo = site.map_or_else(run::cargo, server::cargo);
        if linted { with_clippy(cargo) } else { Ok(cargo) }
    };
    findings.check("browser's program", || program);
    findings.took(took);
    let mut built = None;
    findings.check("site", || {
        // One that weighs too much fails this step, and the later ones still show whether it works.
        built.insert(site::build(&tools, Finish::Program)?).weigh()
    });
    findings.step("Rust tests on SQLite and PostgreSQL", || rust_tests(&test_tools, cargo(built.as_ref())?));
    findings.step("end to end", || {
        let Some(site) = &built else {
            return Err(Failure::new("there is no site to serve: the browser build failed"));
        };
        // The one that the Rust tests have tried, not optimised: alone it would be compiled with other features once more,
        // and an optimised build takes seven minutes of two cores. The browser's programs are those that ship.
        compile(cargo(Some(site))?)?;
        e2e::tests(&test_tools.chromium, &places::chama("debug"), None)
    });
    Ok(findings.close())
}

/// The tests, and the server that they try.
fn compile(mut cargo: Command) -> Done {
    run::loud(cargo.args(["test", "--no-run"]).args(ALL_BUT_THE_BROWSER), "compiling the tests")
}

/// Our own crates by clippy's compiler, which reads each of them once, finds fault and compiles it. `cargo clippy` beside a
/// build would read all that we depend upon a second time.
fn with_clippy(mut cargo: Command) -> Done<Command> {
    let beside_cargo =
        std::env::var_os("CARGO").map(|cargo| PathBuf::from(cargo).with_file_name("clippy-driver"));
    let driver = beside_cargo
        .filter(|driver| driver.is_file())
        .or_else(|| run::find("clippy-driver"))
        .ok_or_else(|| Failure::new("clippy is not installed (rustup component add clippy)"))?;
    // As `cargo clippy -- --deny warnings` hands its arguments on.
    cargo.env("RUSTC_WORKSPACE_WRAPPER", driver).env("CLIPPY_ARGS", "--deny__CLIPPY_HACKERY__warnings");
    Ok(cargo)
}

/// The server that they try is the one of the end-to-end tests: with the site inside, where there is one.
fn rust_tests(tools: &TestTools, mut cargo: Command) -> Done<(Tally, bool)> {
    let postgres = tools.postgres.start()?;
    cargo.arg("test").args(ALL_BUT_THE_BROWSER).arg("--no-fail-fast");
    if let Some(url) = &postgres.url {
        cargo.env(postgres::VARIABLE, url);
    }
    let mut tally = Tally::default();
    let held = run::watched(&mut cargo, "cargo test", |line| tally.read_cargo(line))?;
    Ok((tally, held))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_cannot_count_is_one_failure_and_the_next_still_runs() {
        let mut findings = Findings::default();
        findings.check("breaks", || Err(Failure::new("broken")));
        findings.step("counts", || Ok((Tally { passed: 3, failed: 2, left_out: 0 }, false)));
        findings.step("holds", || Ok((Tally { passed: 1, failed: 0, left_out: 1 }, true)));
        assert_eq!(findings.tally, Tally { passed: 4, failed: 3, left_out: 1 });
        assert_eq!(findings.steps.iter().map(|step| step.1).collect::<Vec<_>>(), [false, false, true]);
        assert_eq!(findings.close(), ExitCode::FAILURE);
    }
}
