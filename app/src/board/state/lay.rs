//! Where cards lie, and what is counted of those that are loaded.

use super::{BoardState, Entry, SwimlaneRow};
use crate::board::layout::{self, Lying};
use domain::board::{Band, ColumnCounts, Order, SwimlaneCounts, Swimlanes, View};
use leptos::prelude::*;

impl BoardState {
    /// Lays the cards into their columns. A column in use keeps its order for a while: no card jumps from under a
    /// click; new cards come in all the same.
    pub(super) fn lay(self) {
        let now = self.session.clock.now.get_untracked();
        let order = self.query.order.get_untracked();
        let filter = self.query.filter.get_untracked();
        let me = self.session.viewer.with_value(|viewer| viewer.person);
        let columns = self.lists.all.get_value();
        let carrying = self.hold.held.with_value(|held| held.frozen);
        let held: Vec<bool> = columns.iter().map(|column| carrying || column.is_held(now)).collect();
        let mut lines: Vec<Vec<Lying>> = columns.iter().map(|_| vec![]).collect();
        let mut wanted = vec![false; columns.len()];
        let current = self.cursor.current.get_untracked();
        let moved =
            self.cursor.moved.get_value().map(|moved| moved.ticket).filter(|moved| current == Some(*moved));
        let stood = current.and_then(|id| self.lists.place_of(id));
        let divided = self.query.lanes.get_untracked() != Swimlanes::None;
        let mut astray = vec![];
        self.cards.all.update_value(|cards| {
            for entry in cards.values_mut() {
                let id = entry.truth.id();
                let (at, fresh, shows) = entry.shown.with_untracked(|card| {
                    let facts = &card.facts;
                    let fresh = Lying { band: Band::of(facts, now), key: order.key(facts), id };
                    let at = columns.iter().position(|list| list.is_of(facts));
                    (at, fresh, filter.shows(facts, &entry.search, me, now))
                });
                if at.is_none() && shows && divided {
                    astray.push(id);
                }
                let pinned = entry.is_moving() || entry.transient.with_untracked(|p| p.note.is_some());
                // The card that was just moved stays under the eye, wherever it belongs.
                let kept = |at: &usize| moved == Some(id) || columns[*at].holds(&fresh.key);
                let Some(at) = at.filter(|at| pinned || (shows && kept(at))) else {
                    entry.laid = None;
                    continue;
                };
                let lying = match &entry.laid {
                    Some((before, lying)) if *before == at && held[at] && !entry.is_moving() => {
                        wanted[at] |= *lying != fresh;
                        lying.clone()
                    }
                    _ => fresh,
                };
                entry.laid = Some((at, lying.clone()));
                lines[at].push(lying);
            }
        });
        if astray.into_iter().filter_map(|id| self.cards.card(id)).any(|card| self.make_row(&card)) {
            return self.lay();
        }
        let mut changed = false;
        for ((column, lines), wanted) in columns.iter().zip(lines).zip(wanted) {
            column.overdue.update_value(|since| *since = wanted.then(|| since.unwrap_or(now)));
            let rows = layout::rows(lines, order == Order::Sla);
            if column.rows.with_untracked(|before| *before != rows) {
                changed = true;
                self.lay_rows(*column, rows);
            } else {
                self.lay_above(*column);
                self.draw(*column);
            }
        }
        if changed {
            if current.is_some_and(|current| self.lists.place_of(current).is_none()) {
                // What was below it has come to its place.
                let next = stood.and_then(|(list, at)| {
                    let cards = list.cards();
                    cards.get(at).or(cards.last()).copied()
                });
                self.cursor.current.set(next);
            }
            if self
                .selection
                .chosen
                .with_untracked(|chosen| chosen.iter().any(|id| self.lists.place_of(*id).is_none()))
            {
                self.selection.chosen.update(|chosen| chosen.retain(|id| self.lists.place_of(*id).is_some()));
            }
        }
    }

    /// Counts what is loaded. `false`: not everything is, so the desk must be asked.
    pub(super) fn recount(self) -> bool {
        let columns = self.lists.all.get_value();
        let filter = self.query.filter.get_untracked();
        let whole = columns.iter().all(|column| column.is_whole());
        let all = whole && !filter.is_narrow();
        let now = self.session.clock.now.get_untracked();
        let me = self.session.viewer.with_value(|viewer| viewer.person);
        let mut counts = self.tally.counts.get_untracked();
        if whole {
            let none = vec![ColumnCounts::default(); self.lists.heads.with_value(Vec::len)];
            let lane = |row: &SwimlaneRow| SwimlaneCounts { lane: row.lane, columns: none.clone() };
            counts.lanes = self.lists.rows.with_untracked(|rows| rows.iter().map(lane).collect());
            counts.columns = none;
        }
        if all {
            counts.views = [0; 6];
        }
        self.cards.all.with_value(|cards| {
            for entry in cards.values().filter(|_| whole) {
                entry.shown.with_untracked(|card| {
                    let facts = &card.facts;
                    if filter.shows(facts, &entry.search, me, now)
                        && let Some(list) = columns.iter().find(|list| list.is_of(facts))
                    {
                        counts.columns[list.at].add(facts, now);
                        let lane = counts.lanes.iter_mut().find(|own| Some(own.lane) == list.lane);
                        if let Some(own) = lane {
                            own.columns[list.at].add(facts, now);
                        }
                    }
                    if all && filter.department.is_none_or(|d| d == facts.audience.department) {
                        for (view, count) in View::ALL.into_iter().zip(&mut counts.views) {
                            let open = view != View::All || facts.category.is_open();
                            *count += u32::from(open && view.shows(facts, me, now));
                        }
                    }
                });
            }
        });
        if all {
            counts.whole = counts.columns.iter().map(|column| column.cards).collect();
            self.cards.all.with_value(|cards| {
                for limit in &mut counts.limits {
                    let inside = |entry: &&Entry| {
                        entry.shown.with_untracked(|card| {
                            let facts = &card.facts;
                            (facts.audience.department, facts.column) == (limit.department, limit.column)
                        })
                    };
                    // The desk counts what was resolved long ago, too: only a column of open tickets is whole here.
                    let own = cards.values().filter(inside);
                    if own.clone().all(|e| e.shown.with_untracked(|card| card.facts.category.is_open())) {
                        limit.cards = u32::try_from(own.count()).unwrap_or(u32::MAX);
                    }
                }
            });
        }
        if self.tally.counts.with_untracked(|before| *before != counts) {
            self.tally.counts.set(counts);
        }
        all
    }
}
