//! Rows of a list that keep their places by their names.

use super::RwSignal;
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
        let steps = shown.with_untracked(|shown| steps(shown, rows(), |row| &row.name));
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

/// How a list becomes another one. Where rows that stay change places among each other, they do that first, and only
/// then others come and go: all at once, Leptos' list (tachys 0.2.19) takes a row that moved by as many places as rows
/// came or went above it for one that did not move, and leaves it where it was.
fn steps<T: Clone>(before: &[T], rows: Vec<T>, name: impl Fn(&T) -> &String) -> Vec<Vec<T>> {
    // Most rows lie in the same order as before: the next one is looked for where the last one was found.
    let mut at = 0;
    let mut find = |wanted: &T| {
        let found = (at..rows.len()).chain(0..at).find(|at| name(&rows[*at]) == name(wanted))?;
        at = found + 1;
        Some(found)
    };
    let places: Vec<Option<usize>> = before.iter().map(&mut find).collect();
    let stay = || places.iter().flatten();
    let turns = !stay().is_sorted();
    let others = places.contains(&None) || stay().count() < rows.len();
    if turns && others {
        let mut stays = vec![false; rows.len()];
        stay().for_each(|at| stays[*at] = true);
        let mut order = rows.iter().zip(stays).filter(|(_, stays)| *stays).map(|(row, _)| row);
        let turned =
            before.iter().zip(&places).map(|(row, place)| place.and_then(|_| order.next()).unwrap_or(row));
        return vec![turned.cloned().collect(), rows];
    }
    if turns || others { vec![rows] } else { vec![] }
}

#[cfg(test)]
mod tests {
    fn names(text: &str) -> Vec<String> {
        text.chars().map(String::from).collect()
    }

    #[test]
    fn rows_that_stay_change_places_before_others_come_and_go() {
        let steps = |before, after| -> Vec<String> {
            let steps = super::steps(&names(before), names(after), |name| name);
            steps.into_iter().map(|rows| rows.concat()).collect()
        };
        assert_eq!(steps("abc", "xycba"), ["cba", "xycba"]);
        assert_eq!(steps("abcd", "xdb"), ["adcb", "xdb"], "what goes stays where it is until then");
        assert_eq!(steps("abc", "cab"), ["cab"]);
        assert_eq!(steps("abc", "axbc"), ["axbc"]);
        assert_eq!(steps("abc", "ac"), ["ac"]);
        assert_eq!(steps("abc", "xbcy"), ["xbcy"], "as a window does that follows the scroll");
        assert_eq!(steps("abc", "xy"), ["xy"]);
        assert_eq!(steps("", "ab"), ["ab"]);
        assert_eq!(steps("ab", ""), [""]);
        assert!(steps("ab", "ab").is_empty(), "nothing is drawn anew");
    }
}
