//! A small list that opens under a button: Escape and leaving it close it, and the focus returns to the button.

use crate::ui::RwSignal;
use crate::ui::view;
use crate::ui::{hears, pressed};
use leptos::html;
use leptos::prelude::*;

/// A list that opens.
#[derive(Clone, Copy)]
pub(super) struct Menu {
    open: RwSignal<bool>,
    button: NodeRef<html::Button>,
    whole: NodeRef<html::Div>,
}

impl Menu {
    pub(super) fn new() -> Self {
        Self { open: RwSignal::new(false), button: NodeRef::new(), whole: NodeRef::new() }
    }

    /// Closes it and gives the focus back to its button.
    pub(super) fn close(self) {
        self.open.set(false);
        if let Some(button) = self.button.get_untracked() {
            // A button that is gone leaves the focus where it was.
            button.focus().ok();
        }
    }

    /// The button, named `label`, and what it opens.
    pub(super) fn view(
        self,
        class: &'static str,
        label: &'static str,
        face: impl IntoView + 'static,
        list: impl IntoView + 'static,
    ) -> impl IntoView {
        let on_key = move |event: leptos::ev::KeyboardEvent| {
            if event.key() == "Escape" && self.open.get_untracked() {
                // One Escape closes one thing: not the panel around it as well.
                event.stop_propagation();
                event.prevent_default();
                self.close();
            }
        };
        view! {
            <div class="menu" node_ref=self.whole on:keydown=pressed(on_key) on:focusout=hears(move |event| self.left(&event))>
                <button
                    type="button"
                    class=format!("button {class}")
                    aria-label=label
                    title=label
                    aria-expanded=move || self.open.get().to_string()
                    node_ref=self.button
                    on:click=hears(move |_| self.open.update(|open| *open = !*open))
                >
                    {face}
                </button>
                // A press leaves the focus where it is: Safari gives buttons none, and the list would close under it.
                <div class="menu-box" hidden=move || !self.open.get() on:mousedown=hears(|event: leptos::ev::MouseEvent| event.prevent_default())>{list}</div>
            </div>
        }
    }

    /// The focus went: elsewhere, or to another part of it?
    #[cfg(feature = "hydrate")]
    fn left(self, event: &leptos::ev::FocusEvent) {
        use wasm_bindgen::JsCast;
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        let inside = self.whole.get_untracked().is_some_and(|whole| whole.contains(to.as_ref()));
        if !inside {
            self.open.set(false);
        }
    }

    #[cfg(not(feature = "hydrate"))]
    #[expect(clippy::unused_self, reason = "only a browser has a focus")]
    fn left(self, _event: &leptos::ev::FocusEvent) {}
}
