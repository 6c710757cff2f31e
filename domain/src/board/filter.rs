//! Which tickets a board shows. The same test runs in the desk's index and in the browser.

use super::{RESOLVED_DAYS, Typed};
use crate::ids::{DepartmentId, PersonId};
use crate::status::{Category, Priority};
use crate::ticket::Facts;
use crate::time::Time;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// The prebuilt views of the manuals (R63–R68), as chips. All but `All` show open tickets only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Everything that is open, and what was resolved in the last days and not archived.
    #[default]
    All,
    /// Where I am the responsible (R64).
    Mine,
    /// No agent has touched it (R65).
    New,
    /// Priority "urgente" (R66).
    Urgent,
    /// A running promise is overdue (R67, C14).
    Late,
    /// Waits for a third party (R68).
    OnHold,
}

impl View {
    /// All views, as the chips stand.
    pub const ALL: [Self; 6] = [Self::All, Self::Mine, Self::New, Self::Urgent, Self::Late, Self::OnHold];

    /// The word in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "todos",
            Self::Mine => "meus",
            Self::New => "novos",
            Self::Urgent => "urgentes",
            Self::Late => "atrasados",
            Self::OnHold => "espera",
        }
    }

    /// Reads the word in the address.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.as_str() == word)
    }

    /// Whether a ticket belongs to the view of `me` at `now`. Cancelled ones belong to none.
    pub fn shows(self, facts: &Facts, me: PersonId, now: Time) -> bool {
        let open = facts.category.is_open();
        match self {
            Self::All => {
                let recent = |at| now - at <= TimeDelta::days(RESOLVED_DAYS);
                let finished = facts.category.is_resolved() && facts.resolved_at.is_none_or(recent);
                open || (finished && !facts.archived)
            }
            Self::Mine => open && facts.audience.assignee == Some(me),
            Self::New => open && !facts.touched,
            Self::Urgent => open && facts.priority == Priority::Urgent,
            Self::Late => open && facts.sla.is_late(now),
            Self::OnHold => facts.category == Category::WaitingThirdParty,
        }
    }
}

/// Which tickets a board shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Filter {
    /// The chip.
    pub view: View,
    /// The board of one department; all that the viewer may see without one.
    pub department: Option<DepartmentId>,
    /// Words that code, number, title, contact or organization contain, and conditions: see [`Typed`]. Folded
    /// by [`fold`](crate::text::fold).
    pub text: String,
}

impl Filter {
    /// Whether chip or text hide tickets of the board.
    pub fn is_narrow(&self) -> bool {
        self.view != View::All || !self.text.is_empty()
    }

    /// Whether a ticket is shown. `text` is its searchable text, folded by [`fold`](crate::text::fold).
    pub fn shows(&self, facts: &Facts, text: &str, me: PersonId, now: Time) -> bool {
        self.department.is_none_or(|d| d == facts.audience.department)
            && self.view.shows(facts, me, now)
            && Typed::all(&self.text)
                .all(|typed| typed.shows(|is| is.holds(facts, me, now), || text.contains(typed.text())))
    }
}
