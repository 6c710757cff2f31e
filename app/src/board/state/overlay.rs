//! What is open above the board.

use crate::board::action::Intent;
use crate::board::dom::Corners;
use crate::board::request::Request;
use crate::board::state::CardList;
use crate::ui::RwSignal;
use domain::{OpId, TicketId};
use leptos::prelude::AnyView;

/// Draws it for a column, in the popover of that id; the number changes when that is opened or closed.
pub(in crate::board) type LimitForm = fn(CardList, String, RwSignal<u32>) -> AnyView;

/// What is open above the board.
#[derive(Clone, Copy)]
pub(in crate::board) struct Overlay {
    /// The open menu: of which card, and where on the screen.
    pub(in crate::board) menu: RwSignal<Option<(TicketId, Corners)>>,
    /// The card of the open dialog "Mover para…".
    pub(in crate::board) dialog: RwSignal<Option<TicketId>>,
    /// What cards and columns ask for by their own buttons.
    pub(in crate::board) requests: RwSignal<Vec<Request>>,
    /// How the form of a column's limit is drawn, once the part is there that acts.
    pub(in crate::board) limit_form: RwSignal<Option<LimitForm>>,
    /// Changes that wait for their reason.
    pub(in crate::board) unexplained: RwSignal<Option<Vec<(OpId, Intent)>>>,
    /// The keys of the lifted card are being explained.
    pub(in crate::board) explains: RwSignal<bool>,
    /// The list of the keys is open.
    pub(in crate::board) help: RwSignal<bool>,
}

impl Overlay {
    /// Nothing is.
    pub(super) fn new() -> Self {
        Self {
            menu: RwSignal::new(None),
            dialog: RwSignal::new(None),
            requests: RwSignal::new(vec![]),
            limit_form: RwSignal::new(None),
            unexplained: RwSignal::new(None),
            explains: RwSignal::new(false),
            help: RwSignal::new(false),
        }
    }
}
