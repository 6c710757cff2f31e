//! `/etiquetas`: the account's tags are made, renamed, merged and removed, by who leads. Plain forms of the server: the
//! page is opened once a month, and downloads no program.

use crate::api::load_board;
use crate::error::AppError;
use crate::i18n::words;
use crate::request_context::{PlainForm, actor, request_context};
use crate::shell::settings_page;
use crate::tag::TAGS_PAGE;
use crate::ui::view;
use domain::tag::{TAG_MAX, Tag, leads_tags};
use leptos::prelude::*;

/// The page, or why there is none for this visitor.
pub async fn tags_page() -> Result<AnyView, AppError> {
    if !leads_tags(&actor()?) {
        return Err(AppError::NotFound.with_status());
    }
    let board = load_board(domain::desk::BoardQuery::default(), None).await?;
    let w = &words().tag;
    let refused = request_context().unsent.filter(|unsent| unsent.form == PlainForm::Tags);
    let (why, typed) = refused.map(|unsent| (unsent.why, unsent.text)).unzip();
    let tags: Vec<Tag> = board.rules.tags.live().cloned().collect();
    let names = tags.iter().map(|tag| view! { <option value=tag.name.clone()></option> }).collect_view();
    let none = tags.is_empty().then(|| view! { <p class="absent">{w.nothing}</p> });
    let forms = view! {
        {why.map(|why| view! { <p class="problem" role="alert">{why}</p> })}
        <form method="post" action=TAGS_PAGE class="tag-form">
            <div class="field">
                <label for="new-name">{w.new}</label>
                <input id="new-name" name="name" class="input" type="text" required maxlength=TAG_MAX autocomplete="off" value=typed/>
            </div>
            <button name="do" value="add" class="button primary">{w.create}</button>
        </form>
        {none}
        <ul class="tag-rows">{tags.iter().map(row).collect_view()}</ul>
        <datalist id="tag-names">{names}</datalist>
    };
    Ok(settings_page(w.title, w.manage_hint, forms.into_any()))
}

/// One tag, with all that is done to it.
fn row(tag: &Tag) -> AnyView {
    let w = &words().tag;
    let (id, name) = (tag.id.0.to_string(), tag.name.clone());
    let [rename, merge] = ["rename", "merge"].map(|what| format!("{what}-{id}"));
    view! {
        <li>
            <h2><a class="tag" href=super::href(&tag.name)><bdi translate="yes">{name.clone()}</bdi></a></h2>
            <details>
                <summary>{w.edit}<span class="visually-hidden">" "{name.clone()}</span></summary>
                <form method="post" action=TAGS_PAGE class="tag-form">
                    <input type="hidden" name="tag" value=id.clone()/>
                    <div class="field">
                        <label for=rename.clone()>{w.name}</label>
                        <input id=rename name="name" class="input" type="text" required maxlength=TAG_MAX autocomplete="off" value=name/>
                    </div>
                    <button name="do" value="rename" class="button">{w.rename}</button>
                </form>
                <form method="post" action=TAGS_PAGE class="tag-form">
                    <input type="hidden" name="tag" value=id.clone()/>
                    <div class="field">
                        <label for=merge.clone()>{w.merge}</label>
                        <input id=merge name="name" class="input" type="text" required list="tag-names" autocomplete="off"/>
                    </div>
                    <button name="do" value="merge" class="button">{w.merge_do}</button>
                </form>
                <form method="post" action=TAGS_PAGE class="tag-form">
                    <input type="hidden" name="tag" value=id/>
                    <p class="hint">{w.remove_hint}</p>
                    <button name="do" value="remove" class="button">{w.remove}</button>
                </form>
            </details>
        </li>
    }
    .into_any()
}
