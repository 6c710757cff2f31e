//! What this person did in this tab: each may be taken back as long as nobody has changed it since (`ux.md` 2.1). The
//! list outlives the note that told of it, the page and a reload; it goes with the tab.

use crate::ui::{keep_in_tab, kept_in_tab};
use domain::{Change, PersonId, Seq, TicketId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Actions that are remembered (`ux.md` 2.1).
const REMEMBERED: usize = 50;

/// How a thing is taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    /// Of which ticket.
    pub ticket: TicketId,
    /// By this change. A move names the version that it takes back.
    pub change: Change,
    /// Otherwise what it takes back, and which change that was: a later one by somebody else is not overwritten.
    pub of: Option<(Change, Seq)>,
    /// It is a part of that change alone, which is taken back by `change`, and not the whole.
    #[serde(default)]
    pub part: bool,
}

/// What a person did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoEntry {
    /// Its number.
    pub id: u32,
    /// What was done.
    pub text: String,
    /// How to take it back; nothing where that was done.
    back: Vec<Undo>,
}

/// What was done in this tab.
#[derive(Clone, Copy)]
pub struct UndoHistory {
    list: StoredValue<Vec<UndoEntry>>,
    /// Who did it: another person in the same tab has a list of their own.
    person: StoredValue<Option<PersonId>>,
}

impl UndoHistory {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { list: StoredValue::new(vec![]), person: StoredValue::new(None) }
    }

    /// Takes up what that person did in this tab.
    pub fn take_up(self, person: PersonId) {
        if self.person.get_value() == Some(person) {
            return;
        }
        self.person.set_value(Some(person));
        // A list of another version of this program is let go of.
        let list = kept_in_tab(&name(person)).and_then(|kept| crate::api::read(&kept).ok());
        self.list.set_value(list.unwrap_or_default());
    }

    /// Remembers what was done; its number is the answer.
    pub fn add(self, text: String, back: Vec<Undo>) -> u32 {
        let id = self.list.with_value(|list| list.last().map_or(0, |last| last.id + 1));
        self.list.update_value(|list| {
            list.push(UndoEntry { id, text, back });
            let excess = list.len().saturating_sub(REMEMBERED);
            list.drain(..excess);
        });
        self.keep();
        id
    }

    /// How to take that back: once.
    pub fn take(self, id: u32) -> Vec<Undo> {
        let back = self.list.try_update_value(|list| {
            list.iter_mut().find(|entry| entry.id == id).map(|entry| std::mem::take(&mut entry.back))
        });
        self.keep();
        back.flatten().unwrap_or_default()
    }

    /// The last thing that can be taken back.
    pub fn last(self) -> Option<u32> {
        self.list
            .with_value(|list| list.iter().rev().find(|entry| !entry.back.is_empty()).map(|entry| entry.id))
    }

    /// What can be taken back, the last thing first.
    pub fn all(self) -> Vec<UndoEntry> {
        self.list
            .with_value(|list| list.iter().rev().filter(|entry| !entry.back.is_empty()).cloned().collect())
    }

    /// A browser that keeps nothing forgets it with the page.
    fn keep(self) {
        if let Some(person) = self.person.get_value() {
            let list = self.list.with_value(|list| serde_json::to_string(list).unwrap_or_default());
            keep_in_tab(&name(person), &list);
        }
    }
}

impl Default for UndoHistory {
    fn default() -> Self {
        Self::new()
    }
}

fn name(person: PersonId) -> String {
    format!("chama.past.{person}")
}
