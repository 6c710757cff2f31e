//! Starts the app in the browser: takes over the page that the server has rendered.
//!
//! The program is downloaded in parts. Each function of [`chunks`] is where one begins: `xtask` cuts the module there, and
//! what only that part uses is downloaded with it.

// The app's pages are long types, and this crate is where the browser's are laid out.
#![recursion_limit = "256"]

mod chunks;

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the page's script, when the module and the words of the page's language are there. Without its
/// words the page stays as the server has made it.
#[wasm_bindgen]
pub async fn start(words: String) {
    console_error_panic_hook::set_once();
    app::start(chunks::LOADER, words).await;
}
