//! The board on paper.

use super::address::Address;
use super::toolbar::{order_name, view_name};
use crate::api::{load_board, load_column};
use crate::error::AppError;
use crate::i18n::{self, Words, words};
use crate::location::Location;
use crate::paper::sheet::{Part, ROWS_MAX, sheet};
use crate::ui::absolute;
use domain::Time;
use domain::board::{Board, BoardColumn, Card, From, Swimlanes};
use domain::desk::BoardQuery;
use leptos::prelude::*;

/// The sheet of a board: every card that its address holds, column by column.
pub(crate) async fn paper(location: Location, department: Option<String>) -> Result<AnyView, AppError> {
    let words = words();
    let w = &words.paper;
    let address = untrack(|| Address::read(|key| location.word(key)));
    let query = BoardQuery { lanes: Swimlanes::None, ..address.query() };
    let board = load_board(query.clone(), department.clone()).await?;
    // The pages after the first are asked for as the desk has understood the first.
    let query = BoardQuery { filter: board.filter.clone(), ..query };
    let name =
        board.departments.iter().find(|d| Some(&d.slug) == department.as_ref()).map(|d| d.name.clone());
    let title =
        [Some(words.board.title.to_owned()), name].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let mut chosen =
        vec![view_name(words, address.view).to_owned(), order_name(words, address.order).to_owned()];
    chosen.extend(Some(address.text).filter(|text| !text.trim().is_empty()));
    let heads =
        [w.code, w.protocol, w.subject, w.requester, w.assignee, w.priority, w.status, w.deadline, w.opened];
    let (mut parts, mut left) = (vec![], ROWS_MAX);
    for column in &board.columns {
        let cards = all(&query, column, left).await?;
        left -= cards.len().min(left);
        let column_name = column_name(words, &board, column);
        let rows = cards.iter().map(|card| row(words, &board, card)).collect();
        parts.push(Part { heading: format!("{column_name} ({})", cards.len()), rows });
    }
    Ok(sheet(title, chosen.join(" · "), &heads, parts, board.now))
}

/// The cards of a column, at most so many.
async fn all(query: &BoardQuery, column: &BoardColumn, most: usize) -> Result<Vec<Card>, AppError> {
    let (mut cards, mut next) = (column.cards.clone(), column.next.clone());
    while let Some(key) = next.filter(|_| cards.len() < most) {
        let page = load_column(query.clone(), column.id, None, From::After(key)).await?;
        // A card that moved meanwhile may come twice.
        cards.extend(page.cards);
        next = page.next;
    }
    let mut seen = std::collections::HashSet::new();
    cards.retain(|card| seen.insert(card.id()));
    Ok(cards)
}

fn column_name(words: &'static Words, board: &Board, column: &BoardColumn) -> String {
    board
        .rules
        .first_status(column.id)
        .map(|status| i18n::status(words, &board.rules, status.id))
        .unwrap_or_default()
}

/// What it is about, and its tags.
fn subject(board: &Board, card: &Card) -> String {
    let tags: Vec<&str> =
        board.rules.tags.on(&card.facts.tags).into_iter().map(|tag| tag.name.as_str()).collect();
    if tags.is_empty() { card.title.clone() } else { format!("{} [{}]", card.title, tags.join(", ")) }
}

fn row(words: &'static Words, board: &Board, card: &Card) -> Vec<String> {
    let who = [Some(card.contact.clone()), card.organization.clone()];
    let deadline =
        |at: Time| format!("{} · {}", i18n::sla_text(words, card.facts.sla.look(board.now)), absolute(at));
    vec![
        card.code(),
        card.number.to_string(),
        subject(board, card),
        who.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        card.assignee.as_ref().map_or_else(|| words.board.free.to_owned(), |person| person.name.clone()),
        i18n::priority(words, card.facts.priority).to_owned(),
        i18n::status(words, &board.rules, card.facts.status),
        card.facts.sla.due_at.map(deadline).unwrap_or_default(),
        absolute(card.facts.created_at),
    ]
}
