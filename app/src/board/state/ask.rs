//! What the board asks of the desk: counts, pages, and itself anew.

use super::{BoardState, CardList, Heard};
use crate::api;
use crate::board::layout;
use crate::board::window::Wanted;
use domain::board::{Filter, From, Top};
use domain::desk::BoardQuery;
use leptos::prelude::*;

/// Counts are asked for when nothing has changed for this long.
const COUNT_AFTER_MS: u64 = 300;
/// Cards that a list keeps loaded while it is scrolled on.
const LOADED_MOST: usize = 480;
/// Cards that a page may know and not show: another chip or text shows them at once.
const FORGET_FROM: usize = 4_000;
/// Pages read anew after a reset, per column: people who opened more keep their place.
const PAGES_KEPT: usize = 20;

/// What became of a page that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// Its cards are laid.
    Laid,
    /// Something else was asked for meanwhile, or there is no such page.
    TooLate,
    /// The desk did not answer.
    Not,
}

impl BoardState {
    /// Asks the desk for the counts, once the changes have ceased.
    pub(in crate::board) fn count_later(self) {
        if let Some(Some(earlier)) = self.tally.timer.try_update_value(Option::take) {
            earlier.clear();
        }
        let ask = move || {
            if !self.loader.is_there() {
                return;
            }
            let query = self.query.asked();
            let top = |list: &CardList| {
                Some(Top { column: list.id, lane: list.lane, key: list.first.get_untracked()? })
            };
            let tops: Vec<Top> = self.lists.all.get_value().iter().filter_map(top).collect();
            leptos::task::spawn_local(async move {
                // Without an answer the counts stay as they are: the next change asks again.
                if let Ok(summary) = api::load_summary(query.clone(), tops.clone()).await
                    && self.query.is_asked(&query)
                {
                    self.tally.counts.set(summary.counts);
                    for list in self.lists.all.get_value() {
                        let own = tops
                            .iter()
                            .zip(&summary.above)
                            .find(|(asked, _)| top(&list).as_ref() == Some(asked));
                        if let Some((_, above)) = own {
                            self.set_above(list, *above as usize);
                        }
                        self.draw(list);
                    }
                }
            });
        };
        if let Ok(timer) = set_timeout_with_handle(ask, std::time::Duration::from_millis(COUNT_AFTER_MS)) {
            self.tally.timer.set_value(Some(timer));
        }
    }

    /// Another chip, text or order: what is loaded answers at once, the desk completes it.
    pub(in crate::board) fn ask(self, query: BoardQuery) {
        let department = self.query.filter.with_untracked(|filter| filter.department);
        let query = BoardQuery { filter: Filter { department, ..query.filter }, ..query };
        if self.query.asked() == query {
            return;
        }
        self.query.filter.set(query.filter);
        self.query.order.set(query.order);
        if self.query.lanes.get_untracked() != query.lanes {
            self.lists.more_lanes.set(0);
            self.divide_loaded(query.lanes);
        }
        for column in self.lists.all.get_value() {
            column.next.set(None);
            column.first.set(None);
            column.above.set(0);
            column.fresh.set(0);
            column.failed.set(false);
            crate::board::dom::scroll_column(column.index, 0.0);
            column.pointed.set_value(false);
            column.focused.set_value(false);
        }
        self.lay();
        self.read_again(false);
    }

    /// Reads the board again; what is on the screen stays until the answer is there. `whole`: frames were missed.
    pub(in crate::board) fn read_again(self, whole: bool) {
        let round = self.loader.asked.get_value().wrapping_add(1);
        self.loader.asked.set_value(round);
        // How much of each column was loaded, and from where.
        let loaded: Vec<(usize, usize)> =
            self.lists.all.get_value().iter().map(|c| (c.above.get_untracked(), c.cards().len())).collect();
        leptos::task::spawn_local(async move {
            let answer = api::load_board(self.query.asked(), None).await;
            if self.loader.asked.try_get_value() != Some(round) {
                return;
            }
            self.loader.failed.set(answer.is_err());
            let Ok(board) = answer else { return };
            self.session.clock.read_at(board.now);
            if whole {
                self.session.feed.caught_up_to(board.seq);
            }
            self.take_board(board, whole);
            if whole {
                for (column, (above, loaded)) in self.lists.all.get_value().into_iter().zip(loaded) {
                    if above > 0 {
                        self.load_page(column, Wanted::At(above)).await;
                    } else {
                        self.load_until(column, loaded).await;
                    }
                }
            }
            self.settle();
        });
    }

