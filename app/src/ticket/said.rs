//! What somebody wrote and what happened, as both sides see it: client, team and internal comments clearly apart.

use crate::i18n::words;
use crate::live::Clock;
use crate::ui::dynamic;
use crate::ui::memo;
use crate::ui::view;
use crate::ui::{Avatar, Glyph, Icon, Memo, absolute, ago, each};
use domain::feed::Entry;
use domain::text::visible;
use domain::ticket::Side;
use domain::{Seq, Time};
use leptos::prelude::*;

/// "há 5 minutos", ticking; the exact time in its title.
pub fn since(at: Time) -> impl IntoView {
    let clock = expect_context::<Clock>();
    let ago = memo(move || ago(at, clock.now.get()));
    view! { <time class="since" title=absolute(at)>{dynamic(move || ago.get())}</time> }
}

/// A day's heading is an attribute: the server writes it in the viewer's zone as it knows it, and what the browser
/// would say instead cannot upset the structure of the page.
fn day(at: Time, before: Option<Time>) -> Option<String> {
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
pub(super) fn said(voice: Voice, author: String, at: Time, text: &str, badge: &'static str) -> AnyView {
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
            <p class="said-text">{visible(text).into_owned()}</p>
        </article>
    }
}

/// Something that happened, as one line.
pub(super) fn happened(actor: Option<String>, at: Time, text: String) -> AnyView {
    view! {
        <p class="happened">
            <span>{actor.map(|name| view! { <strong>{name}</strong> " " })}{text}</span>
            {since(at)}
        </p>
    }
}

/// What stands in a row: the command and the number of the entry in it, and when it was.
pub(super) type Row = (Seq, i32, Time);

/// The row of what the ticket began with: commands count from one.
pub(super) const OPENING: Seq = 0;

/// Whether conversations show the newest above (R74): a preference of this browser.
#[cfg(feature = "ssr")]
pub fn newest_first() -> bool {
    crate::request_context::request_context().newest_first
}

/// The document says what the server read from the cookie.
#[cfg(not(feature = "ssr"))]
pub fn newest_first() -> bool {
    document().document_element().is_some_and(|html| html.has_attribute("data-newest"))
}

/// The rows of a conversation with the days that begin in them. `rows` gives them oldest first; `draw` is asked for
/// each row once, with whether it stands in the log.
pub(super) fn conversation(
    log: Memo<bool>,
    rows: Box<dyn Fn() -> Vec<Row> + Send + Sync>,
    draw: Box<dyn Fn(Seq, i32, bool) -> Option<AnyView> + Send + Sync>,
) -> AnyView {
    let newest_first = newest_first();
    let rows = move || {
        let (log, mut rows, mut before) = (log.get(), rows(), None);
        if newest_first {
            rows.reverse();
        }
        let with_day = |(seq, n, at)| (seq, n, log, day(at, before.replace(at)).unwrap_or_default());
        rows.into_iter().map(with_day).collect::<Vec<_>>()
    };
    let name = |(seq, n, log, day): &(Seq, i32, bool, String)| format!("{seq}.{n}.{log}.{day}");
    let row = move |(seq, n, log, day): (Seq, i32, bool, String)| {
        let day = Some(day).filter(|day| !day.is_empty());
        view! { <li data-day=day>{draw(seq, n, log)}</li> }
    };
    view! { <ol class="timeline" class:log=move || log.get() role="list">{each(rows, name, row)}</ol> }
}

/// An entry by its place.
pub(super) fn entry_at<B: Clone + Send + Sync + 'static>(
    entries: RwSignal<Vec<Entry<B>>>,
    seq: Seq,
    n: i32,
) -> Option<Entry<B>> {
    entries.with_untracked(|entries| {
        entries.binary_search_by_key(&(seq, n), |e| (e.seq, e.n)).ok().map(|at| entries[at].clone())
    })
}

/// A public message, as both sides read it.
pub(super) fn message(by: Side, author: String, at: Time, text: &str) -> AnyView {
    let w = &words().ticket;
    let (voice, side) = match by {
        Side::Client => (Voice::Client, w.side_client),
        Side::Team => (Voice::Team, w.side_team),
    };
    said(voice, author, at, text, side)
}
