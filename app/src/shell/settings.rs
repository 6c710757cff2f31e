//! What stands around a page of settings that is made of plain forms. The server alone makes them.

use crate::i18n::words;
use crate::ui::view;
use crate::ui::{Glyph, Icon};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page: the way back, its name, and what one does here.
pub fn settings_page(title: &'static str, hint: &'static str, forms: AnyView) -> AnyView {
    view! {
        <Title text=format!("{title} · {}", words().common.product)/>
        <main class="settings">
            <p><a class="button quiet" href="/quadro"><Icon kind=Glyph::ArrowLeft/>{words().ticket.to_board}</a></p>
            <h1>{title}</h1>
            <p class="hint">{hint}</p>
            {forms}
        </main>
    }
    .into_any()
}
