//! What is not yet as it should be. These lists only shrink: an entry that is no longer true fails as well.

/// Files that take from one another in a circle.
pub(super) const CIRCLES: &[&str] = &[];
/// Files with too many lines.
pub(super) const LINES: &[&str] = &[];
/// Structs with too many fields.
pub(super) const FIELDS: &[&str] = &[];
