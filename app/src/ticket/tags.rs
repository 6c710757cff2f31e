//! The tags of an open ticket, among its facts: each leads to the tickets that have it, and one more is typed or chosen.

use super::change::Changer;
use super::failure::{self, Failure};
use super::plain;
use crate::i18n::fill;
use crate::tag::{TagNames, href, manage_link};
use crate::ui::RwSignal;
use crate::ui::view;
use crate::ui::{Glyph, Icon, Shown, dynamic, hears, memo};
use leptos::prelude::*;

/// The field in which one types a tag.
pub(super) const FIELD: &str = "tag-new";

/// The tags, and how they come on and off.
pub(super) fn tags(changer: Changer) -> impl IntoView {
    let w = &changer.words.tag;
    let screen = changer.screen;
    let failure = RwSignal::new(None::<Failure>);
    let names = memo(move || screen.card.with(|card| screen.tags.on(&card.facts.tags)));
    let may = memo(move || changer.may_tag());
    let chip = move |name: String| {
        let (href, label) = (href(&name), fill(w.take, &[("name", &name)]));
        let shown = name.clone();
        let off = move |_| changer.take_tag(&name, failure);
        let off = may.get().then(|| {
            view! {
                <button type="button" class="tag-off needs-script" aria-label=label.clone() title=label on:click=hears(off)><Icon kind=Glyph::Close/></button>
            }
        });
        view! { <li><a class="tag" href=href translate="yes">{shown}</a>{off}</li> }
    };
    let chips = move || names.get().lines().map(|name| chip(name.to_owned())).collect_view();
    let manage = screen
        .viewer
        .with_value(manage_link)
        .map(|href| view! { <a class="tags-manage" href=href rel="external">{w.manage}</a> });
    view! {
        <section class="facts" aria-labelledby="tags-title">
            <h3 id="tags-title">{w.title}</h3>
            <ul class="tags">{dynamic(chips)}</ul>
            <Shown when=move || may.get()>{add(changer, failure)}</Shown>
            <noscript inner_html=plain::tags(changer)></noscript>
            {failure::note(failure, screen.reading.code, None)}
            {manage}
        </section>
    }
}

/// One more tag, by its name: one that there is, or a new one.
fn add(changer: Changer, failure: RwSignal<Option<Failure>>) -> AnyView {
    let w = &changer.words.tag;
    let typed = RwSignal::new(String::new());
    // As long as nobody types nobody needs all the names.
    let asked = RwSignal::new(false);
    let names = move || if asked.get() { datalist(changer.screen.tags) } else { String::new() };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let name = typed.get_untracked();
        if !name.trim().is_empty() {
            changer.tag_named(name, typed, failure);
        }
    };
    view! {
        <form class="assignee needs-script" on:submit=hears(submit)>
            <input id=FIELD class="input" type="text" list="tag-names" autocomplete="off" aria-label=w.add placeholder=w.hint aria-keyshortcuts="T"
                prop:value=move || typed.get() on:input=hears(move |event| typed.set(event_target_value(&event)))
                on:focus=hears(move |_| asked.set(true))/>
            <button type="submit" class="button">{w.add_do}</button>
            <div inner_html=names></div>
        </form>
    }
    .into_any()
}

/// All tags that may be put on. As text: an element of each kind is a renderer that the browser downloads.
fn datalist(tags: TagNames) -> String {
    let mut html = String::from(r#"<datalist id="tag-names">"#);
    for tag in tags.live() {
        html.push_str(r#"<option value=""#);
        for c in tag.name.chars() {
            match c {
                '&' => html.push_str("&amp;"),
                '"' => html.push_str("&quot;"),
                other => html.push(other),
            }
        }
        html.push_str(r#"">"#);
    }
    html.push_str("</datalist>");
    html
}
