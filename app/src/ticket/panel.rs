//! A ticket beside the board.

use super::{Loading, Way, team};
use crate::api::load_ticket;
use crate::api::page::awaits;
use crate::error::AppError;
use crate::i18n::words;
use crate::ui::view;
use crate::ui::{Glyph, Icon};
use crate::ui::{hears, memo};
use domain::feed::TeamTicket;
use leptos::prelude::*;

/// The ticket in the panel.
#[component]
pub fn TicketPanel(
    /// Which.
    code: Signal<String>,
    /// How it opens and closes.
    way: Way,
) -> impl IntoView {
    let on_close = way.on_close;
    let page = crate::api::page::page(move || code.get(), load_ticket);
    // The same answer again draws nothing anew.
    let shown = memo(move || page.get());
    let ticket = move || match shown.get() {
        None => panel_note(words().common.loading.to_owned(), None, on_close).into_any(),
        Some(read) => match read {
            Ok(page) => team::team(page, Some(way)).into_any(),
            Err(AppError::NotFound | AppError::NotPermitted) => {
                panel_note(words().ticket_words.refused_unseen.to_owned(), None, on_close).into_any()
            }
            Err(error) => panel_note(error.sentence(words()).to_owned(), Some(page), on_close).into_any(),
        },
    };
    // The server waits here for the ticket.
    awaits(ticket)
}

/// The panel without a ticket in it.
fn panel_note(text: String, page: Option<Loading<TeamTicket>>, on_close: Callback<()>) -> impl IntoView {
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
