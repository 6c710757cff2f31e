//! What an open ticket holds in the page, and how the feed changes it. The draft, the focus and the scroll position
//! are not in here: a remote change cannot touch them.

use super::entries::{last_seq, merge};
use crate::api::{load_ticket, mark_read};
use crate::error::AppError;
use crate::live::{Clock, Feed, News};
use domain::board::Card;
use domain::desk::{Page, TicketPage};
use domain::feed::{ClientBody, ClientCard, ClientTicket, ContactCard, Entry, TeamBody, TeamTicket};
use domain::rules::BoardRules;
use domain::sla::{self, Metric};
use domain::ticket::PersonRef;
use domain::{Actor, Role, Seq, TicketId, Time};
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

    /// Reads the page again until it includes `seq`. Clocks stand only there. One read at a time.
    pub(super) fn catch_up(self, seq: Seq, take: impl Fn(TicketPage) + Copy + 'static) {
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
                let answer = load_ticket(code.clone()).await;
                // The ticket may have been closed by now.
                let Some(wanted) = wanted.filter(|_| !self.gone.is_disposed()) else { return };
                match answer {
                    Ok(page) => {
                        let (seq, now) = reached(&page);
                        self.clock.read_at(now);
                        self.reached.set_value(seq);
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
    fn afresh(self, take: impl Fn(TicketPage) + Copy + 'static) {
        self.catch_up(self.reached.get_value() + 1, take);
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
            if is_visible() && seq > told.get_value() {
                told.set_value(seq);
                leptos::task::spawn_local(async move {
                    // A mark that is lost is set again by the next one, and nothing depends on it meanwhile.
                    mark_read(self.id, seq).await.ok();
                });
            }
        });
    }
}

fn reached(page: &TicketPage) -> (Seq, Time) {
    match page {
        TicketPage::Team(page) => (page.seq, page.now),
        TicketPage::Client(page) => (page.seq, page.now),
    }
}

/// Brings what this person has just written before their eyes. What others write moves nothing.
#[cfg(feature = "hydrate")]
fn show_last() {
    if let Ok(Some(last)) = document().query_selector(".timeline > li:last-child") {
        last.scroll_into_view_with_bool(false);
    }
}

/// Nothing is scrolled on the server.
#[cfg(not(feature = "hydrate"))]
fn show_last() {}

#[cfg(feature = "hydrate")]
fn is_visible() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}

#[cfg(not(feature = "hydrate"))]
fn is_visible() -> bool {
    false
}

/// A ticket as the people who serve have it open.
#[derive(Clone, Copy)]
pub(super) struct TeamScreen {
    pub reading: Reading,
    pub viewer: StoredValue<Actor>,
    pub rules: StoredValue<BoardRules>,
    pub card: RwSignal<Card>,
    pub contact: RwSignal<ContactCard>,
    pub department: RwSignal<String>,
    pub clocks: RwSignal<Vec<(Metric, sla::Clock)>>,
    pub entries: RwSignal<Vec<Entry<TeamBody>>>,
    pub assignable: RwSignal<Vec<PersonRef>>,
    description: StoredValue<String>,
    /// Told of what others wrote: the boxes in which this person writes.
    heard: StoredValue<Vec<Callback<(String, Time)>>>,
}

impl TeamScreen {
    pub(super) fn new(page: Page<TeamTicket>) -> Self {
        let Page { seq, now, viewer, rules, content } = page;
        let seen = content.card.facts.seq.max(last_seq(&content.entries));
        let reading = Reading::new(content.card.facts.id, seq, seen);
        reading.clock.read_at(now);
        let screen = Self {
            reading,
            viewer: StoredValue::new(viewer),
            rules: StoredValue::new(rules),
            card: RwSignal::new(content.card),
            contact: RwSignal::new(content.contact),
            department: RwSignal::new(content.department),
            clocks: RwSignal::new(content.clocks),
            entries: RwSignal::new(content.entries),
            assignable: RwSignal::new(content.assignable),
            description: StoredValue::new(content.description),
            heard: StoredValue::new(vec![]),
        };
        screen.listen(seq);
        screen.wake();
        reading.mark_read();
        screen
    }

    pub(super) fn contact_name(self) -> String {
        self.contact.with_untracked(|contact| contact.name.clone())
    }

    pub(super) fn created_at(self) -> Time {
        self.card.with_untracked(|card| card.facts.created_at)
    }

    pub(super) fn description(self) -> String {
        self.description.get_value()
    }

    /// Tells `box_` of what others write to this ticket.
    pub(super) fn tell(self, hears: Callback<(String, Time)>) {
        self.heard.update_value(|list| list.push(hears));
    }

    /// Reads on up to `seq`: after a command of one's own, whose clocks are in the page alone.
    pub(super) fn catch_up(self, seq: Seq) {
        self.reading.catch_up(seq, move |page| self.take(page));
    }

    fn listen(self, since: Seq) {
        let role = self.viewer.with_value(|viewer| viewer.role);
        Effect::new(move |_| self.reading.feed.listen(role, since, move |news| self.hear(news)));
    }

    /// Wakes the page at the next deadline of this ticket, to the moment (R14).
    fn wake(self) {
        Effect::new(move |_| {
            let now = self.reading.clock.now.get();
            let next = self.clocks.with(|clocks| {
                let running = clocks.iter().filter(|(_, clock)| clock.state == sla::ClockState::Running);
                running
                    .flat_map(|(_, clock)| [clock.warn_at, clock.due_at])
                    .flatten()
                    .filter(|at| *at > now)
                    .min()
            });
            if next.is_some() {
                self.reading.clock.wake_at(next);
            }
        });
    }

