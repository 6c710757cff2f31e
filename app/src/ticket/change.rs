//! Changes that are made with one click: status, responsible agent, priority. Each is checked before it is sent, and
//! each that can be taken back says how.

use super::failure::{Failure, settle};
use super::state::TeamScreen;
use crate::i18n::{self, Words, fill, words};
use crate::live::Feed;
use crate::outbox::send;
use crate::shell::{Announcer, Toast, Toasts, Undo, UndoHistory};
use crate::ui::RwSignal;
use domain::desk::Done;
use domain::reason::ReasonFor;
use domain::ticket::{Around, Move, Tagging, inverse, permits_change, wants_reason};
use domain::{Category, Change, PersonId, Priority, Refusal, Seq, StatusId, TagId, TicketId};
use leptos::prelude::*;

/// What changing needs at hand: taken while the page is made, because a click has no page around it.
#[derive(Clone, Copy)]
pub(super) struct Changer {
    pub screen: TeamScreen,
    pub words: &'static Words,
    pub toasts: Toasts,
    pub announcer: Announcer,
    pub feed: Feed,
    pub(super) history: UndoHistory,
    /// A change that waits for its reason.
    pub why: RwSignal<Option<Unexplained>>,
}

/// A change that waits for its reason.
#[derive(Clone)]
pub(super) struct Unexplained {
    /// The client reads it.
    pub told: bool,
    /// Makes the change, or lets it be.
    pub go: Callback<Option<String>>,
}

/// An intent to change the status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct StatusIntent {
    pub to: Option<StatusId>,
    /// Although somebody moved it first, over this version.
    pub over: Option<Seq>,
    pub reason: Option<String>,
}

impl Changer {
    pub(super) fn new(screen: TeamScreen) -> Self {
        let history = expect_context::<UndoHistory>();
        let viewer = screen.viewer.with_value(|viewer| viewer.person);
        // Only a browser's tab remembers.
        Effect::new(move |_| history.take_up(viewer));
        Self {
            history,
            screen,
            words: words(),
            toasts: expect_context(),
            announcer: expect_context(),
            feed: expect_context(),
            why: RwSignal::new(None),
        }
    }

    pub(super) fn id(self) -> TicketId {
        self.screen.reading.id
    }

    /// The version that the page shows.
    pub(super) fn seen(self) -> Seq {
        self.screen.card.with_untracked(|card| card.facts.seq)
    }

    /// Whether it may be done, once its reason is given, as far as the page can know.
    pub(super) fn may(self, change: &Change) -> Result<(), Refusal> {
        self.screen.card.with(|card| {
            self.screen.viewer.with_value(|viewer| {
                self.screen
                    .rules
                    .with_value(|rules| permits_change(&card.facts, change, viewer, rules, Around::default()))
            })
        })
    }

    /// Whether the viewer may put tags on it and take them off.
    pub(super) fn may_tag(self) -> bool {
        self.may(&Change::Tag(Tagging { tag: TagId(0), on: false })).is_ok()
    }

    /// Whether it is done only with a reason, which is still to be given.
    fn lacks_reason(self, change: &Change) -> bool {
        change.reason().is_none()
            && self.screen.card.with_untracked(|card| {
                self.screen.viewer.with_value(|viewer| {
                    self.screen.rules.with_value(|rules| wants_reason(&card.facts, change, viewer, rules))
                })
            })
    }

    /// Asks why, and then goes on.
    fn ask_why(self, told: bool, go: impl Fn(Option<String>) + Send + Sync + 'static) {
        self.why.set(Some(Unexplained { told, go: Callback::new(go) }));
    }

    fn move_to(self, intent: &StatusIntent) -> Option<Change> {
        let seen = intent.over.unwrap_or_else(|| self.seen());
        let (confirm, reason) = (intent.over.is_some(), intent.reason.clone());
        Some(Change::Move(Move { confirm, reason, ..Move::to(intent.to?, seen) }))
    }

