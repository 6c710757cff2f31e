//! A ticket: as a page of its own, as the board's panel, and as its client sees it.
#![expect(
    clippy::large_types_passed_by_value,
    reason = "handles of signals, copied everywhere: large only in debug builds, where each names its line"
)]

mod change;
mod client;
mod composer;
mod draft;
mod entries;
mod facts;
mod menu;
mod state;
mod status;
mod steps;
mod team;
mod text;
mod timeline;
mod trouble;

pub use timeline::since;

use crate::api::load_ticket;
use crate::error::AppError;
use crate::i18n::{fill, words};
use crate::shell::{Frame, NotFoundPage};
use crate::ui::dynamic;
use crate::ui::view;
use crate::ui::{Glyph, Icon};
use crate::ui::{hears, memo};
use domain::desk;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// `/t/CODE`.
#[component]
pub fn TicketPage() -> impl IntoView {
    let params = use_params_map();
    let code = memo(move || params.with(|params| params.get("code")).unwrap_or_default());
    let page = crate::api::wire::page(move || code.get(), load_ticket);
    view! {
        <Transition fallback=|| view! { <p class="ticket-loading" role="status">{words().common.loading}</p> }>
            {dynamic(move || Suspend::new(async move {
                match page.await {
                    Ok(desk::TicketPage::Team(page)) => team_page(*page).into_any(),
                    Ok(desk::TicketPage::Client(page)) => client_page(*page).into_any(),
                    Err(AppError::NotFound | AppError::NotPermitted) => view! { <NotFoundPage/> }.into_any(),
                    Err(error) => view! { <main class="alone">{failed(&error, page)}</main> }.into_any(),
                }
            }))}
        </Transition>
    }
}

// The window's title names the code alone: what people wrote would stand in it unescaped (`security.md` T3).

fn team_page(page: desk::Page<domain::feed::TeamTicket>) -> impl IntoView {
    let title = fill(words().ticket.window_title, &[("code", &page.content.card.code())]);
    view! {
        <Frame title viewer=Signal::stored(Some(page.viewer.clone()))>
            <div class="ticket-page">
                {not_sent()}
                {team::team(page, None)}
            </div>
        </Frame>
    }
}

fn client_page(page: desk::Page<domain::feed::ClientTicket>) -> impl IntoView {
    let protocol = fill(words().portal.protocol, &[("number", &page.content.card.number.to_string())]);
    view! {
        <Title text=format!("{protocol} · {}", words().common.product)/>
        {not_sent()}
        {client::client(page)}
    }
}

/// A plain form was refused: said on the page that it came back to.
fn not_sent() -> impl IntoView {
    let query = use_query_map();
    let refused = move || query.with(|query| query.get("recusado").is_some());
    view! {
        <div class="not-sent" role="alert">
            {dynamic(move || refused().then(|| view! { <p class="problem-summary"><strong>{words().ticket.not_sent}</strong></p> }))}
        </div>
    }
}

/// A ticket beside the board.
#[component]
pub fn TicketPanel(
    /// Which.
    code: Signal<String>,
    /// Closes the panel.
    on_close: Callback<()>,
) -> impl IntoView {
    let page = crate::api::wire::page(move || code.get(), load_ticket);
    view! {
        <Transition fallback=move || panel_note(words().common.loading.to_owned(), None, on_close)>
            {dynamic(move || Suspend::new(async move {
                match page.await {
                    Ok(desk::TicketPage::Team(page)) => team::team(*page, Some(on_close)).into_any(),
                    Ok(desk::TicketPage::Client(_)) | Err(AppError::NotFound | AppError::NotPermitted) => {
                        panel_note(words().ticket_words.refused_unseen.to_owned(), None, on_close).into_any()
                    }
                    Err(error) => panel_note(error.sentence(words()).to_owned(), Some(page), on_close).into_any(),
                }
            }))}
        </Transition>
    }
}

type Loading = crate::api::wire::Page<desk::TicketPage>;

/// The panel without a ticket in it.
fn panel_note(text: String, page: Option<Loading>, on_close: Callback<()>) -> impl IntoView {
    let words = words();
    let again = page.map(|page| {
        view! { <button type="button" class="button primary" on:click=hears(move |_| page.refetch())>{words.common.retry}</button> }
    });
    view! {
        <section class="ticket panel" aria-label=words.ticket.ticket>
            <header class="ticket-line">
                <span class="ticket-way">
                    <button
                        type="button"
                        class="button quiet icon-only"
                        aria-label=words.common.close
                        on:click=hears(move |_| on_close.run(()))
                    >
                        <Icon kind=Glyph::Close/>
                    </button>
                </span>
            </header>
            <p role="status">{text}</p>
            {again}
        </section>
    }
}

fn failed(error: &AppError, page: Loading) -> impl IntoView + use<> {
    let words = words();
    view! {
        <h1>{words.common.error_title}</h1>
        <p role="alert">{error.sentence(words)}</p>
        <button type="button" class="button primary" on:click=hears(move |_| page.refetch())>{words.common.retry}</button>
    }
}