    fn hear(self, news: &News) {
        match news {
            News::Team { frame, .. } if frame.ticket == self.reading.id => {
                let Some(card) = &frame.card else { return self.reading.gone.set(true) };
                if card.facts.seq >= self.card.with_untracked(|known| known.facts.seq) {
                    self.card.set(card.clone());
                }
                self.entries.update(|entries| merge(entries, frame.entries.iter().cloned()));
                self.reading.show(frame.seq);
                self.catch_up(frame.seq);
                let me = self.viewer.with_value(|viewer| viewer.person);
                let wrote = frame
                    .entries
                    .iter()
                    .any(|e| super::entries::kind(&e.body) != super::entries::Kind::Happening);
                if wrote && frame.actor.as_ref().is_some_and(|actor| actor.id == me) {
                    request_animation_frame(show_last);
                }
                if let Some(actor) = frame.actor.as_ref().filter(|actor| wrote && actor.id != me) {
                    for hears in self.heard.get_value() {
                        hears.run((actor.name.clone(), frame.at));
                    }
                }
            }
            News::Team { .. } | News::Client { .. } => {}
            News::Reset => self.reading.afresh(move |page| self.take(page)),
        }
    }

    fn take(self, page: TicketPage) {
        // The same person on another side: another role now.
        let TicketPage::Team(page) = page else { return self.reading.gone.set(true) };
        let Page { seq, viewer, rules, content, .. } = *page;
        self.reading.feed.caught_up_to(seq);
        self.viewer.set_value(viewer);
        self.rules.set_value(rules);
        // What is equal is not written again: nothing on screen moves for it.
        set_if_new(self.card, content.card);
        set_if_new(self.contact, content.contact);
        set_if_new(self.department, content.department);
        set_if_new(self.clocks, content.clocks);
        set_if_new(self.assignable, content.assignable);
        self.reading.show(last_seq(&content.entries));
        if self.entries.with_untracked(|known| *known != content.entries) {
            self.entries.update(|known| merge(known, content.entries));
        }
    }
}

fn set_if_new<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|known| *known != value) {
        signal.set(value);
    }
}

/// A ticket as the people who asked have it open.
#[derive(Clone, Copy)]
pub(super) struct ClientScreen {
    pub reading: Reading,
    pub viewer: StoredValue<Actor>,
    pub rules: StoredValue<BoardRules>,
    pub card: RwSignal<ClientCard>,
    pub entries: RwSignal<Vec<Entry<ClientBody>>>,
    pub own: bool,
    pub description: StoredValue<String>,
    heard: StoredValue<Vec<Callback<(String, Time)>>>,
}

impl ClientScreen {
    pub(super) fn new(page: Page<ClientTicket>) -> Self {
        let Page { seq, now, viewer, rules, content } = page;
        let seen = content.card.seq.max(last_seq(&content.entries));
        let reading = Reading::new(content.card.id, seq, seen);
        reading.clock.read_at(now);
        let role: Role = viewer.role;
        let screen = Self {
            reading,
            viewer: StoredValue::new(viewer),
            rules: StoredValue::new(rules),
            card: RwSignal::new(content.card),
            entries: RwSignal::new(content.entries),
            own: content.own,
            description: StoredValue::new(content.description),
            heard: StoredValue::new(vec![]),
        };
        Effect::new(move |_| reading.feed.listen(role, seq, move |news| screen.hear(news)));
        reading.mark_read();
        screen
    }

    pub(super) fn tell(self, hears: Callback<(String, Time)>) {
        self.heard.update_value(|list| list.push(hears));
    }

    pub(super) fn catch_up(self, seq: Seq) {
        self.reading.catch_up(seq, move |page| self.take(page));
    }

    fn hear(self, news: &News) {
        match news {
            News::Client { frame, .. } if frame.ticket == self.reading.id => {
                let Some(card) = &frame.card else { return self.reading.gone.set(true) };
                if card.seq >= self.card.with_untracked(|known| known.seq) {
                    self.card.set(card.clone());
                }
                self.entries.update(|entries| merge(entries, frame.entries.iter().cloned()));
                self.reading.show(frame.seq);
                let me = self.viewer.with_value(|viewer| viewer.person);
                let wrote = frame.entries.iter().any(|e| matches!(e.body, ClientBody::Message { .. }));
                if wrote && frame.actor.as_ref().is_some_and(|actor| actor.id == me) {
                    request_animation_frame(show_last);
                }
                if let Some(actor) = frame.actor.as_ref().filter(|actor| wrote && actor.id != me) {
                    for hears in self.heard.get_value() {
                        hears.run((actor.name.clone(), frame.at));
                    }
                }
            }
            News::Team { .. } | News::Client { .. } => {}
            News::Reset => self.reading.afresh(move |page| self.take(page)),
        }
    }

    fn take(self, page: TicketPage) {
        let TicketPage::Client(page) = page else { return self.reading.gone.set(true) };
        let Page { seq, viewer, rules, content, .. } = *page;
        self.reading.feed.caught_up_to(seq);
        self.viewer.set_value(viewer);
        self.rules.set_value(rules);
        set_if_new(self.card, content.card);
        self.reading.show(last_seq(&content.entries));
        if self.entries.with_untracked(|known| *known != content.entries) {
            self.entries.update(|known| merge(known, content.entries));
        }
    }
}
