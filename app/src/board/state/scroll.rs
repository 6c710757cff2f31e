//! What of a column is seen, drawn and loaded: follows the scroll, and keeps what is under the eye where it is.

use super::ask::Came;
use super::{BoardState, CardList, Row};
use crate::board::window::{Heights, Ladder, Wanted};
use crate::board::{dom, layout, watch};
use domain::TicketId;
use leptos::prelude::*;

/// Less than this from its top, a column shows what comes in there.
const AT_TOP: f64 = 4.0;

impl BoardState {
    /// Measures a card, now and whenever it may have become another height: by density, zoom, text spacing.
    pub(super) fn watch_heights(self) {
        watch::size(".probe", move || self.measure());
        let handle = window_event_listener(leptos::ev::resize, move |_| self.measure());
        on_cleanup(move || handle.remove());
        self.measure();
    }

    fn measure(self) {
        // Behind a ticket's page the board is out of the document.
        if !self.loader.is_there() || !dom::is_shown() {
            return;
        }
        let of = |probe| dom::height(probe).filter(|height| *height > 0.0);
        let measured = of(".probe").zip(of(".probe-divider"));
        self.lists.heights.set_value(measured.map(|(card, divider)| Heights::of(card, divider)));
        self.look_around();
    }

    /// The column was scrolled, or is of another height now.
    pub(in crate::board) fn look(self, column: CardList) {
        if column.seen.with_value(|seen| seen.going) {
            return;
        }
        let Some(dom::View { top, height, near }) = dom::view_of(column.index) else { return };
        column.seen.update_value(|seen| {
            (seen.top, seen.height, seen.far) = (top, height, !near);
            seen.looks = seen.looks.wrapping_add(1);
        });
        if top < AT_TOP && column.above.get_untracked() == 0 && column.fresh.get_untracked() > 0 {
            column.fresh.set(0);
        }
        self.draw(column);
        self.fill(column);
    }

