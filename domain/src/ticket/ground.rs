//! What a decision rests on beside the ticket: what it needs, and what was found.

use super::{Anchor, Around, PersonRef};
use crate::ids::{ColumnId, PersonId};
use crate::rules::Rules;
use crate::sla::Calendars;
use crate::time::Time;
use uuid::Uuid;

/// What must be looked up before a change can be decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The order key of a place: that column's, named by its neighbours.
    pub place: Option<(ColumnId, Anchor)>,
    /// How many cards of the ticket's department lie in that column.
    pub crowd: Option<ColumnId>,
    /// Whether an agent has written to the client yet.
    pub answered: bool,
    /// Whether that person may be responsible for this ticket.
    pub person: Option<PersonId>,
    /// A fresh id for what it creates.
    pub id: bool,
}

/// What was looked up.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The order key of the place; `None` where none was needed: the ticket stays where it lies.
    pub place: Option<String>,
    /// What lies around the ticket.
    pub around: Around,
    /// The person, who may be responsible.
    pub person: Option<PersonRef>,
    /// The fresh id; nil where none was needed.
    pub id: Uuid,
}

/// Everything beyond the ticket that a decision rests on.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The account's settings.
    pub rules: &'a Rules,
    /// Its calendars, ready to count.
    pub calendars: &'a Calendars,
    /// What was looked up for it.
    pub found: &'a Found,
    /// The time of the decision.
    pub now: Time,
}
