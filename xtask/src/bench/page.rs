//! `BENCHMARKS.md`: the tables in it, and of what, when and where they tell.

use std::{thread, time::Duration};

use super::Part;
use crate::{
    failure::{Done, Failure},
    files, places, run,
};

/// Hundredths of the cores' time that others may take in a run that is called quiet.
const QUIET: u64 = 10;
/// How long they are watched for it.
const WATCH: Duration = Duration::from_secs(3);

/// A part's table lies between these; what is around them is kept.
fn markers(part: Part) -> [&'static str; 2] {
    match part {
        Part::Program => ["<!-- bench: begin -->", "<!-- bench: end -->"],
        Part::Board => ["<!-- bench board: begin -->", "<!-- bench board: end -->"],
    }
}

/// Writes a part's table, after what must be known of its run.
pub(super) fn put(part: Part, others: Option<u64>, table: &str) -> Done {
    let path = places::root().join("BENCHMARKS.md");
    let page = files::read_text(&path)?;
    let [begin, end] = markers(part);
    let page = between(&page, [begin, end], &format!("{}\n\n{table}", circumstances(others)))
        .ok_or_else(|| Failure::new(format!("{} has no {begin} with {end} after it", path.display())))?;
    files::write(&path, page.as_bytes())?;
    run::say("Wrote", path.display());
    Ok(())
}

/// The page with another table between those markers.
fn between(page: &str, [begin, end]: [&str; 2], table: &str) -> Option<String> {
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
pub(super) fn others() -> Option<u64> {
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
    fn a_table_replaces_the_one_before_and_nothing_else() {
        let [program, board] = [Part::Program, Part::Board].map(markers);
        let page = format!("a\n{}\nold\n{}\nb\n{}\n{}\n", program[0], program[1], board[0], board[1]);
        let new = between(&page, board, "new\n").expect("has its markers");
        assert_eq!(
            new,
            format!("a\n{}\nold\n{}\nb\n{}\nnew\n{}\n", program[0], program[1], board[0], board[1])
        );
        assert_eq!(between(&new, board, "new"), Some(new.clone()));
        let other = between(&new, program, "newer").expect("has its markers");
        assert!(other.contains("newer") && other.contains("\nnew\n") && !other.contains("old"));
        assert_eq!(between(&format!("{} {}", board[1], board[0]), board, "new"), None);
    }
}
