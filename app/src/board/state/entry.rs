//! A card of the page: what the desk said of it, what is on its way, and what passes over it.

use crate::board::layout::Lying;
use crate::board::move_intent::MoveIntent;
use crate::board::pending::Pending;
use domain::board::Card;
use domain::rules::BoardRules;
use domain::{OpId, Seq};
use leptos::prelude::*;
use std::time::Duration;

/// What is said beside a card until it is dismissed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::board) struct Note {
    /// The sentence.
    pub(in crate::board) text: String,
    /// "Mover mesmo assim".
    pub(in crate::board) again: Option<MoveIntent>,
}

/// What is transient on a card. It lives here, because a card that changes column is mounted anew.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::board) struct Transient {
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
    /// What is on its way, in the order in which it was asked for.
    pending: Vec<Pending>,
    /// As it is shown: the truth, and over it what is on its way.
    pub(in crate::board) shown: ArcRwSignal<Card>,
    /// What is transient.
    pub(in crate::board) transient: ArcRwSignal<Transient>,
    /// Its place among the cards of its column, from 1.
    pub(in crate::board) position: ArcRwSignal<usize>,
    /// Who changed it last while this page looked.
    pub(in crate::board) changed_by: Option<String>,
    /// By which rules it is shown.
    rules: StoredValue<BoardRules>,
    /// Where it lies now.
    pub(super) laid: Option<(usize, Lying)>,
    pub(super) search: String,
}

impl Entry {
    pub(super) fn new(card: Card, search: String, rules: StoredValue<BoardRules>) -> Self {
        Self {
            search,
            shown: ArcRwSignal::new(card.clone()),
            truth: card,
            pending: vec![],
            transient: ArcRwSignal::new(Transient::default()),
            position: ArcRwSignal::new(0),
            changed_by: None,
            rules,
            laid: None,
        }
    }

    /// Shows a change before the desk has answered.
    pub(in crate::board) fn expect(&mut self, pending: Pending) {
        self.pending.push(pending);
        self.show();
    }

    /// Whether the desk has yet to answer that change.
    pub(in crate::board) fn awaits(&self, op: OpId) -> bool {
        self.pending.iter().any(|pending| pending.op == op && pending.done.is_none())
    }

    /// The last version of it that this page has seen: that of the truth, or of an own change that the desk has made and
    /// whose frame is still to come.
    pub(in crate::board) fn version(&self) -> Seq {
        self.pending.iter().filter_map(|pending| pending.done).fold(self.truth.facts.seq, Seq::max)
    }

    /// Whether anything is on its way.
    pub(super) fn is_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Whether anything is on its way that a state as of `seq` does not include.
    pub(super) fn is_pending_after(&self, seq: Seq) -> bool {
        self.pending.iter().any(|pending| !pending.is_in(seq, None))
    }

    /// Whether a move is on its way.
    pub(super) fn is_moving(&self) -> bool {
        self.pending.iter().any(Pending::moves)
    }

    /// The desk has made that change with this command: the frame that shows it came before the answer, or is still to
    /// come.
    pub(in crate::board) fn done(&mut self, op: OpId, seq: Seq) {
        if let Some(pending) = self.pending.iter_mut().find(|pending| pending.op == op) {
            pending.done = Some(seq);
        }
        self.settle(None);
        self.show();
    }

    /// Lets go of what the truth includes. Whether that was a change of this page.
    pub(super) fn settle(&mut self, op: Option<OpId>) -> bool {
        let seq = self.truth.facts.seq;
        let gone: Vec<Pending> = self.pending.extract_if(.., |pending| pending.is_in(seq, op)).collect();
        if gone.iter().any(Pending::moves) {
            // Also in a column in use it goes to its true place now.
            self.laid = None;
        }
        !gone.is_empty()
    }

    /// A change came to nothing: the card lies where the desk says.
    pub(in crate::board) fn give_up(&mut self, op: OpId) {
        let before = self.pending.len();
        self.pending.retain(|pending| pending.op != op);
        if self.pending.len() < before {
            self.laid = None;
            self.show();
        }
    }

    /// Shows the truth, and over it what is on its way.
    pub(in crate::board) fn show(&mut self) {
        let mut card = self.truth.clone();
        if self.is_pending() {
            self.rules.with_value(|rules| {
                for pending in &self.pending {
                    pending.lay_over(&mut card, rules);
                }
            });
        }
        if self.shown.with_untracked(|shown| *shown != card) {
            self.shown.set(card);
        }
    }
}

/// Lights a card up for the length of the animation (700 ms; 2 s as an outline under reduced motion).
pub(in crate::board) fn light(transient: &ArcRwSignal<Transient>) {
    transient.update(|transient| transient.lit = true);
    let transient = transient.clone();
    set_timeout(move || transient.update(|transient| transient.lit = false), Duration::from_secs(2));
}
