//! Keys in words: those of a lifted card, when someone lifts one by the keyboard for the first time, and all of the
//! board's, when someone asks ("?").

use super::offers::key_lines;
use super::state::BoardState;
use crate::i18n::words;
use crate::shell::KeysDialog;
use crate::ui::dynamic;
use crate::ui::view;
use leptos::prelude::*;

/// The keys of a lifted card, while they are explained.
#[component]
pub(super) fn Keys() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let w = &words().board;
    let lines = vec![
        ("\u{2190} \u{2192}", w.keys_columns),
        ("\u{2191} \u{2193}", w.keys_slots),
        ("Ctrl + \u{2191} \u{2193}", w.keys_ends),
        (w.keys_drop_by, w.keys_drop),
        ("Esc", w.keys_cancel),
    ];
    let read = Callback::new(move |()| state.explained());
    let open = move || {
        let lines = lines.clone();
        view! { <KeysDialog title=w.keys_title lines more=w.keys_menu read/> }
    };
    dynamic(move || state.overlay.explains.get().then(&open))
}

/// The keys of the board, while somebody reads them.
#[component]
pub(super) fn Help() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let w = &words().board;
    let read = Callback::new(move |()| {
        state.overlay.help.set(false);
        state.back_to_card();
    });
    let open =
        move || view! { <KeysDialog title=w.help_title lines=key_lines(words()) more=w.help_letters read/> };
    dynamic(move || state.overlay.help.get().then(open))
}
