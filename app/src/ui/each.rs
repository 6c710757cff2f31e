//! Rows of a list that keep their places by their names.

use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// A row: its name among the rows, and how it is drawn.
#[derive(Clone)]
struct Row {
    name: String,
    draw: Arc<dyn Fn() -> AnyView + Send + Sync>,
}

/// Draws each row once, and again only when its name is new. Like Leptos' `For`, but of one type whatever the rows
/// are made of: see [`dynamic`](super::dynamic).
pub fn each<T, N, V>(
    rows: impl Fn() -> Vec<T> + Send + Sync + 'static,
    name: N,
    draw: impl Fn(T) -> V + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
    N: Fn(&T) -> String + Send + Sync + 'static,
    V: IntoAny,
{
    let draw = Arc::new(draw);
    all(Box::new(move || {
        let row = |row: T| {
            let draw = draw.clone();
            Row { name: name(&row), draw: Arc::new(move || draw(row.clone()).into_any()) }
        };
        rows().into_iter().map(row).collect()
    }))
}

fn all(rows: Box<dyn Fn() -> Vec<Row> + Send + Sync>) -> AnyView {
    let shown = RwSignal::new(untrack(&rows));
    let round = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let before: Vec<String> =
            shown.with_untracked(|shown| shown.iter().map(|row| row.name.clone()).collect());
        let steps = steps(&before, rows(), |row| &row.name);
        round.update_value(|round| *round = round.wrapping_add(1));
        go(shown, round, round.get_value(), steps.into_iter());
    });
    view! { <For each=move || shown.get() key=|row| row.name.clone() children=|row| (row.draw)()/> }
        .into_any()
}

/// Shows one step, and the next one as soon as it is drawn: all of them before the browser paints. A newer list takes
/// the place of what is left.
fn go(shown: RwSignal<Vec<Row>>, round: StoredValue<u32>, own: u32, mut steps: std::vec::IntoIter<Vec<Row>>) {
    if round.try_get_value() != Some(own) {
        return;
    }
    let Some(step) = steps.next() else { return };
    shown.set(step);
    if steps.len() > 0 {
        leptos::task::spawn_local(async move { go(shown, round, own, steps) });
    }
}

/// How a list becomes another one: first what goes, then what changes places, then what comes, each by itself. All at
/// once, Leptos' list (tachys 0.2.19) takes a row that changes places by as many as come or go above it for one that
/// stays, and leaves it where it was.
fn steps<T: Clone>(before: &[String], rows: Vec<T>, name: impl Fn(&T) -> &String) -> Vec<Vec<T>> {
    // Most rows lie in the same order as before: the next one is looked for where the last one was found.
    let mut at = 0;
    let mut find = |wanted: &String| {
        let found = (at..rows.len()).chain(0..at).find(|at| name(&rows[*at]) == wanted)?;
        at = found + 1;
        Some(found)
    };
    let left: Vec<usize> = before.iter().filter_map(&mut find).collect();
    let mut stays = vec![false; rows.len()];
    for at in &left {
        stays[*at] = true;
    }
    let goes = left.len() < before.len();
    let turns = !left.is_sorted();
    let comes = left.len() < rows.len();
    let mut steps = vec![];
    if goes && (turns || comes) {
        steps.push(left.iter().map(|at| rows[*at].clone()).collect());
    }
    if turns && comes {
        steps.push(rows.iter().zip(stays).filter(|(_, stays)| *stays).map(|(row, _)| row.clone()).collect());
    }
    if goes || turns || comes {
        steps.push(rows);
    }
    steps
}

#[cfg(test)]
mod tests {
    fn names(text: &str) -> Vec<String> {
        text.chars().map(String::from).collect()
    }

    #[test]
    fn a_list_changes_in_one_way_at_a_time() {
        let steps = |before, after| -> Vec<String> {
            super::steps(&names(before), names(after), |name| name)
                .into_iter()
                .map(|rows| rows.concat())
                .collect()
        };
        assert_eq!(steps("abc", "xycba"), ["cba", "xycba"], "turned round, and then new ones");
        assert_eq!(steps("abcd", "xdb"), ["bd", "db", "xdb"]);
        assert_eq!(steps("abc", "cab"), ["cab"]);
        assert_eq!(steps("abc", "axbc"), ["axbc"]);
        assert_eq!(steps("abc", "ac"), ["ac"]);
        assert_eq!(steps("abc", "xy"), ["", "xy"]);
        assert_eq!(steps("", "ab"), ["ab"]);
        assert_eq!(steps("ab", ""), [""]);
        assert!(steps("ab", "ab").is_empty(), "nothing is drawn anew");
    }
}
