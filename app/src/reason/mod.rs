//! Reasons: the question why a ticket is changed, and the page where an administrator says of which changes it is asked.

mod ask;
#[cfg(feature = "ssr")]
mod manage;

pub use ask::{AskWhy, ReasonField};
#[cfg(feature = "ssr")]
pub use manage::reasons_page;

use domain::reason::sets_reasons;

/// The path of the page where it is said of which changes the team tells why.
pub const REASONS_PAGE: &str = "/motivos";

/// Where that is said, for who may.
pub fn manage_link(actor: &domain::Actor) -> Option<&'static str> {
    sets_reasons(actor).then_some(REASONS_PAGE)
}
