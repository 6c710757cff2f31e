//! What stands around every page of the portal: whose it is, language, theme, the way out. Plain forms all.

use crate::i18n::{Language, language, words};
use crate::live::{Feed, Link};
use crate::outbox::{Outbox, said};
use crate::ticket::newest_first;
use crate::ui::dynamic;
use crate::ui::memo;
use crate::ui::view;
use crate::ui::{Glyph, Icon};
use domain::Actor;
use leptos::prelude::*;

/// The portal around a page.
#[component]
pub fn Frame(
    /// Who looks.
    viewer: Actor,
    /// The page.
    children: Children,
) -> impl IntoView {
    let w = &words().portal;
    expect_context::<Outbox>().open(&viewer);
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
    let words = words();
    let w = &words.portal;
    let feed = expect_context::<Feed>();
    let outbox = expect_context::<Outbox>();
    let location = crate::location::location();
    let said = memo(move || {
        if feed.signed_out.get() {
            return Some((Glyph::Lock, words.common.signed_out.to_owned()));
        }
        if feed.other_build.get() {
            return Some((Glyph::Bell, w.other_build.to_owned()));
        }
        match (feed.link.get(), outbox.waiting.get()) {
            (Link::Connecting | Link::Live | Link::Blinking, _) => None,
            (Link::Reconnecting, _) => Some((Glyph::WifiOff, w.reconnecting.to_owned())),
            (Link::Offline, 0) => Some((Glyph::WifiOff, w.offline.to_owned())),
            (Link::Offline, count) => Some((Glyph::WifiOff, said(words, count))),
        }
    });
    // What waits in the queue goes once its person is there again.
    let sign_in = move || {
        feed.signed_out.get().then(|| {
            let to = format!("/entrar?next={}", location.path());
            view! { <a class="button" href=to rel="external">{words.common.sign_in_again}</a> }
        })
    };
    view! {
        <span class="portal-connection" role="status">
            {dynamic(move || said.get().map(|(kind, text)| view! { <Icon kind/>{text} }))}
            {dynamic(sign_in)}
        </span>
    }
}

/// Language and theme in one disclosure that needs no script.
fn preferences() -> impl IntoView {
    let w = &words().portal;
    let c = &words().common;
    let location = crate::location::location();
    let sheet = (location.path() == "/chamados").then_some(move || format!("/imprimir{}", location.link()));
    let present = language();
    let languages = Language::ALL.map(|language| {
        let name = language.own_name(c);
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
    let order = if newest_first() { "newest" } else { "oldest" };
    let orders = [("oldest", c.order_oldest), ("newest", c.order_newest)].map(|(value, name)| {
        let pressed = if value == order { "true" } else { "false" };
        view! { <button type="submit" class="button quiet" name="timeline" value=value aria-pressed=pressed>{name}</button> }
    });
    view! {
        <details class="portal-preferences">
            <summary class="button quiet">
                <Icon kind=Glyph::Globe/>
                <span class="portal-wide">{w.preferences}</span>
                <Icon kind=Glyph::ChevronDown/>
            </summary>
            <form method="post" action="/preferencias" class="portal-menu">
                <input type="hidden" name="next" value=move || location.link()/>
                <p>{w.language}</p>
                {languages.collect_view()}
                <p>{w.theme}</p>
                {themes.collect_view()}
                <p>{c.order}</p>
                {orders.collect_view()}
                {sheet.map(|href| view! { <a class="button quiet" href=href rel="external" target="_blank">{words().paper.print}</a> })}
            </form>
        </details>
    }
}
