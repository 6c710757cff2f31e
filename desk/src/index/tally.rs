//! What a pass over all tickets counts: columns, lanes, chips, limits.

use super::Sight;
use super::line::{Lens, Line, NEVER};
use super::numbers::{NOBODY, Numbers};
use super::page::Rows;
use super::shelf::{Held, Shelf};
use domain::ColumnId;
use domain::board::{ColumnCounts, Counts, Inside, Swimlane, SwimlaneCounts, Swimlanes, View};
use domain::rules::BoardRules;

/// A row across the columns that no ticket was found in yet.
const NO_ROW: usize = usize::MAX;

/// The counts of a board in the making.
pub(super) struct Tally {
    columns: Vec<ColumnId>,
    lanes: Swimlanes,
    /// Which of `rows` a lane's number belongs to; the first is that of nobody.
    row_of: Vec<usize>,
    rows: Vec<Row>,
    /// Department's number and column of each limit.
    limits: Vec<(u32, ColumnId)>,
    counts: Counts,
}

/// What one lane holds; on a board without lanes, all.
struct Row {
    lane: Option<Swimlane>,
    columns: Vec<ColumnCounts>,
    /// When the oldest card of each column was opened.
    oldest: Vec<i64>,
}

impl Row {
    fn new(lane: Option<Swimlane>, columns: usize) -> Self {
        Self { lane, columns: vec![ColumnCounts::default(); columns], oldest: vec![NEVER; columns] }
    }

    fn counts(mut self) -> (Option<Swimlane>, Vec<ColumnCounts>) {
        for (counts, oldest) in self.columns.iter_mut().zip(self.oldest) {
            counts.oldest = (counts.cards > 0).then(|| domain::time::from_millis(oldest)).flatten();
        }
        (self.lane, self.columns)
    }
}

/// Where a ticket that the board shows was counted: which row, and the position of its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) row: usize,
    pub(super) column: usize,
}

/// What a ticket is beside its line: asked for only where it is needed.
pub(super) trait Beside {
    /// What the text filter looks into.
    fn text(&self) -> [&str; 2];
    /// The number of its organization.
    fn organization(&self) -> u32;
    /// The lane where it lies.
    fn lane(&self, lanes: Swimlanes) -> Option<Swimlane>;
}

impl Tally {
    pub(super) fn new(rules: &BoardRules, sight: Sight<'_>, numbers: &Numbers) -> Self {
        let shown = |department| sight.filter.department.is_none_or(|only| only == department);
        let limits = rules.limits.iter().filter(|limit| shown(limit.department));
        let limits: Vec<Inside> =
            limits.map(|l| Inside { department: l.department, column: l.column, cards: 0 }).collect();
        let columns: Vec<ColumnId> = rules.columns.iter().map(|c| c.id).collect();
        let whole = vec![0; columns.len()];
        let plain = sight.lanes == Swimlanes::None;
        Self {
            lanes: sight.lanes,
            row_of: if plain { vec![0] } else { vec![NO_ROW; numbers.lanes(sight.lanes) + 1] },
            rows: if plain { vec![Row::new(None, columns.len())] } else { vec![] },
            limits: limits
                .iter()
                .map(|inside| (numbers.departments.known(&inside.department), inside.column))
                .collect(),
            counts: Counts { whole, limits, ..Counts::default() },
            columns,
        }
    }

    /// Counts a ticket; says where, if the board shows it.
    pub(super) fn count(&mut self, line: &Line, lens: &Lens<'_>, beside: &impl Beside) -> Option<Spot> {
        if !lens.of_department(line) {
            return None;
        }
        for (limit, inside) in self.limits.iter().zip(&mut self.counts.limits) {
            inside.cards += u32::from(*limit == (line.department, line.column));
        }
        let open = line.category.is_open();
        if open {
            for (view, count) in View::ALL.into_iter().zip(&mut self.counts.views) {
                *count += u32::from(line.in_view(view, lens));
            }
        }
        let column = self.columns.iter().position(|c| *c == line.column)?;
        self.counts.whole[column] += u32::from(line.in_view(View::All, lens));
        if !lens.shows(line, || beside.text()) {
            return None;
        }
        let row = self.row(line, beside)?;
        let counts = &mut self.rows[row].columns[column];
        let late = line.due <= lens.now;
        counts.cards += 1;
        counts.late += u32::from(late);
        counts.soon += u32::from(!late && line.warn <= lens.now);
        counts.free += u32::from(open && line.assignee == NOBODY);
        let oldest = &mut self.rows[row].oldest[column];
        *oldest = (*oldest).min(line.created);
        Some(Spot { row, column })
    }

    /// Counts a shelf; says where, if the board shows something of it.
    pub(super) fn count_shelf(
        &mut self,
        (shelf, rows): (&Shelf, Rows<'_>),
        lens: &Lens<'_>,
        beside: &impl Beside,
    ) -> Option<Spot> {
        let line = &shelf.like;
        if !lens.of_department(line) {
            return None;
        }
        let held = shelf.held(lens, rows);
        for (limit, inside) in self.limits.iter().zip(&mut self.counts.limits) {
            if *limit == (line.department, line.column) {
                inside.cards += held.cards;
            }
        }
        if line.category.is_open() {
            for (view, count) in View::ALL.into_iter().zip(&mut self.counts.views) {
                *count += match view {
                    View::Late => held.late,
                    view if line.in_view(view, lens) => held.cards,
                    _ => 0,
                };
            }
        }
        let column = self.columns.iter().position(|c| *c == line.column)?;
        if line.in_view(View::All, lens) {
            self.counts.whole[column] += held.cards;
        }
        let held = if lens.late_alone() { Held { cards: held.late, soon: 0, ..held } } else { held };
        if held.cards == 0 || !lens.shows_like(line) {
            return None;
        }
        let row = self.row(line, beside)?;
        let counts = &mut self.rows[row].columns[column];
        counts.cards += held.cards;
        counts.late += held.late;
        counts.soon += held.soon;
        if line.category.is_open() && line.assignee == NOBODY {
            counts.free += held.cards;
        }
        let oldest = &mut self.rows[row].oldest[column];
        *oldest = (*oldest).min(shelf.oldest(lens, rows));
        Some(Spot { row, column })
    }

    /// The row where a ticket lies.
    fn row(&mut self, line: &Line, beside: &impl Beside) -> Option<usize> {
        let number =
            if self.lanes == Swimlanes::None { NOBODY } else { line.lane(self.lanes, beside.organization()) };
        // Nobody's number is the last one: with one more it is the first.
        let row = self.row_of.get_mut(number.wrapping_add(1) as usize)?;
        if *row == NO_ROW {
            *row = self.rows.len();
            self.rows.push(Row::new(beside.lane(self.lanes), self.columns.len()));
        }
        Some(*row)
    }

    /// The counts, with the lanes in the order of the rows.
    pub(super) fn counts(self) -> Counts {
        let mut counts = self.counts;
        counts.columns = vec![ColumnCounts::default(); self.columns.len()];
        for row in self.rows {
            let (lane, columns) = row.counts();
            for (all, own) in counts.columns.iter_mut().zip(&columns) {
                *all = all.with(*own);
            }
            counts.lanes.extend(lane.map(|lane| SwimlaneCounts { lane, columns }));
        }
        counts
    }
}
