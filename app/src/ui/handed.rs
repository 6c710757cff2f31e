//! Closures that are handed on by address: what takes them is compiled once, not once for each of them. Like
//! [`dynamic`](super::dynamic), for what the browser downloads.

#[cfg(feature = "ssr")]
use leptos::prelude::Signal;

/// What an element does when it hears an event.
pub fn hears<E>(act: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(act)
}

#[cfg(not(feature = "ssr"))]
pub use super::signal::{Memo, RwSignal};

/// A value that tells when it is changed.
#[cfg(feature = "ssr")]
pub type RwSignal<T> = leptos::prelude::RwSignal<T>;

/// What [`memo`] gives: on the server a page is drawn once, and what is read once need not be kept. A board has two
/// thousand of them, and their books were a fifth of its time.
#[cfg(feature = "ssr")]
pub type Memo<T> = Signal<T>;

/// Whether the page works by now: what only a script can do is not offered before.
pub fn alive() -> leptos::prelude::RwSignal<bool> {
    use leptos::prelude::{Effect, RwSignal, Set};
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    alive
}

/// A value that is computed anew when what it reads changes, and is news only when it differs.
pub fn memo<T: PartialEq + Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    kept(Box::new(value))
}

#[cfg(not(feature = "ssr"))]
use super::signal::kept;

#[cfg(feature = "ssr")]
fn kept<T: PartialEq + Send + Sync + 'static>(value: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    Signal::derive(value)
}
