//! The tags among a ticket's facts: each leads to the tickets that have it.

use super::Tagging;
use crate::chunk::{Chunk, part};
use crate::i18n::words;
use crate::location::add_word;
use crate::ui::view;
use crate::ui::{Shown, dynamic, hears, memo};
use domain::tag::Tag;
use leptos::prelude::*;

/// The board of all tickets with a tag.
fn href(tag: &Tag) -> String {
    let mut query = String::new();
    add_word(&mut query, "q", &format!("tag:{}", tag.word()));
    format!("/quadro?{query}")
}

/// The field. `open`: how the dialog is opened; `None`: the viewer may change nothing.
pub fn field(tagging: Tagging, open: Callback<()>, may: Signal<bool>) -> impl IntoView {
    let w = &words().tag;
    let all = memo(move || {
        let on = tagging.on.read();
        let on = on.first().map(|on| &on[..]).unwrap_or_default();
        tagging.names.with(|names| {
            names.on(on).into_iter().map(|tag| (href(tag), tag.name.clone())).collect::<Vec<_>>()
        })
    });
    let chips = move || {
        let chip = |(href, name): (String, String)| view! { <li><a class="tag" href=href><bdi translate="yes">{name}</bdi></a></li> };
        all.get().into_iter().map(chip).collect_view()
    };
    view! {
        <div class="field">
            <span class="label" id="tags-label">{w.title}</span>
            <ul class="tags" aria-labelledby="tags-label">{dynamic(chips)}</ul>
            <Shown when=move || all.with(Vec::is_empty)><p class="absent">{w.none}</p></Shown>
            <Shown when=move || may.get()>
                <button id="tags-change" type="button" class="button quiet needs-script" aria-haspopup="dialog" aria-keyshortcuts="T"
                    on:click=hears(move |_| open.run(()))>{w.change}</button>
            </Shown>
        </div>
    }
}

/// The dialog, from when it was first asked for. Its [`Tagging`] is the context.
pub fn picker(tagging: Tagging) -> impl IntoView {
    provide_context(tagging);
    let asked = StoredValue::new(false);
    let when = move || {
        if tagging.open.get() {
            asked.set_value(true);
        }
        asked.get_value()
    };
    view! { <Shown when=when>{part(Chunk::Tags)}</Shown> }
}
