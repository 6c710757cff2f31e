//! What this browser remembers of the board. One that keeps nothing forgets it with the page.

use crate::ui::{keep, kept};

const DIGEST: &str = "chama.digest";
const LIFT: &str = "chama.lift";
const COLLAPSED: &str = "chama.rails";

/// The columns that are folded: their ids with spaces between.
pub(super) fn collapsed() -> String {
    kept(COLLAPSED).unwrap_or_default()
}

/// Remembers the columns that are folded.
pub(super) fn keep_collapsed(collapsed: &str) {
    keep(COLLAPSED, collapsed);
}

/// Whether others' changes are told to a screen reader, in a digest.
pub(super) fn digest() -> bool {
    kept(DIGEST).is_some_and(|word| word == "on")
}

/// Switches the digest on or off.
pub(super) fn set_digest(on: bool) {
    keep(DIGEST, if on { "on" } else { "off" });
}

/// Whether the keys of a lifted card were explained.
#[cfg(feature = "hydrate")]
pub(super) fn knows_keyboard_drag() -> bool {
    kept(LIFT).is_some()
}

/// Remembers that they were.
pub(super) fn keep_keyboard_drag() {
    keep(LIFT, "known");
}
