//! Where the board's page is, and how to go elsewhere on it.

use super::address::Address;
use super::dom;
use crate::location::{Location, location};
use crate::ticket::Landing;
use crate::ui::RwSignal;
use crate::ui::{Memo, memo};
use leptos::prelude::*;

/// Where the page is, and how to go elsewhere on it.
#[derive(Clone, Copy)]
pub(super) struct BoardLocation {
    /// What the address says.
    pub(super) address: Memo<Address>,
    location: Location,
    /// What of the panel takes the focus.
    pub(super) landing: RwSignal<Landing>,
    /// The palette is open: with so much typed already.
    pub(super) palette: RwSignal<Option<String>>,
}

/// Whether the address of a board names a ticket, too.
pub fn shows_panel(location: &Location) -> bool {
    untrack(|| Address::read(|key| location.word(key))).ticket.is_some()
}

impl BoardLocation {
    /// As the browser's address says now.
    pub(super) fn new() -> Self {
        let location = location();
        Self {
            address: memo(move || Address::read(|key| location.word(key))),
            location,
            landing: RwSignal::new(Landing::Heading),
            palette: RwSignal::new(None),
        }
    }

    /// The path before the query.
    pub(super) fn path(self) -> String {
        self.location.path()
    }

    /// The address with one thing changed, as a link.
    pub(super) fn link(self, change: impl FnOnce(&mut Address)) -> String {
        let mut address = self.address.get();
        change(&mut address);
        address.link(&self.path())
    }

    /// Goes there: `replace` leaves no step for the back button.
    pub(super) fn go(self, replace: bool, change: impl FnOnce(&mut Address)) {
        let mut address = self.address.get_untracked();
        change(&mut address);
        self.location.go(&address.link(&self.path()), replace);
    }

    /// Goes to a board: this page, where it is of the same one.
    pub(super) fn follow(self, href: &str) {
        if href.split('?').next() == Some(self.path().as_str()) {
            self.location.go(href, false);
        } else {
            // A browser that refuses to go stays here.
            window().location().assign(href).ok();
        }
    }

    /// Opens a ticket in the panel, which takes the focus.
    pub(super) fn open(self, code: String) {
        self.open_at(code, Landing::Heading);
    }

    /// Opens a ticket in the panel, with the focus there.
    pub(super) fn open_at(self, code: String, landing: Landing) {
        self.landing.set(landing);
        let other = self.address.with_untracked(|address| address.ticket.is_some());
        self.go(other, |address| address.ticket = Some(code));
    }

    /// The ticket in the panel.
    pub(super) fn opened(self) -> Option<String> {
        self.address.with_untracked(|address| address.ticket.clone())
    }

    /// Closes the panel; the focus goes back to the card.
    pub(super) fn close(self) {
        let Some(code) = self.opened() else { return };
        self.go(false, |address| address.ticket = None);
        dom::after_paint(move || dom::focus(&format!("[data-code=\"{code}\"]")));
    }
}
