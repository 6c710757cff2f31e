//! The way out: every command of this tab goes through one queue, in order, so that nothing is lost with the
//! connection (issue 3, 2). An intent is kept by the browser before it is sent and let go when it is answered; what an
//! earlier visit of the same person left is sent again under its old name, which changes nothing twice
//! (decisions.md 5). It is never sent under another sign-in: another person's intents are not even read, and the
//! server is told who asked.

#[cfg(feature = "hydrate")]
mod left;
#[cfg(any(feature = "hydrate", test))]
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "tested without a browser: the sender is missing")
)]
mod queue;
#[cfg(feature = "hydrate")]
mod say;
mod send;
#[cfg(feature = "hydrate")]
mod sender;
mod state;
#[cfg(feature = "hydrate")]
mod store;
#[cfg(feature = "hydrate")]
mod waiting;

pub use send::{new_op, send, send_as};
pub use state::{Outbox, queued, said};
#[cfg(feature = "hydrate")]
pub use waiting::{ask, tell};

#[cfg(not(feature = "hydrate"))]
use crate::error::AppError;
#[cfg(not(feature = "hydrate"))]
use domain::desk::Outcome;
use domain::{Actor, Command, OpId, TicketId};
#[cfg(feature = "ssr")]
use leptos::prelude::{Get, Track};

impl Outbox {
    /// Begins to take in what shall be sent, in the browser. The contexts of the page must be there.
    pub fn start(self) {
        #[cfg(feature = "hydrate")]
        waiting::start(self);
    }

    /// Begins to send, in the browser.
    pub fn connect(self) {
        #[cfg(feature = "hydrate")]
        {
            sender::connect();
            left::watch(leptos::prelude::expect_context());
        }
    }

    /// The page is this person's: what they left behind is sent now, in the browser.
    #[cfg_attr(not(feature = "hydrate"), expect(unused_variables, reason = "only browsers send"))]
    pub fn open(self, actor: &Actor) {
        #[cfg(feature = "hydrate")]
        waiting::open(actor);
    }

    /// Whether something for that ticket is "na fila". To be asked where signals are tracked.
    pub fn holds(self, ticket: TicketId) -> bool {
        let stuck = self.waiting.get() > 0;
        stuck && holds(ticket)
    }

    /// What is not answered yet, first things first; `unheard`: only that of an earlier visit for which nobody waits.
    /// Whoever shows one as pending sends it again under its name
    /// ([`send_as`]): that sends nothing twice, and brings the answer. To be asked where
    /// signals are tracked: it is news when an earlier visit's are there.
    pub fn unanswered(self, unheard: bool) -> Vec<(OpId, Command)> {
        self.news.track();
        unanswered(unheard)
    }
}

#[cfg(feature = "hydrate")]
use waiting::{holds, unanswered};

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
fn unanswered(_unheard: bool) -> Vec<(OpId, Command)> {
    vec![]
}
