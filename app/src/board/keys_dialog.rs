//! Keys in words: those of a lifted card, when someone lifts one by the keyboard for the first time, and all of the
//! board's, when someone asks ("?").

use super::dom;
use super::state::BoardState;
use crate::i18n::words;
use crate::ui::view;
use crate::ui::{dynamic, hears, pressed};
use leptos::html;
use leptos::prelude::*;

/// Keys, and what they do.
type Line = (&'static str, &'static str);

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
        view! { <Open title=w.keys_title lines more=w.keys_menu read/> }
    };
    dynamic(move || state.explains.get().then(&open))
}

/// The keys of the board, while somebody reads them.
#[component]
pub(super) fn Help() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let w = &words().board;
    let read = Callback::new(move |()| {
        state.help.set(false);
        state.back_to_card();
    });
    let open = move || view! { <Open title=w.help_title lines=help() more=w.help_letters read/> };
    dynamic(move || state.help.get().then(open))
}

/// The keys of the board, as `ux.md` 2.1 lists them.
fn help() -> Vec<Line> {
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

#[component]
fn Open(
    /// What the keys are for.
    title: &'static str,
    /// The keys.
    lines: Vec<Line>,
    /// What else there is to know.
    more: &'static str,
    /// They were read.
    read: Callback<()>,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // Already open: nothing more to do.
            dialog.show_modal().ok();
            dom::focus(".keys-dialog .button");
        }
    });
    let line = |(keys, text)| view! { <div><dt><kbd>{keys}</kbd></dt><dd>{text}</dd></div> };
    view! {
        <dialog node_ref=dialog class="dialog keys-dialog" aria-labelledby="keys-title"
            // The space that lifted the card may still be held down.
            on:keydown=pressed(|event: leptos::ev::KeyboardEvent| if event.repeat() { event.prevent_default() })
            on:cancel=hears(move |event: leptos::ev::Event| { event.prevent_default(); read.run(()); })>
            <h2 id="keys-title">{title}</h2>
            <dl>{lines.into_iter().map(line).collect_view()}</dl>
            <p>{more}</p>
            <footer><button type="button" class="button primary" on:click=hears(move |_| read.run(()))>{words().board.keys_ok}</button></footer>
        </dialog>
    }
}
