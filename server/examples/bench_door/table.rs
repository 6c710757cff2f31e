//! Rows of the table in `BENCHMARKS.md`: `| what | goal | measured | baseline of the same run | ratio |`.

/// What the project wishes for, in the unit of the row.
#[derive(Clone, Copy)]
pub(crate) enum Goal {
    /// Nothing was promised.
    None,
    /// That much, or less.
    AtMost(f64),
    /// That much, or more.
    AtLeast(f64),
}

impl Goal {
    fn missed(self, measured: f64) -> bool {
        match self {
            Self::None => false,
            Self::AtMost(most) => measured > most,
            Self::AtLeast(least) => measured < least,
        }
    }

    fn text(self, unit: &str) -> String {
        match self {
            Self::None => "–".to_owned(),
            Self::AtMost(most) => format!("≤ {most} {unit}"),
            Self::AtLeast(least) => format!("≥ {least} {unit}"),
        }
    }
}

/// Prints a row; what misses its goal is bold.
pub(crate) fn row(what: &str, unit: &str, goal: Goal, measured: f64, (name, baseline): (&str, f64)) {
    let mark = if goal.missed(measured) { "**" } else { "" };
    let (shown, wished) = (number(measured), goal.text(unit));
    let ratio = number(measured / baseline);
    println!(
        "| {what} | {wished} | {mark}{shown} {unit}{mark} | {name}: {} {unit} | {ratio} |",
        number(baseline)
    );
}

/// Three digits that count: more would be noise.
fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// The value that half of them are under.
pub(crate) fn median(all: &[f64]) -> f64 {
    quantile(all, 50)
}

/// The value that so many hundredths of them are under.
pub(crate) fn quantile(all: &[f64], hundredths: usize) -> f64 {
    let mut sorted = all.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = (sorted.len() * hundredths / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or(f64::NAN)
}
