//! Counting tests over Rust and the browser.

use std::ops::AddAssign;

/// Tests that passed and failed, and those that a mark left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Tests that ran and held.
    pub(crate) passed: u64,
    /// Tests that ran and did not hold.
    pub(crate) failed: u64,
    /// Tests that a mark kept from running.
    pub(crate) left_out: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.left_out += other.left_out;
    }
}

impl Tally {
    /// Reads a line of cargo's test output, `test result: ok. 5 passed; 0 failed; 1 ignored; …`.
    pub(crate) fn read_cargo(&mut self, line: &str) {
        let Some(result) = line.strip_prefix("test result: ") else { return };
        let counts = result.split_once(". ").map_or(result, |(_, counts)| counts);
        for count in counts.split(';') {
            let mut words = count.split_whitespace();
            let (Some(number), Some(what)) = (words.next(), words.next()) else { continue };
            let Ok(number) = number.parse::<u64>() else { continue };
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.left_out += number,
                _ => {}
            }
        }
    }

    /// Reads a line of the closing lines of Node's `spec` reporter, `ℹ pass 12`.
    pub(crate) fn read_node(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        let (Some("ℹ"), Some(what), Some(number), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return;
        };
        let Ok(number) = number.parse::<u64>() else { return };
        match what {
            "pass" => self.passed += number,
            "fail" | "cancelled" => self.failed += number,
            "skipped" | "todo" => self.left_out += number,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_results_add_up() {
        let mut tally = Tally::default();
        tally.read_cargo("running 9 tests");
        tally.read_cargo("test ticket::tests::moves ... ok");
        tally.read_cargo(
            "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.00s",
        );
        tally.read_cargo(
            "test result: FAILED. 2 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s",
        );
        assert_eq!(tally, Tally { passed: 7, failed: 4, left_out: 1 });
    }

    #[test]
    fn node_results_add_up() {
        let mut tally = Tally::default();
        for line in ["✔ pass 3 (1ms)", "ℹ tests 9", "ℹ suites 0", "ℹ pass 6", "ℹ fail 1", "ℹ cancelled 1"]
        {
            tally.read_node(line);
        }
        for line in ["ℹ skipped 1", "ℹ todo 0", "ℹ duration_ms 100.5"] {
            tally.read_node(line);
        }
        assert_eq!(tally, Tally { passed: 6, failed: 2, left_out: 1 });
    }
}
