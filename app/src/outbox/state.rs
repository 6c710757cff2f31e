//! What waits in a tab, as screens see it.

use crate::i18n::{Words, fill};
use crate::ui::RwSignal;

/// A draft that was changed by an answer: its key, what it was, what it is.
pub(crate) type Mended = (String, String, String);

/// What waits in this tab, as screens see it.
#[derive(Clone, Copy)]
pub struct Outbox {
    /// How many changes wait for the connection, for the server, or for their person to sign in again; 0 while all
    /// goes its usual way.
    pub waiting: RwSignal<usize>,
    /// Rises when intents of an earlier visit are there, and when one of them is answered.
    pub(crate) news: RwSignal<u32>,
    /// Drafts that answers have changed in this tab, oldest first.
    pub(crate) drafts: RwSignal<Vec<Mended>>,
}

impl Outbox {
    /// Nothing waits yet.
    pub fn new() -> Self {
        Self { waiting: RwSignal::new(0), news: RwSignal::new(0), drafts: RwSignal::new(vec![]) }
    }
}

/// "3 alterações na fila".
pub fn queued(words: &'static Words, count: usize) -> String {
    counted(count, words.outbox.queued_one, words.outbox.queued_other)
}

/// "Sem conexão. 3 alterações serão enviadas ao reconectar."
pub fn said(words: &'static Words, count: usize) -> String {
    counted(count, words.outbox.said_one, words.outbox.said_other)
}

fn counted(count: usize, one: &'static str, other: &'static str) -> String {
    let number = count.to_string();
    fill(if count == 1 { one } else { other }, &[("count", &number)])
}

impl Default for Outbox {
    fn default() -> Self {
        Self::new()
    }
}
