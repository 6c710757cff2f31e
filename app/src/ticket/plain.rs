//! Without a script: who serves a ticket and how much it matters, as plain forms. They stand in `noscript`, as text.

use super::change::Changer;
#[cfg(feature = "ssr")]
use super::unsent::{change_action, explained_unsent, form_op};
#[cfg(feature = "ssr")]
use crate::i18n::{self, fill};
use domain::PersonId;
use domain::feed::Load;
#[cfg(feature = "ssr")]
use domain::reason::ReasonFor;
use domain::text::isolated;
#[cfg(feature = "ssr")]
use domain::{Change, Priority};
#[cfg(feature = "ssr")]
use leptos::prelude::*;

/// A person as a field says them; empty for nobody.
pub(super) fn key(id: Option<PersonId>) -> String {
    id.map_or_else(String::new, |id| id.to_string())
}

/// A colleague and how many open tickets they have, as the palette says it.
pub(super) fn with_load(load: &Load) -> String {
    format!("{} ({})", isolated(&load.person.name), load.open)
}

/// What a form changes: the last word of its address, and the kind that may have to say why.
#[cfg(feature = "ssr")]
type Kind = (&'static str, ReasonFor);
#[cfg(feature = "ssr")]
const ASSIGNEE: Kind = ("atendente", ReasonFor::Assignment);
#[cfg(feature = "ssr")]
const PRIORITY: Kind = ("prioridade", ReasonFor::Priority);
#[cfg(feature = "ssr")]
const TAG: Kind = ("etiqueta", ReasonFor::Tags);

/// Without a script: whom one may name, or the way to let go.
#[cfg(feature = "ssr")]
pub(super) fn people(changer: Changer, leads: bool) -> String {
    let w = &changer.words.ticket;
    let screen = changer.screen;
    let present = screen.card.with_untracked(|card| card.facts.audience.assignee);
    if leads {
        let people = screen
            .assignable
            .get_untracked()
            .into_iter()
            .map(|load| (key(Some(load.person.id)), with_load(&load)));
        let all = std::iter::once((String::new(), w.nobody.to_owned())).chain(people).collect::<Vec<_>>();
        return choice(changer, ASSIGNEE, ("person", w.assignee), &all, &key(present));
    }
    let may = present.is_some() && untrack(|| changer.may(&Change::Assign(None)).is_ok());
    if may { person(changer, "", w.leave) } else { String::new() }
}

/// The same for priorities, where they may be changed.
#[cfg(feature = "ssr")]
pub(super) fn priorities(changer: Changer) -> String {
    let present = changer.screen.card.with_untracked(|card| card.facts.priority);
    let may = untrack(|| changer.may(&Change::Priority(present)).is_ok());
    let all = Priority::ALL.map(|p| (p.as_str().to_owned(), i18n::priority(changer.words, p).to_owned()));
    let label = changer.words.ticket.priority;
    if may { choice(changer, PRIORITY, ("priority", label), &all, present.as_str()) } else { String::new() }
}

/// The same for tags: one more by its name, and each that is on to be taken off.
#[cfg(feature = "ssr")]
pub(super) fn tags(changer: Changer) -> String {
    let (w, screen) = (&changer.words.tag, changer.screen);
    if !untrack(|| changer.may_tag()) {
        return String::new();
    }
    let label = escaped(w.add);
    let field = format!(
        r#"<input id="tag-plain" class="input" name="text" required aria-label="{label}" placeholder="{label}">"#
    );
    let mut all = form(changer, TAG, &field, w.add_do);
    let on = untrack(|| {
        let tags = screen.card.with(|card| card.facts.tags.clone());
        screen.tags.with(|names| names.on(&tags).into_iter().cloned().collect::<Vec<_>>())
    });
    for tag in on {
        let field = format!(r#"<input type="hidden" name="tag" value="{}">"#, tag.id.0);
        all += &form(changer, TAG, &field, &fill(w.take, &[("name", &tag.name)]));
    }
    all
}

/// In the browser the server's stays.
#[cfg(not(feature = "ssr"))]
pub(super) fn tags(_changer: Changer) -> String {
    String::new()
}

/// In the browser the server's stays.
#[cfg(not(feature = "ssr"))]
pub(super) fn people(_changer: Changer, _leads: bool) -> String {
    String::new()
}

/// In the browser the server's stays.
#[cfg(not(feature = "ssr"))]
pub(super) fn priorities(_changer: Changer) -> String {
    String::new()
}

/// Without a script: a button that makes somebody responsible, or nobody.
#[cfg(feature = "ssr")]
pub(super) fn person(changer: Changer, person: &str, name: &str) -> String {
    let field = format!(r#"<input type="hidden" name="person" value="{}">"#, escaped(person));
    form(changer, ASSIGNEE, &field, name)
}

/// Without a script: a choice, by value and name, and a button that makes it.
#[cfg(feature = "ssr")]
fn choice(
    changer: Changer,
    what: Kind,
    (field, label): (&str, &str),
    all: &[(String, String)],
    present: &str,
) -> String {
    use std::fmt::Write;
    let mut options = String::new();
    for (value, name) in all {
        let selected = if value == present { " selected" } else { "" };
        let (value, name) = (escaped(value), escaped(&domain::text::isolated(name)));
        // A text in memory takes everything.
        write!(options, r#"<option value="{value}"{selected}>{name}</option>"#).unwrap_or_default();
    }
    let label = escaped(label);
    let choice = format!(r#"<select class="input" name="{field}" aria-label="{label}">{options}</select>"#);
    form(changer, what, &choice, changer.words.ticket.change)
}

/// Why the status is changed: in the form of the statuses, of which some may ask it.
#[cfg(feature = "ssr")]
pub(super) fn status_reason(changer: Changer) -> String {
    use ReasonFor::{Reopening, Resolution, Status, Waiting};
    let asks = |kind| changer.screen.rules.with_value(|rules| rules.reasons.ask(kind));
    let any = [Resolution, Reopening, Waiting, Status].into_iter().any(asks);
    if any { reason_field(changer.words.reason.optional, false) } else { String::new() }
}

/// In the browser the server's stays.
#[cfg(not(feature = "ssr"))]
pub(super) fn status_reason(_changer: Changer) -> String {
    String::new()
}

/// A field for why; what was refused is in it again.
#[cfg(feature = "ssr")]
fn reason_field(label: &str, required: bool) -> String {
    let (label, typed) = (escaped(label), escaped(&explained_unsent().1));
    let required = if required { " required" } else { "" };
    format!(
        r#"<input class="input plain-reason" name="why" autocomplete="off" aria-label="{label}" placeholder="{label}" value="{typed}"{required}>"#
    )
}

#[cfg(feature = "ssr")]
fn form(changer: Changer, (what, kind): Kind, fields: &str, button: &str) -> String {
    let asked = changer.screen.rules.with_value(|rules| rules.reasons.ask(kind));
    let why = if asked { reason_field(changer.words.reason.field, true) } else { String::new() };
    let action = escaped(&change_action(&changer.screen.reading.code.get_value(), what));
    let (op, seen, button) = (form_op(), changer.seen(), escaped(button));
    format!(
        r#"<form class="assignee" method="post" action="{action}"><input type="hidden" name="op_id" value="{op}"><input type="hidden" name="seen" value="{seen}">{fields}{why}<button class="button">{button}</button></form>"#
    )
}

/// A text as HTML takes it.
#[cfg(feature = "ssr")]
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// In the browser the server's stays.
#[cfg(not(feature = "ssr"))]
pub(super) fn person(_changer: Changer, _person: &str, _name: &str) -> String {
    String::new()
}
