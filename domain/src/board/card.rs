//! What a board shows of a ticket.

use crate::ids::TicketId;
use crate::tag::Tags;
use crate::text::fold;
use crate::ticket::{Facts, PersonRef};
use serde::{Deserialize, Serialize};

/// A ticket as the people who serve see it on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// What filters, order and rules look at.
    pub facts: Facts,
    /// The account's sequence, the protocol.
    pub number: i64,
    /// What it is about.
    pub title: String,
    /// Who asked.
    pub contact: String,
    /// Their organization, or the company the contact named.
    pub organization: Option<String>,
    /// Who is responsible.
    pub assignee: Option<PersonRef>,
    /// Public messages, the description not counted.
    pub messages: i32,
    /// Internal comments.
    pub comments: i32,
    /// The beginning of the last public message, for the widest density.
    pub last_line: Option<String>,
    /// Something happened that this viewer has not read.
    pub unread: bool,
}

impl Card {
    /// Which ticket.
    pub fn id(&self) -> TicketId {
        self.facts.id
    }

    /// The eight-character identifier (R11).
    pub fn code(&self) -> String {
        self.facts.id.code()
    }

    /// What the text filter looks into.
    pub fn search_text(&self, tags: &Tags) -> String {
        let own =
            search_text(self.facts.id, self.number, &self.title, &self.contact, self.organization.as_deref());
        with_tags(&own, &tags.words(&self.facts.tags))
    }
}

/// What the text filter looks into: code, number, title, contact, organization.
pub fn search_text(
    id: TicketId,
    number: i64,
    title: &str,
    contact: &str,
    organization: Option<&str>,
) -> String {
    fold(&format!("{} {number} {title} {contact} {}", id.code(), organization.unwrap_or_default()))
}

/// Between what people wrote and the words of the tags: nobody types it.
const BEFORE_TAGS: char = '\u{1f}';

/// Such a text with the words of a ticket's tags, in place of those that it has.
pub fn with_tags(text: &str, words: &str) -> String {
    let own = text.split(BEFORE_TAGS).next().unwrap_or_default();
    let mut text = own.to_owned();
    text.push(BEFORE_TAGS);
    text.push_str(words);
    text
}
