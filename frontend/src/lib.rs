//! Starts the app in the browser: takes over the page that the server has rendered. Two programs are built of it,
//! one for each bundle of the app.

// The app's pages are long types, and this crate is where the browser's are laid out.
#![recursion_limit = "256"]

use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(all(feature = "team", feature = "portal"))]
compile_error!("a program holds one bundle of the app: choose the feature `team` or `portal`");
#[cfg(not(any(feature = "team", feature = "portal")))]
compile_error!("which bundle of the app? choose the feature `team` or `portal`");

/// Called once by the page's script, when the module and the words of the page's language are there. Without its
/// words the page stays as the server has made it.
#[wasm_bindgen]
pub fn hydrate(words: String) {
    console_error_panic_hook::set_once();
    #[cfg(target_arch = "wasm32")]
    if !app::i18n::tell(words) {
        return;
    }
    leptos::mount::hydrate_body(app::App);
    app::hydrated();
}
