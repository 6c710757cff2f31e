//! What this browser keeps of its own: drafts, and how somebody likes the board.

#[cfg(feature = "hydrate")]
use leptos::prelude::window;
#[cfg(feature = "hydrate")]
use web_sys::Storage;

#[cfg(feature = "hydrate")]
fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What is kept under that name.
#[cfg(feature = "hydrate")]
pub fn kept(name: &str) -> Option<String> {
    storage()?.get_item(name).ok().flatten().filter(|word| !word.is_empty())
}

/// Keeps a word; an empty one is let go. `false`: the browser keeps nothing, or is full.
#[cfg(feature = "hydrate")]
pub fn keep(name: &str, word: &str) -> bool {
    let Some(storage) = storage() else { return false };
    let done = if word.is_empty() { storage.remove_item(name) } else { storage.set_item(name, word) };
    done.is_ok()
}

/// Only browsers keep anything.
#[cfg(not(feature = "hydrate"))]
pub fn kept(_name: &str) -> Option<String> {
    None
}

/// Only browsers keep anything.
#[cfg(not(feature = "hydrate"))]
pub fn keep(_name: &str, _word: &str) -> bool {
    false
}
