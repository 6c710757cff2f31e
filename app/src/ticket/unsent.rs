//! The plain forms of a ticket's page, and what comes back from them where they were refused.

use super::mode::Mode;
#[cfg(feature = "ssr")]
use crate::outbox::new_op;
#[cfg(feature = "ssr")]
use crate::request_context::PlainForm;
use crate::ui::view;
use domain::Seq;
use leptos::prelude::*;

/// What a plain form sent for this box and was refused, and why. It comes back as HTML, because a text in a
/// `textarea` would be written as it is (`security.md` 0.1).
#[cfg(feature = "ssr")]
pub(super) fn unsent(mode: Mode) -> (Option<String>, String) {
    unsent_by(if mode == Mode::Internal { PlainForm::Comment } else { PlainForm::Reply })
}

#[cfg(feature = "ssr")]
fn unsent_by(form: PlainForm) -> (Option<String>, String) {
    let unsent = crate::request_context::request_context().unsent.filter(|unsent| unsent.form == form);
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
    if mode == Mode::Internal { None } else { taken("form.public") }
}

/// Why a plain form that changes something was refused, and what was typed into it.
#[cfg(feature = "ssr")]
pub(super) fn change_unsent() -> (Option<String>, String) {
    unsent_by(PlainForm::Change)
}

/// In the browser the server's stays.
#[cfg(not(feature = "ssr"))]
pub(super) fn change_unsent() -> (Option<String>, String) {
    Default::default()
}

/// The same of one whose reason the team alone reads: it comes back in no field that a client reads.
#[cfg(feature = "ssr")]
pub(super) fn explained_unsent() -> (Option<String>, String) {
    let unsent = crate::request_context::request_context().unsent;
    let unsent = unsent.filter(|unsent| unsent.form == PlainForm::Explained);
    unsent.map(|unsent| (Some(unsent.why), unsent.text)).unwrap_or_default()
}

/// In the browser the server's stays.
#[cfg(not(feature = "ssr"))]
pub(super) fn explained_unsent() -> (Option<String>, String) {
    Default::default()
}

/// Why a plain form that changes something was refused.
#[cfg(feature = "ssr")]
pub(super) fn change_refused() -> Option<String> {
    change_unsent().0.or(explained_unsent().0)
}

/// The same, as the server wrote it down.
#[cfg(not(feature = "ssr"))]
pub(super) fn change_refused() -> Option<String> {
    taken("form.change")
}

#[cfg(not(feature = "ssr"))]
fn taken(form: &str) -> Option<String> {
    let form = document().query_selector(&format!("{form}[data-refused]")).ok().flatten()?;
    let why = form.get_attribute("data-refused");
    // What cannot be removed is only said once more.
    form.remove_attribute("data-refused").ok();
    why
}

/// Where a plain form sends what it changes.
pub(super) fn change_action(code: &str, what: &str) -> String {
    format!("/t/{code}?muda={what}")
}

/// What every plain form that changes something sends along: its own name, and the version that its sender saw.
pub(super) fn change_fields(seen: Seq) -> impl IntoView {
    view! {
        <input type="hidden" name="op_id" value=form_op()/>
        <input type="hidden" name="seen" value=seen/>
    }
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
