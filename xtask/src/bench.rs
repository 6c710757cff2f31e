//! `cargo xtask bench`: a Markdown table whose every row is a ratio against a stated baseline, measured in this
//! run.
//!
//! The sizes are measured here. Whatever measures time or memory is an example `bench_*.rs` of the crate that it
//! measures (`desk/examples/`, `server/examples/`): found by its name, built in release, run with the binary's
//! path in `CHAMA_BIN`, and every line that it prints as `| what | measured | baseline | ratio |` becomes a row.

use std::{path::Path, process::Command};

use crate::{
    failure::Done,
    files, places, run, server, setup,
    site::{self, Site},
};

/// The goal for the browser's wasm on the board's route, in bytes after brotli (`decisions.md`).
const WASM_GOAL: usize = 250_000;
/// Crates whose examples may hold benches.
const CRATES: [&str; 2] = ["desk", "server"];
const HEAD: &str = "| what | measured | baseline | ratio |\n| --- | --- | --- | --- |\n";

/// Builds, measures, prints the table, and with `write` puts it in `BENCHMARKS.md`.
pub(crate) fn run(write: bool) -> Done {
    let tools = setup::for_building()?;
    let site = site::build(&tools)?;
    let binary = server::binary(false, &site)?;
    let mut table = HEAD.to_owned();
    for row in sizes(&site) {
        table.push_str(&row);
    }
    for package in CRATES {
        for file in files::below(&places::root().join(package).join("examples"))? {
            if let Some(example) = bench_name(&file) {
                table.push_str(&rows_of(package, &example, &binary, &site)?);
            }
        }
    }
    println!("{table}");
    if write {
        let path = places::root().join("BENCHMARKS.md");
        files::write(&path, page(&table).as_bytes())?;
        run::say("Wrote", path.display());
    }
    Ok(())
}

fn sizes(site: &Site) -> Vec<String> {
    let raw_and_brotli = |kind| site.sizes.get(kind).copied().unwrap_or_default();
    let (_, wasm) = raw_and_brotli("wasm");
    let mut rows = vec![row(
        "browser's wasm, after brotli",
        &site::kilobytes(wasm),
        &format!("goal {}", site::kilobytes(WASM_GOAL)),
        &ratio(wasm, WASM_GOAL),
    )];
    for kind in ["wasm", "js", "css"] {
        let (raw, brotli) = raw_and_brotli(kind);
        rows.push(row(
            &format!("{kind}, brotli against plain"),
            &site::kilobytes(brotli),
            &site::kilobytes(raw),
            &ratio(brotli, raw),
        ));
    }
    rows
}

fn row(what: &str, measured: &str, baseline: &str, ratio: &str) -> String {
    format!("| {what} | {measured} | {baseline} | {ratio} |\n")
}

/// Two digits after the point; a baseline of nothing has no ratio.
fn ratio(measured: usize, baseline: usize) -> String {
    if baseline == 0 {
        return "–".to_owned();
    }
    let hundredths = (measured * 100 + baseline / 2) / baseline;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// `bench_moves` out of `examples/bench_moves.rs` or `examples/bench_moves/main.rs`.
fn bench_name(file: &Path) -> Option<String> {
    let name = if file.file_name()? == "main.rs" { file.parent()?.file_name()? } else { file.file_stem()? };
    let is_rust = file.extension().is_some_and(|kind| kind == "rs");
    name.to_str().filter(|name| is_rust && name.starts_with("bench_")).map(str::to_owned)
}

fn rows_of(package: &str, example: &str, binary: &Path, site: &Site) -> Done<String> {
    run::say("Measuring", format!("{package}: {example}"));
    let mut cargo = server::cargo(site);
    cargo.args(["run", "--release", "--package", package, "--example", example]).env("CHAMA_BIN", binary);
    let mut rows = String::new();
    let held = run::watched(&mut cargo, example, |line| {
        if line.starts_with("| ") {
            rows.push_str(line);
            rows.push('\n');
        }
    })?;
    if held {
        Ok(rows)
    } else {
        Err(crate::failure::Failure::new(format!("{example} failed; nothing was written")))
    }
}

fn page(table: &str) -> String {
    let commit = run::answer("git", ["rev-parse", "--short", "HEAD"]).unwrap_or_else(|| "unknown".to_owned());
    format!(
        "# Benchmarks\n\nWritten by `cargo xtask bench --write` at commit {commit}, on {}. Every row is a ratio \
         against a baseline measured in the same run; absolute figures belong to that machine.\n\n{table}",
        machine()
    )
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let model = std::fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    });
    let mut uname = Command::new("uname");
    let system = run::quiet(uname.args(["-sr"]), "uname").unwrap_or_default();
    format!("{cores} cores ({}), {}", model.unwrap_or_else(|| "unknown processor".to_owned()), system.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bench_is_an_example_of_that_name() {
        assert_eq!(bench_name(Path::new("x/bench_moves.rs")).as_deref(), Some("bench_moves"));
        assert_eq!(bench_name(Path::new("x/bench_page/main.rs")).as_deref(), Some("bench_page"));
        assert_eq!(bench_name(Path::new("x/seed.rs")), None);
        assert_eq!(bench_name(Path::new("x/bench_page/notes.md")), None);
    }

    #[test]
    fn ratios_are_rounded() {
        assert_eq!(ratio(186, 250), "0.74");
        assert_eq!(ratio(500, 250), "2.00");
        assert_eq!(ratio(1, 0), "–");
    }
}
