//! Carrying cards with mouse, pen or finger (`ux.md` 3): one path of pointer events.
//!
//! [`gesture`] decides whether a pointer carries, clicks or scrolls; [`geometry`] finds what lies under it. Both
//! are pure. `pointer` and `session` are the browser's part: what is heard, and what is shown. They write a few styles a
//! frame and read nothing of the page then.

#[cfg(feature = "hydrate")]
mod collapsed;
#[cfg(any(test, feature = "hydrate"))]
mod geometry;
#[cfg(any(test, feature = "hydrate"))]
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "tested without a browser: the pointer is missing")
)]
mod gesture;
mod hold;
#[cfg(feature = "hydrate")]
mod listening;
#[cfg(feature = "hydrate")]
mod meanwhile;
#[cfg(feature = "hydrate")]
mod pointer;
#[cfg(feature = "hydrate")]
mod scroll;
#[cfg(feature = "hydrate")]
mod session;

pub(super) use hold::Held;
#[cfg(feature = "hydrate")]
pub(super) use meanwhile::faces_came;
#[cfg(feature = "hydrate")]
use meanwhile::overtaken;
#[cfg(feature = "hydrate")]
pub(super) use pointer::{cancel, column_changed, is_dragging, listen};
#[cfg(feature = "hydrate")]
use pointer::{judge_again, under};
#[cfg(feature = "hydrate")]
pub(super) use scroll::scrolled;

/// Only browsers have a pointer.
#[cfg(not(feature = "hydrate"))]
mod nothing {
    use crate::board::state::{BoardState, CardList};

    pub(in crate::board) fn listen(_state: BoardState) {}
    pub(in crate::board) fn faces_came() {}
    pub(in crate::board) fn cancel() -> bool {
        false
    }
    pub(in crate::board) fn is_dragging() -> bool {
        false
    }
    pub(super) fn overtaken(_text: &str) {}
    pub(super) fn under() -> Option<usize> {
        None
    }
    pub(super) fn judge_again(_state: BoardState) {}
    pub(in crate::board) fn scrolled(_column: CardList, _top: f64) {}
    pub(in crate::board) fn column_changed(_column: CardList) {}
}
#[cfg(not(feature = "hydrate"))]
pub(super) use nothing::{cancel, column_changed, faces_came, is_dragging, listen, scrolled};
#[cfg(not(feature = "hydrate"))]
use nothing::{judge_again, overtaken, under};
