//! A ticket: as a page of its own, as the board's panel, and as its client sees it.
#![expect(
    clippy::large_types_passed_by_value,
    reason = "handles of signals, copied everywhere: large only in debug builds, where each names its line"
)]

mod change;
mod choice;
mod client;
mod composer;
mod composer_draft;
mod entries;
mod facts;
mod failure;
mod keys;
mod menu;
mod mode;
mod panel;
mod plain;
mod present;
mod said;
mod state;
mod status;
mod steps;
mod tabs;
mod tags;
mod take_back;
mod team;
mod text;
mod timeline;
mod unsent;
mod way;

pub use keys::COMMANDS;
pub use panel::TicketPanel;
pub use present::doing;
pub use said::{newest_first, since};
pub use way::{Landing, Way};

use crate::api::{load_my_ticket, load_ticket};
use crate::error::AppError;
use crate::i18n::{fill, words};
use crate::shell::Frame;
use crate::shell::NotFoundPage;
use crate::ui::hears;
use crate::ui::view;
use domain::desk;
use leptos::prelude::*;
use leptos_meta::Title;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// `/t/CODE`, for the people who serve.
#[component]
pub fn TicketPage() -> impl IntoView {
    page(load_ticket, team_page)
}

/// `/t/CODE`, for its client.
#[component]
pub fn MyTicketPage() -> impl IntoView {
    page(load_my_ticket, client_page)
}

/// The ticket of the address, as it is shown once it is read.
fn page<T, F>(load: fn(String) -> F, shown: fn(desk::Page<T>) -> AnyView) -> AnyView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<desk::Page<T>, AppError>> + Send + 'static,
{
    let code = crate::location::location().part().unwrap_or_default();
    let page = crate::api::page::page(move || code.clone(), load);
    crate::api::page::shown(page, move |read| match read {
        Ok(page) => shown(page),
        Err(AppError::NotFound | AppError::NotPermitted) => view! { <NotFoundPage/> }.into_any(),
        Err(error) => {
            let again = Callback::new(move |()| page.refetch());
            view! { <main class="alone">{failed(&error, again)}</main> }.into_any()
        }
    })
}

// The window's title names the code alone: what people wrote would stand in it unescaped (`security.md` T3).

fn team_page(page: desk::Page<domain::feed::TeamTicket>) -> AnyView {
    let title = fill(words().ticket.window_title, &[("code", &page.content.card.code())]);
    view! {
        <Frame title viewer=Signal::stored(Some(page.viewer.clone()))>
            <div class="ticket-page">
                {team::team(page, None)}
            </div>
        </Frame>
    }
    .into_any()
}

fn client_page(page: desk::Page<domain::feed::ClientTicket>) -> AnyView {
    let protocol = fill(words().portal.protocol, &[("number", &page.content.card.number.to_string())]);
    view! {
        <Title text=format!("{protocol} · {}", words().common.product)/>
        {client::client(page)}
    }
    .into_any()
}

type Loading<T> = crate::api::page::Page<desk::Page<T>>;

fn failed(error: &AppError, again: Callback<()>) -> impl IntoView + use<> {
    let words = words();
    let signed_out = *error == AppError::SignedOut;
    let sign_in = signed_out.then(|| {
        let to = format!("/entrar?next={}", crate::location::location().path());
        view! { <a class="button primary" href=to rel="external">{words.common.sign_in_again}</a> }
    });
    let retry = if signed_out { "button" } else { "button primary" };
    view! {
        <h1>{words.common.error_title}</h1>
        <p role="alert">{error.sentence(words)}</p>
        {sign_in}
        <button type="button" class=retry on:click=hears(move |_| again.run(()))>{words.common.retry}</button>
    }
}
