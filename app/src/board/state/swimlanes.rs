//! The lanes of the board: rows across the columns, each with a list of cards for every column.

use super::{BoardState, CardList};
use crate::board::dom;
use crate::i18n::{self, Words};
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
        if self.query.lanes.get_untracked() != lanes {
            let plain = if lanes == Swimlanes::None { self.lists.heads.get_value() } else { vec![] };
            self.lists.all.set_value(plain);
            self.cards.all.update_value(|cards| cards.values_mut().for_each(|entry| entry.laid = None));
            self.lists.folded.set(vec![]);
        }
        if lanes == Swimlanes::None {
            names.clear();
        }
        let rows: Vec<SwimlaneRow> = names.into_iter().map(|name| self.row(name)).collect();
        let same = self.lists.rows.with_untracked(|before| {
            let name = |row: &SwimlaneRow| (row.lane, row.said.clone());
            before.iter().map(name).eq(rows.iter().map(name))
        });
        if !same {
            self.lists.rows.set(rows);
        }
        if self.query.lanes.get_untracked() != lanes {
            self.query.lanes.set(lanes);
            if self.cursor.awake.get_untracked() {
                dom::after_paint(move || self.look_around());
            }
        }
    }

    fn row(self, SwimlaneName { lane, name: said }: SwimlaneName) -> SwimlaneRow {
        let list = |head: CardList| {
            let known = self.lists.all.with_value(|columns| {
                columns.iter().find(|list| list.id == head.id && list.lane == Some(lane)).copied()
            });
            known.unwrap_or_else(|| {
                let index = self.lists.all.with_value(Vec::len);
                let made = self.loader.owner.with_value(|owner| owner.with(|| head.part(lane, index)));
                self.lists.all.update_value(|columns| columns.push(made));
                made
            })
        };
        let lists = self.lists.heads.get_value().into_iter().map(list).collect();
        SwimlaneRow { lane, name: called(self.session.words, lane, said.as_ref()), lists, said }
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
        let lanes = self.query.lanes.get_untracked();
        let Some(lane) = SwimlaneName::of(card, lanes).filter(|_| lanes != Swimlanes::Department) else {
            return false;
        };
        let there = self.lists.rows.with_untracked(|rows| rows.iter().any(|row| row.lane == lane.lane));
        if there || self.lists.more_lanes.get_untracked() > 0 {
            return false;
        }
        let mut names: Vec<SwimlaneName> = self.lists.rows.with_untracked(|rows| {
            rows.iter().map(|row| SwimlaneName { lane: row.lane, name: row.said.clone() }).collect()
        });
        names.push(lane);
        names.sort_by_cached_key(SwimlaneName::rank);
        self.divide(lanes, names);
        true
    }

    /// The lists on the screen, in the order of reading.
    pub(in crate::board) fn lists_shown(self) -> Vec<CardList> {
        if self.query.lanes.get() == Swimlanes::None {
            return self.lists.all.get_value();
        }
        self.lists.rows.with(|rows| {
            self.lists.folded.with(|folded| {
                let open = rows.iter().filter(|row| !folded.contains(&row.lane));
                open.flat_map(|row| row.lists.iter().copied()).collect()
            })
        })
    }

    /// Folds a lane to its head, or unfolds it.
    pub(in crate::board) fn fold_lane(self, lane: Swimlane) {
        self.lists.folded.update(|folded| match folded.iter().position(|other| *other == lane) {
            Some(at) => {
                folded.remove(at);
            }
            None => folded.push(lane),
        });
        dom::after_paint(move || self.look_around());
    }

    /// What is seen of each list, after lanes came or went, or the heads above them may be of another height.
    pub(in crate::board) fn look_around(self) {
        if self.loader.is_there() {
            dom::measure_heads();
            self.look_at_all();
        }
    }

    /// What is seen of each list, after all of them were scrolled.
    pub(in crate::board) fn look_at_all(self) {
        for list in self.lists.all.get_value() {
            self.look(list);
        }
    }
}
