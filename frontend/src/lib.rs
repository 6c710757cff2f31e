//! Starts the app in the browser: takes over the page that the server has rendered.
//!
//! The program is downloaded in parts. Each function of [`chunks`] is where one begins: `xtask` cuts the module there, and
//! what only that part uses is downloaded with it.

// The app's pages are long types, and this crate is where the browser's are laid out.
#![recursion_limit = "256"]

mod chunks;

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the page's script, with the words of the page's language. `false`: the page stays as the server has
/// made it.
#[wasm_bindgen]
pub async fn ready(words: String) -> bool {
    console_error_panic_hook::set_once();
    app::ready(chunks::LOADER, words).await
}

/// Takes the page over: called when it is [`ready`].
#[wasm_bindgen]
pub fn hydrate() {
    app::hydrate();
}
