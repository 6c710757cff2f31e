//! The board in a browser at three sizes: `end2end/bench/board.mjs` measures, here it becomes rows. The smallest size
//! is the baseline of the largest; the one between is told beside.

use std::{path::Path, process::Command};

use serde_json::Value;

use super::row;
use crate::{
    failure::{Done, Failure},
    places, run,
};

/// At the largest size each figure may be that many times the smallest one's (issue 3).
const TIMES: f64 = 1.5;
/// Browsers tell latencies in steps of 8 ms, and a frame takes two of them: what is a frame slower is no slower board.
const FRAME_MS: f64 = 16.0;

/// What is measured of the board.
struct Figure {
    /// Its name in what the bench prints.
    name: &'static str,
    /// Its name for people.
    what: &'static str,
    /// With a space before it.
    unit: &'static str,
    /// At no size more than this.
    most: Option<f64>,
    /// So much more than the smallest size's is no more.
    finest: f64,
}

/// A figure that must only hold its ratio.
const fn steady(name: &'static str, what: &'static str, unit: &'static str) -> Figure {
    Figure { name, what, unit, most: None, finest: 0.0 }
}

/// How soon the screen answers: under 100 ms (issue 3).
const fn answered(name: &'static str, what: &'static str) -> Figure {
    Figure { name, what, unit: " ms", most: Some(100.0), finest: FRAME_MS }
}

/// The same on a slow computer, for which no more than the ratio was promised.
const fn slowly(name: &'static str, what: &'static str) -> Figure {
    Figure { name, what, unit: " ms", most: None, finest: FRAME_MS }
}

const FIGURES: &[Figure] = &[
    Figure { most: Some(4_000.0), ..steady("nodes", "elements mounted", "") },
    Figure { most: Some(600.0), ..steady("first_card_ms", "first card painted, p50", " ms") },
    steady("awake_ms", "page taken over by the program, p50", " ms"),
    Figure {
        most: Some(2.0),
        ..steady("drag_script_p95_ms", "script in a frame while a card is carried, p95", " ms")
    },
    steady("drag_script_p50_ms", "the same, p50", " ms"),
    steady("drag_styles", "style computations in such a frame", ""),
    steady("drag_styled", "elements whose style it computes", ""),
    steady("drag_layouts", "layouts in such a frame", ""),
    steady("drag_laid", "boxes that it lays out", ""),
    Figure { most: Some(1.0), ..steady("edit_cards", "cards that another's edit changes", "") },
    // Counts in a column's head and in chips, where they change.
    Figure { finest: 8.0, ..steady("edit_beside", "elements that the same edit changes elsewhere", "") },
    answered("inp_move_menu_ms", "INP, p75, of a move by the menu"),
    answered("inp_move_key_ms", "INP, p75, of a move by its key"),
    answered("inp_move_drop_ms", "INP, p75, of a drag and drop"),
    answered("inp_open_ms", "INP, p75, of opening a ticket"),
    answered("inp_filter_text_ms", "INP, p75, of a text to filter by"),
    answered("inp_filter_chip_ms", "INP, p75, of a chip"),
    slowly("inp_move_menu_slow_ms", "INP, p75, of a move by the menu, processor 4 times slower"),
    slowly("inp_move_key_slow_ms", "INP, p75, of a move by its key, processor 4 times slower"),
    slowly("inp_move_drop_slow_ms", "INP, p75, of a drag and drop, processor 4 times slower"),
    slowly("inp_open_slow_ms", "INP, p75, of opening a ticket, processor 4 times slower"),
    slowly("inp_filter_text_slow_ms", "INP, p75, of a text to filter by, processor 4 times slower"),
    slowly("inp_filter_chip_slow_ms", "INP, p75, of a chip, processor 4 times slower"),
];

/// Measures, and answers the table's rows.
pub(super) fn rows(chromium: &Path, binary: &Path) -> Done<String> {
    run::say("Measuring", format!("the board in {}", chromium.display()));
    let mut node = Command::new("node");
    node.arg("bench/board.mjs")
        .current_dir(places::end2end())
        .env("CHAMA_BIN", binary)
        .env("CHROMIUM_PATH", chromium);
    let mut told = None;
    let held = run::watched(&mut node, "the board's bench", |line| {
        told = serde_json::from_str::<Value>(line).ok().or_else(|| told.take());
    })?;
    let told = told.filter(|_| held);
    told.as_ref()
        .and_then(table)
        .ok_or_else(|| Failure::new("the board's bench told nothing; nothing was written"))
}

/// The rows of all figures; nothing where one is missing.
fn table(told: &Value) -> Option<String> {
    let sizes = told.get("sizes")?.as_array()?;
    FIGURES.iter().map(|figure| figure.row(sizes)).collect()
}

