//! The conversation of a ticket as the team reads it, with its log.

use super::said::{Voice, day, happened, said};
use super::state::TeamScreen;
use super::tabs::{Kind, Tab, kind, shows};
use super::text::{happening, internal_happening};
use crate::i18n::words;
use crate::ui::dynamic;
use crate::ui::view;
use crate::ui::{Glyph, Icon, When};
use crate::ui::{each, memo};
use domain::Seq;
use domain::feed::{ClientBody, Entry, TeamBody};
use domain::ticket::Side;
use leptos::prelude::*;

/// A row of the conversation.
type Row = (Seq, i32, Option<String>);

fn row_name(row: &Row) -> String {
    format!("{}.{}", row.0, row.1)
}

/// The conversation of a ticket as the team reads it, with its tabs (R79).
pub(super) fn timeline(screen: TeamScreen, tab: RwSignal<Tab>) -> impl IntoView {
    let w = &words().ticket;
    let rows = move || {
        let tab = tab.get();
        screen.entries.with(|entries| {
            // The first message stands above, with its own day.
            let mut before = matches!(tab, Tab::All | Tab::Public).then(|| screen.created_at());
            entries
                .iter()
                .filter(|e| shows(tab, kind(&e.body)))
                .map(|e| {
                    let day = day(e.at, before);
                    before = Some(e.at);
                    (e.seq, e.n, day)
                })
                .collect::<Vec<Row>>()
        })
    };
    let row = move |(seq, n, day): Row| {
        let entry = screen.entries.with_untracked(|entries| {
            entries.binary_search_by_key(&(seq, n), |e| (e.seq, e.n)).ok().map(|at| entries[at].clone())
        });
        entry.map(|entry| view! { <li data-day=day>{entry_view(screen, entry)}</li> })
    };
    let log_row = move |(seq, n, day): Row| {
        let entry = screen.entries.with_untracked(|entries| {
            entries.binary_search_by_key(&(seq, n), |e| (e.seq, e.n)).ok().map(|at| entries[at].clone())
        });
        entry.map(|entry| view! { <li data-day=day>{log_line(screen, entry)}</li> })
    };
    let is_log = memo(move || tab.get() == Tab::Log);
    let nothing = memo(move || {
        let tab = tab.get();
        screen.entries.with(|entries| !entries.iter().any(|e| shows(tab, kind(&e.body))))
    });
    let opening = move || matches!(tab.get(), Tab::All | Tab::Public);
    view! {
        <div class="opening" data-day=day(screen.created_at(), None) hidden=move || !opening()>
            {said(Voice::Client, screen.contact_name(), screen.created_at(), screen.description(), w.opening)}
        </div>
        {dynamic(move || if is_log.get() {
            view! { <ol class="timeline log" role="list">{each(rows, row_name, log_row)}</ol> }
        } else {
            view! { <ol class="timeline" role="list">{each(rows, row_name, row)}</ol> }
        })}
        <p class="timeline-empty" hidden=move || !nothing.get()>
            {dynamic(move || if tab.get() == Tab::Internal { w.no_comments } else { w.no_messages })}
        </p>
    }
}

fn entry_view(screen: TeamScreen, entry: Entry<TeamBody>) -> impl IntoView {
    let w = &words().ticket;
    let author = entry.actor.clone().unwrap_or_else(|| words().common.product.to_owned());
    let (at, actor) = (entry.at, entry.actor);
    match entry.body {
        TeamBody::Public(ClientBody::Message { by, text, .. }) => {
            let (voice, side) = match by {
                Side::Client => (Voice::Client, w.side_client),
                Side::Team => (Voice::Team, w.side_team),
            };
            said(voice, author, at, text, side).into_any()
        }
        TeamBody::Comment(comment) => {
            said(Voice::Internal, author, at, comment.text, w.internal_label).into_any()
        }
        body => happened(actor, at, line(screen, &body)).into_any(),
    }
}

/// The sentence of something that happened.
fn line(screen: TeamScreen, body: &TeamBody) -> String {
    let words = words();
    screen.rules.with_value(|rules| match body {
        TeamBody::Public(body) => happening(words, rules, body),
        other => internal_happening(words, other),
    })
}

/// A line of the log: absolute time, who, from what to what. What was written is named, not repeated.
fn log_line(screen: TeamScreen, entry: Entry<TeamBody>) -> impl IntoView {
    let w = &words().ticket;
    let text = match kind(&entry.body) {
        Kind::Message => w.log_message.to_owned(),
        Kind::Comment => w.log_comment.to_owned(),
        Kind::Happening => line(screen, &entry.body),
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
