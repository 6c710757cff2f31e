//! What is typed into the text filter: words, and conditions such as `status:novo prioridade:alta atendente:eu
//! atrasado` (`ux.md` 2.3), in any of the three languages. The index and the browser read them alike.

use crate::ids::PersonId;
use crate::status::{Category, Priority};
use crate::ticket::Facts;
use crate::time::Time;

/// A word of the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed<'a> {
    /// The ticket's text contains it.
    Text(&'a str),
    /// The ticket is like that.
    Is(Condition),
    /// Either of both: a word that may mean a condition.
    Either(&'a str, Condition),
    /// The beginning of a condition, as long as it is being typed: hides nothing.
    Begun,
}

/// What a ticket may be like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Its status is of that category.
    Category(Category),
    /// Its priority.
    Priority(Priority),
    /// I am the responsible (R64).
    Mine,
    /// Nobody is.
    Free,
    /// A running promise is overdue (R67).
    Late,
}

/// A key of conditions, by its name in each language.
#[derive(Clone, Copy)]
enum Key {
    Status,
    Priority,
    Agent,
}

const KEYS: [(&str, Key); 9] = [
    ("status", Key::Status),
    ("estado", Key::Status),
    ("prioridade", Key::Priority),
    ("priority", Key::Priority),
    ("prioridad", Key::Priority),
    ("atendente", Key::Agent),
    ("agent", Key::Agent),
    ("agente", Key::Agent),
    ("responsavel", Key::Agent),
];

/// As `ux.md` 2.0 names the statuses, without accents; a beginning is enough.
const CATEGORIES: [(&str, Category); 26] = [
    ("novo", Category::New),
    ("new", Category::New),
    ("nuevo", Category::New),
    ("andamento", Category::Active),
    ("em-andamento", Category::Active),
    ("in-progress", Category::Active),
    ("progress", Category::Active),
    ("en-curso", Category::Active),
    ("curso", Category::Active),
    ("pendente", Category::WaitingCustomer),
    ("pending", Category::WaitingCustomer),
    ("pendiente", Category::WaitingCustomer),
    ("espera", Category::WaitingThirdParty),
    ("em-espera", Category::WaitingThirdParty),
    ("on-hold", Category::WaitingThirdParty),
    ("aprovacao", Category::AwaitingApproval),
    ("approval", Category::AwaitingApproval),
    ("aprobacion", Category::AwaitingApproval),
    ("avaliacao", Category::AwaitingRating),
    ("rating", Category::AwaitingRating),
    ("evaluacion", Category::AwaitingRating),
    ("resolvido", Category::Done),
    ("resolved", Category::Done),
    ("resuelto", Category::Done),
    ("concluido", Category::Done),
    ("cancel", Category::Cancelled),
];

const PRIORITIES: [(&str, Priority); 9] = [
    ("baixa", Priority::Low),
    ("low", Priority::Low),
    ("baja", Priority::Low),
    ("media", Priority::Medium),
    ("medium", Priority::Medium),
    ("alta", Priority::High),
    ("high", Priority::High),
    ("urgente", Priority::Urgent),
    ("urgent", Priority::Urgent),
];

const AGENTS: [(&str, Condition); 9] = [
    ("eu", Condition::Mine),
    ("me", Condition::Mine),
    ("yo", Condition::Mine),
    ("livre", Condition::Free),
    ("ninguem", Condition::Free),
    ("free", Condition::Free),
    ("nobody", Condition::Free),
    ("libre", Condition::Free),
    ("nadie", Condition::Free),
];

const LATE: [&str; 7] = ["atrasado", "atrasada", "atrasados", "late", "overdue", "retrasado", "vencido"];

fn find<T: Copy>(all: &[(&str, T)], fits: impl Fn(&str) -> bool) -> Option<T> {
    all.iter().find(|(name, _)| fits(name)).map(|(_, found)| *found)
}

impl<'a> Typed<'a> {
    /// A word without accents, in lower case.
    pub fn read(word: &'a str) -> Self {
        if LATE.contains(&word) {
            return Self::Either(word, Condition::Late);
        }
        let key =
            word.split_once(':').and_then(|(key, value)| Some((find(&KEYS, |name| name == key)?, value)));
        let Some((key, value)) = key else { return Self::Text(word) };
        if value.is_empty() {
            return Self::Begun;
        }
        let begins = |name: &str| name.starts_with(value);
        let condition = match key {
            Key::Status => find(&CATEGORIES, begins).map(Condition::Category),
            Key::Priority => find(&PRIORITIES, begins).map(Condition::Priority),
            Key::Agent => find(&AGENTS, begins),
        };
        condition.map_or(Self::Text(word), Self::Is)
    }

    /// All words of a filter.
    pub fn all(text: &'a str) -> impl Iterator<Item = Self> {
        text.split_whitespace().map(Self::read)
    }

    /// Whether a ticket is shown: `text` is its searchable text, asked for only where it decides.
    pub fn shows(self, is: impl FnOnce(Condition) -> bool, text: impl FnOnce() -> bool) -> bool {
        match self {
            Self::Text(_) => text(),
            Self::Is(condition) => is(condition),
            Self::Either(_, condition) => is(condition) || text(),
            Self::Begun => true,
        }
    }

    /// What the ticket's text has to contain, where that decides.
    pub fn text(self) -> &'a str {
        match self {
            Self::Text(word) | Self::Either(word, _) => word,
            Self::Is(_) | Self::Begun => "",
        }
    }
}

impl Condition {
    /// Whether a ticket is like that for `me` at `now`.
    pub fn holds(self, facts: &Facts, me: PersonId, now: Time) -> bool {
        match self {
            Self::Category(category) => facts.category == category,
            Self::Priority(priority) => facts.priority == priority,
            Self::Mine => facts.audience.assignee == Some(me),
            Self::Free => facts.audience.assignee.is_none(),
            Self::Late => facts.category.is_open() && facts.sla.is_late(now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_in_three_languages() {
        use Condition::{Category as Of, Free, Late, Mine, Priority as Has};
        for (word, expected) in [
            ("status:novo", Typed::Is(Of(Category::New))),
            ("estado:nuevo", Typed::Is(Of(Category::New))),
            ("status:pend", Typed::Is(Of(Category::WaitingCustomer))),
            ("prioridade:alta", Typed::Is(Has(Priority::High))),
            ("priority:urgent", Typed::Is(Has(Priority::Urgent))),
            ("atendente:eu", Typed::Is(Mine)),
            ("agente:nadie", Typed::Is(Free)),
            ("agent:me", Typed::Is(Mine)),
            ("atrasado", Typed::Either("atrasado", Late)),
            ("status:", Typed::Begun),
            ("status:xyz", Typed::Text("status:xyz")),
            ("http://a", Typed::Text("http://a")),
            ("nota", Typed::Text("nota")),
        ] {
            assert_eq!(Typed::read(word), expected, "{word}");
        }
    }
}
