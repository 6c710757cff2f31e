//! A carried card near an edge scrolls what lies there; the boxes that were measured move with it.

use super::current::pointer_drag;
use super::geometry::Area;
use super::gesture::Point;
use super::session::{DragSession, Over};
use crate::board::dom;

/// A finger so near to the side of a phone's screen, for so long, turns to the next column.
const SIDE: f64 = 40.0;
const SIDE_MS: f64 = 500.0;

/// The columns moved, so far to the right and down.
fn shift(session: &mut DragSession, right: f64, down: f64) {
    for column in &mut session.lists.columns {
        for area in [&mut column.area, &mut column.list] {
            area.left += right;
            area.right += right;
            area.top += down;
            area.bottom += down;
        }
    }
}

/// One frame of it.
pub(super) fn scroll(session: &mut DragSession, at: Point, now: f64, passed: f64) {
    // Where one column fills the screen, columns are turned like pages.
    let width = |area: &Area| area.right - area.left;
    let screen = width(&session.board.1);
    let pages = session.lists.columns.iter().any(|column| width(&column.area) > screen / 1.5);
    if let Over::Column(index, _) = session.over
        && let Some(column) = session.lists.columns.get_mut(index)
    {
        let (top, bottom) = (column.list.top, column.list.bottom);
        if column.scroll.follow(at.y, top, bottom, now, passed) != 0.0 {
            dom::set_scroll_top(&session.lists.scrollers[index], column.scroll.at);
            return;
        }
    }
    let Area { left, right, top, bottom } = session.board.1;
    let way = session.down.follow(at.y, top, bottom, now, passed);
    if way != 0.0 {
        dom::set_scroll_top(&session.board.0, session.down.at);
        shift(session, 0.0, -way);
    }
    if pages {
        turn_page(session, at, now);
    } else {
        let way = session.board.2.follow(at.x, left, right, now, passed);
        if way != 0.0 {
            dom::set_scroll_left(&session.board.0, session.board.2.at);
            shift(session, -way, 0.0);
        }
    }
}

/// A finger that stays at the side of the screen turns to the column there.
fn turn_page(session: &mut DragSession, at: Point, now: f64) {
    let Area { left, right, .. } = session.board.1;
    let side = if at.x < left + SIDE {
        -1.0
    } else if at.x > right - SIDE {
        1.0
    } else {
        session.side_since = None;
        return;
    };
    let since = *session.side_since.get_or_insert(now);
    if now - since < SIDE_MS {
        return;
    }
    session.side_since = None;
    let first = session.lists.columns.first();
    let second =
        first.and_then(|first| session.lists.columns.iter().find(|list| list.area.left > first.area.left));
    let width = second.zip(first);
    let step = width.map_or(0.0, |(second, first)| second.area.left - first.area.left);
    let to = (session.board.2.at + side * step).clamp(0.0, session.board.2.most);
    dom::set_scroll_left(&session.board.0, to);
    shift(session, session.board.2.at - to, 0.0);
    session.board.2.at = to;
}

/// The board was scrolled: by the wheel, or by the carried card itself.
pub(super) fn board_scrolled() {
    pointer_drag(|drag| {
        if let Some(session) = &mut drag.session {
            let (left, top) =
                (f64::from(session.board.0.scroll_left()), f64::from(session.board.0.scroll_top()));
            // What the frames wrote is exact; the page rounds it.
            if (session.board.2.at - left).abs() >= 2.0 || (session.down.at - top).abs() >= 2.0 {
                shift(session, session.board.2.at - left, session.down.at - top);
                (session.board.2.at, session.down.at) = (left, top);
            }
        }
    });
}