impl Figure {
    fn row(&self, sizes: &[Value]) -> Option<String> {
        let of = |size: &Value| {
            Some((size.get("tickets")?.as_u64()?, size.get("figures")?.get(self.name)?.as_f64()?))
        };
        let all = sizes.iter().map(of).collect::<Option<Vec<_>>>()?;
        let [(fewest, baseline), between @ .., (most, measured)] = all.as_slice() else { return None };
        // Each that misses the goal is bold by itself.
        let told = |value: f64, missed: bool| {
            let mark = if missed { "**" } else { "" };
            format!("{mark}{}{mark}", self.text(value))
        };
        let between: Vec<String> = between
            .iter()
            .map(|(tickets, value)| format!("; with {tickets}: {}", told(*value, self.too_much(*value))))
            .collect();
        let goal = match self.most {
            Some(limit) => format!("≤ {}, ", self.text(limit)),
            None => String::new(),
        };
        let slack =
            if self.finest > 0.0 { format!(" or {} more", self.text(self.finest)) } else { String::new() };
        let missed = self.too_much(*measured) || self.grows(*measured, *baseline);
        let ratio = if *baseline > 0.0 { number(measured / baseline) } else { "–".to_owned() };
        Some(row(
            &format!("{}, {most} tickets{}", self.what, between.concat()),
            &format!("{goal}≤ {TIMES} ×{slack}"),
            &told(*measured, missed),
            &format!("{fewest} tickets: {}", told(*baseline, self.too_much(*baseline))),
            &ratio,
        ))
    }

    /// More than any size may have.
    fn too_much(&self, value: f64) -> bool {
        self.most.is_some_and(|most| value > most)
    }

    /// Too much more at the largest size than at the smallest.
    fn grows(&self, measured: f64, baseline: f64) -> bool {
        measured > (baseline * TIMES).max(baseline + self.finest)
    }

    fn text(&self, value: f64) -> String {
        format!("{}{}", number(value), self.unit)
    }
}

/// Whole numbers as they are, others with three digits that count.
fn number(value: f64) -> String {
    let digits = match value.abs() {
        _ if value.fract() == 0.0 => 0,
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    };
    format!("{value:.digits$}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NODES: Figure = Figure { most: Some(4_000.0), ..steady("nodes", "elements mounted", "") };
    const KEY: Figure = answered("key", "INP of a key");

    fn sizes(name: &str, values: [f64; 3]) -> Vec<Value> {
        let size = |(tickets, value): (u64, f64)| json!({ "tickets": tickets, "figures": { name: value } });
        [60, 5_000, 100_000].into_iter().zip(values).map(size).collect()
    }

    #[test]
    fn the_largest_size_is_told_against_the_smallest() {
        assert_eq!(
            NODES.row(&sizes("nodes", [1_500.0, 1_800.0, 1_950.0])).as_deref(),
            Some(
                "| elements mounted, 100000 tickets; with 5000: 1800 | ≤ 4000, ≤ 1.5 × | 1950 | 60 tickets: 1500 | 1.30 |\n"
            )
        );
        assert_eq!(
            KEY.row(&sizes("key", [16.0, 24.0, 120.0])).as_deref(),
            Some(
                "| INP of a key, 100000 tickets; with 5000: 24 ms | ≤ 100 ms, ≤ 1.5 × or 16 ms more | **120 ms** | 60 tickets: 16 ms | 7.50 |\n"
            )
        );
        assert_eq!(NODES.row(&sizes("others", [1.0, 1.0, 1.0])), None);
    }

    #[test]
    fn each_size_that_misses_a_goal_is_bold() {
        let row = KEY.row(&sizes("key", [104.0, 112.0, 96.0])).unwrap_or_default();
        assert!(row.contains("5000: **112 ms** |") && row.contains("| 96 ms |"), "{row}");
        assert!(row.contains("60 tickets: **104 ms**"), "{row}");
    }

    #[test]
    fn the_largest_size_may_be_half_as_much_again() {
        assert!(!NODES.grows(2_250.0, 1_500.0));
        assert!(NODES.grows(2_251.0, 1_500.0));
        // A frame more is no miss, two are.
        assert!(!KEY.grows(32.0, 16.0));
        assert!(KEY.grows(40.0, 16.0));
        // From nothing to something.
        assert!(steady("layouts", "layouts", "").grows(0.5, 0.0));
        assert!(!steady("layouts", "layouts", "").grows(0.0, 0.0));
    }

    #[test]
    fn numbers_keep_the_digits_that_count() {
        assert_eq!([1_839.0, 123.4, 12.34, 0.218, 1.0].map(number), ["1839", "123", "12.3", "0.22", "1"]);
    }
}
