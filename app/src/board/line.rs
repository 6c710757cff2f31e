//! A line of what can be done to cards: of the menu, the dock, the bar of the chosen cards, the palette.

use super::action::Action;
use super::move_intent::MoveIntent;
use crate::ticket::Landing;
use crate::ui::Glyph;
use domain::Change;

/// What happens to the card that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Does {
    /// The panel shows it, with the focus there.
    Open(Landing),
    /// The panel shows it, or closes where it does already; the focus stays.
    Peek,
    /// It is lifted by the keyboard.
    Lift,
    /// "Mover para…" opens.
    Dialog,
    /// It is moved.
    Move(MoveIntent),
    /// It goes so many places down in the manual order.
    Shift(isize),
    /// It is chosen, or let go.
    Choose,
    /// The palette opens with so much typed.
    Ask(String),
    /// A change of it.
    Do(Action),
    /// The same change of all chosen cards, where it is one of them.
    DoToAll(Action),
}

/// A line of what can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// What it is called.
    pub(super) name: String,
    /// What it does.
    pub(super) does: Does,
    /// How much a person has to do, where it is one.
    pub(super) load: Option<u32>,
    /// Why it cannot be done.
    pub(super) refusal: Option<String>,
    /// Its shape in the dock, where it is no person.
    pub(super) glyph: Option<Glyph>,
    /// The key that does the same.
    pub(super) key: &'static str,
}

impl Line {
    pub(super) fn new(name: impl Into<String>, does: Does) -> Self {
        Self { name: name.into(), does, load: None, refusal: None, glyph: None, key: "" }
    }

    /// Its name among the items of the dock: two people may be called alike.
    pub(super) fn id(&self) -> String {
        match &self.does {
            Does::Do(Action::Do(Change::Assign(Some(person)))) => person.to_string(),
            _ => self.name.clone(),
        }
    }
}
