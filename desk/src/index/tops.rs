//! The first page of each list of a board.

use super::page::{Rank, Rows, Window, window};
use super::pick::Top;
use super::tally::Spot;
use domain::board::Swimlane;

/// The first pages of the columns, or of their parts in one lane.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    /// The lane, on a board with lanes.
    pub(crate) lane: Option<Swimlane>,
    /// By column, in the account's order.
    pub(crate) windows: Vec<Window>,
}

/// The topmost cards of each list of a board, row by row.
pub(super) struct Tops<'a> {
    columns: usize,
    most: usize,
    lists: Vec<Top<Rank<'a>>>,
}

impl<'a> Tops<'a> {
    pub(super) fn new(columns: usize, most: usize) -> Self {
        Self { columns, most, lists: vec![] }
    }

    /// The list at a spot.
    pub(super) fn at(&mut self, spot: Spot) -> &mut Top<Rank<'a>> {
        self.reach(spot.row + 1);
        &mut self.lists[spot.row * self.columns + spot.column]
    }

    fn reach(&mut self, rows: usize) {
        let Self { columns, most, lists } = self;
        while lists.len() < rows * *columns {
            lists.push(Top::new(*most));
        }
    }

    /// The first pages of these lanes, which are those of the rows.
    pub(super) fn rows(mut self, rows: Rows<'_>, lanes: Vec<Option<Swimlane>>, page: usize) -> Vec<Row> {
        self.reach(lanes.len());
        let columns = self.columns;
        let mut windows = self.lists.into_iter().map(|top| window(rows, top.into_sorted(), page));
        lanes
            .into_iter()
            .map(|lane| Row { lane, windows: windows.by_ref().take(columns).collect() })
            .collect()
    }
}
