//! The server reads it, waits for it, and writes it into the page.

use super::Load;
use crate::api::wire::JsonText;
use crate::error::AppError;
use crate::ui::{dynamic, view};
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What a page is made of, read by the server and carried along in the page.
pub type Page<T> = Resource<Result<T, AppError>, JsonText>;

pub(super) fn page<T>(word: Box<dyn Fn() -> String + Send + Sync>, load: Load<T>) -> Page<T>
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
{
    Resource::new_with_options(word, load, true)
}

/// A page once it is read. What it showed before stays until then.
pub fn shown<T>(
    page: Page<T>,
    view: impl Fn(Result<T, AppError>) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    let awaited = move || {
        let view = view.clone();
        Suspend::new(async move { view(page.await) })
    };
    view! { <Suspense>{dynamic(awaited)}</Suspense> }.into_any()
}

/// A part of a page that reads its data: read elsewhere it would be missing on the server.
pub fn awaits<V: IntoAny + 'static>(view: impl Fn() -> V + Clone + Send + Sync + 'static) -> AnyView {
    view! { <Suspense>{dynamic(view.clone())}</Suspense> }.into_any()
}
