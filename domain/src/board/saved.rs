//! Views that somebody saved under a name (R63, R69): which tickets, in which order, divided by what.

use super::BoardQuery;
use crate::ids::{DepartmentId, ViewId};
use crate::people::{Actor, Role};
use crate::ticket::{Field, Refusal};
use serde::{Deserialize, Serialize};

/// Characters of a view's name.
pub const VIEW_NAME_MAX: usize = 60;
/// Views that one person saves at most: a list that is read at a glance.
pub const VIEWS_MAX: usize = 50;

/// A view as its viewer finds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Its id.
    pub id: ViewId,
    /// What it is called.
    pub name: String,
    /// What it shows. The text of its filter is as it was typed.
    pub query: BoardQuery,
    /// The whole team may choose it, not its maker alone.
    pub shared: bool,
    /// The viewer saved it.
    pub own: bool,
}

/// A view to be saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewView {
    /// What it is called. One of the same maker and kind that is called alike is replaced.
    pub name: String,
    /// What it shows.
    pub query: BoardQuery,
    /// The whole team may choose it.
    pub shared: bool,
}

/// Who leads a department may share views of its board with the team, and an administrator any view; the others save
/// views for themselves. `department`: whose board the view shows; `None`: that of all.
pub fn may_share_views(actor: &Actor, department: Option<DepartmentId>) -> bool {
    department.map_or(actor.role == Role::Administrator, |department| actor.manages(department))
}

impl SavedView {
    /// Who saved a view removes it, and an administrator any of the team's.
    pub fn is_removed_by(&self, actor: &Actor) -> bool {
        self.own || (self.shared && actor.role == Role::Administrator)
    }
}

impl NewView {
    /// Whether it may be saved; the name as it is kept.
    pub fn check(&self, actor: &Actor) -> Result<String, Refusal> {
        if self.shared && !may_share_views(actor, self.query.filter.department) {
            Err(Refusal::NotPermitted)
        } else {
            Field::ViewName.line(&self.name, VIEW_NAME_MAX)
        }
    }
}
