//! People's tasks in a real browser: `node --test` over `end2end/tests/*.test.mjs`.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use crate::{
    failure::{Done, Failure},
    files,
    finish::Finish,
    places, run, server, setup,
    tally::Tally,
};

/// `cargo xtask e2e [FILTER]`.
pub(crate) fn run(filter: Option<&str>) -> Done<ExitCode> {
    let chromium = setup::for_browser_tests()?;
    let binary = server::build(Finish::Both)?;
    let (tally, held) = tests(&chromium, &binary, filter)?;
    println!("{} passed, {} failed", tally.passed, tally.failed);
    Ok(if held { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs the tests against a built binary. Answers their count, and whether all held.
pub(crate) fn tests(chromium: &Path, binary: &Path, filter: Option<&str>) -> Done<(Tally, bool)> {
    let (chosen, pattern) = choose(all()?, filter);
    if chosen.is_empty() {
        return Err(Failure::new("there is no end-to-end test: end2end/tests/ holds no *.test.mjs"));
    }
    run::say("Testing", format!("people's tasks in {}", chromium.display()));
    let round = |chosen: &[PathBuf], at_once: usize| {
        let mut node = Command::new("node");
        node.args(["--test", "--test-reporter=spec"]).arg(format!("--test-concurrency={at_once}"));
        if let Some(pattern) = &pattern {
            node.arg(format!("--test-name-pattern={pattern}"));
        }
        node.args(chosen)
            .current_dir(places::end2end())
            .env("CHAMA_BIN", binary)
            .env("CHROMIUM_PATH", chromium)
            // The reporter counts for us; colours would hide its words.
            .env_remove("FORCE_COLOR")
            .env("NO_COLOR", "1");
        let (mut tally, mut failed) = (Tally::default(), BTreeMap::<PathBuf, u64>::new());
        let held = run::watched(&mut node, "node --test", |line| {
            tally.read_node(line);
            if let Some(file) = failing_file(line) {
                *failed.entry(file).or_default() += 1;
            }
        })?;
        Ok::<_, Failure>((tally, held && tally.failed == 0, failed))
    };
    let (mut tally, held, failed) = round(&chosen, AT_ONCE)?;
    if held && tally.passed + tally.failed == 0 {
        return Err(Failure::new("no end-to-end test ran: does the filter name one?"));
    }
    let once: u64 = failed.values().sum();
    if held || filter.is_some() || once != tally.failed || once > ONCE_MOST {
        return Ok((tally, held));
    }
    // All that fails by chance is worth a look, and its words stand above; it throws away no run of half an hour.
    let files: Vec<PathBuf> = failed.into_keys().collect();
    run::say("Again", format!("{once} failed once, in {files:?}: what fails twice has failed"));
    let (again, held, _) = round(&files, 1)?;
    if held {
        run::say("Wavered", format!("{once} failed once and held when tried again, in {files:?}"));
        (tally.passed, tally.failed) = (tally.passed + once, 0);
    } else {
        tally.failed = again.failed.max(1);
    }
    Ok((tally, held))
}

/// Files that run at the same time: a test waits for its page for half of its time.
const AT_ONCE: usize = 3;

/// Tests that may fail once in a whole run, one in thirty: beside another file's browser some come late. Those are tried
/// again one file after the other; more of them are no chance.
const ONCE_MOST: u64 = 9;

/// The file of a failed test, from the closing lines of Node's `spec` reporter: `test at tests/board.test.mjs:12:3`.
fn failing_file(line: &str) -> Option<PathBuf> {
    let (file, place) = line.strip_prefix("test at ")?.split_once(".test.mjs:")?;
    place.bytes().all(|byte| byte.is_ascii_digit() || byte == b':').then(|| format!("{file}.test.mjs").into())
}

fn all() -> Done<Vec<PathBuf>> {
    let mut found = files::below(&places::end2end().join("tests"))?;
    found.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    Ok(found)
}

/// A filter is part of a file's name; where no file is called so, it is part of a test's name.
fn choose(all: Vec<PathBuf>, filter: Option<&str>) -> (Vec<PathBuf>, Option<String>) {
    let Some(filter) = filter else { return (all, None) };
    let named =
        |file: &&PathBuf| file.file_name().is_some_and(|name| name.to_string_lossy().contains(filter));
    let files: Vec<_> = all.iter().filter(named).cloned().collect();
    if files.is_empty() { (all, Some(filter.to_owned())) } else { (files, None) }
}

#[cfg(test)]
mod units {
    use super::*;

    #[test]
    fn a_failed_test_names_its_file() {
        let file = |line| failing_file(line).map(|file| file.to_string_lossy().into_owned());
        assert_eq!(file("test at tests/paper.test.mjs:64:3").as_deref(), Some("tests/paper.test.mjs"));
        assert_eq!(file("✖ test at noon (3ms)"), None);
        assert_eq!(file("test at tests/paper.test.mjs: all"), None);
    }

    #[test]
    fn a_filter_names_files_first_and_tests_second() {
        let all = vec![PathBuf::from("/x/board.test.mjs"), PathBuf::from("/x/portal.test.mjs")];
        assert_eq!(choose(all.clone(), None), (all.clone(), None));
        assert_eq!(choose(all.clone(), Some("port")), (vec![PathBuf::from("/x/portal.test.mjs")], None));
        assert_eq!(choose(all.clone(), Some("flame")), (all, Some("flame".to_owned())));
    }
}
