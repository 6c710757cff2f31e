//! What the browser tells of elements by itself: how large they are, and which of them is seen.

#[cfg(feature = "hydrate")]
use leptos::prelude::document;
#[cfg(feature = "hydrate")]
use leptos::wasm_bindgen::{JsCast, closure::Closure};
#[cfg(feature = "hydrate")]
use leptos::web_sys::{
    IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit, ResizeObserver,
};

/// Of a phone's columns the one is seen that shows so much of itself.
#[cfg(feature = "hydrate")]
const MOST: f64 = 0.6;

/// Hears when an element becomes another size, until the page goes.
#[cfg(feature = "hydrate")]
pub(super) fn size(selector: &str, then: impl Fn() + 'static) {
    let Ok(Some(element)) = document().query_selector(selector) else { return };
    let hear = Closure::<dyn Fn()>::new(then);
    if let Ok(observer) = ResizeObserver::new(hear.as_ref().unchecked_ref()) {
        observer.observe(&element);
        // The observer ends with the element; what it calls asks whether the board is still there.
        hear.forget();
    }
}

/// Only browsers lay elements out.
#[cfg(not(feature = "hydrate"))]
pub(super) fn size(_selector: &str, _then: impl Fn() + 'static) {}

/// Hears which column of the board is seen for the most part, until the board goes.
#[cfg(feature = "hydrate")]
pub(super) fn columns(then: impl Fn(usize) + 'static) {
    let hear = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
        for entry in entries.iter().filter_map(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok()) {
            let at = entry.target().get_attribute("data-list").and_then(|at| at.parse().ok());
            if let Some(at) = at.filter(|_| entry.is_intersecting()) {
                then(at);
            }
        }
    });
    let options = IntersectionObserverInit::new();
    options.set_threshold(&MOST.into());
    let Ok(observer) = IntersectionObserver::new_with_options(hear.as_ref().unchecked_ref(), &options) else {
        return;
    };
    let columns = document().query_selector_all(".board > .column").ok();
    for column in
        columns.iter().flat_map(|all| (0..all.length()).filter_map(|at| all.get(at)?.dyn_into().ok()))
    {
        observer.observe(&column);
    }
    // The observer ends with the columns; what it calls asks whether the board is still there.
    hear.forget();
}

/// Only browsers lay elements out.
#[cfg(not(feature = "hydrate"))]
pub(super) fn columns(_then: impl Fn(usize) + 'static) {}
