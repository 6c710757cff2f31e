//! `cargo xtask bench`: a Markdown table whose every row is a ratio against a stated baseline, measured in this
//! run.
//!
//! The sizes are measured here. Whatever measures time or memory is an example `bench_*.rs` of the crate that it
//! measures (`desk/examples/`, `server/examples/`): found by its name, built in release, run with the binary's
//! path in `CHAMA_BIN` and a PostgreSQL in `DATABASE_URL_TEST`, and every line that it prints as
//! `| what | goal | measured | baseline | ratio |` becomes a row. What misses its goal is bold.

use std::{path::Path, thread, time::Duration};

use crate::{
    failure::{Done, Failure},
    files, places, run, server,
    setup::{self, postgres},
    site::{self, Site},
};

/// What the browser's files should weigh in bytes after brotli: the wasm by `decisions.md` 1, the glue by
/// `leptos.md`; a style sheet of 30 kB is still one round trip of a cold connection.
const GOALS: [(&str, usize); 3] = [("wasm", 250_000), ("js", 6_000), ("css", 30_000)];
/// Crates whose examples may hold benches.
const CRATES: [&str; 2] = ["desk", "server"];
const HEAD: &str =
    "| what | goal | measured | baseline of the same run | ratio |\n| --- | --- | --- | --- | --- |\n";
/// The table of `BENCHMARKS.md` lies between these; what is around them is kept.
const MARKERS: [&str; 2] = ["<!-- bench: begin -->", "<!-- bench: end -->"];

/// Hundredths of the cores' time that others may take in a run that is called quiet.
const QUIET: u64 = 10;
/// How long they are watched for it.
const WATCH: Duration = Duration::from_secs(3);

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
    let others = others();
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
        let page = files::read_text(&path)?;
        let page =
            between_markers(&page, &format!("{}\n\n{table}", circumstances(others))).ok_or_else(|| {
                Failure::new(format!("{} has no {} with {} after it", path.display(), MARKERS[0], MARKERS[1]))
            })?;
        files::write(&path, page.as_bytes())?;
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
    let size = |part: &site::Part| {
        let goal = GOALS.iter().find(|(kind, _)| *kind == part.kind).map_or(usize::MAX, |(_, goal)| *goal);
        let mark = if part.brotli > goal { "**" } else { "" };
        row(
            &format!("{} after brotli", part.name()),
            &format!("≤ {}", site::kilobytes(goal)),
            &format!("{mark}{}{mark}", site::kilobytes(part.brotli)),
            &format!("plain: {}", site::kilobytes(part.raw)),
            &ratio(part.brotli, part.raw),
        )
    };
    site.parts.iter().map(size).collect()
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

/// The page with another table.
fn between_markers(page: &str, table: &str) -> Option<String> {
    let [begin, end] = MARKERS;
    let (before, rest) = page.split_once(begin)?;
    let (_, after) = rest.split_once(end)?;
    Some(format!("{before}{begin}\n{}\n{end}{after}", table.trim_end()))
}

/// When, of what, on what, and whether anything else was going on.
fn circumstances(others: Option<u64>) -> String {
    let git = |words: &[&str]| run::answer("git", words.iter().copied()).unwrap_or_default();
    let commit = git(&["rev-parse", "--short", "HEAD"]);
    let changed =
        if git(&["status", "--porcelain"]).is_empty() { "" } else { " and what was not committed yet" };
    let date = run::answer("date", ["-u", "+%Y-%m-%d"]).unwrap_or_default();
    let quiet = match others {
        Some(busy) if busy > QUIET => format!(
            "The machine was **not quiet**: others took {busy} % of its cores when it began, so times are worse than \
             they could be."
        ),
        Some(busy) => format!("The machine was quiet: others took {busy} % of its cores when it began."),
        None => "How busy the machine was is not known.".to_owned(),
    };
    format!("Measured on {date} at commit {commit}{changed}, {}. {quiet}", machine())
}

/// Hundredths of the cores' time that other programs take, while this one waits.
fn others() -> Option<u64> {
    let (all, idle) = core_time()?;
    thread::sleep(WATCH);
    let (all_then, idle_then) = core_time()?;
    let all = all_then.checked_sub(all).filter(|all| *all > 0)?;
    Some((all.saturating_sub(idle_then.saturating_sub(idle))) * 100 / all)
}

/// All of the cores' time since the machine began, and what of it they were idle.
fn core_time() -> Option<(u64, u64)> {
    let stat = std::fs::read_to_string("/proc/stat").ok()?;
    let times: Vec<u64> =
        stat.lines().next()?.split_whitespace().skip(1).map(|time| time.parse().unwrap_or(0)).collect();
    // The fourth is idleness, the fifth waiting for the disk.
    Some((times.iter().take(8).sum(), times.iter().skip(3).take(2).sum()))
}

/// Cores, memory, and the kernel without what its builder added to the version.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = std::fs::read_to_string("/proc/meminfo")
        .ok()
        .and_then(|text| text.strip_prefix("MemTotal:")?.split_whitespace().next()?.parse::<u64>().ok())
        .map_or_else(String::new, |kib| format!(", {} GB of memory", kib * 1_024 / 1_000_000_000));
    let system = run::answer("uname", ["-sr"]).unwrap_or_default();
    format!("{cores} cores{memory}, {}", system.split('-').next().unwrap_or_default())
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
    fn a_table_replaces_the_one_before_and_nothing_else() {
        let page = "a\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nb\n";
        let new = between_markers(page, "new\n").expect("has its markers");
        assert_eq!(new, "a\n<!-- bench: begin -->\nnew\n<!-- bench: end -->\nb\n");
        assert_eq!(between_markers(&new, "new"), Some(new.clone()));
        assert_eq!(between_markers("<!-- bench: end --><!-- bench: begin -->", "new"), None);
    }

    #[test]
    fn ratios_are_rounded() {
        assert_eq!(ratio(186, 250), "0.74");
        assert_eq!(ratio(500, 250), "2.00");
        assert_eq!(ratio(1, 0), "–");
    }
}
