//! People's tasks in a real browser: `node --test` over `end2end/tests/*.test.mjs`.

use std::{
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use crate::{
    failure::{Done, Failure},
    files, places, run, server, setup,
    tally::Tally,
};

/// `cargo xtask e2e [FILTER]`.
pub(crate) fn run(filter: Option<&str>) -> Done<ExitCode> {
    let chromium = setup::for_browser_tests()?;
    let binary = server::build(false)?;
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
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=spec"]);
    if let Some(pattern) = pattern {
        node.arg(format!("--test-name-pattern={pattern}"));
    }
    node.args(chosen)
        .current_dir(places::end2end())
        .env("CHAMA_BIN", binary)
        .env("CHROMIUM_PATH", chromium)
        // The reporter counts for us; colours would hide its words.
        .env_remove("FORCE_COLOR")
        .env("NO_COLOR", "1");
    let mut tally = Tally::default();
    let held = run::watched(&mut node, "node --test", |line| tally.read_node(line))?;
    if held && tally.passed + tally.failed == 0 {
        return Err(Failure::new("no end-to-end test ran: does the filter name one?"));
    }
    Ok((tally, held && tally.failed == 0))
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
mod tests_of_the_filter {
    use super::*;

    #[test]
    fn a_filter_names_files_first_and_tests_second() {
        let all = vec![PathBuf::from("/x/board.test.mjs"), PathBuf::from("/x/portal.test.mjs")];
        assert_eq!(choose(all.clone(), None), (all.clone(), None));
        assert_eq!(choose(all.clone(), Some("port")), (vec![PathBuf::from("/x/portal.test.mjs")], None));
        assert_eq!(choose(all.clone(), Some("flame")), (all, Some("flame".to_owned())));
    }
}
