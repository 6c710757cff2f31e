//! What waits to be sent, one queue a tab: screens put commands in and hear the answers, come and go. What sends comes later
//! ([`sender`](super::sender)).

use super::queue::{Answer, Caller, Entry, Queue, key, owner};
use super::say::Page;
use super::state::Outbox;
use super::store::{self, Store};
use crate::i18n::words;
use crate::live::Feed;
use domain::{Actor, Command, OpId, PersonId, TicketId};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

/// A browser's store that does not open in this time is done without.
const STORE_PATIENCE_MS: u32 = 3_000;

thread_local! {
    /// A click has no page around it, and a browser has one thread.
    static WAITING: RefCell<Option<Waiting>> = const { RefCell::new(None) };
}

/// What sends: it comes with the part of the program that speaks with the desk.
#[derive(Clone, Copy)]
pub(super) struct Line {
    /// The store of another owner is open, or does not open: reads what they left.
    pub(super) load: fn(),
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
    /// The store is open, or is done without.
    pub(super) opened: bool,
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
        opened: false,
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
            waiting.store = None;
            (waiting.opened, waiting.ready) = (false, false);
        }
        news
    });
    if news != Some(true) {
        return;
    }
    store::open(Box::new(opened));
    let late = || {
        if with(|waiting| waiting.opened) == Some(false) {
            opened(None);
        }
    };
    Timeout::new(STORE_PATIENCE_MS, late).forget();
}

/// What is asked for is written down from now on, also before it can be sent.
fn opened(store: Option<Store>) {
    with(|waiting| {
        waiting.store = store;
        waiting.opened = true;
    });
    keep();
    if let Some(line) = line() {
        (line.load)();
    }
}

/// Writes what is not written yet. What cannot be written lives as long as the tab.
pub(super) fn keep() {
    let unkept = with(|waiting| {
        if !waiting.opened {
            return vec![];
        }
        let Some(store) = &waiting.store else {
            waiting.queue.entries.iter_mut().for_each(|entry| entry.kept = true);
            return vec![];
        };
        let unkept = waiting.queue.entries.iter().filter(|entry| !entry.kept);
        let text = |e: &Entry| serde_json::to_string(&(e.at, e.op, &e.command)).unwrap_or_default();
        unkept.map(|e| (store.clone(), key(&waiting.owner, e.at, e.op), text(e), e.op)).collect()
    });
    for (store, key, text, op) in unkept.unwrap_or_default() {
        let then = move || {
            with(|waiting| {
                waiting.queue.entries.iter_mut().filter(|e| e.op == op).for_each(|e| e.kept = true);
            });
            send();
        };
        store.put(&key, &text, Box::new(then));
    }
}

fn send() {
    if let Some(line) = line() {
        (line.send)();
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
    keep();
    send();
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