    /// Why the ticket cannot go there now, in words.
    pub(super) fn obstacle(self, to: StatusId) -> Option<String> {
        let change = self.move_to(&StatusIntent { to: Some(to), ..StatusIntent::default() })?;
        self.may(&change).err().map(|refusal| self.sentence(&refusal))
    }

    pub(super) fn sentence(self, refusal: &Refusal) -> String {
        self.screen.rules.with_value(|rules| i18n::refusal(self.words, rules, refusal))
    }

    /// Another status (R10).
    pub(super) fn change_status(
        self,
        intent: &StatusIntent,
        pending: RwSignal<Option<StatusId>>,
        failure: RwSignal<Option<Failure>>,
    ) {
        let before = self.screen.card.with_untracked(|card| card.facts.status);
        let Some(change) = self.move_to(intent) else { return };
        if intent.to == Some(before) || pending.get_untracked().is_some() {
            return;
        }
        failure.set(None);
        let to = intent.to;
        if self.lacks_reason(&change) {
            let category = self
                .screen
                .rules
                .with_value(|rules| to.and_then(|to| rules.status(to)).map(|to| to.category));
            let over = intent.over;
            return self.ask_why(category == Some(Category::Cancelled), move |reason| {
                if reason.is_some() {
                    self.change_status(&StatusIntent { to, over, reason }, pending, failure);
                }
            });
        }
        let moved = to.map(|to| self.moved(to)).unwrap_or_default();
        pending.set(to);
        let awaited = self.toasts.awaits();
        leptos::task::spawn_local(async move {
            let answer = self.ask(change.clone()).await;
            pending.try_set(None);
            match answer {
                Ok(done) => {
                    let text = self.with_link(moved.clone(), &done);
                    self.announcer.polite(text.clone());
                    let of = Some((change, done.seq));
                    let undo = Undo { of, part: false, ..self.move_back(before, done.seq) };
                    let undo = Some(self.way_back(&moved, undo));
                    self.toasts.tell(&awaited, Toast { text, undo });
                    self.reached(&done);
                }
                Err(found) => {
                    self.announcer.assertive(found.text.clone());
                    failure.try_set(Some(Failure {
                        to,
                        reason: change.reason().map(str::to_owned),
                        ..found
                    }));
                }
            }
        });
    }

    /// A reply has given the ticket another status (R75): that is said with it, and the status alone can be taken back.
    pub(super) fn sent_as(self, to: StatusId, before: StatusId, done: &Done) {
        let moved = self.moved(to);
        let text = self.with_link(moved.clone(), done);
        self.announcer.polite(format!("{} {text}", self.words.ticket.reply_sent));
        let undo = self.move_back(before, done.seq);
        let undo = Some(self.way_back(&moved, undo));
        self.toasts.show(Toast { text, undo });
    }

    /// "Status atualizado!" (R10), of which ticket, and where it is now.
    fn moved(self, to: StatusId) -> String {
        let status = self.screen.rules.with_value(|rules| i18n::status(self.words, rules, to));
        fill(self.words.ticket.status_updated, &[("code", &self.id().code()), ("status", &status)])
    }

    /// A note with a way back, read aloud as well.
    pub(super) fn say(self, text: &str, undo: Option<Callback<()>>) {
        self.announcer.polite(text.to_owned());
        self.toasts.show(Toast { text: text.to_owned(), undo });
    }

    /// What was done, and that it linked the ticket to its actor (R89): in one note, since the last one alone is shown. The
    /// link has a way back of its own.
    fn with_link(self, text: String, done: &Done) -> String {
        if !done.linked {
            return text;
        }
        self.linked(done);
        format!("{text} {}", self.words.ticket.linked_by_acting)
    }

    /// Reads on until the page includes what was done, if the ticket is still open in it.
    pub(super) fn reached(self, done: &Done) {
        if !self.screen.card.is_disposed() {
            self.screen.catch_up(done.seq);
        }
    }

    /// Another responsible agent (R89, R91). `refused` puts the field back.
    pub(super) fn assign(
        self,
        to: Option<PersonId>,
        failure: RwSignal<Option<Failure>>,
        refused: Option<Callback<()>>,
    ) {
        let text = self.words.ticket.assignee_updated;
        self.simple(Change::Assign(to), text, failure, refused);
    }

