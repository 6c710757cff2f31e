//! What an open ticket holds in the page, and how the feed changes it. The draft, the focus and the scroll position
//! are not in here: a remote change cannot touch them.

mod client;
mod team;

pub(super) use client::ClientScreen;
pub(super) use team::TeamScreen;

use super::entries::merge;
use crate::api::mark_read;
use crate::error::AppError;
use crate::live::{Clock, Feed};
use crate::ui::RwSignal;
use domain::desk::Page;
use domain::feed::Entry;
use domain::ticket::PersonRef;
use domain::{Actor, Seq, TicketId, Time};
use leptos::prelude::*;

/// What both sides' tickets have in common: how far the page has read, and how it reads on.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    pub id: TicketId,
    pub code: StoredValue<String>,
    /// The ticket is no longer for these eyes.
    pub gone: RwSignal<bool>,
    /// The last command that the page includes.
    reached: StoredValue<Seq>,
    /// The command that it must include.
    wanted: StoredValue<Seq>,
    fetching: StoredValue<bool>,
    /// What the viewer has before their eyes, up to here.
    seen: RwSignal<Seq>,
    pub feed: Feed,
    pub clock: Clock,
}

impl Reading {
    fn new(id: TicketId, reached: Seq, seen: Seq) -> Self {
        Self {
            id,
            code: StoredValue::new(id.code()),
            gone: RwSignal::new(false),
            reached: StoredValue::new(reached),
            wanted: StoredValue::new(reached),
            fetching: StoredValue::new(false),
            seen: RwSignal::new(seen),
            feed: expect_context(),
            clock: expect_context(),
        }
    }

    /// Reads the page again, by `load`, until it includes `seq`. Clocks stand only there. One read at a time.
    pub(super) fn catch_up<T: 'static, F: Future<Output = Result<Page<T>, AppError>> + 'static>(
        self,
        seq: Seq,
        load: fn(String) -> F,
        take: impl Fn(Page<T>) + Copy + 'static,
    ) {
        if seq > self.wanted.get_value() {
            self.wanted.set_value(seq);
        }
        if self.fetching.get_value() || self.reached.get_value() >= self.wanted.get_value() {
            return;
        }
        self.fetching.set_value(true);
        leptos::task::spawn_local(async move {
            let code = self.code.get_value();
            loop {
                let wanted = self.wanted.try_get_value();
                let answer = load(code.clone()).await;
                // The ticket may have been closed by now.
                let Some(wanted) = wanted.filter(|_| !self.gone.is_disposed()) else { return };
                match answer {
                    Ok(page) => {
                        self.clock.read_at(page.now);
                        self.reached.set_value(page.seq);
                        take(page);
                    }
                    Err(AppError::NotFound) => self.gone.set(true),
                    Err(AppError::SignedOut) => self.feed.signed_out.set(true),
                    // The connection says so itself; what comes next reads again.
                    Err(_) => {}
                }
                // A newer change came meanwhile: once more.
                if self.wanted.get_value() <= wanted {
                    break;
                }
            }
            self.fetching.set_value(false);
        });
    }

    /// Whatever the page includes, read it again.
    fn afresh<T: 'static, F: Future<Output = Result<Page<T>, AppError>> + 'static>(
        self,
        load: fn(String) -> F,
        take: impl Fn(Page<T>) + Copy + 'static,
    ) {
        self.catch_up(self.reached.get_value() + 1, load, take);
    }

    /// More is before the viewer's eyes.
    fn show(self, seq: Seq) {
        if seq > self.seen.get_untracked() {
            self.seen.set(seq);
        }
    }

    /// Tells the desk what has been read, while the page is really looked at.
    fn mark_read(self) {
        let looked = RwSignal::new(0_u32);
        let told = StoredValue::new(0);
        Effect::new(move |_| {
            let handle =
                window_event_listener(leptos::ev::visibilitychange, move |_| looked.update(|n| *n += 1));
            on_cleanup(move || handle.remove());
        });
        Effect::new(move |_| {
            looked.track();
            let seq = self.seen.get();
            if crate::ui::is_seen() && seq > told.get_value() {
                told.set_value(seq);
                leptos::task::spawn_local(async move {
                    // A mark that is lost is set again by the next one, and nothing depends on it meanwhile.
                    if mark_read(self.id, seq).await.is_ok() {
                        crate::read_marks::tell(self.id, seq);
                    }
                });
            }
        });
    }
}

/// Brings what this person has just written before their eyes. What others write moves nothing.
#[cfg(feature = "hydrate")]
fn show_last() {
    let last = "html:not([data-newest]) .timeline > li:last-child, [data-newest] .timeline > li:first-child";
    if let Ok(Some(last)) = document().query_selector(last) {
        last.scroll_into_view_with_bool(false);
    }
}

/// Nothing is scrolled on the server.
#[cfg(not(feature = "hydrate"))]
fn show_last() {}

/// The boxes that hear who else wrote to the ticket, and when.
type Boxes = StoredValue<Vec<Callback<(String, Time)>>>;

/// Somebody wrote: what is one's own is brought before one's eyes, of what others write the boxes hear.
fn wrote(who: Option<&PersonRef>, at: Time, viewer: StoredValue<Actor>, boxes: Boxes) {
    let Some(who) = who else { return };
    if viewer.with_value(|viewer| viewer.person == who.id) {
        request_animation_frame(show_last);
    } else {
        for hears in boxes.get_value() {
            hears.run((who.name.clone(), at));
        }
    }
}

fn merge_if_new<B: Clone + PartialEq + Send + Sync + 'static>(
    known: RwSignal<Vec<Entry<B>>>,
    now: Vec<Entry<B>>,
) {
    if known.with_untracked(|known| *known != now) {
        known.update(|known| merge(known, now));
    }
}

fn set_if_new<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|known| *known != value) {
        signal.set(value);
    }
}