    fn with_ladder<T>(self, column: CardList, look: impl FnOnce(Ladder<'_>) -> T) -> Option<T> {
        let heights = self.lists.heights.get_value()?;
        let above = column.above.get_untracked();
        let counted = self.tally.counted(column);
        Some(column.rows.with_untracked(|rows| {
            let loaded = rows.iter().filter(|row| row.card().is_some()).count();
            let more = column.next.with_untracked(Option::is_some);
            let below = if more { counted.saturating_sub(above + loaded) } else { 0 };
            look(Ladder { rows, above, below, heights })
        }))
    }

    /// The cards that must stay: the one in focus, and what is carried or lifted.
    pub(super) fn in_use(self) -> Vec<TicketId> {
        let mut used = self.hold.carried();
        used.extend(self.cursor.current.get_untracked());
        used
    }

    /// Draws what is seen of a column, and what must stay mounted: the card in focus, the one that is carried.
    pub(super) fn draw(self, column: CardList) {
        let mut seen = column.seen.get_value();
        let kept = self.in_use();
        let drawn = self.with_ladder(column, |ladder| {
            seen.span = if seen.far {
                0..0
            } else {
                ladder.span(seen.top..seen.top + seen.height, seen.span.clone())
            };
            ladder.drawn(&seen.span, |id| kept.contains(&id))
        });
        // Before anything was measured, all of the first page.
        let drawn = drawn.unwrap_or_else(|| column.rows.get_untracked());
        column.seen.set_value(seen);
        if column.drawn.with_untracked(|before| *before != drawn) {
            if self.cursor.awake.get_untracked() {
                dom::keep_focus();
            }
            column.drawn.set(drawn);
            column.seen.update_value(|seen| seen.layouts = seen.layouts.wrapping_add(1));
        }
    }

    /// The tops of a column's cards but those, in pixels from its first line, and a card's height without the
    /// space that follows.
    #[cfg(feature = "hydrate")]
    pub(in crate::board) fn tops(self, column: CardList, without: &[TicketId]) -> (Vec<f64>, f64) {
        // A folded column shows no card to lie between: what is dropped there comes to its top.
        if column.collapsed.get_untracked() {
            return (vec![], 0.0);
        }
        let tops = self.with_ladder(column, |ladder| {
            let lines = ladder.rows.iter().enumerate();
            let others = lines.filter(|(_, row)| row.card().is_some_and(|id| !without.contains(&id)));
            let tops = others.map(|(at, _)| ladder.top(at)).collect();
            (tops, ladder.heights.card - crate::board::window::BETWEEN)
        });
        tops.unwrap_or_default()
    }

    /// Other lines: what is under the eye stays there.
    pub(super) fn lay_rows(self, column: CardList, rows: Vec<Row>) {
        let anchors = self.anchors(column);
        if let Some(above) = column.above_soon.try_update_value(Option::take).flatten() {
            column.above.set(above);
        }
        column.rows.set(rows);
        self.hold(column, &anchors);
    }

    /// The same lines as before, with another count of cards above them.
    pub(super) fn lay_above(self, column: CardList) {
        if let Some(above) = column.above_soon.try_update_value(Option::take).flatten() {
            self.set_above(column, above);
        }
    }

    /// Another count of cards above the loaded ones.
    pub(super) fn set_above(self, column: CardList, above: usize) {
        if column.above.get_untracked() != above {
            let anchors = self.anchors(column);
            column.above.set(above);
            self.hold(column, &anchors);
        }
    }

    /// The cards that are seen, each with its distance to the upper edge, and its place.
    fn anchors(self, column: CardList) -> Vec<(TicketId, f64, usize)> {
        let seen = column.seen.get_value();
        // At the top, what comes in is to be seen.
        if seen.top < AT_TOP {
            return vec![];
        }
        let anchors = self.with_ladder(column, |ladder| {
            let from = ladder.line_at(seen.top);
            let place = ladder.place_at(ladder.top(from));
            let lines = ladder.rows.iter().enumerate().skip(from).take(OFFERED);
            lines
                .filter_map(|(at, row)| Some((row.card()?, ladder.top(at) - seen.top, at - from + place)))
                .collect()
        });
        anchors.unwrap_or_default()
    }

    /// Draws the column anew, with the first of the anchors that is left where it was.
    fn hold(self, column: CardList, anchors: &[(TicketId, f64, usize)]) {
        self.cards.number(column);
        let kept = self.with_ladder(column, |ladder| {
            anchors.iter().find_map(|(id, distance, place)| {
                let at = ladder.rows.iter().position(|row| row.card() == Some(*id))?;
                let top = ladder.top(at);
                Some(((top - distance).max(0.0), ladder.place_at(top).saturating_sub(*place)))
            })
        });
        if let Some((top, came)) = kept.flatten() {
            let moved = (top - column.seen.with_value(|seen| seen.top)).abs() >= 1.0;
            if moved {
                self.go(column, top);
            }
            if came > 0 {
                column.fresh.update(|fresh| *fresh += came);
            }
        }
        self.draw(column);
        // Cards that went leave room for those that are not loaded yet.
        self.fill(column);
    }

    /// Loads what is seen and not there yet.
    pub(super) fn fill(self, column: CardList) {
        if column.failed.get_untracked() {
            return;
        }
        let seen = column.seen.get_value();
        if seen.far {
            return;
        }
        let wanted = self.with_ladder(column, |ladder| ladder.wants(seen.top..seen.top + seen.height));
        if let Some(Some(wanted)) = wanted {
            self.load(column, wanted);
        }
    }

    /// Brings a loaded card into view and gives it the focus.
    pub(in crate::board) fn focus(self, id: TicketId) {
        self.cursor.current.set(Some(id));
        let jumps = self.lists.place_of(id).is_some_and(|(column, at)| {
            let jumps = self.jump(column, at);
            self.draw(column);
            jumps
        });
        if !jumps {
            dom::focus_card(id);
        }
        dom::focus_card_later(id);
    }

    /// Goes to a card that lies more than a screen away, if it does.
    fn jump(self, column: CardList, card: usize) -> bool {
        let seen = column.seen.get_value();
        let far = self.with_ladder(column, |ladder| {
            let cards = ladder.rows.iter().enumerate().filter(|(_, row)| row.card().is_some());
            let top = ladder.top(cards.map(|(at, _)| at).nth(card)?);
            let near = seen.top - seen.height..seen.top + 2.0 * seen.height;
            (!near.contains(&top)).then(|| (top - seen.height / 2.0).max(0.0))
        });
        let Some(Some(top)) = far else { return false };
        self.go(column, top);
        true
    }

    /// Scrolls a column once its lines are drawn: what asks meanwhile what is seen hears of the new place.
    fn go(self, column: CardList, top: f64) {
        column.seen.update_value(|seen| (seen.top, seen.going) = (top, true));
        dom::after_paint(move || {
            if self.loader.is_there() {
                column.seen.update_value(|seen| seen.going = false);
                dom::scroll_column(column.index, top);
            }
        });
    }

    /// Back to the card that holds the tab stop, when what held the focus has gone.
    pub(in crate::board) fn back_to_card(self) {
        if let Some(id) = self.cursor.current.get_untracked() {
            dom::focus_card_later(id);
        }
    }

    /// To the first or the last card of a column, loaded or not.
    pub(in crate::board) fn focus_end(self, column: CardList, last: bool) {
        let cut_off = if last { column.next } else { column.first };
        if cut_off.with_untracked(Option::is_none) {
            let cards = column.cards();
            if let Some(id) = if last { cards.last() } else { cards.first() } {
                self.focus(*id);
            }
            return;
        }
        self.cursor.moved.set_value(None);
        let place = if last { self.tally.counted(column).saturating_sub(domain::board::PAGE) } else { 0 };
        leptos::task::spawn_local(async move {
            if self.load_page(column, Wanted::At(place)).await == Came::Laid {
                let cards = layout::cards(&column.rows.get_untracked());
                if let Some(id) = if last { cards.last() } else { cards.first() } {
                    self.focus(*id);
                }
            }
        });
    }

    /// To the top, where the new ones are.
    pub(in crate::board) fn to_top(self, column: CardList) {
        column.fresh.set(0);
        dom::scroll_column(column.index, 0.0);
        self.look(column);
        if let Some(first) = column.cards().first() {
            dom::focus_card_later(*first);
        }
    }
}

/// Of so many cards under the eye one will still be there after a change.
const OFFERED: usize = 12;
