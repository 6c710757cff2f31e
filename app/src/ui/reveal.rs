//! Bringing something into view, no farther than it must.

/// Scrolls the first element that a selector finds into view: no farther than it must.
#[cfg(feature = "hydrate")]
pub fn reveal(selector: &str) {
    if let Ok(Some(element)) = leptos::prelude::document().query_selector(selector) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Only browsers scroll.
#[cfg(not(feature = "hydrate"))]
pub fn reveal(_selector: &str) {}
