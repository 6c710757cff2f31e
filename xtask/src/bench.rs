//! `cargo xtask bench`: a Markdown table whose every row is a ratio against a stated baseline, measured in this
//! run.
//!
//! The sizes are measured here. Whatever measures time or memory is an example `bench_*.rs` of the crate that it
//! measures (`desk/examples/`, `server/examples/`): found by its name, built in release, run with the binary's
//! path in `CHAMA_BIN` and a PostgreSQL in `DATABASE_URL_TEST`, and every line that it prints as `| what | measured | baseline | ratio |` becomes a row.

use std::{path::Path, process::Command};

use crate::{
    failure::{Done, Failure},
    files, places, run, server,
    setup::{self, postgres},
    site::{self, Site},
};

/// The goal for the browser's wasm on the board's route, in bytes after brotli (`decisions.md`).
const WASM_GOAL: usize = 250_000;
/// Crates whose examples may hold benches.
const CRATES: [&str; 2] = ["desk", "server"];
const HEAD: &str = "| what | measured | baseline | ratio |\n| --- | --- | --- | --- |\n";

/// Tasks that wait for a core, from which on a run is not called quiet.
const QUIET: f64 = 1.5;

/// A bench: an example of a crate.
struct Bench {
    package: &'static str,
    example: String,
}

/// Builds, measures, prints the table, and with `write` puts it in `BENCHMARKS.md`.
pub(crate) fn run(write: bool) -> Done {
    let tools = setup::for_building()?;
    let postgres = postgres::ensure()?;
    let site = site::build(&tools)?;
    let binary = server::binary(false, &site)?;
    let benches = benches()?;
    // All is built before anything is measured: the compiler would be measured too.
    for Bench { package, example } in &benches {
        let mut cargo = server::cargo(&site);
        cargo.args(["build", "--release", "--package", package, "--example", example]);
        run::loud(&mut cargo, "building a bench")?;
    }
    let postgres = postgres.start_durable()?;
    let load = load();
    let mut table = HEAD.to_owned();
    for row in sizes(&site) {
        table.push_str(&row);
    }
    for bench in &benches {
        table.push_str(&rows_of(bench, &binary, &site, postgres.url.as_deref())?);
    }
    println!("{table}");
    if write {
        let path = places::root().join("BENCHMARKS.md");
        files::write(&path, page(&table, load).as_bytes())?;
        run::say("Wrote", path.display());
    }
    Ok(())
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

fn page(table: &str, load: Option<f64>) -> String {
    let commit = run::answer("git", ["rev-parse", "--short", "HEAD"]).unwrap_or_else(|| "unknown".to_owned());
    let date = run::answer("date", ["-u", "+%Y-%m-%d"]).unwrap_or_default();
    let quiet = match load {
        Some(load) if load > QUIET => {
            format!(
                "The machine was **not quiet** (load {load:.1} when it began): times are worse than they could be."
            )
        }
        Some(load) => format!("The machine was quiet (load {load:.1} when it began)."),
        None => "How busy the machine was is not known.".to_owned(),
    };
    format!(
        "# Benchmarks\n\n`cargo xtask bench --write` wrote this on {date} at commit {commit}, on {}. {quiet}\n\nEvery row \
         is a ratio against a baseline measured in the same run, or against the goal that it names; absolute figures \
         belong to that machine. Over 1.00 is more than the baseline: good for moves a second, bad for time, bytes \
         and memory.\n\n- **Moves a second**: `Desk::execute` with that many callers, 5,000 tickets, none refused, \
         every commit on disk. Baseline: the same statements with the same values in as many batches on one \
         connection of the same database, without rules, index, feed or permissions; the median of three runs of \
         each, in turn.\n- **Board page**: the whole request for `/quadro` over loopback, signed in as an agent, by \
         callers on the same machine. Baseline: the same bytes from memory by axum alone.\n- **Memory**: resident \
         memory of `chama demo` on SQLite. **Start**: from the start of the process to the first yes of \
         `/health/ready`, in the middle of five.\n\n{table}",
        machine()
    )
}

fn load() -> Option<f64> {
    std::fs::read_to_string("/proc/loadavg").ok()?.split_whitespace().next()?.parse().ok()
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let value = |file: &str, name: &str| {
        let text = std::fs::read_to_string(file).ok()?;
        let line = text.lines().find(|line| line.starts_with(name))?.split_once(':')?.1.trim().to_owned();
        Some(line)
    };
    let model = value("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".to_owned());
    let memory = value("/proc/meminfo", "MemTotal")
        .and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok())
        .map_or_else(String::new, |kib| format!(", {} GB of memory", kib * 1_024 / 1_000_000_000));
    let mut uname = Command::new("uname");
    let system = run::quiet(uname.args(["-sr"]), "uname").unwrap_or_default();
    format!("{cores} cores ({model}){memory}, {}", system.trim())
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
