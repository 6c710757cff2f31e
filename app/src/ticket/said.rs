//! What somebody wrote and what happened, as both sides see it: client, team and internal comments clearly apart.

use crate::live::Clock;
use crate::ui::dynamic;
use crate::ui::memo;
use crate::ui::view;
use crate::ui::{Avatar, Glyph, Icon, absolute, ago};
use domain::Time;
use leptos::prelude::*;

/// "há 5 minutos", ticking; the exact time in its title.
pub fn since(at: Time) -> impl IntoView {
    let clock = expect_context::<Clock>();
    let ago = memo(move || ago(at, clock.now.get()));
    view! { <time class="since" title=absolute(at)>{dynamic(move || ago.get())}</time> }
}

/// A day's heading is an attribute: the server writes it in the viewer's zone as it knows it, and what the browser
/// would say instead cannot upset the structure of the page.
pub(super) fn day(at: Time, before: Option<Time>) -> Option<String> {
    let date = |at: Time| absolute(at).split(' ').next().unwrap_or_default().to_owned();
    let today = date(at);
    (before.map(date).as_ref() != Some(&today)).then_some(today)
}

/// Whose words they are, for the look.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    Client,
    Team,
    Internal,
}

impl Voice {
    fn class(self) -> &'static str {
        match self {
            Self::Client => "said by-client",
            Self::Team => "said by-team",
            Self::Internal => "said internal",
        }
    }
}

/// Something that somebody wrote. Text is a text node: it is shown, never interpreted (T3).
pub(super) fn said(
    voice: Voice,
    author: String,
    at: Time,
    text: String,
    badge: &'static str,
) -> impl IntoView {
    let name = author.clone();
    view! {
        <article class=voice.class()>
            <header>
                <Avatar name=Signal::stored(Some(name))/>
                <strong>{author}</strong>
                {(voice == Voice::Internal).then(|| view! { <span class="said-lock"><Icon kind=Glyph::Lock/>{badge}</span> })}
                {(voice != Voice::Internal).then(|| view! { <span class="said-side">{badge}</span> })}
                {since(at)}
            </header>
            <p class="said-text">{text}</p>
        </article>
    }
}

/// Something that happened, as one line.
pub(super) fn happened(actor: Option<String>, at: Time, text: String) -> impl IntoView {
    view! {
        <p class="happened">
            <span>{actor.map(|name| view! { <strong>{name}</strong> " " })}{text}</span>
            {since(at)}
        </p>
    }
}
