//! What the board asks of the desk: counts, pages, and itself anew.

use super::{BoardState, Column};
use crate::api;
use crate::board::layout;
use domain::board::{Filter, From};
use domain::desk::BoardQuery;
use leptos::prelude::*;

/// Counts are asked for when nothing has changed for this long.
const COUNT_AFTER_MS: u64 = 300;
/// Pages read anew after a reset, per column: people who opened more keep their place.
const PAGES_KEPT: usize = 20;

impl BoardState {
    /// Asks the desk for the counts, once the changes have ceased.
    pub(super) fn count_later(self) {
        if let Some(Some(earlier)) = self.counting.try_update_value(Option::take) {
            earlier.clear();
        }
        let ask = move || {
            if !self.is_there() {
                return;
            }
            let query = self.query();
            leptos::task::spawn_local(async move {
                // Without an answer the counts stay as they are: the next change asks again.
                if let Ok(summary) = api::load_summary(query.clone(), vec![]).await
                    && self.is_asked(&query)
                {
                    self.counts.set(summary.counts);
                }
            });
        };
        if let Ok(timer) = set_timeout_with_handle(ask, std::time::Duration::from_millis(COUNT_AFTER_MS)) {
            self.counting.set_value(Some(timer));
        }
    }

    /// What is asked of the desk now.
    pub(in crate::board) fn query(self) -> BoardQuery {
        BoardQuery { filter: self.filter.get_untracked(), order: self.order.get_untracked() }
    }

    /// The board is still on the screen: an answer may come after it was left.
    pub(in crate::board) fn is_there(self) -> bool {
        self.asked.try_get_value().is_some()
    }

    /// Whether that is still what is asked. The board may be gone by now.
    fn is_asked(self, query: &BoardQuery) -> bool {
        self.filter.try_get_untracked().is_some_and(|filter| filter == query.filter)
            && self.order.try_get_untracked().is_some_and(|order| order == query.order)
    }

    /// Another chip, text or order: what is loaded answers at once, the desk completes it.
    pub(in crate::board) fn ask(self, query: BoardQuery) {
        let department = self.filter.with_untracked(|filter| filter.department);
        let filter = Filter { department, ..query.filter };
        if self.filter.with_untracked(|f| *f == filter) && self.order.get_untracked() == query.order {
            return;
        }
        self.filter.set(filter);
        self.order.set(query.order);
        for column in self.columns.get_value() {
            column.next.set(None);
            column.pointed.set_value(false);
            column.focused.set_value(false);
        }
        self.lay();
        self.read_again(false);
    }

    /// Reads the board again; what is on the screen stays until the answer is there. `whole`: frames were missed.
    pub(in crate::board) fn read_again(self, whole: bool) {
        let round = self.asked.get_value().wrapping_add(1);
        self.asked.set_value(round);
        let loaded: Vec<usize> =
            self.columns.get_value().iter().map(|c| layout::cards(&c.rows.get_untracked()).len()).collect();
        leptos::task::spawn_local(async move {
            let answer = api::load_board(self.query(), None).await;
            if self.asked.try_get_value() != Some(round) {
                return;
            }
            self.failed.set(answer.is_err());
            let Ok(board) = answer else { return };
            self.clock.read_at(board.now);
            if whole {
                self.feed.caught_up_to(board.seq);
            }
            self.take_board(board, whole);
            if whole {
                for (column, loaded) in self.columns.get_value().into_iter().zip(loaded) {
                    self.load_until(column, loaded).await;
                }
            }
            self.settle();
        });
    }

    async fn load_until(self, column: Column, cards: usize) {
        for _ in 0..PAGES_KEPT {
            let enough =
                column.rows.try_with_untracked(|rows| layout::cards(rows).len() >= cards).unwrap_or(true);
            if enough || !self.load_page(column).await {
                return;
            }
        }
    }

    /// "Mostrar mais".
    pub(in crate::board) fn load_more(self, column: Column) {
        if column.loading.get_untracked() {
            return;
        }
        column.loading.set(true);
        leptos::task::spawn_local(async move {
            let last = layout::cards(&column.rows.get_untracked()).last().copied();
            let came = self.load_page(column).await;
            column.loading.try_set(false);
            column.failed.try_set(!came);
            // The button may be gone: go on with the first new card.
            if came && let Some(cards) = column.rows.try_with_untracked(|rows| layout::cards(rows)) {
                let first = last.and_then(|last| layout::neighbour(&cards, last, 1));
                if let Some(first) = first {
                    self.current.set(Some(first));
                    crate::board::dom::focus_card_later(first);
                }
            }
        });
    }

    /// Reads the page after the last loaded card. `false`: it did not come.
    async fn load_page(self, column: Column) -> bool {
        let Some(Some(after)) = column.next.try_get_untracked() else { return false };
        let query = self.query();
        match api::load_column(query.clone(), column.id, From::After(after)).await {
            Ok(page) if self.is_asked(&query) => {
                column.next.set(page.next);
                for card in page.cards {
                    self.put(card, None);
                }
                self.settle();
                true
            }
            _ => false,
        }
    }
}
