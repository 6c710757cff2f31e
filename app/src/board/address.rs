//! What the address says of the board: it holds every choice, so that a reload, a link and the back button keep it.

use crate::location::add_word;
use domain::board::{Filter, Order, Swimlanes, View};
use domain::desk::BoardQuery;
use domain::text::fold;

/// The word that names the ticket in the panel.
pub const TICKET: &str = "t";

/// How much a card shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Density {
    /// One line of title.
    Compact,
    /// As it is meant.
    #[default]
    Standard,
    /// With the last message.
    Wide,
}

impl Density {
    /// All densities, as the menu lists them.
    pub(super) const ALL: [Self; 3] = [Self::Compact, Self::Standard, Self::Wide];

    /// The word in the address.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Compact => "compacta",
            Self::Standard => "padrao",
            Self::Wide => "ampla",
        }
    }

    fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.as_str() == word)
    }

    /// The one after this, and the first after the last.
    pub(super) fn next(self) -> Self {
        match self {
            Self::Compact => Self::Standard,
            Self::Standard => Self::Wide,
            Self::Wide => Self::Compact,
        }
    }
}

/// The query of the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Address {
    /// The chip.
    pub(super) view: View,
    /// The order of the cards.
    pub(super) order: Order,
    /// The text filter, as it was typed.
    pub(super) text: String,
    /// How much a card shows.
    pub(super) density: Density,
    /// By what the board is divided.
    pub(super) lanes: Swimlanes,
    /// The code of the ticket in the panel.
    pub(super) ticket: Option<String>,
}

impl Address {
    /// Reads it; a word that is not known counts as not said.
    pub(super) fn read(word: impl Fn(&str) -> Option<String>) -> Self {
        let word = |key| word(key).unwrap_or_default();
        Self {
            view: View::read(&word("visao")).unwrap_or_default(),
            order: Order::read(&word("ordem")).unwrap_or_default(),
            text: word("q"),
            density: Density::read(&word("densidade")).unwrap_or_default(),
            lanes: Swimlanes::read(&word("raias")).unwrap_or_default(),
            ticket: domain::ids::read_code(&word(TICKET)),
        }
    }

    /// Writes it behind a path; what is usual is not said.
    pub(super) fn link(&self, path: &str) -> String {
        let usual = Self::default();
        let mut query = String::new();
        let mut say = |key: &str, word: &str| add_word(&mut query, key, word);
        if self.view != usual.view {
            say("visao", self.view.as_str());
        }
        if self.order != usual.order {
            say("ordem", self.order.as_str());
        }
        if !self.text.trim().is_empty() {
            say("q", &self.text);
        }
        if self.density != usual.density {
            say("densidade", self.density.as_str());
        }
        if self.lanes != usual.lanes {
            say("raias", self.lanes.as_str());
        }
        if let Some(code) = &self.ticket {
            say(TICKET, code);
        }
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// What is asked of the desk.
    pub(super) fn query(&self) -> BoardQuery {
        let filter = Filter { view: self.view, department: None, text: fold(self.text.trim()) };
        BoardQuery { filter, order: self.order, lanes: self.lanes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::word;

    #[test]
    fn the_address_holds_every_choice() {
        let address = Address {
            view: View::Late,
            order: Order::Manual,
            text: "ação & nota".into(),
            density: Density::Compact,
            lanes: Swimlanes::Agent,
            ticket: Some("A1B2C3D4".into()),
        };
        let link = address.link("/quadro/suporte");
        assert!(link.starts_with("/quadro/suporte?visao=atrasados&ordem=manual&q="), "{link}");
        assert!(!link.contains(' ') && link.matches('&').count() == 5, "{link}");
        let query = link.split_once('?').unwrap().1;
        let address_again = Address::read(|key| word(query, key));
        assert_eq!(address_again, address);
        assert_eq!(address.query().filter.text, "acao & nota");
    }

    #[test]
    fn what_is_usual_is_not_said() {
        assert_eq!(Address::default().link("/quadro"), "/quadro");
        assert_eq!(Address::read(|key| word("visao=x&ordem=&t=zz", key)), Address::default());
    }
}
