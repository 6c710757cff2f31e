//! A ticket: as a page of its own, as the board's panel, and as its client sees it.
#![expect(
    clippy::large_types_passed_by_value,
    reason = "handles of signals, copied everywhere: large only in debug builds, where each names its line"
)]

#[cfg(feature = "team")]
mod change;
mod choice;
#[cfg(feature = "portal")]
mod client;
mod composer;
mod entries;
#[cfg(feature = "team")]
mod facts;
mod failure;
#[cfg(feature = "team")]
mod keys;
mod menu;
mod mode;
#[cfg(feature = "team")]
mod panel;
#[cfg(feature = "team")]
mod plain;
#[cfg(feature = "team")]
mod present;
mod said;
mod state;
#[cfg(feature = "team")]
mod status;
#[cfg(feature = "portal")]
mod steps;
#[cfg(feature = "team")]
mod tabs;
#[cfg(feature = "team")]
mod team;
mod text;
#[cfg(feature = "team")]
mod timeline;
mod unsent;
#[cfg(feature = "team")]
mod way;

#[cfg(feature = "team")]
pub use keys::COMMANDS;
#[cfg(feature = "team")]
pub use panel::TicketPanel;
#[cfg(feature = "team")]
pub use present::doing;
pub use said::{newest_first, since};
#[cfg(feature = "team")]
pub use way::{Landing, Way};

use crate::api::load_ticket;
use crate::error::AppError;
use crate::i18n::{fill, words};
#[cfg(feature = "team")]
use crate::shell::Frame;
use crate::shell::NotFoundPage;
use crate::ui::dynamic;
use crate::ui::hears;
use crate::ui::view;
use domain::desk;
use leptos::prelude::*;
#[cfg(feature = "portal")]
use leptos_meta::Title;

/// `/t/CODE`.
#[component]
pub fn TicketPage() -> impl IntoView {
    let code = crate::location::location().part().unwrap_or_default();
    let page = crate::api::page::page(move || code.clone(), load_ticket);
    view! {
        <Transition>
            {dynamic(move || Suspend::new(async move {
                match page.await {
                    #[cfg(feature = "team")]
                    Ok(desk::TicketPage::Team(page)) => team_page(*page).into_any(),
                    #[cfg(feature = "portal")]
                    Ok(desk::TicketPage::Client(page)) => client_page(*page).into_any(),
                    #[cfg(not(all(feature = "team", feature = "portal")))]
                    Ok(_) => crate::shell::elsewhere(),
                    Err(AppError::NotFound | AppError::NotPermitted) => view! { <NotFoundPage/> }.into_any(),
                    Err(error) => view! { <main class="alone">{failed(&error, page)}</main> }.into_any(),
                }
            }))}
        </Transition>
    }
}

// The window's title names the code alone: what people wrote would stand in it unescaped (`security.md` T3).

#[cfg(feature = "team")]
fn team_page(page: desk::Page<domain::feed::TeamTicket>) -> impl IntoView {
    let title = fill(words().ticket.window_title, &[("code", &page.content.card.code())]);
    view! {
        <Frame title viewer=Signal::stored(Some(page.viewer.clone()))>
            <div class="ticket-page">
                {team::team(page, None)}
            </div>
        </Frame>
    }
}

#[cfg(feature = "portal")]
fn client_page(page: desk::Page<domain::feed::ClientTicket>) -> impl IntoView {
    let protocol = fill(words().portal.protocol, &[("number", &page.content.card.number.to_string())]);
    view! {
        <Title text=format!("{protocol} · {}", words().common.product)/>
        {client::client(page)}
    }
}

type Loading = crate::api::page::Page<desk::TicketPage>;

fn failed(error: &AppError, page: Loading) -> impl IntoView + use<> {
    let words = words();
    view! {
        <h1>{words.common.error_title}</h1>
        <p role="alert">{error.sentence(words)}</p>
        <button type="button" class="button primary" on:click=hears(move |_| page.refetch())>{words.common.retry}</button>
    }
}