    /// Loads as many cards as were loaded before.
    async fn load_until(self, column: CardList, cards: usize) {
        for _ in 0..PAGES_KEPT {
            let enough =
                column.rows.try_with_untracked(|rows| layout::cards(rows).len() >= cards).unwrap_or(true);
            if enough || self.load_page(column, Wanted::After).await != Came::Laid {
                return;
            }
        }
    }

    /// Loads a page of a column, and goes on as long as what is seen is not there.
    pub(in crate::board) fn load(self, column: CardList, wanted: Wanted) {
        if column.loading.get_value() {
            return;
        }
        column.loading.set_value(true);
        leptos::task::spawn_local(async move {
            let came = self.load_page(column, wanted).await;
            if !self.loader.is_there() {
                return;
            }
            column.failed.set(came == Came::Not);
            self.fill(column);
        });
    }

    /// "Tentar de novo".
    pub(in crate::board) fn load_again(self, column: CardList) {
        column.failed.set(false);
        self.fill(column);
    }

    /// Reads a page; what is seen of the column meanwhile asks for no other.
    pub(super) async fn load_page(self, column: CardList, wanted: Wanted) -> Came {
        let own = column.asked.try_get_value().unwrap_or_default().wrapping_add(1);
        column.asked.try_set_value(own);
        column.loading.try_set_value(true);
        let came = self.read_page(column, wanted, own).await;
        if column.asked.try_get_value() == Some(own) {
            column.loading.try_set_value(false);
        }
        came
    }

    async fn read_page(self, column: CardList, wanted: Wanted, own: u32) -> Came {
        let from = match wanted {
            Wanted::After => column.next.try_get_untracked().flatten().map(From::After),
            Wanted::Before => column.first.try_get_untracked().flatten().map(From::Before),
            Wanted::At(place) => Some(From::At(u32::try_from(place).unwrap_or(u32::MAX))),
        };
        let Some(from) = from else { return Came::TooLate };
        let query = self.query.asked();
        let answer = api::load_column(query.clone(), column.id, column.lane, from).await;
        // Another question was asked meanwhile: its own answer fills the column.
        if !self.query.is_asked(&query) || column.asked.try_get_value() != Some(own) {
            return Came::TooLate;
        }
        let Ok(page) = answer else { return Came::Not };
        let above = page.above as usize;
        match wanted {
            Wanted::After => column.next.set(page.next),
            Wanted::Before => column.first.set(page.prev),
            Wanted::At(_) => {
                column.first.set(page.prev);
                column.next.set(page.next);
            }
        }
        if wanted != Wanted::After {
            column.above_soon.set_value(Some(above));
        }
        for card in page.cards {
            self.put(card, Heard::Read);
        }
        self.settle();
        if self.let_go(column, wanted) {
            self.settle();
            self.forget_far();
        }
        Came::Laid
    }

    /// Lets go of the loaded cards that lie farthest from where a list grows, so that a long scroll does not fill the
    /// memory; they are read again when they are scrolled to. `false`: there are few, or one of them is in use.
    fn let_go(self, list: CardList, wanted: Wanted) -> bool {
        let cards = list.cards();
        let Some(many) = cards.len().checked_sub(LOADED_MOST).filter(|many| *many > 0) else { return false };
        let (gone, edge) = match wanted {
            Wanted::After => (&cards[..many], cards[many]),
            Wanted::Before => (&cards[LOADED_MOST..], cards[LOADED_MOST - 1]),
            Wanted::At(_) => return false,
        };
        let used = [self.in_use(), self.selection.chosen.get_untracked()].concat();
        let order = self.query.order.get_untracked();
        let Some(key) = self.cards.card(edge).map(|card| order.key(&card.facts)) else { return false };
        if gone.iter().any(|id| used.contains(id)) {
            return false;
        }
        if wanted == Wanted::After {
            list.first.set(Some(key));
            list.above_soon.set_value(Some(list.above.get_untracked() + many));
        } else {
            list.next.set(Some(key));
        }
        true
    }

    /// Forgets the cards that lie in no list, once they are many.
    fn forget_far(self) {
        let used = self.in_use();
        self.cards.all.update_value(|cards| {
            if cards.len() > FORGET_FROM {
                cards.retain(|entry| {
                    entry.laid.is_some() || entry.is_pending() || used.contains(&entry.truth.id())
                });
            }
        });
    }
}
