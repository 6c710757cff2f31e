//! Absent, or not for these eyes: both look alike.

use crate::i18n::words;
use crate::ui::view;
use leptos::prelude::*;
use leptos_meta::Title;

/// The page for an address that leads nowhere, and for a ticket that is unseen. Sets the status 404.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let w = &words().common;
    view! {
        <Title text=format!("{} · {}", w.not_found_title, w.product)/>
        <main id="content"><NotFoundText alone=true/></main>
    }
}

/// The same inside of a frame. Sets the status 404.
#[component]
pub fn NotFoundText(
    /// Nothing stands around it: its heading is the page's.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::request_context::set_status(http::StatusCode::NOT_FOUND);
    let w = &words().common;
    let heading = if alone {
        view! { <h1>{w.not_found_title}</h1> }.into_any()
    } else {
        view! { <h2>{w.not_found_title}</h2> }.into_any()
    };
    view! {
        <section class="alone">
            {heading}
            <p>{w.not_found_text}</p>
            <p><a class="button primary" href="/" rel="external">{w.go_home}</a></p>
        </section>
    }
}
