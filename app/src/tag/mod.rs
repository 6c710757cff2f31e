//! Tags: on a card, among a ticket's facts, and the page where who leads changes those of all.

#[cfg(feature = "ssr")]
mod manage;
mod names;

#[cfg(feature = "ssr")]
pub use manage::tags_page;
pub use names::TagNames;

use domain::tag::{leads_tags, word};

/// The path of the page where the tags of all are changed.
pub const TAGS_PAGE: &str = "/etiquetas";

/// The board of all tickets with a tag.
pub fn href(name: &str) -> String {
    let mut query = String::new();
    crate::location::add_word(&mut query, "q", &format!("tag:{}", word(name)));
    format!("/quadro?{query}")
}

/// Where the tags of all are changed, for who may.
pub fn manage_link(actor: &domain::Actor) -> Option<&'static str> {
    leads_tags(actor).then_some(TAGS_PAGE)
}
