//! A place of the dock.

use super::action::Action;
use crate::ui::Glyph;

/// A place of the dock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DockItem {
    /// What it is called.
    pub(super) name: String,
    /// A person's face, with how much they have to do.
    pub(super) load: Option<String>,
    /// Its shape, where it is no person.
    pub(super) glyph: Option<Glyph>,
    /// The key that does the same, for the menu.
    pub(super) key: &'static str,
    /// What it does.
    pub(super) action: Action,
}

impl DockItem {
    /// Its name among the items: two people may be called alike.
    pub(super) fn key(&self) -> String {
        match &self.action {
            Action::Assign(Some(person)) => person.to_string(),
            _ => self.name.clone(),
        }
    }
}
