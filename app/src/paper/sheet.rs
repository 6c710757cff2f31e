//! A sheet: plain tables.

use crate::i18n::{fill, words};
use crate::ui::{absolute, view};
use leptos::prelude::*;
use leptos_meta::Title;

/// Rows on one sheet: more paper is nobody's wish, and a page for it would be the server's memory.
pub(crate) const ROWS_MAX: usize = 20_000;

/// A part of a sheet: its heading, and a row for each ticket.
pub(crate) struct Part {
    /// What its rows have in common, where there are several parts.
    pub(crate) heading: String,
    /// A cell for each head.
    pub(crate) rows: Vec<Vec<String>>,
}

/// The sheet: what it is of, what was chosen, the heads of its columns, its parts.
pub(crate) fn sheet(
    title: String,
    chosen: String,
    heads: &[&'static str],
    parts: Vec<Part>,
    at: domain::Time,
) -> AnyView {
    let w = &words().paper;
    let part = |part: Part| {
        let heads = heads.iter().map(|head| view! { <th scope="col">{*head}</th> }).collect_view();
        let cell = |text: String| view! { <td><bdi>{text}</bdi></td> };
        let none = part.rows.is_empty().then(|| view! { <p>{w.nothing}</p> });
        let rows =
            part.rows.into_iter().map(|row| view! { <tr>{row.into_iter().map(cell).collect_view()}</tr> });
        view! {
            <section>
                <h2>{part.heading}</h2>
                {none}
                <table><thead><tr>{heads}</tr></thead><tbody>{rows.collect_view()}</tbody></table>
            </section>
        }
    };
    view! {
        <Title text=words().common.product/>
        <main class="sheet">
            <header>
                <h1>{title}</h1>
                <p>{chosen}</p>
                <p>{fill(w.printed, &[("time", &absolute(at))])}</p>
            </header>
            {parts.into_iter().map(part).collect_view()}
        </main>
    }
    .into_any()
}
