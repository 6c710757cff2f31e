//! A list of keys and what they do, as a dialog.

use crate::i18n::words;
use crate::ui::{hears, pressed, view};
use leptos::html;
use leptos::prelude::*;

/// Keys, and what they do.
pub type KeyLine = (&'static str, &'static str);

/// The dialog, from when it is drawn until its page takes it away.
#[component]
pub fn KeysDialog(
    /// What the keys are for.
    title: &'static str,
    /// The keys.
    lines: Vec<KeyLine>,
    /// What else there is to know.
    more: &'static str,
    /// They were read.
    read: Callback<()>,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let ok = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if let (Some(dialog), Some(ok)) = (dialog.get(), ok.get()) {
            // Already open: nothing more to do.
            dialog.show_modal().ok();
            ok.focus().ok();
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
            <footer><button type="button" class="button primary" node_ref=ok on:click=hears(move |_| read.run(()))>{words().board.keys_ok}</button></footer>
        </dialog>
    }
}
