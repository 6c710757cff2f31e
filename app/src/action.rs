//! What is done to a ticket by one key and under one name wherever it is open: on the board and on its own page.

use crate::i18n::Words;
use crate::shell::KeyLine;

/// A key, and what it does.
#[derive(Clone, Copy)]
pub struct Key {
    /// As browsers name it; one that stands for several, or that is none, only as people read it.
    pub name: &'static str,
    /// What it does, in a list of keys.
    pub word: fn(&'static Words) -> &'static str,
}

impl Key {
    /// None at all.
    pub const NONE: Self = Self { name: "", word: |_| "" };

    /// Whether it is the one that was pressed, with or without shift.
    pub fn is(&self, pressed: &str) -> bool {
        !self.name.is_empty() && self.name.eq_ignore_ascii_case(pressed)
    }

    /// As a list of keys shows it.
    pub fn line(&self, words: &'static Words) -> KeyLine {
        let name = if self.name == " " { words.board.help_space } else { self.name };
        (name, (self.word)(words))
    }
}

/// Writes to the client.
pub const REPLY: Key = Key { name: "R", word: |w| w.board.keys_reply };
/// Writes to the team (R17).
pub const COMMENT: Key = Key { name: "N", word: |w| w.board.keys_comment };
/// Puts on a tag.
pub const TAGS: Key = Key { name: "T", word: |w| w.tag.title };
/// All that can be done, by its name.
pub const PALETTE: Key = Key { name: "Ctrl + K", word: |w| w.board.palette };
/// Takes back the last thing that was done.
pub const UNDO: Key = Key { name: "Ctrl + Z", word: |w| w.board.help_undo };
/// The keys.
pub const HELP: Key = Key { name: "?", word: |w| w.board.help_title };
