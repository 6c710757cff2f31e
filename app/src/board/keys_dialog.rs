//! The keys of a lifted card, in words: shown once, when someone lifts a card by the keyboard for the first time.

use super::dom;
use super::state::BoardState;
use crate::i18n::words;
use crate::ui::view;
use crate::ui::{dynamic, hears};
use leptos::html;
use leptos::prelude::*;

/// The dialog, while it is open.
#[component]
pub(super) fn Keys() -> impl IntoView {
    let state = expect_context::<BoardState>();
    dynamic(move || state.explains.get().then(|| view! { <Open state/> }))
}

#[component]
fn Open(state: BoardState) -> impl IntoView {
    let w = &words().board;
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // Already open: nothing more to do.
            dialog.show_modal().ok();
            dom::focus(".keys-dialog .button");
        }
    });
    let lines = [
        ("\u{2190} \u{2192}", w.keys_columns),
        ("\u{2191} \u{2193}", w.keys_slots),
        ("Ctrl + \u{2191} \u{2193}", w.keys_ends),
        (w.keys_drop_by, w.keys_drop),
        ("Esc", w.keys_cancel),
    ];
    let line = |(keys, text)| view! { <div><dt><kbd>{keys}</kbd></dt><dd>{text}</dd></div> };
    view! {
        <dialog node_ref=dialog class="dialog keys-dialog" aria-labelledby="keys-title"
            // The space that lifted the card may still be held down.
            on:keydown=hears(|event: leptos::ev::KeyboardEvent| if event.repeat() { event.prevent_default() })
            on:cancel=hears(move |event: leptos::ev::Event| { event.prevent_default(); state.explained(); })>
            <h2 id="keys-title">{w.keys_title}</h2>
            <dl>{lines.map(line).collect_view()}</dl>
            <p>{w.keys_menu}</p>
            <footer><button type="button" class="button primary" on:click=hears(move |_| state.explained())>{w.keys_ok}</button></footer>
        </dialog>
    }
}
