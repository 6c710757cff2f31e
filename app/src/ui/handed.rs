//! Closures that are handed on by address: what takes them is compiled once, not once for each of them. Like
//! [`dynamic`](super::dynamic), for what the browser downloads.

use leptos::prelude::*;

/// What an element does when it hears an event.
pub fn hears<E>(act: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(act)
}

/// A value that is computed anew when what it reads changes, and is news only when it differs.
pub fn memo<T: PartialEq + Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    kept(Box::new(value))
}

fn kept<T: PartialEq + Send + Sync + 'static>(value: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    Memo::new(move |_| value())
}
