//! The data of a page: read by the server, carried along in the page, asked for anew when the address changes.

use crate::error::AppError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::pin::Pin;

#[cfg(not(feature = "ssr"))]
mod browser;
#[cfg(feature = "ssr")]
mod server;

#[cfg(not(feature = "ssr"))]
use browser as side;
#[cfg(feature = "ssr")]
use server as side;

pub use side::{Page, awaits, shown};

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
    // Compiled once for each kind of page, not once for each that asks for it.
    side::page(Box::new(word), Box::new(move |word| Box::pin(load(word))))
}
