//! The menu of the person who is signed in: who, language, theme, the way out. Plain forms, so that it needs no script.

use super::close_popover;
use crate::i18n::{Language, Words, fill, language, words};
use crate::outbox::Outbox;
use crate::ui::hears;
use crate::ui::view;
use crate::ui::{Avatar, Glyph, Icon};
use domain::{Actor, Role};
use leptos::prelude::*;

/// The id of the popover.
const MENU: &str = "person-menu";

/// The button with the face, and its menu.
#[component]
pub(super) fn PersonMenu(
    /// Who is signed in.
    actor: Actor,
) -> impl IntoView {
    let words = words();
    let w = &words.shell;
    expect_context::<Outbox>().open(&actor);
    let Actor { name, person, role, .. } = actor;
    let label = fill(w.you, &[("name", &name)]);
    let role = role_name(words, role);
    view! {
        <button type="button" class="person" data-person=person.to_string() popovertarget=MENU aria-haspopup="dialog">
            <span class="visually-hidden">{label}</span>
            <Avatar name=Signal::stored(Some(name.clone()))/>
            <Icon kind=Glyph::ChevronDown/>
        </button>
        <div id=MENU class="popover person-menu" popover="auto" on:submit=hears(move |_| close_popover(MENU))>
            <p class="person-name"><strong>{name}</strong><span>{role}</span></p>
            <LanguageForm/>
            <ThemeForm/>
            <form method="post" action="/sair">
                <button type="submit" class="menu-line"><Icon kind=Glyph::SignOut/>{w.sign_out}</button>
            </form>
        </div>
    }
}

/// Where to come back to.
#[component]
fn Next() -> impl IntoView {
    let location = crate::location::location();
    view! { <input type="hidden" name="next" value=move || location.link()/> }
}

#[component]
fn LanguageForm() -> impl IntoView {
    let (c, w) = (&words().common, &words().shell);
    let present = language();
    let choices = Language::ALL.map(|choice| {
        let name = match choice {
            Language::PtBr => c.language_pt,
            Language::En => c.language_en,
            Language::Es => c.language_es,
        };
        let pressed = if choice == present { "true" } else { "false" };
        view! {
            <button type="submit" name="language" value=choice.tag() lang=choice.tag() aria-pressed=pressed>{name}</button>
        }
    });
    view! {
        <form method="post" action="/preferencias" class="choice" aria-label=w.language>
            <span class="choice-name"><Icon kind=Glyph::Globe/>{w.language}</span>
            <Next/>
            <span class="choice-list">{choices.collect_view()}</span>
        </form>
    }
}

#[component]
fn ThemeForm() -> impl IntoView {
    let w = &words().shell;
    let present = theme();
    let choices = [("system", w.theme_system), ("light", w.theme_light), ("dark", w.theme_dark)].map(
        |(value, name)| {
            let pressed = if value == present { "true" } else { "false" };
            view! { <button type="submit" name="theme" value=value aria-pressed=pressed>{name}</button> }
        },
    );
    view! {
        <form method="post" action="/preferencias" class="choice" aria-label=w.theme>
            <span class="choice-name"><Icon kind=Glyph::Moon/>{w.theme}</span>
            <Next/>
            <span class="choice-list">{choices.collect_view()}</span>
        </form>
    }
}

/// The theme that was chosen.
#[cfg(feature = "ssr")]
fn theme() -> String {
    crate::visit::visit().theme.as_str().to_owned()
}

/// In the browser the document says which theme the server chose.
#[cfg(not(feature = "ssr"))]
fn theme() -> String {
    document().document_element().and_then(|html| html.get_attribute("data-theme")).unwrap_or_default()
}

/// What a person is, in words.
fn role_name(words: &'static Words, role: Role) -> &'static str {
    let w = &words.shell;
    match role {
        Role::Client => w.role_client,
        Role::OrganizationManager => w.role_organization_manager,
        Role::Agent => w.role_agent,
        Role::DepartmentManager => w.role_department_manager,
        Role::Administrator => w.role_administrator,
    }
}
