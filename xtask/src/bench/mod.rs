//! `cargo xtask bench`: Markdown tables whose every row is a ratio against a stated baseline, measured in this run.
//!
//! The sizes are measured here. Whatever measures the program's time or memory is an example `bench_*.rs` of the crate
//! that it measures (`desk/examples/`, `server/examples/`): found by its name, built in release, run with the binary's
//! path in `CHAMA_BIN` and a PostgreSQL in `DATABASE_URL_TEST`, and every line that it prints as
//! `| what | goal | measured | baseline | ratio |` becomes a row. The board is measured in a browser
//! (`end2end/bench/`). What misses its goal is bold.

mod board;
mod page;

use std::path::Path;

use clap::ValueEnum;

use crate::{
    failure::{Done, Failure},
    files,
    finish::Finish,
    places, run, server,
    setup::{self, postgres},
    site::{self, Site},
};

/// A part of the benches: a table of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Sizes of the browser's files, and the program's time and memory
    Program,
    /// The board in a browser with 60, 5,000 and 100,000 tickets: nodes, drag, remote edits, latency
    Board,
}

/// What the browser's files should weigh in bytes after brotli: the glue by `leptos.md`; a style sheet of 30 kB is still
/// one round trip of a cold connection. What pages weigh: `site/budgets.rs`.
const GOALS: [(&str, usize); 2] = [("js", 6_000), ("css", 30_000)];
/// Crates whose examples may hold benches.
const CRATES: [&str; 2] = ["desk", "server"];
const HEAD: &str =
    "| what | goal | measured | baseline of the same run | ratio |\n| --- | --- | --- | --- | --- |\n";

/// A bench: an example of a crate.
struct Bench {
    package: &'static str,
    example: String,
}

/// Builds, measures one part or both, prints their tables, and with `write` puts them in `BENCHMARKS.md`.
pub(crate) fn run(only: Option<Part>, write: bool) -> Done {
    let wants = |part| only.is_none_or(|only| only == part);
    let tools = setup::for_building()?;
    let postgres = if wants(Part::Program) { Some(postgres::ensure()?) } else { None };
    let chromium = if wants(Part::Board) { Some(setup::for_browser_tests()?) } else { None };
    let site = site::build(&tools, Finish::Both)?;
    let binary = server::binary(Finish::Both, &site)?;
    let benches = if wants(Part::Program) { benches()? } else { vec![] };
    // All is built before anything is measured: the compiler would be measured too.
    for Bench { package, example } in &benches {
        let mut cargo = server::cargo(&site);
        cargo.args(["build", "--release", "--package", package, "--example", example]);
        run::loud(&mut cargo, "building a bench")?;
    }
    if let Some(postgres) = postgres {
        let others = page::others();
        let postgres = postgres.start_durable()?;
        let mut rows: Vec<String> = sizes(&site);
        for bench in &benches {
            rows.push(rows_of(bench, &binary, &site, postgres.url.as_deref())?);
        }
        tell(Part::Program, others, &rows.concat(), write)?;
    }
    if let Some(chromium) = chromium {
        let others = page::others();
        tell(Part::Board, others, &board::rows(&chromium, &binary)?, write)?;
    }
    Ok(())
}

/// Prints a part's table, and writes it down.
fn tell(part: Part, others: Option<u64>, rows: &str, write: bool) -> Done {
    let table = format!("{HEAD}{rows}");
    println!("{table}");
    if write { page::put(part, others, &table) } else { Ok(()) }
}

fn benches() -> Done<Vec<Bench>> {
    let mut benches = vec![];
    for package in CRATES {
        for file in files::below(&places::root().join(package).join("examples"))? {
            benches.extend(bench_name(&file).map(|example| Bench { package, example }));
        }
    }
    Ok(benches)
}

fn sizes(site: &Site) -> Vec<String> {
    let size = |what: &str, goal: usize, brotli: usize, raw: usize| {
        let mark = if brotli > goal { "**" } else { "" };
        row(
            &format!("{what} after brotli"),
            &format!("≤ {}", site::kilobytes(goal)),
            &format!("{mark}{}{mark}", site::kilobytes(brotli)),
            &format!("plain: {}", site::kilobytes(raw)),
            &ratio(brotli, raw),
        )
    };
    let pages = site.weights.iter().map(|of| size(&format!("wasm of {}", of.page), of.goal, of.wasm, of.raw));
    let files = site.parts.iter().filter_map(|part| {
        let (_, goal) = GOALS.iter().find(|(kind, _)| *kind == part.kind)?;
        Some(size(&part.name(), *goal, part.brotli, part.raw))
    });
    pages.chain(files).collect()
}

fn row(what: &str, goal: &str, measured: &str, baseline: &str, ratio: &str) -> String {
    format!("| {what} | {goal} | {measured} | {baseline} | {ratio} |\n")
}

/// Two digits after the point; a baseline of nothing has no ratio.
fn ratio(measured: usize, baseline: usize) -> String {
    if baseline == 0 {
        return "–".to_owned();
    }
    let hundredths = (measured * 100 + baseline / 2) / baseline;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// `bench_moves` out of `examples/bench_moves.rs` or `examples/bench_moves/main.rs`; other files belong to those.
fn bench_name(file: &Path) -> Option<String> {
    let folder = file.parent()?.file_name()?;
    let name = match file.file_name()?.to_str()? {
        "main.rs" => folder,
        _ if folder == "examples" => file.file_stem()?,
        _ => return None,
    };
    let is_rust = file.extension().is_some_and(|kind| kind == "rs");
    name.to_str().filter(|name| is_rust && name.starts_with("bench_")).map(str::to_owned)
}

fn rows_of(bench: &Bench, binary: &Path, site: &Site, postgres: Option<&str>) -> Done<String> {
    let Bench { package, example } = bench;
    run::say("Measuring", format!("{package}: {example}"));
    let mut cargo = server::cargo(site);
    cargo.args(["run", "--release", "--package", package, "--example", example]).env("CHAMA_BIN", binary);
    if let Some(url) = postgres {
        cargo.env(postgres::VARIABLE, url);
    }
    let mut rows = String::new();
    let held = run::watched(&mut cargo, example, |line| {
        if line.starts_with("| ") {
            rows.push_str(line);
            rows.push('\n');
        }
    })?;
    if held { Ok(rows) } else { Err(Failure::new(format!("{example} failed; nothing was written"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bench_is_an_example_of_that_name() {
        assert_eq!(bench_name(Path::new("examples/bench_moves.rs")).as_deref(), Some("bench_moves"));
        assert_eq!(bench_name(Path::new("examples/bench_page/main.rs")).as_deref(), Some("bench_page"));
        assert_eq!(bench_name(Path::new("examples/bench_page/bench_part.rs")), None);
        assert_eq!(bench_name(Path::new("examples/seed.rs")), None);
        assert_eq!(bench_name(Path::new("x/bench_page/notes.md")), None);
    }

    #[test]
    fn ratios_are_rounded() {
        assert_eq!(ratio(186, 250), "0.74");
        assert_eq!(ratio(500, 250), "2.00");
        assert_eq!(ratio(1, 0), "–");
    }
}
