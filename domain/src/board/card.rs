//! What a board shows: cards, columns, counts.

use super::{Filter, Order, SavedView, SortKey, Swimlane, SwimlaneCounts, SwimlaneName, Swimlanes};
use crate::ids::{ColumnId, DepartmentId, Seq, TicketId};
use crate::people::Actor;
use crate::rules::BoardRules;
use crate::sla::Look;
use crate::text::fold;
use crate::ticket::{Facts, PersonRef};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// A ticket as the people who serve see it on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// What filters, order and rules look at.
    pub facts: Facts,
    /// The account's sequence, the protocol.
    pub number: i64,
    /// What it is about.
    pub title: String,
    /// Who asked.
    pub contact: String,
    /// Their organization, or the company the contact named.
    pub organization: Option<String>,
    /// Who is responsible.
    pub assignee: Option<PersonRef>,
    /// Public messages, the description not counted.
    pub messages: i32,
    /// Internal comments.
    pub comments: i32,
    /// The beginning of the last public message, for the widest density.
    pub last_line: Option<String>,
    /// Something happened that this viewer has not read.
    pub unread: bool,
}

impl Card {
    /// Which ticket.
    pub fn id(&self) -> TicketId {
        self.facts.id
    }

    /// The eight-character identifier (R11).
    pub fn code(&self) -> String {
        self.facts.id.code()
    }

    /// What the text filter looks into.
    pub fn search_text(&self) -> String {
        search_text(self.facts.id, self.number, &self.title, &self.contact, self.organization.as_deref())
    }
}

/// What the text filter looks into: code, number, title, contact, organization.
pub fn search_text(
    id: TicketId,
    number: i64,
    title: &str,
    contact: &str,
    organization: Option<&str>,
) -> String {
    fold(&format!("{} {number} {title} {contact} {}", id.code(), organization.unwrap_or_default()))
}

/// A department by id, name and the word in the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentName {
    /// Which.
    pub id: DepartmentId,
    /// As people say it.
    pub name: String,
    /// As the address says it: `/quadro/suporte`.
    pub slug: String,
}

/// What a column holds for this viewer and filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnCounts {
    /// Cards.
    pub cards: u32,
    /// Of these, overdue.
    pub late: u32,
    /// Of these, near the deadline (R13).
    pub soon: u32,
    /// Of these, without a responsible agent.
    pub free: u32,
    /// When the oldest of them was opened.
    #[serde(with = "chrono::serde::ts_milliseconds_option")]
    pub oldest: Option<Time>,
}

impl ColumnCounts {
    /// Counts one card more, as it is at `now`.
    pub fn add(&mut self, facts: &Facts, now: Time) {
        self.cards += 1;
        // A snoozed one lies elsewhere, and is no less late.
        match facts.sla.look(now) {
            Look::Late(_) => self.late += 1,
            Look::Warning(_) => self.soon += 1,
            _ => {}
        }
        self.free += u32::from(facts.category.is_open() && facts.audience.assignee.is_none());
        self.oldest = Some(self.oldest.map_or(facts.created_at, |at| at.min(facts.created_at)));
    }

    /// Both together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            cards: self.cards + other.cards,
            late: self.late + other.late,
            soon: self.soon + other.soon,
            free: self.free + other.free,
            oldest: self.oldest.into_iter().chain(other.oldest).min(),
        }
    }
}

/// The counts of a board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// By column, in the account's order.
    pub columns: Vec<ColumnCounts>,
    /// Cards by column as they would be without chip and text filter: "14 de 60".
    pub whole: Vec<u32>,
    /// The lanes that hold a card, in no order that matters; none on a board without lanes.
    pub lanes: Vec<SwimlaneCounts>,
    /// Open tickets by chip, in the order of [`View::ALL`](super::View::ALL), without the text filter.
    pub views: [u32; 6],
    /// Cards in the columns that have a limit, in the order of
    /// [`BoardRules::limits`](crate::rules::BoardRules::limits); for the board of one department its own alone.
    pub limits: Vec<Inside>,
}

/// How many cards of a department lie in a column, whatever chip and filter say: what its limit is held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inside {
    /// Whose cards.
    pub department: DepartmentId,
    /// In which column.
    pub column: ColumnId,
    /// So many.
    pub cards: u32,
}

impl Counts {
    /// How many cards of a department lie in a column, where that has a limit.
    pub fn inside(&self, department: DepartmentId, column: ColumnId) -> Option<u32> {
        let of = |inside: &&Inside| (inside.department, inside.column) == (department, column);
        self.limits.iter().find(of).map(|inside| inside.cards)
    }
}

/// The counts of a board, and up to which command they are right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The last command they include.
    pub seq: Seq,
    /// The counts.
    pub counts: Counts,
    /// For each top that was asked about: cards of its list above it.
    pub above: Vec<u32>,
}

/// The first loaded card of a list of cards, where more lie above.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Top {
    /// The column.
    pub column: ColumnId,
    /// The lane, on a board with lanes.
    pub lane: Option<Swimlane>,
    /// The card's key.
    pub key: SortKey,
}

/// The first page of a column, or of the part of it that lies in one lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardColumn {
    /// Which.
    pub id: ColumnId,
    /// The lane, on a board with lanes.
    pub lane: Option<Swimlane>,
    /// Its topmost cards.
    pub cards: Vec<Card>,
    /// Where the next page begins; `None` when these are all.
    pub next: Option<SortKey>,
}

/// Where a page of a column begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// Below that key.
    After(SortKey),
    /// The page that ends just above that key.
    Before(SortKey),
    /// At a place from the top, from 0; one beyond the end gives the last page.
    At(u32),
}

/// A page of a column's cards, as of one command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnPage {
    /// The last command that it includes.
    pub seq: Seq,
    /// Cards of the column above the page's first; above where it would lie, where there are none.
    pub above: u32,
    /// At most [`PAGE`](super::PAGE) cards, topmost first.
    pub cards: Vec<Card>,
    /// More follow below: the last card's key.
    pub next: Option<SortKey>,
    /// More lie above: the first card's key.
    pub prev: Option<SortKey>,
}

/// A board as one consistent read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// The last command that it includes: the feed goes on from here.
    pub seq: Seq,
    /// The server's time at the read.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub now: Time,
    /// Who looks.
    pub viewer: Actor,
    /// What `check` needs in the browser.
    pub rules: BoardRules,
    /// The departments that the viewer may open a board of.
    pub departments: Vec<DepartmentName>,
    /// The saved views that the viewer may choose, by name.
    pub views: Vec<SavedView>,
    /// What was asked.
    pub filter: Filter,
    /// In which order.
    pub order: Order,
    /// By what it is divided.
    pub lanes: Swimlanes,
    /// The lanes from top to bottom, as many as a board shows: see [`SWIMLANES_MAX`](super::SWIMLANES_MAX).
    pub rows: Vec<SwimlaneName>,
    /// Lanes that hold cards and are not among them.
    pub more_lanes: u32,
    /// The columns from left to right, lane by lane.
    pub columns: Vec<BoardColumn>,
    /// The counts.
    pub counts: Counts,
}
