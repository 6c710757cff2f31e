//! The sender: what is on the way, what waits, and when it is tried again. One a tab; screens come and go.

use super::queue::{Answer, Caller, Entry, Queue, key, owner, wait_ms};
use super::say::{self, Page};
use super::state::{Mended, Outbox, said};
use super::store::{self, Store};
use crate::api;
use crate::draft;
use crate::error::AppError;
use crate::i18n::words;
use crate::live::{Feed, Link};
use domain::desk::Outcome;
use domain::{Actor, Command, OpId, PersonId, TicketId};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

/// Without an answer for this long the request is sent again (`ux.md` 3.4).
const PATIENCE_MS: u32 = 8_000;
/// A browser's store that does not open in this time is done without.
const STORE_PATIENCE_MS: u32 = 3_000;
/// A server at fault may be at fault with one intent alone: after so many times that one is given up.
const FAULTS: u32 = 3;

thread_local! {
    /// A click has no page around it, and a browser has one thread.
    static SENDER: RefCell<Option<Sender>> = const { RefCell::new(None) };
}

/// What sends: it comes with the part of the program that speaks with the desk.
#[derive(Clone, Copy)]
struct Line {
    /// There is another owner: reads what they left.
    open: fn(),
    /// There is something to send.
    send: fn(),
    /// There is something to say.
    tell: fn(),
}

pub(super) struct Sender {
    line: Option<Line>,
    pub(super) outbox: Outbox,
    page: Page,
    pub(super) queue: Queue,
    /// Whose: how their intents' names begin, and who they are.
    pub(super) owner: String,
    person: Option<PersonId>,
    pub(super) store: Option<Store>,
    /// What an earlier visit left is here.
    pub(super) ready: bool,
    busy: bool,
    /// Counts requests and waits, so that a timer of an earlier one is ignored.
    round: u32,
    /// Failures in a row.
    pub(super) failures: u32,
    /// Times in a row that the server was at fault.
    faults: u32,
    /// Answered, and nobody was there to hear it.
    told: Vec<(Command, Answer)>,
}

pub(super) fn with<T>(act: impl FnOnce(&mut Sender) -> T) -> Option<T> {
    SENDER.with_borrow_mut(|sender| sender.as_mut().map(act))
}

