//! The browser finds it in the page, or asks for it. Leptos' own resources wait for their data in futures, with a machine for
//! each kind of page, which it would download. A page here is a signal.

use super::Load;
use crate::api::read::read;
use crate::error::AppError;
use crate::ui::{RwSignal, dynamic};
use leptos::prelude::{AnyView, Effect, GetValue, IntoAny, Owner, SetValue, StoredValue};
use serde::de::DeserializeOwned;

/// What a page is made of.
pub struct Page<T: 'static> {
    /// Nothing as long as it is asked for the first time.
    read: RwSignal<Option<Result<T, AppError>>>,
    /// How often it was asked for by hand.
    again: RwSignal<u32>,
}

impl<T> Clone for Page<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Page<T> {}

impl<T: Send + Sync + 'static> Page<T> {
    /// Reads what there is.
    pub fn with<R>(self, see: impl FnOnce(&Option<Result<T, AppError>>) -> R) -> R {
        self.read.with(see)
    }

    /// Asks for it anew.
    pub fn refetch(self) {
        self.again.update(|again| *again += 1);
    }
}

impl<T: Clone + Send + Sync + 'static> Page<T> {
    /// What there is.
    pub fn get(self) -> Option<Result<T, AppError>> {
        self.read.get()
    }
}

pub(super) fn page<T>(word: Box<dyn Fn() -> String + Send + Sync>, load: Load<T>) -> Page<T>
where
    T: DeserializeOwned + Send + Sync + 'static,
{
    let brought = brought().and_then(|text| read(&text).ok());
    let is_there = brought.is_some();
    let page = Page { read: RwSignal::new(brought), again: RwSignal::new(0) };
    let turn = StoredValue::new(0_u32);
    Effect::new(move |before: Option<(u32, String)>| {
        let now = (page.again.get(), word());
        if before.as_ref() == Some(&now) || (before.is_none() && is_there) {
            return now;
        }
        let mine = turn.get_value() + 1;
        turn.set_value(mine);
        let answer = load(now.1.clone());
        leptos::task::spawn_local(async move {
            let answer = answer.await;
            // Who asks again meanwhile hears the later answer alone; and the page may be gone.
            if turn.try_get_value() == Some(mine) {
                page.read.try_set(Some(answer));
            }
        });
        now
    });
    page
}

/// What the server has written into the document for the page that is drawn now.
fn brought() -> Option<String> {
    let document = Owner::current_shared_context()?;
    document.read_data(&document.next_id())
}

/// Pages, and what waits for them, are counted by both sides alike: by its number a page finds what was written for it. The
/// server may make what waits more than once: nothing that counts stands in it.
fn count() {
    if let Some(document) = Owner::current_shared_context() {
        document.next_id();
    }
}

/// A page once it is read. What it showed before stays until then.
pub fn shown<T>(
    page: Page<T>,
    view: impl Fn(Result<T, AppError>) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    count();
    dynamic(move || page.get().map(&view)).into_any()
}

/// A part of a page that reads its data.
pub fn awaits<V: IntoAny + 'static>(view: impl Fn() -> V + Clone + Send + Sync + 'static) -> AnyView {
    count();
    dynamic(view).into_any()
}
