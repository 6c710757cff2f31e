//! People's text: how it is compared, how it is kept in one line, and how it stays in its place among other words.

mod compare;
mod line;

pub use compare::{fold, key};
pub use line::{isolated, one_line, visible};
