//! What stands around every page of the portal: whose it is, language, theme, the way out. Plain forms all.

use crate::i18n::{Language, language, words};
use crate::live::{Feed, Link};
use crate::ui::dynamic;
use crate::ui::memo;
use crate::ui::view;
use crate::ui::{Glyph, Icon};
use domain::Actor;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The portal around a page.
#[component]
pub fn Frame(
    /// Who looks.
    viewer: Actor,
    /// The page.
    children: Children,
) -> impl IntoView {
    let w = &words().portal;
    view! {
        <div class="portal">
            <a class="skip" href="#content">{w.skip}</a>
            <header class="portal-top">
                <div class="portal-width">
                    <a class="portal-brand" href="/chamados"><Icon kind=Glyph::Flame/>{words().common.product}</a>
                    {connection()}
                    <span class="portal-viewer"><Icon kind=Glyph::User/><span>{viewer.name}</span></span>
                    {preferences()}
                    <form method="post" action="/sair">
                        <button type="submit" class="button quiet">
                            <Icon kind=Glyph::SignOut/>
                            <span class="portal-wide">{w.sign_out}</span>
                        </button>
                    </form>
                </div>
            </header>
            <main id="content" class="portal-width portal-main" tabindex="-1">{children()}</main>
        </div>
    }
}

/// Said only when it matters: a client need not know that all is well.
fn connection() -> impl IntoView {
    let w = &words().portal;
    let feed = expect_context::<Feed>();
    let said = memo(move || {
        if feed.signed_out.get() {
            return Some((Glyph::Lock, words().common.signed_out));
        }
        if feed.other_build.get() {
            return Some((Glyph::Bell, w.other_build));
        }
        match feed.link.get() {
            Link::Connecting | Link::Live | Link::Blinking => None,
            Link::Reconnecting => Some((Glyph::WifiOff, w.reconnecting)),
            Link::Offline => Some((Glyph::WifiOff, w.offline)),
        }
    });
    view! {
        <span class="portal-connection" role="status">
            {dynamic(move || said.get().map(|(kind, text)| view! { <Icon kind/>{text} }))}
        </span>
    }
}

/// Language and theme in one disclosure that needs no script.
fn preferences() -> impl IntoView {
    let w = &words().portal;
    let c = &words().common;
    let location = use_location();
    let here = move || {
        let search = location.search.get();
        let path = location.pathname.get();
        if search.is_empty() { path } else { format!("{path}?{}", search.trim_start_matches('?')) }
    };
    let present = language();
    let languages = Language::ALL.map(|language| {
        let name = match language {
            Language::PtBr => c.language_pt,
            Language::En => c.language_en,
            Language::Es => c.language_es,
        };
        let pressed = if language == present { "true" } else { "false" };
        view! {
            <button type="submit" class="button quiet" name="language" value=language.tag() lang=language.tag() aria-pressed=pressed>
                {name}
            </button>
        }
    });
    let themes = [("system", w.theme_system), ("light", w.theme_light), ("dark", w.theme_dark)];
    let themes = themes.map(|(value, name)| {
        view! { <button type="submit" class="button quiet" name="theme" value=value>{name}</button> }
    });
    view! {
        <details class="portal-preferences">
            <summary class="button quiet">
                <Icon kind=Glyph::Globe/>
                <span class="portal-wide">{w.preferences}</span>
                <Icon kind=Glyph::ChevronDown/>
            </summary>
            <form method="post" action="/preferencias" class="portal-menu">
                <input type="hidden" name="next" value=here/>
                <p>{w.language}</p>
                {languages.collect_view()}
                <p>{w.theme}</p>
                {themes.collect_view()}
            </form>
        </details>
    }
}
