//! The menu of the person who is signed in: who, language, theme, order of conversations, the way out. Plain forms, so that it needs no script.

use super::close_popover;
use crate::i18n::{Language, Words, fill, language, words};
use crate::outbox::Outbox;
use crate::ticket::newest_first;
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
    let manage = [
        (crate::tag::manage_link(&actor), words.tag.manage),
        (crate::reason::manage_link(&actor), words.reason.manage),
    ];
    let manage = manage.into_iter().filter_map(|(href, name)| Some((href?, name)));
    let Actor { name, role, .. } = actor;
    let label = fill(w.you, &[("name", &name)]);
    let role = role_name(words, role);
    let location = crate::location::location();
    // A ticket is printed as it stands on the screen.
    let sheet =
        location.path().starts_with("/quadro").then_some(move || format!("/imprimir{}", location.link()));
    view! {
        <button type="button" class="person" popovertarget=MENU aria-haspopup="dialog">
            <span class="visually-hidden">{label}</span>
            <Avatar name=Signal::stored(Some(name.clone()))/>
            <Icon kind=Glyph::ChevronDown/>
        </button>
        <div id=MENU class="popover person-menu" popover="auto" on:submit=hears(move |_| close_popover(MENU))>
            <p class="person-name"><strong>{name}</strong><span>{role}</span></p>
            {preferences(words)}
            {sheet.map(|href| view! { <a class="menu-line" href=href rel="external" target="_blank">{words.paper.print}</a> })}
            {manage.map(|(href, name)| view! { <a class="menu-line" href=href rel="external">{name}</a> }).collect_view()}
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

/// A preference that is kept in a cookie: its name in the form, and what may be chosen.
fn preference(
    name: &'static str,
    kind: Glyph,
    label: &'static str,
    present: &str,
    choices: &[(&'static str, &'static str)],
) -> AnyView {
    let choice = |(value, text): &(&'static str, &'static str)| {
        let (value, text) = (*value, *text);
        let pressed = if value == present { "true" } else { "false" };
        // A language names itself in itself.
        let lang = (name == "language").then_some(value);
        view! { <button type="submit" name=name value=value lang=lang aria-pressed=pressed>{text}</button> }
    };
    view! {
        <form method="post" action="/preferencias" class="choice" aria-label=label>
            <span class="choice-name"><Icon kind/>{label}</span>
            <Next/>
            <span class="choice-list">{choices.iter().map(choice).collect_view()}</span>
        </form>
    }
}

fn preferences(words: &'static Words) -> AnyView {
    let (c, w) = (&words.common, &words.shell);
    let languages = Language::ALL.map(|choice| (choice.tag(), choice.own_name(c)));
    let themes = [("system", w.theme_system), ("light", w.theme_light), ("dark", w.theme_dark)];
    let orders = [("oldest", c.order_oldest), ("newest", c.order_newest)];
    let order = if newest_first() { "newest" } else { "oldest" };
    view! {
        {preference("language", Glyph::Globe, w.language, language().tag(), &languages)}
        {preference("theme", Glyph::Moon, w.theme, &theme(), &themes)}
        {preference("timeline", Glyph::Message, c.order, order, &orders)}
    }
    .into_any()
}

/// The theme that was chosen.
#[cfg(feature = "ssr")]
fn theme() -> String {
    crate::request_context::request_context().theme.as_str().to_owned()
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
