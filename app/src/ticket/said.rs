//! What somebody wrote and what happened, as both sides see it: client, team and internal comments clearly apart.

use crate::i18n::words;
use crate::live::Clock;
use crate::ui::RwSignal;
use crate::ui::dynamic;
use crate::ui::memo;
#[cfg(feature = "hydrate")]
use crate::ui::reveal;
use crate::ui::view;
use crate::ui::{Avatar, Glyph, Icon, Memo, absolute, ago, each};
use domain::feed::Entry;
use domain::text::visible;
use domain::ticket::Side;
use domain::{Seq, Time};
use leptos::prelude::*;
use std::sync::OnceLock;

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
            <p class="said-text" translate="yes">{visible(text).into_owned()}</p>
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

/// A row with its day, and whether what is new begins with it.
type Line = (Seq, i32, bool, String, bool);

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

/// The first row that the viewer has not read, once they have read something.
pub(super) fn first_new(rows: &[Row], read: Seq) -> Option<(Seq, i32)> {
    let first = rows.iter().find(|(seq, ..)| *seq > read).filter(|_| read > 0);
    first.map(|(seq, n, _)| (*seq, *n))
}

/// The rows of a conversation with the days that begin in them. `read`: how far the viewer had read it. `rows` gives
/// them oldest first; `draw` is asked for each row once, with whether it stands in the log.
pub(super) fn conversation(
    log: Memo<bool>,
    read: Seq,
    rows: Box<dyn Fn() -> Vec<Row> + Send + Sync>,
    draw: Box<dyn Fn(Seq, i32, bool) -> Option<AnyView> + Send + Sync>,
) -> AnyView {
    let newest_first = newest_first();
    // What was new when the page was opened stays marked as long as it is open.
    let new = OnceLock::new();
    let rows = move || {
        let (log, mut rows, mut before) = (log.get(), rows(), None);
        let new = (*new.get_or_init(|| first_new(&rows, read))).filter(|_| !log);
        if newest_first {
            rows.reverse();
        }
        let with_day = |(seq, n, at)| {
            let day = day(at, before.replace(at)).unwrap_or_default();
            (seq, n, log, day, new == Some((seq, n)))
        };
        rows.into_iter().map(with_day).collect::<Vec<_>>()
    };
    let name = |(seq, n, log, day, _): &Line| format!("{seq}.{n}.{log}.{day}");
    let row = move |(seq, n, log, day, new): Line| {
        let day = Some(day).filter(|day| !day.is_empty());
        let new = new.then(|| words().ticket.new_from_here);
        view! { <li data-day=day data-new=new tabindex="-1">{draw(seq, n, log)}</li> }
    };
    Effect::new(|before: Option<()>| {
        if before.is_none() {
            request_animation_frame(show_new);
        }
    });
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

/// Brings what is new before the viewer's eyes, where it is not there already: its beginning, else the newest. Who has
/// scrolled meanwhile stays where they are.
#[cfg(feature = "hydrate")]
fn show_new() {
    let find = |selector: &str| document().query_selector(selector).ok().flatten();
    let moved = window().page_y_offset().is_ok_and(|top| top > 0.0)
        || find(".talk").is_some_and(|talk| talk.scroll_top() != 0);
    let newest = "[data-newest] .talk > .timeline > li:first-child, .timeline > li[data-new], \
                  html:not([data-newest]) .talk > .timeline:not(:has(> [data-new])) > li:last-child";
    if !moved {
        reveal(newest);
    }
}

/// Nothing is scrolled on the server.
#[cfg(not(feature = "hydrate"))]
fn show_new() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_begins_after_what_was_read() {
        let rows = [0, 3, 3, 7].map(|seq| (seq, 0, Time::UNIX_EPOCH));
        assert_eq!(first_new(&rows, 3), Some((7, 0)));
        assert_eq!(first_new(&rows, 2), Some((3, 0)));
        assert_eq!(first_new(&rows, 7), None);
        // To whom all is new, nothing is.
        assert_eq!(first_new(&rows, 0), None);
    }
}