    /// Another priority. `refused` puts the field back.
    pub(super) fn set_priority(
        self,
        to: Priority,
        failure: RwSignal<Option<Failure>>,
        refused: Callback<()>,
    ) {
        let text = self.words.ticket.priority_updated;
        self.simple(Change::Priority(to), text, failure, Some(refused));
    }

    /// Takes off the tag of that name.
    pub(super) fn take_tag(self, name: &str, failure: RwSignal<Option<Failure>>) {
        // Somebody may have renamed it in this moment: then it is drawn anew under its other name.
        if let Some(tag) = untrack(|| self.screen.tags.with(|tags| tags.named(name))) {
            self.tag(tag, false, None, failure);
        }
    }

    /// Puts a tag on, or takes it off.
    fn tag(self, tag: TagId, on: bool, reason: Option<&str>, failure: RwSignal<Option<Failure>>) {
        let change = Change::Tag(Tagging { tag, on }).with_reason(reason);
        self.simple(change, self.words.tag.updated, failure, None);
    }

    /// Puts on the tag of that name, once it is known why. Where there is none it is made. `typed`, its field, is empty then.
    pub(super) fn tag_named(self, name: String, typed: RwSignal<String>, failure: RwSignal<Option<Failure>>) {
        if self.screen.rules.with_value(|rules| rules.reasons.ask(ReasonFor::Tags)) {
            return self.ask_why(false, move |reason| {
                if reason.is_some() {
                    self.tag_made(name.clone(), reason, typed, failure);
                }
            });
        }
        self.tag_made(name, None, typed, failure);
    }

    fn tag_made(
        self,
        name: String,
        reason: Option<String>,
        typed: RwSignal<String>,
        failure: RwSignal<Option<Failure>>,
    ) {
        leptos::task::spawn_local(async move {
            let found = self.screen.tags.named(self.words, name).await;
            match found {
                // The ticket may be closed by now: its field is gone, and what was wanted is not done.
                Ok(tag) if typed.try_set(String::new()).is_none() => {
                    self.tag(tag, true, reason.as_deref(), failure);
                }
                Ok(_) => {}
                Err(text) => drop(failure.try_set(Some(Failure::plain(text)))),
            }
        });
    }

    /// Asks the desk for a change.
    async fn ask(self, change: Change) -> Result<Done, Failure> {
        settle(self.words, self.screen.rules, self.feed, send(change.of(self.id())).await)
    }

    /// Makes a change, and says that it is done, with a way back where it changed anything.
    fn simple(
        self,
        change: Change,
        text: &'static str,
        failure: RwSignal<Option<Failure>>,
        refused: Option<Callback<()>>,
    ) {
        failure.set(None);
        if self.lacks_reason(&change) {
            return self.ask_why(false, move |reason| match (reason, refused) {
                (Some(reason), _) => self.simple(change.clone().because(&reason), text, failure, refused),
                (None, Some(refused)) => refused.run(()),
                (None, None) => {}
            });
        }
        let back = self.screen.card.with_untracked(|card| {
            self.screen.rules.with_value(|rules| inverse(&card.facts, &change, rules))
        });
        let awaited = self.toasts.awaits();
        leptos::task::spawn_local(async move {
            match self.ask(change.clone()).await {
                Ok(done) => {
                    self.announcer.polite(text.to_owned());
                    let undo = back.map(|back| {
                        let of = Some((change, done.seq));
                        let undo = Undo { ticket: done.ticket, change: back, of, part: false };
                        self.way_back(&format!("{}: {text}", done.ticket.code()), undo)
                    });
                    self.toasts.tell(&awaited, Toast { text: text.to_owned(), undo });
                    self.reached(&done);
                }
                Err(found) => {
                    if failure.try_set(Some(found)).is_none()
                        && let Some(refused) = refused
                    {
                        refused.run(());
                    }
                }
            }
        });
    }
}
