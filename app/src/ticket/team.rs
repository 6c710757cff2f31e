//! A ticket as the people who serve see it: the same tree as a page of its own and as the board's panel. What stands
//! beside what is decided by the room there is (`ticket.css`).

use super::change::{Changer, Unexplained};
use super::choice::{button, choice};
use super::composer::{Sent, Writing, composer};
use super::keys::Keys;
use super::mode::Mode;
use super::state::TeamScreen;
use super::tabs::Tab;
use super::timeline::timeline;
use super::{Landing, Way, facts, failure, status, tags};
use crate::i18n::{self, fill, words};
use crate::reason::AskWhy;
use crate::shell::Toasts;
use crate::ui::RwSignal;
use crate::ui::dynamic;
use crate::ui::view;
use crate::ui::{Glyph, Icon, PriorityBadge, SlaChip, When};
use crate::ui::{hears, memo, pressed};
use domain::desk::Page;
use domain::feed::TeamTicket;
use domain::{Category, StatusId};
use leptos::html;
use leptos::prelude::*;

/// The ticket. A `way` makes it a panel.
pub(super) fn team(page: Page<TeamTicket>, way: Option<Way>) -> impl IntoView {
    let on_close = way.map(|way| way.on_close);
    let screen = TeamScreen::new(page);
    let changer = Changer::new(screen);
    // What a narrow screen shows: the facts, or the conversation.
    let facts_shown = RwSignal::new(false);
    // Which of the two boxes is open.
    let internal = RwSignal::new(false);
    let writings = writings(changer);
    let keys = Keys::new(internal, writings, way, screen.reading.code, facts_shown);
    let heading = NodeRef::<html::H2>::new();
    // A panel that opens takes the focus; Escape gives it back to the card (`ux.md` 2.3).
    Effect::new(move |_| {
        let (Some(heading), Some(way)) = (heading.get(), way) else { return };
        match way.landing.get() {
            // Without the focus the panel is still there to read.
            Landing::Heading => heading.focus().unwrap_or_default(),
            Landing::Reply => keys.write(Mode::Public),
            Landing::Comment => keys.write(Mode::Internal),
            Landing::Nowhere => {}
        }
    });
    let open = Signal::derive(move || screen.card.with(|card| card.facts.category != Category::Cancelled));
    view! {
        <section
            class="ticket"
            class:panel=on_close.is_some()
            aria-labelledby="ticket-title"
            data-half=move || if facts_shown.get() { "facts" } else { "conversation" }
            on:keydown=pressed(move |event| if way.is_some() { keys.press(&event) })
        >
            {head(screen, heading, on_close)}
            {super::present::present(screen.reading.id)}
            {failure::gone(screen.reading.gone)}
            {status::status(changer)}
            {halves(facts_shown)}
            <div class="ticket-body">
                <div class="ticket-facts">
                    {facts::clocks(screen)}
                    {facts::service(changer)}
                </div>
                <div class="ticket-talk">
                    {facts::banner(changer)}
                    {talk(screen)}
                    {boxes(internal, writings, changer, open)}
                </div>
                <div class="ticket-people">{facts::contact(screen)}{tags::tags(changer)}</div>
            </div>
            {keys.dialog()}
            {why(changer)}
        </section>
    }
}

/// Asks why something is changed, where somebody wants to know.
fn why(changer: Changer) -> impl IntoView {
    let w = &changer.words.reason;
    dynamic(move || {
        changer.why.get().map(|Unexplained { told, go }| {
            let title = format!("{} · {}", w.ask, changer.screen.reading.code.get_value());
            let answer = Callback::new(move |reason: Option<String>| {
                changer.why.set(None);
                go.run(reason);
            });
            view! { <AskWhy title told submit=w.submit opened=Callback::new(|()| ()) answer/> }
        })
    })
}

fn head(screen: TeamScreen, heading: NodeRef<html::H2>, on_close: Option<Callback<()>>) -> impl IntoView {
    let words = words();
    let w = &words.ticket;
    let code = screen.reading.code.get_value();
    let (number, created) = screen.card.with_untracked(|card| (card.number, card.facts.created_at));
    let title = memo(move || screen.card.with(|card| card.title.clone()));
    let face = memo(move || screen.card.with(|card| card.facts.sla));
    let priority = memo(move || screen.card.with(|card| card.facts.priority));
    let way = if let Some(on_close) = on_close {
        view! {
            <a class="button quiet icon-only" href=format!("/t/{code}") aria-label=w.expand title=w.expand>
                <Icon kind=Glyph::Expand/>
            </a>
            <button
                type="button"
                class="button quiet icon-only needs-script"
                aria-label=words.common.close
                title=words.common.close
                on:click=hears(move |_| on_close.run(()))
            >
                <Icon kind=Glyph::Close/>
            </button>
        }
        .into_any()
    } else {
        view! { <a class="button quiet" href="/quadro"><Icon kind=Glyph::ArrowLeft/>{w.to_board}</a> }
            .into_any()
    };
    view! {
        <header class="ticket-head">
            <div class="ticket-line">
                {copy_code(screen)}
                <span class="ticket-number">{fill(w.number_short, &[("number", &number.to_string())])}</span>
                <PriorityBadge priority/>
                <SlaChip face/>
                <span class="ticket-way">{way}</span>
            </div>
            <h2 id="ticket-title" tabindex="-1" translate="yes" node_ref=heading>{dynamic(move || title.get())}</h2>
            <p class="ticket-opened">
                {w.opened_by} " " <strong>{dynamic(move || screen.contact.with(|c| c.name.clone()))}</strong> " · " <When at=created/>
            </p>
        </header>
    }
}

