//! The cards that were read, each with its signals.

use super::card_map::CardMap;
use super::{CardList, Entry};
use domain::TicketId;
use domain::board::Card;
use domain::text::isolated;
use leptos::prelude::*;

/// The cards that were read.
#[derive(Clone, Copy)]
pub(in crate::board) struct Cards {
    /// All of them, also those that lie in no list.
    pub(in crate::board) all: StoredValue<CardMap>,
    /// What others changed since that was told last, for who asks to be told.
    pub(in crate::board) changed: StoredValue<Vec<TicketId>>,
}

impl Cards {
    /// None yet.
    pub(super) fn new() -> Self {
        Self { all: StoredValue::new(CardMap::default()), changed: StoredValue::new(vec![]) }
    }

    /// The card behind an id: its signals.
    pub(in crate::board) fn entry(self, id: TicketId) -> Option<Entry> {
        self.all.with_value(|cards| cards.get(id).cloned())
    }

    /// A card as it is shown.
    pub(in crate::board) fn card(self, id: TicketId) -> Option<Card> {
        self.all.with_value(|cards| cards.get(id).map(|entry| entry.shown.get_untracked()))
    }

    /// The cards that the text of the list names, for menus.
    pub(in crate::board) fn titles(self, ids: &[TicketId]) -> Vec<(TicketId, String)> {
        self.all.with_value(|cards| {
            let title = |id: &TicketId| {
                cards.get(*id).map(|e| {
                    (*id, e.shown.with_untracked(|c| format!("{} {}", c.code(), isolated(&c.title))))
                })
            };
            ids.iter().filter_map(title).collect()
        })
    }

    /// Code and title of loaded cards whose searchable text fits.
    pub(in crate::board) fn search(self, fits: &dyn Fn(&str) -> bool, most: usize) -> Vec<(String, String)> {
        self.all.with_value(|cards| {
            let found = cards.values().filter(|entry| fits(&entry.search)).take(most);
            found.map(|entry| entry.shown.with_untracked(|card| (card.code(), card.title.clone()))).collect()
        })
    }

    /// The card with that code, if it is loaded.
    pub(in crate::board) fn by_code(self, code: &str) -> Option<TicketId> {
        self.all.with_value(|cards| cards.keys().find(|id| id.code() == code))
    }

    /// Changes what is known of a card.
    pub(in crate::board) fn with_entry<T>(
        self,
        id: TicketId,
        change: impl FnOnce(&mut Entry) -> T,
    ) -> Option<T> {
        self.all.try_update_value(|cards| cards.get_mut(id).map(change)).flatten()
    }

    /// Tells the cards of a column their places.
    pub(in crate::board) fn number(self, column: CardList) {
        let above = column.above.get_untracked();
        self.all.with_value(|cards| {
            for (at, id) in column.cards().into_iter().enumerate() {
                let place = above + at + 1;
                if let Some(entry) = cards.get(id)
                    && entry.position.get_untracked() != place
                {
                    entry.position.set(place);
                }
            }
        });
    }
}
