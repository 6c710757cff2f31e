//! Buttons of which one is on.

use crate::ui::RwSignal;
use crate::ui::view;
use crate::ui::{Glyph, Icon};
use crate::ui::{Memo, hears, memo};
use leptos::prelude::*;

/// The button that chooses `this`.
pub(super) fn choice<T>(chosen: RwSignal<T>, this: T, name: &'static str) -> AnyView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let on = memo(move || chosen.get() == this);
    button(on, "button", None, name, Box::new(move || chosen.set(this)))
}

/// A button that is on or off.
pub(super) fn button(
    on: Memo<bool>,
    class: &'static str,
    glyph: Option<Glyph>,
    name: &'static str,
    press: Box<dyn Fn()>,
) -> AnyView {
    view! {
        <button type="button" class=class aria-pressed=move || on.get().to_string() on:click=hears(move |_| press())>
            {glyph.map(|kind| view! { <Icon kind/> })}
            {name}
        </button>
    }
}
