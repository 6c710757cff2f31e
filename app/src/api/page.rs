//! The data of a page: read by the server, carried along in the page, asked for anew when the address changes.

use super::wire::JsonText;
use crate::error::AppError;
use leptos::prelude::Resource;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::pin::Pin;

/// What a page is made of, read by the server and carried along in the page.
pub type Page<T> = Resource<Result<T, AppError>, JsonText>;

/// How a page's data is asked for.
type Load<T> = Box<dyn Fn(String) -> Pin<Box<dyn Future<Output = Result<T, AppError>> + Send>> + Send + Sync>;

/// A page's data: asked for anew whenever `word`, what the address says of it, changes.
pub fn page<T, F>(
    word: impl Fn() -> String + Send + Sync + 'static,
    load: impl Fn(String) -> F + Send + Sync + 'static,
) -> Page<T>
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    carried(Box::new(word), Box::new(move |word| Box::pin(load(word))))
}

/// Compiled once for each kind of page, not once for each that asks for it.
fn carried<T>(word: Box<dyn Fn() -> String + Send + Sync>, load: Load<T>) -> Page<T>
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
{
    Resource::new_with_options(word, load, true)
}
