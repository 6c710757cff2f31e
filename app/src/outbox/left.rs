//! What a tab leaves when it is closed: another tab of the same person sends it. Sent twice it changes nothing twice.

use super::sender::pump;
use super::waiting::{now_ms, with};
use crate::api;
use crate::live::{Feed, Link};
use crate::ui::{keep, kept_elsewhere};
use domain::{Command, OpId};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// A tab whose connection is back sends what it has within this time; what the store still holds then was left by one
/// that is gone.
const LEFT_AFTER_MS: u32 = 10_000;
/// The name under which a tab tells the others that it leaves something,
const LEFT: &str = "chama.left";
/// and how long it may take to be gone.
const CLOSED_AFTER_MS: u32 = 500;

/// Leaves what this tab has when it is closed, and takes up what others leave.
pub(super) fn watch(feed: Feed) {
    Effect::new(move |_| {
        if feed.link.get() == Link::Live && !feed.signed_out.get() {
            Timeout::new(LEFT_AFTER_MS, || take_up(LEFT_AFTER_MS)).forget();
        }
    });
    let leaves = || {
        if with(|waiting| waiting.queue.entries.is_empty()) == Some(false) {
            keep(LEFT, &now_ms().to_string());
        }
    };
    window_event_listener_untyped("pagehide", move |_| leaves());
    Effect::new(|_| {
        kept_elsewhere(Box::new(|name, _, _| {
            if name == LEFT {
                Timeout::new(CLOSED_AFTER_MS, || take_up(0)).forget();
            }
        }));
    });
}

/// What another tab asked for, longer ago than so many milliseconds, and did not send before it was closed.
fn take_up(older_than: u32) {
    let store = with(|waiting| {
        let store = waiting.store.clone().filter(|_| waiting.ready && waiting.failures == 0);
        store.map(|store| (store, waiting.owner.clone()))
    });
    let Some((store, owner)) = store.flatten() else { return };
    let load = move |left: Vec<String>| {
        let before = now_ms() - i64::from(older_than);
        let left = left.iter().filter_map(|text| api::read::<(i64, OpId, Command)>(text).ok());
        let left = left.filter(|(at, ..)| *at < before).collect();
        let news = with(|waiting| waiting.queue.load(left).then_some(waiting.outbox));
        if let Some(outbox) = news.flatten() {
            outbox.news.update(|news| *news += 1);
            pump();
        }
    };
    store.read(&owner, Box::new(load));
}
