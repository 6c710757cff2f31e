//! What was typed and not sent yet, kept by the browser per person, ticket and mode: it survives a refusal, a
//! reload and a lost session.

use super::composer::Mode;
use domain::{PersonId, TicketId};

/// The name under which a draft is kept. A person on a shared computer never meets another's draft.
pub(super) fn key(person: PersonId, ticket: TicketId, mode: Mode) -> String {
    let mode = match mode {
        Mode::Public | Mode::Client => "public",
        Mode::Internal => "internal",
    };
    format!("chama.draft.{person}.{ticket}.{mode}")
}

#[cfg(feature = "hydrate")]
fn storage() -> Option<web_sys::Storage> {
    leptos::prelude::window().local_storage().ok().flatten()
}

/// The draft, if there is one.
#[cfg(feature = "hydrate")]
pub(super) fn load(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten().filter(|text| !text.is_empty())
}

/// Keeps a draft; an empty one is let go. `false`: the browser keeps nothing, which people must know.
#[cfg(feature = "hydrate")]
pub(super) fn save(key: &str, text: &str) -> bool {
    let Some(storage) = storage() else { return false };
    let done = if text.is_empty() { storage.remove_item(key) } else { storage.set_item(key, text) };
    done.is_ok()
}

/// Drafts live in browsers.
#[cfg(not(feature = "hydrate"))]
pub(super) fn load(_key: &str) -> Option<String> {
    None
}

/// Drafts live in browsers.
#[cfg(not(feature = "hydrate"))]
pub(super) fn save(_key: &str, _text: &str) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn r17_a_comment_s_draft_never_turns_up_in_the_public_reply() {
        let (person, ticket) = (PersonId(Uuid::from_u128(1)), TicketId(Uuid::from_u128(2)));
        let public = key(person, ticket, Mode::Public);
        assert_ne!(public, key(person, ticket, Mode::Internal));
        assert_ne!(public, key(PersonId(Uuid::from_u128(3)), ticket, Mode::Public));
        assert_ne!(public, key(person, TicketId(Uuid::from_u128(4)), Mode::Public));
    }
}
