//! Carrying cards with mouse, pen or finger (`ux.md` 3): one path of pointer events.
//!
//! [`gesture`] decides whether a pointer carries, clicks or scrolls; [`geometry`] finds what lies under it. Both
//! are pure. What is heard (`pointer`), measured (`measure`) and shown (`overlay`) is the browser's part: a frame writes a
//! few styles and reads nothing of the page.

#[cfg(feature = "hydrate")]
mod collapsed;
#[cfg(feature = "hydrate")]
mod current;
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
#[cfg(test)]
#[expect(dead_code, reason = "the driver is still missing")]
mod machine;
#[cfg(feature = "hydrate")]
mod meanwhile;
#[cfg(feature = "hydrate")]
mod measure;
#[cfg(feature = "hydrate")]
mod overlay;
#[cfg(feature = "hydrate")]
mod pointer;
#[cfg(feature = "hydrate")]
mod scroll;
#[cfg(feature = "hydrate")]
mod session;
#[cfg(test)]
#[expect(dead_code, reason = "the driver is still missing")]
mod world;

#[cfg(feature = "hydrate")]
pub(super) use meanwhile::faces_came;
#[cfg(feature = "hydrate")]
pub(super) use pointer::{cancel, listen};

/// Only browsers have a pointer.
#[cfg(not(feature = "hydrate"))]
mod nothing {
    use crate::board::state::BoardState;

    pub(in crate::board) fn listen(_state: BoardState) {}
    pub(in crate::board) fn faces_came() {}
    pub(in crate::board) fn cancel() -> bool {
        false
    }
}
#[cfg(not(feature = "hydrate"))]
pub(super) use nothing::{cancel, faces_came, listen};
