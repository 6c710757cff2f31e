//! Where cards lie: the columns, and on a board with lanes the parts of them.

use super::{CardList, SwimlaneRow};
use crate::board::layout;
use crate::board::window::Heights;
use crate::ui::RwSignal;
use domain::board::Swimlane;
use domain::rules::BoardRules;
use domain::{ColumnId, TicketId};
use leptos::prelude::*;

/// The columns, and the lists of cards in them.
#[derive(Clone, Copy)]
pub(in crate::board) struct Lists {
    /// Columns from left to right.
    pub(in crate::board) heads: StoredValue<Vec<CardList>>,
    /// The lists of cards: the columns, or on a board with lanes the parts of them. Each keeps its number.
    pub(in crate::board) all: StoredValue<Vec<CardList>>,
    /// The lanes from top to bottom; none on a board without lanes.
    pub(in crate::board) rows: RwSignal<Vec<SwimlaneRow>>,
    /// Lanes that hold cards and are too many to be shown.
    pub(in crate::board) more_lanes: RwSignal<u32>,
    /// Lanes that are folded to their heads.
    pub(in crate::board) folded: RwSignal<Vec<Swimlane>>,
    /// How high lines are, once they were measured.
    pub(in crate::board) heights: StoredValue<Option<Heights>>,
}

impl Lists {
    /// A list for each column.
    pub(super) fn new(rules: &BoardRules) -> Self {
        let columns = rules.columns.iter().enumerate().map(|(at, column)| CardList::new(column.id, at));
        let columns: Vec<CardList> = columns.collect();
        Self {
            heads: StoredValue::new(columns.clone()),
            all: StoredValue::new(columns),
            rows: RwSignal::new(vec![]),
            more_lanes: RwSignal::new(0),
            folded: RwSignal::new(vec![]),
            heights: StoredValue::new(None),
        }
    }

    /// The list where a card lies, and its place there from 0.
    pub(in crate::board) fn place_of(self, id: TicketId) -> Option<(CardList, usize)> {
        self.all.get_value().into_iter().find_map(|column| {
            let at = column.rows.with_untracked(|rows| layout::cards(rows).iter().position(|c| *c == id))?;
            Some((column, at))
        })
    }

    /// The list with that number.
    pub(in crate::board) fn column(self, index: usize) -> Option<CardList> {
        self.all.with_value(|columns| columns.get(index).copied())
    }

    /// The column with that place, from the left.
    pub(in crate::board) fn head(self, at: usize) -> Option<CardList> {
        self.heads.with_value(|columns| columns.get(at).copied())
    }

    /// The column with that id.
    pub(in crate::board) fn head_of(self, id: ColumnId) -> Option<CardList> {
        self.heads.with_value(|heads| heads.iter().find(|head| head.id == id).copied())
    }

    /// The lists of a column: one, or one in each lane.
    pub(in crate::board) fn lists_of(self, id: ColumnId) -> Vec<CardList> {
        self.all.get_value().into_iter().filter(|list| list.id == id).collect()
    }

    /// The list in the same lane `step` columns to the right.
    pub(in crate::board) fn across(self, from: CardList, step: isize) -> Option<CardList> {
        let at = from.at.checked_add_signed(step)?;
        self.all.with_value(|columns| {
            columns.iter().find(|list| list.at == at && list.lane == from.lane).copied()
        })
    }

    /// The list of the same column in the next open lane below, or above.
    pub(in crate::board) fn along(self, from: CardList, down: bool) -> Option<CardList> {
        let lane = from.lane?;
        self.rows.with_untracked(|rows| {
            let own = rows.iter().position(|row| row.lane == lane)?;
            let open = |row: &&SwimlaneRow| !self.is_folded(row.lane);
            let row =
                if down { rows[own + 1..].iter().find(open) } else { rows[..own].iter().rev().find(open) };
            row?.lists.get(from.at).copied()
        })
    }

    /// Whether a lane shows its head alone.
    pub(in crate::board) fn is_folded(self, lane: Swimlane) -> bool {
        self.folded.with_untracked(|folded| folded.contains(&lane))
    }

    /// The name of a lane, for people.
    pub(in crate::board) fn lane_name(self, lane: Swimlane) -> String {
        self.rows.with_untracked(|rows| {
            rows.iter().find(|row| row.lane == lane).map(|row| row.name.clone()).unwrap_or_default()
        })
    }
}
