//! A board, and the pages of its columns, as they are read.

use super::{Card, Counts, Filter, Order, SavedView, SortKey, Swimlane, SwimlaneName, Swimlanes};
use crate::ids::{ColumnId, DepartmentId, Seq};
use crate::people::Actor;
use crate::rules::BoardRules;
use crate::time::Time;
use serde::{Deserialize, Serialize};

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
