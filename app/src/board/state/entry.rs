//! A card of the page: what the desk said of it, what is on its way, and what passes over it.

use crate::board::layout::Lying;
use crate::board::moves::{Note, Pending};
use domain::board::Card;
use leptos::prelude::*;
use std::time::Duration;

/// What is passing on a card. It lives here, because a card that changes column is mounted anew.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::board) struct Passing {
    /// Its move is on the way for more than 600 ms.
    pub(in crate::board) saving: bool,
    /// Said beside it until dismissed.
    pub(in crate::board) note: Option<Note>,
    /// It has just moved.
    pub(in crate::board) lit: bool,
    /// It lies where it was dropped until a reason is given.
    pub(in crate::board) provisional: bool,
}

/// One card of the page.
#[derive(Clone)]
pub(in crate::board) struct Entry {
    /// As the desk last said.
    pub(in crate::board) truth: Card,
    /// The move that is on the way.
    pub(in crate::board) pending: Option<Pending>,
    /// As it is shown: the truth with the pending move.
    pub(in crate::board) shown: ArcRwSignal<Card>,
    /// What is passing.
    pub(in crate::board) passing: ArcRwSignal<Passing>,
    /// Its place among the cards of its column, from 1.
    pub(in crate::board) position: ArcRwSignal<usize>,
    /// Where it lies now.
    pub(super) laid: Option<(usize, Lying)>,
    pub(super) search: String,
}

impl Entry {
    pub(super) fn new(card: Card) -> Self {
        Self {
            search: card.search_text(),
            shown: ArcRwSignal::new(card.clone()),
            truth: card,
            pending: None,
            passing: ArcRwSignal::new(Passing::default()),
            position: ArcRwSignal::new(0),
            laid: None,
        }
    }

    /// The move that was on the way is over: the card lies where the desk says.
    pub(in crate::board) fn give_up(&mut self) {
        self.pending = None;
        self.laid = None;
        self.show();
    }

    /// Shows the truth, and over it the move that is on the way.
    pub(in crate::board) fn show(&mut self) {
        let mut card = self.truth.clone();
        if let Some(pending) = &self.pending {
            pending.lay_over(&mut card);
        }
        if self.shown.with_untracked(|shown| *shown != card) {
            self.shown.set(card);
        }
    }
}

/// Lights a card up for the length of the animation (700 ms; 2 s as an outline under reduced motion).
pub(in crate::board) fn light(passing: &ArcRwSignal<Passing>) {
    passing.update(|passing| passing.lit = true);
    let passing = passing.clone();
    set_timeout(move || passing.update(|passing| passing.lit = false), Duration::from_secs(2));
}
