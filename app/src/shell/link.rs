//! How the connection stands: the pill in the top bar, and the banners under it.

use super::again::SignInAgain;
use crate::i18n::{fill, plural, words};
use crate::live::{Clock, Feed, Link};
use crate::outbox::{Outbox, queued, said};
use crate::ui::RwSignal;
use crate::ui::view;
use crate::ui::{Glyph, Icon};
use crate::ui::{Shown, absolute, dynamic};
use crate::ui::{hears, memo};
use leptos::prelude::*;
use std::time::Duration;

/// "Atualizado: 12 mudanças" stands this long.
const CAUGHT_UP_FOR: Duration = Duration::from_secs(6);

/// "Ao vivo", "Reconectando…", "Sem conexão"; after a cut what was missed; and how many are online.
#[component]
pub(super) fn ConnectionPill() -> impl IntoView {
    let feed = expect_context::<Feed>();
    let words = words();
    let w = &words.shell;
    let outbox = expect_context::<Outbox>();
    let caught_up = caught_up(feed);
    // A short cut is not shown.
    let link = memo(move || match feed.link.get() {
        Link::Blinking => Link::Live,
        other => other,
    });
    let text = memo(move || match link.get() {
        // Nothing is heard until somebody signs in again.
        _ if feed.signed_out.get() => w.signed_out.to_owned(),
        Link::Connecting => w.connecting.to_owned(),
        Link::Live | Link::Blinking => match caught_up.get() {
            0 => w.live.to_owned(),
            n => fill(plural(i64::from(n), w.caught_up_one, w.caught_up_other), &[("count", &n.to_string())]),
        },
        Link::Reconnecting => w.reconnecting.to_owned(),
        Link::Offline => w.offline.to_owned(),
    });
    // "Sem conexão — 3 alterações na fila", for as long as they are.
    let text = memo(move || match outbox.waiting.get() {
        0 => text.get(),
        count => format!("{} — {}", text.get(), queued(words, count)),
    });
    let state = move || match link.get() {
        _ if feed.signed_out.get() => "offline",
        Link::Connecting => "connecting",
        Link::Live | Link::Blinking => "live",
        Link::Reconnecting => "reconnecting",
        Link::Offline => "offline",
    };
    let online = move || {
        let count = feed.online.get();
        (count > 0 && link.get() == Link::Live && !feed.signed_out.get())
            .then(|| fill(w.online, &[("count", &count.to_string())]))
    };
    view! {
        <p class="pill" data-link=state role="status">
            <span class="pill-mark" aria-hidden="true">
                {dynamic(move || if state() == "offline" { Some(view! { <Icon kind=Glyph::WifiOff/> }) } else { None })}
            </span>
            <span class="pill-text">{dynamic(move || text.get())}</span>
            <span class="pill-online">{dynamic(online)}</span>
        </p>
    }
}

/// How many changes came after a cut, for a moment.
fn caught_up(feed: Feed) -> RwSignal<u32> {
    let shown = RwSignal::new(0);
    Effect::new(move |_| {
        let count = feed.caught_up.get();
        shown.set(count);
        if count > 0 {
            let end = move || {
                if feed.caught_up.try_get_untracked() == Some(count) {
                    shown.try_set(0);
                }
            };
            set_timeout(end, CAUGHT_UP_FOR);
        }
    });
    shown
}

/// What people must know of the connection: it is cut, the session has ended, the program is another one.
#[component]
pub(super) fn Banners() -> impl IntoView {
    let feed = expect_context::<Feed>();
    let outbox = expect_context::<Outbox>();
    let words = words();
    let (c, w) = (&words.common, &words.shell);
    let clock = expect_context::<Clock>();
    let offline = move || match outbox.waiting.get() {
        // The board of an earlier visit says how old it is.
        0 => clock
            .kept()
            .map_or_else(|| w.offline_text.to_owned(), |at| fill(w.offline_kept, &[("time", &absolute(at))])),
        count => said(words, count),
    };
    let reload = move |_| {
        window().location().reload().ok();
    };
    view! {
        <Shown when=move || feed.link.get() == Link::Offline && !feed.signed_out.get()>
            <div class="banner warn" role="status"><Icon kind=Glyph::WifiOff/><span>{dynamic(offline)}</span></div>
        </Shown>
        <Shown when=move || feed.signed_out.get()>
            <SignInAgain/>
        </Shown>
        <Shown when=move || feed.other_build.get()>
            <div class="banner" role="status">
                <span>{w.other_build}</span>
                <button type="button" class="button" on:click=hears(reload)>{c.reload}</button>
            </div>
        </Shown>
    }
}
