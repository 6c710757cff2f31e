//! What waits to be sent, one queue a tab: screens put commands in and hear the answers, come and go. What sends comes later
//! ([`sender`](super::sender)).

use super::queue::{Answer, Caller, Entry, Queue, owner};
use super::say::Page;
use super::state::Outbox;
use super::store::Store;
use crate::i18n::words;
use crate::live::Feed;
use domain::{Actor, Command, OpId, PersonId, TicketId};
use leptos::prelude::*;
use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

thread_local! {
    /// A click has no page around it, and a browser has one thread.
    static WAITING: RefCell<Option<Waiting>> = const { RefCell::new(None) };
}

/// What sends: it comes with the part of the program that speaks with the desk.
#[derive(Clone, Copy)]
pub(super) struct Line {
    /// There is another owner: reads what they left.
    pub(super) open: fn(),
    /// There is something to send.
    pub(super) send: fn(),
    /// There is something to say.
    pub(super) tell: fn(),
}

/// What waits, and how it goes on.
pub(super) struct Waiting {
    pub(super) line: Option<Line>,
    pub(super) outbox: Outbox,
    pub(super) page: Page,
    pub(super) queue: Queue,
    /// Whose: how their intents' names begin, and who they are.
    pub(super) owner: String,
    pub(super) person: Option<PersonId>,
    pub(super) store: Option<Store>,
    /// What an earlier visit left is here.
    pub(super) ready: bool,
    pub(super) busy: bool,
    /// Counts requests and waits, so that a timer of an earlier one is ignored.
    pub(super) round: u32,
    /// Failures in a row.
    pub(super) failures: u32,
    /// Times in a row that the server was at fault.
    pub(super) faults: u32,
    /// Answered, and nobody was there to hear it.
    pub(super) told: Vec<(Command, Answer)>,
}

pub(super) fn with<T>(act: impl FnOnce(&mut Waiting) -> T) -> Option<T> {
    WAITING.with_borrow_mut(|waiting| waiting.as_mut().map(act))
}

pub(super) fn start(outbox: Outbox) {
    let feed = expect_context::<Feed>();
    let announcer = expect_context();
    let page = Page { words: words(), toasts: expect_context(), announcer, feed };
    WAITING.set(Some(Waiting {
        line: None,
        outbox,
        page,
        queue: Queue::default(),
        owner: String::new(),
        person: None,
        store: None,
        ready: false,
        busy: false,
        round: 0,
        failures: 0,
        faults: 0,
        told: vec![],
    }));
}

fn line() -> Option<Line> {
    with(|waiting| waiting.line).flatten()
}

pub(super) fn open(actor: &Actor) {
    let name = owner(actor);
    let news = with(|waiting| {
        let news = waiting.owner != name;
        if news {
            waiting.queue = Queue::default();
            waiting.owner = name;
            waiting.person = Some(actor.person);
            waiting.ready = false;
        }
        news
    });
    if let Some(line) = line().filter(|_| news == Some(true)) {
        (line.open)();
    }
}

pub(super) fn now_ms() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since the epoch fit for 280,000 years")]
    let ms = js_sys::Date::now() as i64;
    ms
}

/// Puts an intent into the queue; the answer comes when the desk has given it, also after a long cut. Not to wait for
/// it is fine: then it is answered in words.
pub async fn ask(op_id: OpId, command: Command) -> Answer {
    let caller = Rc::new(RefCell::new(Caller::default()));
    with(|waiting| {
        waiting.queue.put(op_id, command, now_ms(), caller.clone());
        waiting.show_waiting();
    });
    if let Some(line) = line() {
        (line.send)();
    }
    poll_fn(move |context| {
        let mut caller = caller.borrow_mut();
        if let Some(answer) = caller.answer.take() {
            return Poll::Ready(answer);
        }
        caller.waker = Some(context.waker().clone());
        Poll::Pending
    })
    .await
}

/// Says in words what became of a command whose screen is gone.
pub fn tell(command: Command, answer: Answer) {
    with(|waiting| waiting.told.push((command, answer)));
    if let Some(line) = line() {
        (line.tell)();
    }
}

pub(super) fn holds(ticket: TicketId) -> bool {
    with(|waiting| waiting.queue.holds(ticket)) == Some(true)
}

pub(super) fn unanswered(unheard: bool) -> Vec<(OpId, Command)> {
    let is_asked = |entry: &&Entry| !unheard || entry.callers.is_empty();
    let of = |entry: &Entry| (entry.op, entry.command.clone());
    with(|waiting| waiting.queue.entries.iter().filter(is_asked).map(of).collect()).unwrap_or_default()
}

impl Waiting {
    /// How much waits, where something does.
    pub(super) fn show_waiting(&self) {
        let count = if self.failures > 0 { self.queue.entries.len() } else { 0 };
        // Also where the number stays: it may be another ticket's.
        if count > 0 || self.outbox.waiting.get_untracked() > 0 {
            self.outbox.waiting.set(count);
        }
    }
}
