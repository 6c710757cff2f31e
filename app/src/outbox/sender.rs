//! Sends what waits: what is on the way, and when it is tried again. It comes with the part of the program that speaks with
//! the desk.

use super::queue::{Answer, Entry, key, wait_ms};
use super::say;
use super::state::{Mended, said};
use super::waiting::{Line, Waiting, keep, now_ms, with};
use crate::api;
use crate::draft;
use crate::error::AppError;
use crate::live::Link;
use domain::OpId;
use domain::desk::Outcome;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// Without an answer for this long the request is sent again (`ux.md` 3.4).
const PATIENCE_MS: u32 = 8_000;
/// A server at fault may be at fault with one intent alone: after so many times that one is given up.
const FAULTS: u32 = 3;

/// Sends from now on, first of all what has waited for this.
pub(super) fn connect() {
    let page = with(|waiting| {
        waiting.line = Some(Line { load, send: pump, tell: tell_all });
        (waiting.page, waiting.outbox)
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
    if with(|waiting| waiting.opened) == Some(true) {
        load();
    }
    tell_all();
}

/// Reads what an earlier visit left.
fn load() {
    match with(|waiting| (waiting.store.clone(), waiting.owner.clone())) {
        Some((Some(store), owner)) => store.read(&owner.clone(), Box::new(move |left| ready(&owner, &left))),
        Some((None, owner)) => ready(&owner, &[]),
        None => {}
    }
}

/// What was left is here; it may be sent. What cannot be read is of another build and stays for it.
fn ready(owner: &str, left: &[String]) {
    let left = left.iter().filter_map(|text| api::read(text).ok()).collect();
    let outbox = with(|waiting| {
        // Somebody else has signed in meanwhile.
        (waiting.owner == owner).then(|| {
            waiting.queue.load(left);
            waiting.ready = true;
            waiting.outbox
        })
    });
    if let Some(outbox) = outbox.flatten() {
        outbox.news.update(|news| *news += 1);
    }
    pump();
}

/// Sends what comes next, unless something is on the way.
pub(super) fn pump() {
    let next = with(|waiting| {
        if waiting.busy || !waiting.ready {
            return None;
        }
        while let Some(old) = waiting.queue.too_old(now_ms()) {
            waiting.finish(old, Err(AppError::Offline));
        }
        let batch = waiting.queue.batch();
        if batch.is_empty() {
            return None;
        }
        waiting.busy = true;
        waiting.round += 1;
        Some((waiting.person?, batch, waiting.round))
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
    let stuck = with(|waiting| {
        let present = waiting.busy && waiting.round == round;
        if !present && answers.iter().all(|(_, answer)| answer.is_err()) {
            return None;
        }
        let mut stuck = false;
        for (op, answer) in answers {
            let again = match &answer {
                Err(AppError::Internal) if present => {
                    waiting.faults += 1;
                    waiting.faults < FAULTS
                }
                Err(AppError::Offline | AppError::Unavailable | AppError::SignedOut) => true,
                _ => false,
            };
            if again {
                if present && answer == Err(AppError::SignedOut) {
                    waiting.page.feed.signed_out.set(true);
                }
                stuck = true;
                break;
            }
            if (present || answer.is_ok())
                && let Some(entry) = waiting.queue.answer(op, &answer)
            {
                waiting.faults = 0;
                waiting.finish(entry, answer);
            }
        }
        if present {
            waiting.busy = false;
            if stuck {
                waiting.failures += 1;
            } else {
                if waiting.failures > 0 && waiting.page.feed.signed_out.get_untracked() {
                    // In another tab, as the same person.
                    waiting.page.feed.signed_out.set(false);
                }
                waiting.failures = 0;
            }
        }
        waiting.show_waiting();
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
    let waits = with(|waiting| {
        waiting.round += 1;
        (waiting.round, wait_ms(waiting.failures, js_sys::Math::random()))
    });
    if let Some((round, ms)) = waits {
        let due = move || {
            if with(|waiting| waiting.round == round) == Some(true) {
                again();
            }
        };
        Timeout::new(ms, due).forget();
    }
}

/// Tries again now. Another tab may have been faster: what it has had answered is in the store no more.
fn again() {
    let ask = with(|waiting| {
        let waits = waiting.failures > 0 && !waiting.busy;
        let left = waiting.queue.entries.iter().any(|entry| entry.replayed);
        waits.then(|| waiting.store.clone().filter(|_| left).map(|store| (store, waiting.owner.clone())))
    });
    match ask.flatten() {
        None => {}
        Some(None) => pump(),
        Some(Some((store, owner))) => store.read(
            &owner,
            Box::new(|left| {
                with(|waiting| {
                    waiting.queue.only(&left);
                    waiting.show_waiting();
                });
                pump();
            }),
        ),
    }
}

/// Says what nobody was there to hear.
fn tell_all() {
    let told = with(|waiting| (waiting.page, std::mem::take(&mut waiting.told)));
    if let Some((page, told)) = told
        && !told.is_empty()
    {
        leptos::task::spawn_local(say::say(page, told));
    }
}

impl Waiting {
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
}
