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
    view! { <For each=rows key=|row| row.name.clone() children=|row| (row.draw)()/> }.into_any()
}
