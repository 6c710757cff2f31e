//! The lanes of the board: rows across the columns, each with a list of cards for every column.

use super::{BoardState, CardList};
use crate::board::dom;
use crate::i18n::{self, Words};
use domain::ColumnId;
use domain::board::{Card, Swimlane, SwimlaneName, Swimlanes};
use leptos::prelude::*;

/// A lane of the page.
#[derive(Clone)]
pub(in crate::board) struct SwimlaneRow {
    /// Which.
    pub(in crate::board) lane: Swimlane,
    /// As people call it.
    pub(in crate::board) name: String,
    /// Its lists, from left to right.
    pub(in crate::board) lists: Vec<CardList>,
    /// As the desk called it.
    said: Option<String>,
}

impl SwimlaneRow {
    /// Its name among the lanes of its division; a lane that is called otherwise is drawn anew.
    pub(in crate::board) fn key(&self) -> String {
        let id = match self.lane {
            Swimlane::Priority(priority) => return priority.as_str().to_owned(),
            Swimlane::Agent(id) => id.map(|id| id.0),
            Swimlane::Department(id) => Some(id.0),
            Swimlane::Organization(id) => id.map(|id| id.0),
        };
        format!("{} {}", id.unwrap_or_default(), self.name)
    }
}

/// As people call a lane.
fn called(words: &'static Words, lane: Swimlane, said: Option<&String>) -> String {
    match (lane, said) {
        (Swimlane::Priority(priority), _) => i18n::priority(words, priority).to_owned(),
        (_, Some(name)) => name.clone(),
        (Swimlane::Organization(_), None) => words.board.lane_no_organization.to_owned(),
        (_, None) => words.board.free.to_owned(),
    }
}

impl BoardState {
    /// Divides the board into lanes, or into none. Lists that are there already stay as they are.
    pub(super) fn divide(self, lanes: Swimlanes, mut names: Vec<SwimlaneName>) {
        if self.lanes.get_untracked() != lanes {
            let plain = if lanes == Swimlanes::None { self.heads.get_value() } else { vec![] };
            self.columns.set_value(plain);
            self.cards.update_value(|cards| cards.values_mut().for_each(|entry| entry.laid = None));
            self.folded.set(vec![]);
        }
        if lanes == Swimlanes::None {
            names.clear();
        }
        let rows: Vec<SwimlaneRow> = names.into_iter().map(|name| self.row(name)).collect();
        let same = self.rows.with_untracked(|before| {
            let name = |row: &SwimlaneRow| (row.lane, row.said.clone());
            before.iter().map(name).eq(rows.iter().map(name))
        });
        if !same {
            self.rows.set(rows);
        }
        if self.lanes.get_untracked() != lanes {
            self.lanes.set(lanes);
            if self.awake.get_untracked() {
                dom::after_paint(move || self.look_around());
            }
        }
    }

    fn row(self, SwimlaneName { lane, name: said }: SwimlaneName) -> SwimlaneRow {
        let list = |head: CardList| {
            let known = self.columns.with_value(|columns| {
                columns.iter().find(|list| list.id == head.id && list.lane == Some(lane)).copied()
            });
            known.unwrap_or_else(|| {
                let index = self.columns.with_value(Vec::len);
                let made = self.owner.with_value(|owner| owner.with(|| head.part(lane, index)));
                self.columns.update_value(|columns| columns.push(made));
                made
            })
        };
        let lists = self.heads.get_value().into_iter().map(list).collect();
        SwimlaneRow { lane, name: called(self.words, lane, said.as_ref()), lists, said }
    }

    /// Another division: what is loaded shows it at once.
    pub(super) fn divide_loaded(self, lanes: Swimlanes) {
        let mut names: Vec<SwimlaneName> = lanes.always().into_iter().map(SwimlaneName::new).collect();
        names.sort_by_cached_key(SwimlaneName::rank);
        self.divide(lanes, names);
    }

    /// A card lies in a lane that is not there yet: its row comes in where it belongs. `false`: it does not, since
    /// there are more lanes than a board shows, or since only the desk can name a department.
    pub(super) fn make_row(self, card: &Card) -> bool {
        let lanes = self.lanes.get_untracked();
        let Some(lane) = SwimlaneName::of(card, lanes).filter(|_| lanes != Swimlanes::Department) else {
            return false;
        };
        let there = self.rows.with_untracked(|rows| rows.iter().any(|row| row.lane == lane.lane));
        if there || self.more_lanes.get_untracked() > 0 {
            return false;
        }
        let mut names: Vec<SwimlaneName> = self.rows.with_untracked(|rows| {
            rows.iter().map(|row| SwimlaneName { lane: row.lane, name: row.said.clone() }).collect()
        });
        names.push(lane);
        names.sort_by_cached_key(SwimlaneName::rank);
        self.divide(lanes, names);
        true
    }

    /// The lists on the screen, in the order of reading.
    pub(in crate::board) fn lists_shown(self) -> Vec<CardList> {
        if self.lanes.get() == Swimlanes::None {
            return self.columns.get_value();
        }
        self.rows.with(|rows| {
            self.folded.with(|folded| {
                let open = rows.iter().filter(|row| !folded.contains(&row.lane));
                open.flat_map(|row| row.lists.iter().copied()).collect()
            })
        })
    }

    /// The column with that id.
    pub(in crate::board) fn head_of(self, id: ColumnId) -> Option<CardList> {
        self.heads.with_value(|heads| heads.iter().find(|head| head.id == id).copied())
    }

    /// The lists of a column: one, or one in each lane.
    pub(in crate::board) fn lists_of(self, id: ColumnId) -> Vec<CardList> {
        self.columns.get_value().into_iter().filter(|list| list.id == id).collect()
    }

    /// The list in the same lane `step` columns to the right.
    pub(in crate::board) fn across(self, from: CardList, step: isize) -> Option<CardList> {
        let at = from.at.checked_add_signed(step)?;
        self.columns.with_value(|columns| {
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

    /// Folds a lane to its head, or unfolds it.
    pub(in crate::board) fn fold_lane(self, lane: Swimlane) {
        self.folded.update(|folded| match folded.iter().position(|other| *other == lane) {
            Some(at) => {
                folded.remove(at);
            }
            None => folded.push(lane),
        });
        dom::after_paint(move || self.look_around());
    }

    /// What is seen of each list, after lanes came or went, or the heads above them may be of another height.
    pub(in crate::board) fn look_around(self) {
        if self.is_there() {
            dom::measure_heads();
            self.look_at_all();
        }
    }

    /// What is seen of each list, after all of them were scrolled.
    pub(in crate::board) fn look_at_all(self) {
        for list in self.columns.get_value() {
            self.look(list);
        }
    }
}
