//! The frame: skip link, rail, top bar, banners, content. On a phone the rail lies at the bottom.

use super::close_popover;
use super::link::{Banners, ConnectionPill};
use super::person::PersonMenu;
use crate::api::page::awaits;
use crate::i18n::words;
use crate::ui::hears;
use crate::ui::view;
use crate::ui::{Glyph, Icon};
use crate::ui::{Shown, dynamic};
use domain::Actor;
use leptos::prelude::*;
use leptos_meta::Title;

/// A board that one may switch to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// As people say it.
    pub name: String,
    /// Its address.
    pub href: String,
    /// One is there now.
    pub here: bool,
}

/// The id of the popover.
const PLACES: &str = "places";

/// What stands around a screen.
#[component]
pub fn Frame(
    /// The page's name: heading and title of the window.
    #[prop(into)]
    title: Signal<String>,
    /// Boards that one may switch to.
    #[prop(optional, into)]
    places: Signal<Vec<Place>>,
    /// Who looks, as soon as the page's own data tells.
    #[prop(into)]
    viewer: Signal<Option<Actor>>,
    /// What the skip link says, where the content has a better name.
    #[prop(optional)]
    skip: Option<&'static str>,
    /// The field by which everything here is found.
    #[prop(optional)]
    search: Option<AnyView>,
    /// The screen.
    children: Children,
) -> impl IntoView {
    let words = words();
    let product = words.common.product;
    view! {
        {awaits(move || view! { <Title text=format!("{} · {product}", title.get())/> })}
        <a class="skip" href="#content" rel="external">{skip.unwrap_or(words.shell.skip)}</a>
        <div class="frame">
            {awaits(move || viewer.with(Option::is_some).then(rail))}
            <header class="top">
                <h1>{awaits(move || title.get())}</h1>
                {awaits(move || view! { <Switcher places/> })}
                {search}
                <span class="top-space"></span>
                <ConnectionPill/>
                {awaits(move || viewer.get().map(|actor| view! { <PersonMenu actor/> }))}
            </header>
            <div class="banners"><Banners/></div>
            <main id="content" tabindex="-1">{children()}</main>
        </div>
    }
}

/// The rail: only what is there.
fn rail() -> impl IntoView {
    let name = words().shell.nav_board;
    let here = crate::location::location().path().starts_with("/quadro").then_some("page");
    view! {
        <nav class="rail" aria-label=words().shell.nav>
            <a class="rail-line" href="/quadro" title=name aria-current=here><Icon kind=Glyph::Board/><span>{name}</span></a>
        </nav>
    }
}

/// The boards of the departments, as links.
#[component]
fn Switcher(places: Signal<Vec<Place>>) -> impl IntoView {
    let w = &words().shell;
    let line = move |place: Place| {
        view! {
            <li>
                <a
                    class="menu-line"
                    href=place.href
                    aria-current=place.here.then_some("page")
                    on:click=hears(move |_| close_popover(PLACES))
                >
                    {place.name}
                </a>
            </li>
        }
    };
    view! {
        <Shown when=move || places.with(|places| places.len() > 1)>
            <button type="button" class="switch" popovertarget=PLACES aria-label=w.switch_department title=w.switch_department>
                <Icon kind=Glyph::ChevronDown/>
            </button>
            <nav id=PLACES class="popover places" popover="auto" aria-label=w.departments>
                <ul>{dynamic(move || places.get().into_iter().map(line).collect_view())}</ul>
            </nav>
        </Shown>
    }
}
