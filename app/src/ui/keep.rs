//! What this browser keeps of its own: drafts, how somebody likes the board, and what was done in this tab.

#[cfg(feature = "hydrate")]
use leptos::prelude::window;
#[cfg(feature = "hydrate")]
use web_sys::Storage;

#[cfg(feature = "hydrate")]
fn of_browser() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

#[cfg(feature = "hydrate")]
fn of_tab() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

#[cfg(feature = "hydrate")]
fn read(storage: Option<Storage>, name: &str) -> Option<String> {
    storage?.get_item(name).ok().flatten().filter(|word| !word.is_empty())
}

#[cfg(feature = "hydrate")]
fn write(storage: Option<Storage>, name: &str, word: &str) -> bool {
    let Some(storage) = storage else { return false };
    let done = if word.is_empty() { storage.remove_item(name) } else { storage.set_item(name, word) };
    done.is_ok()
}

/// What is kept under that name.
#[cfg(feature = "hydrate")]
pub fn kept(name: &str) -> Option<String> {
    read(of_browser(), name)
}

/// Keeps a word; an empty one is let go. `false`: the browser keeps nothing, or is full.
#[cfg(feature = "hydrate")]
pub fn keep(name: &str, word: &str) -> bool {
    write(of_browser(), name, word)
}

/// The same, and tells this tab too, where another page may be waiting behind the one that is seen. `before`: what it was.
#[cfg(feature = "hydrate")]
pub fn keep_for_all(name: &str, before: &str, word: &str) {
    keep(name, word);
    let told = web_sys::StorageEventInit::new();
    told.set_key(Some(name));
    told.set_old_value(Some(before));
    told.set_new_value(Some(word));
    if let Ok(event) = web_sys::StorageEvent::new_with_event_init_dict("storage", &told) {
        // Nobody may call it off.
        window().dispatch_event(&event).ok();
    }
}

/// What hears of a word that another tab keeps: its name, what it was and what it is.
type Kept = Box<dyn Fn(&str, &str, &str)>;

/// Hears what another tab of this browser keeps, until its owner goes.
#[cfg(feature = "hydrate")]
pub fn kept_elsewhere(act: Kept) {
    use leptos::wasm_bindgen::JsCast;
    let handle = leptos::prelude::window_event_listener_untyped("storage", move |event| {
        // What one tab keeps for itself is told to no other.
        let event: &web_sys::StorageEvent = event.unchecked_ref();
        if let Some(name) = event.key() {
            act(&name, &event.old_value().unwrap_or_default(), &event.new_value().unwrap_or_default());
        }
    });
    leptos::prelude::on_cleanup(move || handle.remove());
}

/// What this tab keeps under that name: over a reload, and no longer than the tab.
#[cfg(feature = "hydrate")]
pub fn kept_in_tab(name: &str) -> Option<String> {
    read(of_tab(), name)
}

/// Keeps a word as long as the tab; where the browser keeps nothing, as long as the page.
#[cfg(feature = "hydrate")]
pub fn keep_in_tab(name: &str, word: &str) {
    write(of_tab(), name, word);
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

/// Only browsers keep anything.
#[cfg(not(feature = "hydrate"))]
pub fn keep_for_all(_name: &str, _before: &str, _word: &str) {}

/// Only browsers have tabs.
#[cfg(not(feature = "hydrate"))]
pub fn kept_elsewhere(_act: Kept) {}

/// Only browsers keep anything.
#[cfg(not(feature = "hydrate"))]
pub fn kept_in_tab(_name: &str) -> Option<String> {
    None
}

/// Only browsers keep anything.
#[cfg(not(feature = "hydrate"))]
pub fn keep_in_tab(_name: &str, _word: &str) {}
