//! What a frame makes of carried cards: what they are over, what opens, what scrolls. It moves the boxes that were
//! measured along with what it scrolls, and so asks the page for none.

use super::{Effect, Pointer, Scrolled};
use crate::board::drag::geometry::Area;
use crate::board::drag::gesture::Point;
use crate::board::drag::world::{Target, World};

/// A finger so near to the side of a phone's screen, for so long, turns to the next column.
const SIDE: f64 = 40.0;
const SIDE_MS: f64 = 500.0;

impl Pointer {
    /// One frame.
    pub(super) fn frame(&mut self, over: &mut Target, now: f64, world: &mut World, out: &mut Vec<Effect>) {
        let passed = if self.last > 0.0 { now - self.last } else { 0.0 };
        self.last = now;
        let at = self.at;
        self.rest.over(world.dock_item(at), now);
        let before = std::mem::replace(over, self.find(at, world));
        if before != *over {
            out.push(Effect::Show { before, over: *over });
        }
        out.push(Effect::Follow { at, line: world.line(*over) });
        self.scroll(*over, passed, world, out);
        if let Some(list) = self.dwell.over(self.waits_over(*over, world), now) {
            self.opened.push(list);
            out.push(Effect::Unfold(list));
        }
        out.push(Effect::NextFrame);
    }

    /// What is under the cards, as of the last frame.
    pub(super) fn find(&self, at: Point, world: &World) -> Target {
        match world.dock_item(at).filter(|item| self.rest.is_meant(*item, self.last)) {
            Some(item) => Target::Dock(item),
            None => world.under(at),
        }
    }

    /// The folded list that opens if they stay over it. Where they may not be dropped there is nothing to look at.
    fn waits_over(&self, over: Target, world: &World) -> Option<usize> {
        let list = over.list().filter(|list| !self.opened.contains(list))?;
        world.list(list).filter(|found| found.folded && found.verdict.refusal.is_none()).map(|_| list)
    }

    /// Near an edge they scroll what lies there.
    fn scroll(&mut self, over: Target, passed: f64, world: &mut World, out: &mut Vec<Effect>) {
        let (at, now) = (self.at, self.last);
        // Where one column fills the screen, columns are turned like pages.
        let width = |area: &Area| area.right - area.left;
        let screen = width(&world.board);
        let pages = world.lists.iter().any(|list| width(&list.bounds.area) > screen / 1.5);
        if let Some(list) =
            over.list().and_then(|number| world.lists.iter_mut().find(|list| list.number == number))
        {
            let Area { top, bottom, .. } = list.bounds.list;
            if list.bounds.scroll.follow(at.y, top, bottom, now, passed) != 0.0 {
                return out.push(Effect::Scroll(Scrolled::List(list.number), list.bounds.scroll.at));
            }
        }
        let Area { left, right, top, bottom } = world.board;
        let way = world.down.follow(at.y, top, bottom, now, passed);
        if way != 0.0 {
            out.push(Effect::Scroll(Scrolled::Down, world.down.at));
            world.shift(0.0, -way);
        }
        if pages {
            self.turn_page(world, out);
        } else {
            let way = world.across.follow(at.x, left, right, now, passed);
            if way != 0.0 {
                out.push(Effect::Scroll(Scrolled::Across, world.across.at));
                world.shift(-way, 0.0);
            }
        }
    }

    /// A finger that stays at the side of the screen turns to the column there.
    fn turn_page(&mut self, world: &mut World, out: &mut Vec<Effect>) {
        let side = if self.at.x < world.board.left + SIDE {
            -1.0
        } else if self.at.x > world.board.right - SIDE {
            1.0
        } else {
            self.side_since = None;
            return;
        };
        let since = *self.side_since.get_or_insert(self.last);
        if self.last - since < SIDE_MS {
            return;
        }
        self.side_since = None;
        let mut lefts = world.lists.iter().map(|list| list.bounds.area.left);
        let first = lefts.next();
        let second = first.and_then(|first| lefts.find(|left| *left > first));
        let step = first.zip(second).map_or(0.0, |(first, second)| second - first);
        let to = (world.across.at + side * step).clamp(0.0, world.across.most);
        out.push(Effect::Scroll(Scrolled::Across, to));
        world.shift(world.across.at - to, 0.0);
        world.across.at = to;
    }
}
