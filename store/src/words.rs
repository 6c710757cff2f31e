//! How values stand in a column, and back.

use super::StoreError;
use domain::sla::{FaceState, Metric};
use domain::text::one_line;
use domain::time::from_millis;
use domain::{Category, Priority, Role, Time};

/// An instant from its milliseconds.
pub fn time(ms: i64) -> Result<Time, StoreError> {
    from_millis(ms).ok_or(StoreError::corrupt("a time outside of the calendar"))
}

/// The same where there may be none.
pub fn maybe_time(ms: Option<i64>) -> Result<Option<Time>, StoreError> {
    ms.map(time).transpose()
}

/// Milliseconds of an instant that may be none.
pub fn ms(at: Option<Time>) -> Option<i64> {
    at.map(|at| at.timestamp_millis())
}

/// A status's meaning.
pub fn category(word: &str) -> Result<Category, StoreError> {
    Category::read(word).ok_or(StoreError::corrupt("an unknown category"))
}

/// A priority.
pub fn priority(word: &str) -> Result<Priority, StoreError> {
    Priority::read(word).ok_or(StoreError::corrupt("an unknown priority"))
}

/// A role.
pub fn role(word: &str) -> Result<Role, StoreError> {
    Role::read(word).ok_or(StoreError::corrupt("an unknown role"))
}

/// What is measured.
pub fn metric(word: &str) -> Result<Metric, StoreError> {
    Metric::ALL.into_iter().find(|m| m.as_str() == word).ok_or(StoreError::corrupt("an unknown metric"))
}

/// What the clocks of a ticket do, as a word.
pub fn face_word(state: FaceState) -> &'static str {
    match state {
        FaceState::None => "none",
        FaceState::Running => "running",
        FaceState::Paused => "paused",
        FaceState::Met => "met",
    }
}

/// What the clocks of a ticket do.
pub fn face(word: &str) -> Result<FaceState, StoreError> {
    [FaceState::None, FaceState::Running, FaceState::Paused, FaceState::Met]
        .into_iter()
        .find(|s| face_word(*s) == word)
        .ok_or(StoreError::corrupt("an unknown state of the clocks"))
}

/// A one-line text as it is shown: rows from before the rule may hold what the rule takes out ([`one_line`]).
pub fn line(text: String) -> String {
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if plain { text } else { one_line(&text) }
}
