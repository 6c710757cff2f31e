//! Starts the app in the browser: takes over the page that the server has rendered.

// The app's pages are long types, and this crate is where the browser's are laid out.
#![recursion_limit = "256"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the page's script, when the module is there.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
    app::hydrated();
}
