//! Keys in words: those of a lifted card, when someone lifts one by the keyboard for the first time, and all of the
//! board's, when someone asks ("?").

use super::state::BoardState;
use crate::i18n::words;
use crate::shell::{KeyLine, KeysDialog};
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
    let open = move || view! { <KeysDialog title=w.help_title lines=help() more=w.help_letters read/> };
    dynamic(move || state.overlay.help.get().then(open))
}

/// The keys of the board, as `ux.md` 2.1 lists them.
fn help() -> Vec<KeyLine> {
    let w = &words().board;
    vec![
        ("\u{2190} \u{2191} \u{2192} \u{2193}  H J K L", w.help_walk),
        ("Home  End", w.help_ends),
        ("1–9", w.help_column),
        ("Enter", w.menu_open),
        ("P", w.help_peek),
        (w.help_space, w.help_lift),
        ("M", w.menu_move),
        ("Shift + 1–9", w.help_to_column),
        ("A", w.bulk_assign),
        ("I", w.help_me),
        ("U", w.help_urgent),
        ("E", w.action_archive),
        ("T", words().tag.title),
        ("R", w.keys_reply),
        ("N", w.keys_comment),
        ("X", w.menu_choose),
        ("Shift + \u{2191} \u{2193}", w.help_range),
        ("F  /", w.help_filter),
        ("D", w.density),
        ("Ctrl + K", w.palette),
        ("Ctrl + Z", w.help_undo),
        ("?", w.help_title),
        ("Esc", w.help_escape),
    ]
}
