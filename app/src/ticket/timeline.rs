//! The conversation of a ticket as the team reads it, with its log.

use super::said::{OPENING, Voice, conversation, entry_at, happened, message, said};
use super::state::TeamScreen;
use super::tabs::{Kind, Tab, has_line, kind, reason, shows};
use super::text::{happening, internal_happening};
use crate::i18n::{fill, words};
use crate::ui::RwSignal;
use crate::ui::dynamic;
use crate::ui::memo;
use crate::ui::view;
use crate::ui::{Glyph, Icon, When};
use domain::Seq;
use domain::feed::{ClientBody, Entry, TeamBody};
use leptos::prelude::*;

/// The conversation of a ticket as the team reads it, with its tabs (R79).
pub(super) fn timeline(screen: TeamScreen, tab: RwSignal<Tab>) -> impl IntoView {
    let w = &words().ticket;
    let rows = move || {
        let tab = tab.get();
        let opening = matches!(tab, Tab::All | Tab::Public).then(|| (OPENING, 0, screen.created_at()));
        screen.entries.with(|entries| {
            let shown = entries.iter().filter(|e| has_line(&e.body) && shows(tab, kind(&e.body)));
            let shown = shown.map(|e| (e.seq, e.n, e.at));
            opening.into_iter().chain(shown).collect()
        })
    };
    let draw = move |seq, n, log| match seq {
        OPENING => {
            let (at, text) = (screen.created_at(), screen.description());
            Some(said(Voice::Client, screen.contact_name(), at, &text, w.opening))
        }
        seq => entry_at(screen.entries, seq, n)
            .map(|entry| if log { log_line(screen, entry) } else { entry_view(screen, entry) }),
    };
    let nothing = memo(move || {
        let tab = tab.get();
        screen.entries.with(|entries| !entries.iter().any(|e| shows(tab, kind(&e.body))))
    });
    view! {
        {conversation(memo(move || tab.get() == Tab::Log), screen.read, Box::new(rows), Box::new(draw))}
        <p class="timeline-empty" hidden=move || !nothing.get()>
            {dynamic(move || if tab.get() == Tab::Internal { w.no_comments } else { w.no_messages })}
        </p>
    }
}

fn entry_view(screen: TeamScreen, entry: Entry<TeamBody>) -> AnyView {
    let author = entry.actor.clone().unwrap_or_else(|| words().common.product.to_owned());
    let (at, actor, place) = (entry.at, entry.actor, (entry.seq, entry.n));
    match entry.body {
        TeamBody::Public(ClientBody::Message { by, text, .. }) => message(by, author, at, &text),
        TeamBody::Comment(comment) => {
            said(Voice::Internal, author, at, &comment.text, words().ticket.internal_label)
        }
        body => happened(actor, at, line(screen, &body, place)),
    }
}

/// The sentence of something that happened, and why.
fn line(screen: TeamScreen, body: &TeamBody, (seq, n): (Seq, i32)) -> String {
    let words = words();
    let what = screen.rules.with_value(|rules| match body {
        TeamBody::Public(body) => happening(words, rules, body),
        other => internal_happening(words, other),
    });
    screen.entries.with_untracked(|entries| match reason(entries, seq, n) {
        Some(reason) => fill(words.ticket.happened_reason, &[("what", &what), ("reason", reason)]),
        None => what,
    })
}

/// A line of the log: absolute time, who, from what to what. What was written is named, not repeated.
fn log_line(screen: TeamScreen, entry: Entry<TeamBody>) -> AnyView {
    let w = &words().ticket;
    let text = match kind(&entry.body) {
        Kind::Message => w.log_message.to_owned(),
        Kind::Comment => w.log_comment.to_owned(),
        Kind::Happening => line(screen, &entry.body, (entry.seq, entry.n)),
    };
    let internal = matches!(entry.body, TeamBody::Comment(_));
    view! {
        <p class="log-line" class:internal=internal>
            <When at=entry.at/>
            <span>
                {internal.then(|| view! { <Icon kind=Glyph::Lock/> })}
                <strong>{entry.actor.unwrap_or_else(|| words().common.product.to_owned())}</strong> " " {text}
            </span>
        </p>
    }
}
