//! Absent, or not for these eyes: both look alike.

use crate::i18n::words;
use leptos::prelude::*;
use leptos_meta::Title;

/// The page for an address that leads nowhere, and for a ticket that is unseen. Sets the status 404.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let w = &words().common;
    view! {
        <Title text=format!("{} · {}", w.not_found_title, w.product)/>
        <main id="content"><NotFoundText/></main>
    }
}

/// The same inside of a frame. Sets the status 404.
#[component]
pub fn NotFoundText() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::visit::set_status(http::StatusCode::NOT_FOUND);
    let w = &words().common;
    view! {
        <section class="alone">
            <h2>{w.not_found_title}</h2>
            <p>{w.not_found_text}</p>
            <p><a class="button primary" href="/" rel="external">{w.go_home}</a></p>
        </section>
    }
}
