//! Carrying cards, by mouse, pen, finger or keys (`ux.md` 3): one machine.
//!
//! [`machine`] decides what becomes of what is heard; [`geometry`] finds what lies under a pointer, in the [`world`] as it
//! was measured. They are pure. What is heard (`pointer`, `keys`), measured (`measure`), done (`driver`) and drawn
//! (`overlay`) is the browser's part: a frame writes a few styles and reads nothing of the page.

#[cfg(feature = "hydrate")]
mod collapsed;
#[cfg(feature = "hydrate")]
mod current;
#[cfg(feature = "hydrate")]
mod driver;
#[cfg(any(test, feature = "hydrate"))]
mod geometry;
#[cfg(any(test, feature = "hydrate"))]
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "tested without a browser: the driver is missing")
)]
mod gesture;
mod hold;
#[cfg(feature = "hydrate")]
mod keys;
#[cfg(feature = "hydrate")]
mod layer;
#[cfg(feature = "hydrate")]
mod listening;
#[cfg(any(test, feature = "hydrate"))]
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "tested without a browser: the driver is missing")
)]
mod machine;
#[cfg(feature = "hydrate")]
mod meanwhile;
#[cfg(feature = "hydrate")]
mod measure;
#[cfg(feature = "hydrate")]
mod overlay;
#[cfg(feature = "hydrate")]
mod pointer;
#[cfg(any(test, feature = "hydrate"))]
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "tested without a browser: the driver is missing")
)]
mod world;

#[cfg(feature = "hydrate")]
pub(super) use keys::key;
#[cfg(feature = "hydrate")]
pub(super) use meanwhile::faces_came;
#[cfg(feature = "hydrate")]
pub(super) use pointer::listen;

/// Only browsers have a pointer and keys.
#[cfg(not(feature = "hydrate"))]
mod nothing {
    use crate::board::keyboard_drag::Key;
    use crate::board::state::BoardState;

    pub(in crate::board) fn listen(_state: BoardState) {}
    pub(in crate::board) fn faces_came() {}
    pub(in crate::board) fn key(_state: BoardState, _key: Key) -> bool {
        false
    }
}
#[cfg(not(feature = "hydrate"))]
pub(super) use nothing::{faces_came, key, listen};
