//! What is held back while cards are carried.

use super::state::BoardState;
use domain::feed::TeamFrame;
use domain::{ColumnId, Seq, TicketId};
use leptos::prelude::TimeoutHandle;

/// A frame that waits for the drop.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) frame: Box<TeamFrame>,
    pub(super) unread: bool,
    /// What this person did: no change to be told of.
    pub(super) own: bool,
}

impl Waiting {
    /// The column where its card is now; `None` where it is gone.
    pub(super) fn column(&self) -> Option<ColumnId> {
        self.frame.card.as_ref().map(|card| card.facts.column)
    }
}

/// How whoever carries a card is told what happens meanwhile: it comes with the part of the page that acts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hand {
    /// A ticket is not to be seen any more.
    pub(super) gone: fn(TicketId),
    /// Someone moved it: said on what is carried.
    pub(super) overtaken: fn(&str),
    /// The number of the list under what is carried.
    pub(super) under: fn() -> Option<usize>,
    /// What may be dropped where is judged again.
    pub(super) judge_again: fn(BoardState),
}

/// What is held while cards are carried.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    /// Which cards.
    pub(super) carried: Vec<TicketId>,
    /// The pointer drags them: no list is sorted anew.
    pub(super) frozen: bool,
    pub(super) frames: Vec<Waiting>,
    /// When what waits comes in.
    pub(super) timer: Option<TimeoutHandle>,
    /// Who carries.
    pub(super) hand: Option<Hand>,
    /// Someone moved a carried card meanwhile: which, and the version to name.
    pub(super) overtaken: Option<(TicketId, Seq)>,
}