pub(super) fn start(outbox: Outbox) {
    let feed = expect_context::<Feed>();
    let announcer = expect_context();
    let page = Page { words: words(), toasts: expect_context(), announcer, feed };
    SENDER.set(Some(Sender {
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
    with(|sender| sender.line).flatten()
}

/// Sends from now on, first of all what has waited for this.
pub(super) fn connect() {
    let send = || {
        keep();
        pump();
    };
    let page = with(|sender| {
        sender.line = Some(Line { open: open_store, send, tell: tell_all });
        (sender.page, sender.outbox)
    });
    let Some((page, outbox)) = page else { return };
    let (feed, announcer) = (page.feed, page.announcer);
    // The connection is back, or somebody has signed in again.
    Effect::new(move |_| {
        if feed.link.get() == Link::Live && !feed.signed_out.get() {
            again();
        }
    });
    Effect::new(move |_| {
        let count = outbox.waiting.get();
        if count > 0 && feed.link.get() == Link::Offline {
            announcer.polite(said(page.words, count));
        }
    });
    if with(|sender| sender.person.is_some()) == Some(true) {
        open_store();
    }
    tell_all();
}

pub(super) fn open(actor: &Actor) {
    let name = owner(actor);
    let news = with(|sender| {
        let news = sender.owner != name;
        if news {
            sender.queue = Queue::default();
            sender.owner = name;
            sender.person = Some(actor.person);
            sender.ready = false;
        }
        news
    });
    if let Some(line) = line().filter(|_| news == Some(true)) {
        (line.open)();
    }
}

fn open_store() {
    store::open(Box::new(|store| match store {
        Some(store) => {
            let owner = with(|sender| sender.owner.clone()).unwrap_or_default();
            let reader = store.clone();
            reader.read(&owner, Box::new(move |left| ready(Some(store), &left)));
        }
        None => ready(None, &[]),
    }));
    let late = || {
        if with(|sender| sender.ready) == Some(false) {
            ready(None, &[]);
        }
    };
    Timeout::new(STORE_PATIENCE_MS, late).forget();
}

/// What was left is here; it may be sent. What cannot be read is of another build and stays for it.
fn ready(store: Option<Store>, left: &[String]) {
    let left = left.iter().filter_map(|text| api::read(text).ok()).collect();
    let outbox = with(|sender| {
        sender.queue.load(left);
        sender.store = store;
        sender.ready = true;
        sender.outbox
    });
    keep();
    if let Some(outbox) = outbox {
        outbox.news.update(|news| *news += 1);
    }
    pump();
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
    with(|sender| {
        sender.queue.put(op_id, command, now_ms(), caller.clone());
        sender.show_waiting();
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
    with(|sender| sender.told.push((command, answer)));
    if let Some(line) = line() {
        (line.tell)();
    }
}

pub(super) fn holds(ticket: TicketId) -> bool {
    with(|sender| sender.queue.holds(ticket)) == Some(true)
}

pub(super) fn unanswered(unheard: bool) -> Vec<(OpId, Command)> {
    let is_asked = |entry: &&Entry| !unheard || entry.callers.is_empty();
    let of = |entry: &Entry| (entry.op, entry.command.clone());
    with(|sender| sender.queue.entries.iter().filter(is_asked).map(of).collect()).unwrap_or_default()
}

/// Writes what is not written yet. What cannot be written lives as long as the tab.
fn keep() {
    let unkept = with(|sender| {
        if !sender.ready {
            return vec![];
        }
        let Some(store) = &sender.store else {
            sender.queue.entries.iter_mut().for_each(|entry| entry.kept = true);
            return vec![];
        };
        let unkept = sender.queue.entries.iter().filter(|entry| !entry.kept);
        let text = |e: &Entry| serde_json::to_string(&(e.at, e.op, &e.command)).unwrap_or_default();
        unkept.map(|e| (store.clone(), key(&sender.owner, e.at, e.op), text(e), e.op)).collect()
    });
    for (store, key, text, op) in unkept.unwrap_or_default() {
        let then = move || {
            with(|sender| {
                sender.queue.entries.iter_mut().filter(|e| e.op == op).for_each(|e| e.kept = true);
            });
            pump();
        };
        store.put(&key, &text, Box::new(then));
    }
}

/// Sends what comes next, unless something is on the way.
pub(super) fn pump() {
    let next = with(|sender| {
        if sender.busy || !sender.ready {
            return None;
        }
        while let Some(old) = sender.queue.too_old(now_ms()) {
            sender.finish(old, Err(AppError::Offline));
        }
        let batch = sender.queue.batch();
        if batch.is_empty() {
            return None;
        }
        sender.busy = true;
        sender.round += 1;
        Some((sender.person?, batch, sender.round))
    });
    let Some((person, batch, round)) = next.flatten() else { return tell_all() };
    let first = batch[0].0;
    let late = move || take(round, vec![(first, Err(AppError::Offline))]);
    Timeout::new(PATIENCE_MS, late).forget();
    leptos::task::spawn_local(async move {
        let ops: Vec<OpId> = batch.iter().map(|(op, _)| *op).collect();
        let answers = if let [(op, command)] = batch.as_slice() {
            vec![api::execute(*op, command.clone(), Some(person)).await.or_else(AppError::into_outcome)]
        } else {
            api::act_all(batch, Some(person)).await.unwrap_or_else(|error| vec![Err(error)])
        };
        take(round, ops.into_iter().zip(answers).collect());
    });
}

/// Takes in what a request brought. A word from the desk counts whenever it comes; a failure only where it is still
/// waited for.
fn take(round: u32, answers: Vec<(OpId, Answer)>) {
    let stuck = with(|sender| {
        let present = sender.busy && sender.round == round;
        if !present && answers.iter().all(|(_, answer)| answer.is_err()) {
            return None;
        }
        let mut stuck = false;
        for (op, answer) in answers {
            let again = match &answer {
                Err(AppError::Internal) if present => {
                    sender.faults += 1;
                    sender.faults < FAULTS
                }
                Err(AppError::Offline | AppError::Unavailable | AppError::SignedOut) => true,
                _ => false,
            };
            if again {
                if present && answer == Err(AppError::SignedOut) {
                    sender.page.feed.signed_out.set(true);
                }
                stuck = true;
                break;
            }
            if (present || answer.is_ok())
                && let Some(entry) = sender.queue.answer(op, &answer)
            {
                sender.faults = 0;
                sender.finish(entry, answer);
            }
        }
        if present {
            sender.busy = false;
            if stuck {
                sender.failures += 1;
            } else {
                if sender.failures > 0 && sender.page.feed.signed_out.get_untracked() {
                    // In another tab, as the same person.
                    sender.page.feed.signed_out.set(false);
                }
                sender.failures = 0;
            }
        }
        sender.show_waiting();
        Some(stuck && present)
    });
    match stuck.flatten() {
        None => {}
        Some(false) => {
            keep();
            pump();
        }
        Some(true) => {
            keep();
            tell_all();
            wait();
        }
    }
}

/// Tries again after a while.
fn wait() {
    let waits = with(|sender| {
        sender.round += 1;
        (sender.round, wait_ms(sender.failures, js_sys::Math::random()))
    });
    if let Some((round, ms)) = waits {
        let due = move || {
            if with(|sender| sender.round == round) == Some(true) {
                again();
            }
        };
        Timeout::new(ms, due).forget();
    }
}

/// Tries again now. Another tab may have been faster: what it has had answered is in the store no more.
fn again() {
    let ask = with(|sender| {
        let waits = sender.failures > 0 && !sender.busy;
        let left = sender.queue.entries.iter().any(|entry| entry.replayed);
        waits.then(|| sender.store.clone().filter(|_| left).map(|store| (store, sender.owner.clone())))
    });
    match ask.flatten() {
        None => {}
        Some(None) => pump(),
        Some(Some((store, owner))) => store.read(
            &owner,
            Box::new(|left| {
                with(|sender| {
                    sender.queue.only(&left);
                    sender.show_waiting();
                });
                pump();
            }),
        ),
    }
}

/// Says what nobody was there to hear.
fn tell_all() {
    let told = with(|sender| (sender.page, std::mem::take(&mut sender.told)));
    if let Some((page, told)) = told
        && !told.is_empty()
    {
        leptos::task::spawn_local(say::say(page, told));
    }
}

impl Sender {
    /// It is answered: whoever waits hears it, and otherwise it is said in words. A text goes out of its draft with
    /// the answer, or back into it.
    fn finish(&mut self, entry: Entry, answer: Answer) {
        if let Some(store) = &self.store {
            store.delete(&key(&self.owner, entry.at, entry.op));
        }
        if entry.callers.is_empty() {
            let done = matches!(answer, Ok(Outcome::Done(_)));
            let mended: Option<Mended> =
                self.person.and_then(|person| draft::mend(person, &entry.command, done));
            if let Some(mended) = mended {
                self.outbox.drafts.update(|drafts| drafts.push(mended));
            }
            self.told.push((entry.command, answer));
            self.outbox.news.update(|news| *news += 1);
            return;
        }
        for caller in entry.callers {
            let mut caller = caller.borrow_mut();
            caller.answer = Some(answer.clone());
            if let Some(waker) = caller.waker.take() {
                waker.wake();
            }
        }
    }

    fn show_waiting(&self) {
        let count = if self.failures > 0 { self.queue.entries.len() } else { 0 };
        // Also where the number stays: it may be another ticket's.
        if count > 0 || self.outbox.waiting.get_untracked() > 0 {
            self.outbox.waiting.set(count);
        }
    }
}
