//! The way out: every command of this tab goes through one queue, in order, so that nothing is lost with the
//! connection (issue 3, 2). An intent is kept by the browser before it is sent and let go when it is answered; what an
//! earlier visit of the same person left is sent again under its old name, which changes nothing twice
//! (decisions.md 5). It is never sent under another sign-in: another person's intents are not even read, and the
//! server is told who asked.

#[cfg(any(feature = "hydrate", test))]
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "tested without a browser: the sender is missing")
)]
mod queue;
#[cfg(feature = "hydrate")]
mod say;
#[cfg(feature = "hydrate")]
mod sender;
#[cfg(feature = "hydrate")]
mod store;

#[cfg(feature = "hydrate")]
pub use sender::{ask, tell};

#[cfg(not(feature = "hydrate"))]
use crate::error::AppError;
use crate::i18n::{Words, fill};
#[cfg(not(feature = "hydrate"))]
use domain::Command;
#[cfg(not(feature = "hydrate"))]
use domain::desk::Outcome;
use domain::ticket::Move;
use domain::{Actor, OpId, TicketId};
use leptos::prelude::*;

/// A draft that was changed by an answer: its key, what it was, what it is.
pub(crate) type Mended = (String, String, String);

/// What waits in this tab, as screens see it.
#[derive(Clone, Copy)]
pub struct Outbox {
    /// How many changes wait for the connection, for the server, or for their person to sign in again; 0 while all
    /// goes its usual way.
    pub waiting: RwSignal<usize>,
    /// Rises when intents of an earlier visit are there, and when one of them is answered.
    pub(crate) news: RwSignal<u32>,
    /// Drafts that answers have changed in this tab, oldest first.
    pub(crate) drafts: RwSignal<Vec<Mended>>,
}

impl Outbox {
    /// Nothing waits yet.
    pub fn new() -> Self {
        Self { waiting: RwSignal::new(0), news: RwSignal::new(0), drafts: RwSignal::new(vec![]) }
    }

    /// Begins to send, in the browser. The contexts of the page must be there.
    pub fn start(self) {
        #[cfg(feature = "hydrate")]
        sender::start(self);
    }

    /// The page is this person's: what they left behind is sent now, in the browser.
    #[cfg_attr(not(feature = "hydrate"), expect(unused_variables, reason = "only browsers send"))]
    pub fn open(self, actor: &Actor) {
        #[cfg(feature = "hydrate")]
        sender::open(actor);
    }

    /// Whether something for that ticket is "na fila". To be asked where signals are tracked.
    pub fn holds(self, ticket: TicketId) -> bool {
        let stuck = self.waiting.get() > 0;
        stuck && holds(ticket)
    }

    /// The moves that are not answered yet, first ones first; `unheard`: only those of an earlier visit for which
    /// nobody waits. Whoever shows one as pending sends it again under its name
    /// ([`send_as`](crate::api::send_as)): that sends nothing twice, and brings the answer. To be asked where
    /// signals are tracked: it is news when an earlier visit's are there.
    pub fn moves(self, unheard: bool) -> Vec<(OpId, TicketId, Move)> {
        self.news.track();
        moves(unheard)
    }
}

/// "3 alterações na fila".
pub fn queued(words: &'static Words, count: usize) -> String {
    counted(count, words.outbox.queued_one, words.outbox.queued_other)
}

/// "Sem conexão. 3 alterações serão enviadas ao reconectar."
pub fn said(words: &'static Words, count: usize) -> String {
    counted(count, words.outbox.said_one, words.outbox.said_other)
}

fn counted(count: usize, one: &'static str, other: &'static str) -> String {
    let number = count.to_string();
    fill(if count == 1 { one } else { other }, &[("count", &number)])
}

impl Default for Outbox {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(feature = "hydrate")]
use sender::{holds, moves};

/// Only browsers wait for answers.
#[cfg(not(feature = "hydrate"))]
pub fn tell(_command: Command, _answer: Result<Outcome, AppError>) {}

/// Nothing waits on the server.
#[cfg(not(feature = "hydrate"))]
fn holds(_ticket: TicketId) -> bool {
    false
}

/// Nothing waits on the server.
#[cfg(not(feature = "hydrate"))]
fn moves(_unheard: bool) -> Vec<(OpId, TicketId, Move)> {
    vec![]
}
