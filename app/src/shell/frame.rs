//! The frame: skip link, rail, top bar, banners, content. On a phone the rail lies at the bottom.

use super::close_popover;
use super::link::{Banners, ConnectionPill};
use super::person::PersonMenu;
use crate::api;
use crate::i18n::words;
use crate::ui::hears;
use crate::ui::view;
use crate::ui::{Glyph, Icon};
use crate::ui::{Shown, dynamic};
use domain::{Actor, Role};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

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
    /// Who looks, where the page's own data tells; asked for otherwise.
    #[prop(optional, into)]
    viewer: Option<Signal<Option<Actor>>>,
    /// What the skip link says, where the content has a better name.
    #[prop(optional)]
    skip: Option<&'static str>,
    /// The screen.
    children: Children,
) -> impl IntoView {
    let words = words();
    let actor = viewer.unwrap_or_else(|| {
        let who = crate::api::wire::page(String::new, |_| api::who_am_i());
        Signal::derive(move || who.get().and_then(Result::ok).and_then(|who| who.actor))
    });
    let product = words.common.product;
    view! {
        // A name may wait for the page's data: read outside of a suspense it would be missing on the server.
        <Suspense>{dynamic(move || view! { <Title text=format!("{} · {product}", title.get())/> })}</Suspense>
        <a class="skip" href="#content" rel="external">{skip.unwrap_or(words.shell.skip)}</a>
        <div class="frame">
            <Suspense>{dynamic(move || Some(rail(actor.get()?.role)))}</Suspense>
            <header class="top">
                <h1><Suspense>{dynamic(move || title.get())}</Suspense></h1>
                <Suspense><Switcher places/></Suspense>
                <span class="top-space"></span>
                <ConnectionPill/>
                <Suspense>{dynamic(move || actor.get().map(|actor| view! { <PersonMenu actor/> }))}</Suspense>
            </header>
            <div class="banners"><Banners/></div>
            <main id="content" tabindex="-1">{children()}</main>
        </div>
    }
}

/// The rail: only what is there.
fn rail(role: Role) -> impl IntoView {
    let w = &words().shell;
    let (href, name, kind) = if role.is_team() {
        ("/quadro", w.nav_board, Glyph::Board)
    } else {
        ("/chamados", w.nav_tickets, Glyph::List)
    };
    let location = use_location();
    let here = move || location.pathname.with(|path| path.starts_with(href)).then_some("page");
    view! {
        <nav class="rail" aria-label=w.nav>
            <a class="rail-line" href=href title=name aria-current=here><Icon kind=kind/><span>{name}</span></a>
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
