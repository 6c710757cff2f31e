//! What was typed and not sent yet, kept by the browser per person, ticket and audience: it survives a refusal, a
//! reload and a lost session.

#[cfg(any(feature = "hydrate", test))]
use domain::{Change, Command, ticket::Talk};
use domain::{PersonId, TicketId};

/// For whom it is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// For the other side, too.
    Public,
    /// For the team alone.
    Internal,
}

/// The name under which a draft is kept. A person on a shared computer never meets another's draft.
pub(crate) fn key(person: PersonId, ticket: TicketId, audience: Audience) -> String {
    let audience = match audience {
        Audience::Public => "public",
        Audience::Internal => "internal",
    };
    format!("chama.draft.{person}.{ticket}.{audience}")
}

/// The draft, if there is one.
#[cfg(feature = "hydrate")]
pub(crate) fn load(key: &str) -> Option<String> {
    crate::ui::kept(key)
}

/// Keeps a draft; an empty one is let go. `false`: the browser keeps nothing, which people must know.
#[cfg(feature = "hydrate")]
pub(crate) fn save(key: &str, text: &str) -> bool {
    crate::ui::keep(key, text)
}

/// Drafts live in browsers.
#[cfg(not(feature = "hydrate"))]
pub(crate) fn load(_key: &str) -> Option<String> {
    None
}

/// Drafts live in browsers.
#[cfg(not(feature = "hydrate"))]
pub(crate) fn save(_key: &str, _text: &str) -> bool {
    true
}

/// An intent that carried a text is answered, and no box waited for it: the text goes out of its draft, or back into it
/// beside what has been typed since. Answers the draft's key, what it was, and what it is.
#[cfg(any(feature = "hydrate", test))]
pub(crate) fn mend(person: PersonId, command: &Command, done: bool) -> Option<(String, String, String)> {
    let Command::Change(ticket, Change::Talk(talk)) = command else { return None };
    let (audience, text) = match talk {
        Talk::Comment(text) => (Audience::Internal, text),
        Talk::Reply(reply) => (Audience::Public, &reply.text),
    };
    let key = key(person, *ticket, audience);
    let before = load(&key).unwrap_or_default();
    let after = mended(&before, text, done)?;
    // A browser that keeps nothing has brought nothing back either.
    save(&key, &after).then_some((key, before, after))
}

/// What becomes of a draft; `None`: it stays.
#[cfg(any(feature = "hydrate", test))]
fn mended(draft: &str, text: &str, done: bool) -> Option<String> {
    if done {
        (draft == text).then(String::new)
    } else if draft.contains(text) {
        None
    } else if draft.is_empty() {
        Some(text.to_owned())
    } else {
        Some(format!("{text}\n\n{draft}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_text_that_was_sent_leaves_its_draft_and_one_that_was_refused_comes_back() {
        assert_eq!(mended("Oi", "Oi", true).as_deref(), Some(""));
        assert_eq!(mended("Oi, e mais", "Oi", true), None, "what was typed since stays");
        assert_eq!(mended("Oi", "Oi", false), None, "it is still there");
        assert_eq!(mended("", "Oi", false).as_deref(), Some("Oi"));
        assert_eq!(mended("Outra", "Oi", false).as_deref(), Some("Oi\n\nOutra"), "nothing typed is lost");
    }

    #[test]
    fn r17_a_refused_comment_comes_back_to_the_comments_alone() {
        let (person, ticket) = (PersonId(Uuid::from_u128(1)), TicketId(Uuid::from_u128(2)));
        let (found, _, after) =
            mend(person, &Command::Change(ticket, Change::Talk(Talk::Comment("Segredo".into()))), false)
                .unwrap();
        assert_eq!(found, key(person, ticket, Audience::Internal));
        assert_eq!(after, "Segredo");
    }

    #[test]
    fn r17_a_comment_s_draft_never_turns_up_in_the_public_reply() {
        let (person, ticket) = (PersonId(Uuid::from_u128(1)), TicketId(Uuid::from_u128(2)));
        let public = key(person, ticket, Audience::Public);
        assert_ne!(public, key(person, ticket, Audience::Internal));
        assert_ne!(public, key(PersonId(Uuid::from_u128(3)), ticket, Audience::Public));
        assert_ne!(public, key(person, TicketId(Uuid::from_u128(4)), Audience::Public));
    }
}
