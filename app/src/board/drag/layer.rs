//! What a pointer's drag has put on the page, and the elements that it writes to.

use super::geometry::Area;
use super::gesture::Point;
use leptos::web_sys::{Element, HtmlElement};

/// A list on the page.
pub(super) struct ListOnPage {
    /// Its number.
    pub(super) number: usize,
    pub(super) section: Element,
    /// The part of it that scrolls.
    pub(super) scroller: Element,
    /// How often it was laid out when its cards were measured.
    pub(super) layouts: u32,
    /// How often it was looked at when its scroll was measured.
    pub(super) looks: u32,
}

/// Cards in the air.
pub(super) struct Layer {
    pub(super) root: Element,
    /// The copy of the card that follows the pointer.
    pub(super) copy: HtmlElement,
    pub(super) line: HtmlElement,
    pub(super) says: HtmlElement,
    /// Where the pointer holds the card.
    pub(super) grab: Point,
    pub(super) lists: Vec<ListOnPage>,
    /// The dock's items.
    pub(super) dock: Vec<Element>,
    /// The board, as it was measured.
    pub(super) board: Area,
}

impl Layer {
    /// The list with that number.
    pub(super) fn list(&self, number: usize) -> Option<&ListOnPage> {
        self.lists.iter().find(|list| list.number == number)
    }
}
