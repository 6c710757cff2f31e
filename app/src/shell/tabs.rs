//! The look, the language and who is signed in are one browser's: what one tab changes, the others follow.

use crate::live::{Feed, Link};
use crate::ticket::newest_first;
use crate::ui::{keep, kept_elsewhere, page_person};
use leptos::prelude::*;

/// Language, theme and order of conversations, as the document has them.
const LOOK: &str = "chama.look";
/// Who is signed in. A page belongs to the person that it was made for, whoever comes after them.
const PERSON: &str = "chama.person";

/// Tells the other tabs what this page is like, and follows what newer pages tell.
pub(crate) fn follow_tabs(feed: Feed) {
    Effect::new(move |_| {
        // What is kept already is no news to anybody.
        keep(LOOK, &look());
        keep(PERSON, &person());
        kept_elsewhere(Box::new(move |name, _, now| match name {
            LOOK if now != look() => reload(feed),
            // Who is about to sign in here goes on.
            PERSON if !person().is_empty() => feed.signed_out.set(now != person()),
            _ => {}
        }));
    });
}

/// What was typed stays, as drafts do. Without a connection the page stays as well: there would be none.
fn reload(feed: Feed) {
    if matches!(feed.link.get_untracked(), Link::Live | Link::Blinking | Link::Connecting) {
        window().location().reload().ok();
    }
}

fn mark(name: &str) -> String {
    document().document_element().and_then(|html| html.get_attribute(name)).unwrap_or_default()
}

fn look() -> String {
    format!("{} {} {}", mark("lang"), mark("data-theme"), newest_first())
}

fn person() -> String {
    page_person().unwrap_or_default()
}