fn copy_code(screen: TeamScreen) -> impl IntoView {
    let words = words();
    let toasts = expect_context::<Toasts>();
    let code = screen.reading.code.get_value();
    let label = fill(words.ticket.copy_code, &[("code", &code)]);
    let copy = move |_| copy_text(screen.reading.code.get_value(), words, toasts);
    let alive = crate::ui::alive();
    view! {
        <button type="button" class="button quiet code" disabled=move || !alive.get() aria-label=label.clone() title=label on:click=hears(copy)>
            {code}
            <Icon kind=Glyph::Copy/>
        </button>
    }
}

#[cfg(feature = "hydrate")]
fn copy_text(text: String, words: &'static i18n::Words, toasts: Toasts) {
    leptos::task::spawn_local(async move {
        let clipboard = window().navigator().clipboard();
        // Without TLS a browser has no clipboard for pages.
        let copied = !clipboard.is_undefined()
            && wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&text)).await.is_ok();
        let said = if copied { words.ticket.copied } else { words.ticket.not_copied };
        toasts.show(crate::shell::Toast { text: fill(said, &[("code", &text)]), undo: None });
    });
}

#[cfg(not(feature = "hydrate"))]
fn copy_text(_text: String, _words: &'static i18n::Words, _toasts: Toasts) {}

fn halves(facts_shown: RwSignal<bool>) -> impl IntoView {
    let w = &words().ticket;
    view! {
        <div class="tabs halves needs-script" role="group" aria-label=w.halves>
            {choice(facts_shown, false, w.half_conversation)}
            {choice(facts_shown, true, w.half_facts)}
        </div>
    }
}

/// Todas / Públicas / Internas / Log (R79), and what they show.
fn talk(screen: TeamScreen) -> impl IntoView {
    let w = &words().ticket;
    let tab = RwSignal::new(Tab::All);
    let tabs = [
        (Tab::All, w.tab_all),
        (Tab::Public, w.tab_public),
        (Tab::Internal, w.tab_internal),
        (Tab::Log, w.tab_log),
    ];
    let title = move || if tab.get() == Tab::Internal { w.internal_comments } else { w.conversation };
    view! {
        <div class="talk-head">
            <h3>{dynamic(title)}</h3>
            <div class="tabs needs-script" role="group" aria-label=w.tabs>
                {tabs.map(|(this, name)| choice(tab, this, name)).collect_view()}
            </div>
        </div>
        <div class="talk" role="region" aria-label=w.conversation tabindex="0">{timeline(screen, tab)}</div>
    }
}

fn writings(changer: Changer) -> [Writing; 2] {
    let screen = changer.screen;
    let me = screen.viewer.with_value(|viewer| viewer.person);
    let done = Callback::new(move |Sent { done, then }: Sent| {
        match then {
            Some((to, Some(before))) if to != before => changer.sent_as(to, before, &done),
            _ => changer.linked(&done),
        }
        changer.reached(&done);
    });
    let status = Signal::derive(move || Some(screen.card.with(|card| card.facts.status)));
    [Mode::Public, Mode::Internal].map(|mode| {
        let writing = Writing::new(mode, screen.reading.id, me, screen.rules, status, done);
        screen.tell(Callback::new(move |(name, at)| writing.heard(name, at)));
        writing
    })
}

/// The two boxes, of which one is open.
fn boxes(
    internal: RwSignal<bool>,
    writings: [Writing; 2],
    changer: Changer,
    open: Signal<bool>,
) -> impl IntoView {
    let w = &words().ticket;
    let [public, comment] = writings;
    let then = then(changer);
    let mode_button = |writing: Writing, kind: Glyph, name: &'static str, class: &'static str| {
        let on = memo(move || internal.get() == (writing.mode == Mode::Internal));
        let press = move || {
            internal.set(writing.mode == Mode::Internal);
            request_animation_frame(move || writing.focus());
        };
        button(on, class, Some(kind), name, Box::new(press))
    };
    let public_hidden = Signal::derive(move || internal.get() || !open.get());
    let internal_hidden = Signal::derive(move || !internal.get());
    view! {
        <div class="boxes" data-mode=move || if internal.get() { "internal" } else { "public" }>
            <div class="tabs modes needs-script" role="group" aria-label=w.modes>
                {mode_button(public, Glyph::Message, w.public_heading, "button to-public")}
                {mode_button(comment, Glyph::Lock, w.internal_heading, "button to-internal")}
            </div>
            <p class="closed-note" hidden=move || open.get() || internal.get()>{w.cancelled_note}</p>
            {composer(public, then, public_hidden)}
            {composer(comment, vec![], internal_hidden)}
        </div>
    }
}

/// The statuses that a reply may give in the same click (R75).
fn then(changer: Changer) -> Vec<(StatusId, String)> {
    let offered =
        [Category::WaitingCustomer, Category::WaitingThirdParty, Category::AwaitingRating, Category::Done];
    changer.screen.rules.with_value(|rules| {
        let of = |category| rules.statuses.iter().filter(move |s| s.category == category);
        offered.into_iter().flat_map(of).map(|s| (s.id, i18n::status(changer.words, rules, s.id))).collect()
    })
}
