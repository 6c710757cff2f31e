//! Whether anybody is still at the other end of the line: a pure machine, so that it is tested without a browser. A laptop
//! that slept, a phone that left its network and a wire that was pulled leave a socket that says nothing and does not
//! close (issue 11, 5).
//!
//! All times are milliseconds by the browser's own clock, which goes on while it sleeps.

/// Who looks at the page asks after so long without a word,
const ASK_AFTER: f64 = 4_000.0;
/// and waits so long for the answer: a dead line is noticed within 10 s.
const PATIENCE: f64 = 4_000.0;
/// A line that is being opened has so long for its first word: slow networks are slow there.
const OPENING: f64 = 8_000.0;
/// Without a word for so long nobody is there, looked at or not: the server beats every 20 s.
const SILENCE: f64 = 45_000.0;
/// Missed the server's beat: what the page shows may be old.
const STALE: f64 = 22_000.0;
/// A clock that ticks every second and has not for so long has slept.
const SLEPT: f64 = 5_000.0;

/// Who comes back to the page sees something fresh within 2 s: the answer has a third of that, in milliseconds, and a new
/// line the rest.
pub const WAKING_MS: u32 = 700;

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing.
    Fine,
    /// Ask the server for a word.
    Ask,
    /// Nobody is there: connect anew.
    Dead,
}

/// One line, from when it is opened to when it is given up.
#[derive(Clone, Copy, Debug)]
pub struct Liveness {
    /// When the last word came, or the line was opened.
    heard: f64,
    /// Until when the next one has to come, if it was asked for.
    until: Option<f64>,
    ticked: f64,
    /// Nothing has come yet.
    opening: bool,
}

impl Liveness {
    /// A line is being opened.
    pub fn opening(now: f64) -> Self {
        Self { heard: now, until: Some(now + OPENING), ticked: now, opening: true }
    }

    /// A word came.
    pub fn heard(&mut self, now: f64) {
        self.heard = now;
        self.until = None;
        self.opening = false;
    }

    /// Nothing has come yet.
    pub fn is_opening(&self) -> bool {
        self.opening
    }

    /// What the page shows may be old.
    pub fn is_stale(&self, now: f64) -> bool {
        now - self.heard > STALE
    }

    /// A second has passed, or much more than that. `seen`: somebody looks at the page.
    pub fn tick(&mut self, now: f64, seen: bool) -> Verdict {
        let slept = now - self.ticked > SLEPT;
        self.ticked = now;
        if slept && seen {
            return self.wake(now);
        }
        if self.until.map_or(now - self.heard >= SILENCE, |until| now >= until) {
            return Verdict::Dead;
        }
        if seen && self.until.is_none() && now - self.heard >= ASK_AFTER {
            self.until = Some(now + PATIENCE);
            return Verdict::Ask;
        }
        Verdict::Fine
    }

    /// Somebody has come back to the page. What came while nobody looked has still to be heard, so that even a long
    /// silence is asked about first.
    pub fn wake(&mut self, now: f64) -> Verdict {
        self.ticked = now;
        if self.opening {
            return if now - self.heard > SLEPT { Verdict::Dead } else { Verdict::Fine };
        }
        let until = now + f64::from(WAKING_MS);
        let is_asked = self.until.is_some_and(|asked| asked > now && asked <= until);
        if is_asked || now - self.heard < f64::from(WAKING_MS) {
            return Verdict::Fine;
        }
        self.until = Some(until);
        Verdict::Ask
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ticks from one second to another; what was said, and when.
    fn ticks(line: &mut Liveness, seconds: std::ops::Range<u32>, seen: bool) -> Vec<(u32, Verdict)> {
        let said = seconds.map(|second| (second, line.tick(f64::from(second) * 1_000.0, seen)));
        said.filter(|(_, verdict)| *verdict != Verdict::Fine).collect()
    }

    #[test]
    fn a_line_that_falls_silent_is_noticed_within_ten_seconds_while_somebody_looks() {
        let mut line = Liveness::opening(0.0);
        line.heard(300.0);
        let said = ticks(&mut line, 1..10, true);
        assert_eq!(said[..2], [(5, Verdict::Ask), (9, Verdict::Dead)], "heard last at 0.3 s");
    }

    #[test]
    fn an_answer_is_a_word_like_any_other() {
        let mut line = Liveness::opening(0.0);
        line.heard(0.0);
        assert_eq!(ticks(&mut line, 1..5, true), [(4, Verdict::Ask)]);
        line.heard(4_100.0);
        assert_eq!(ticks(&mut line, 5..10, true), [(9, Verdict::Ask)]);
    }

    #[test]
    fn a_page_that_nobody_looks_at_asks_nothing_and_gives_up_when_two_beats_are_missing() {
        let mut line = Liveness::opening(0.0);
        line.heard(0.0);
        assert_eq!(ticks(&mut line, 1..46, false), [(45, Verdict::Dead)]);
    }

    #[test]
    fn who_comes_back_has_an_answer_or_a_new_line_after_a_second() {
        let mut line = Liveness::opening(0.0);
        line.heard(0.0);
        // The lid was closed for an hour, and no event says that it is open.
        assert_eq!(line.tick(3_600_000.0, true), Verdict::Ask);
        assert!(line.is_stale(3_600_000.0));
        assert_eq!(line.wake(3_600_100.0), Verdict::Fine, "it is asked already");
        assert_eq!(line.tick(3_600_600.0, true), Verdict::Fine);
        assert_eq!(line.tick(3_600_700.0, true), Verdict::Dead);
    }

    #[test]
    fn who_comes_back_does_not_wait_for_an_older_question() {
        let mut line = Liveness::opening(0.0);
        line.heard(0.0);
        assert_eq!(ticks(&mut line, 1..5, true), [(4, Verdict::Ask)]);
        assert_eq!(line.wake(4_500.0), Verdict::Ask);
        assert_eq!(line.tick(5_500.0, true), Verdict::Dead);
    }

    #[test]
    fn a_line_that_does_not_open_is_given_up() {
        let mut line = Liveness::opening(0.0);
        assert!(line.is_opening());
        assert_eq!(line.wake(2_000.0), Verdict::Fine, "who looks away and back does not make it begin anew");
        assert_eq!(ticks(&mut line, 3..9, true), [(8, Verdict::Dead)]);
        assert_eq!(Liveness::opening(0.0).wake(60_000.0), Verdict::Dead, "it was asleep");
    }
}
