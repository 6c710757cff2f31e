//! The plain form of a box, and what comes back from it where it was refused.

use super::mode::Mode;
#[cfg(feature = "ssr")]
use crate::outbox::new_op;
#[cfg(not(feature = "ssr"))]
use leptos::prelude::document;

/// What a plain form sent for this box and was refused, and why. It comes back as HTML, because a text in a
/// `textarea` would be written as it is (`security.md` 0.1).
#[cfg(feature = "ssr")]
pub(super) fn unsent(mode: Mode) -> (Option<String>, String) {
    let unsent = crate::request_context::request_context()
        .unsent
        .filter(|unsent| unsent.internal == (mode == Mode::Internal));
    unsent.map_or_else(Default::default, |unsent| {
        // A line break right after the tag would be swallowed.
        (Some(unsent.why), format!("\n{}", unsent.text.replace('&', "&amp;").replace('<', "&lt;")))
    })
}

/// In the browser the server's stays.
#[cfg(not(feature = "ssr"))]
pub(super) fn unsent(_mode: Mode) -> (Option<String>, String) {
    Default::default()
}

/// Why a plain form was refused.
#[cfg(feature = "ssr")]
pub(super) fn refused(mode: Mode) -> Option<String> {
    unsent(mode).0
}

/// The browser takes it from the form: once, since a later page has nothing to do with it. A comment's form comes
/// back only where no script runs.
#[cfg(not(feature = "ssr"))]
pub(super) fn refused(mode: Mode) -> Option<String> {
    let form = document().query_selector("form.public[data-refused]").ok().flatten();
    form.filter(|_| mode != Mode::Internal).and_then(|form| {
        let why = form.get_attribute("data-refused");
        // What cannot be removed is only said once more.
        form.remove_attribute("data-refused").ok();
        why
    })
}

/// The plain form sends a name of its own, so that a second click writes nothing twice.
#[cfg(feature = "ssr")]
pub(super) fn form_op() -> String {
    new_op().to_string()
}

/// In the browser the server's stays.
#[cfg(not(feature = "ssr"))]
pub(super) fn form_op() -> String {
    String::new()
}
