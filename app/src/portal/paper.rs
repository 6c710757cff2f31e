//! A client's list on paper.

use super::card_status;
use super::page::{tab_in, tab_name};
use crate::api::load_my_tickets;
use crate::error::AppError;
use crate::i18n::words;
use crate::location::Location;
use crate::paper::sheet::{Part, ROWS_MAX, sheet};
use crate::ui::absolute;
use domain::feed::ClientCard;
use leptos::prelude::*;

/// The sheet of the half of the list that the address names: all of it.
pub(crate) async fn paper(location: Location) -> Result<AnyView, AppError> {
    let words = words();
    let w = &words.paper;
    let tab = untrack(|| tab_in(location.word("aba").as_deref()));
    let mut page = load_my_tickets(tab, None).await?;
    let (mut next, at) = (page.next, page.now);
    while let Some(before) = next.filter(|_| page.tickets.len() < ROWS_MAX) {
        let more = load_my_tickets(tab, Some(before)).await?;
        page.tickets.extend(more.tickets);
        next = more.next;
    }
    let row = |card: &ClientCard| {
        vec![
            card.number.to_string(),
            card.title.clone(),
            card.requester.clone(),
            card_status(words, card),
            absolute(card.created_at),
            absolute(card.updated_at),
        ]
    };
    let heads = [w.protocol, w.subject, w.requester, w.status, w.opened, w.updated];
    let heading = format!("{} ({})", tab_name(tab), page.tickets.len());
    let parts = vec![Part { heading, rows: page.tickets.iter().map(row).collect() }];
    Ok(sheet(words.portal.title.to_owned(), page.viewer.name.clone(), &heads, parts, at))
}
