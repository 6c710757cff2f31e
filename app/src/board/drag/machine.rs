//! The drag of cards, by pointer and by keys, as one machine: what is heard goes in, what is to be done comes out. Pure,
//! so that it is tried with everything that may happen, in any order.
//!
//! There is one state, which owns all that it needs. So nothing is carried without cards, nor by pointer and keys at once,
//! and what a drag has left on the page goes with it, whichever way it ends: all ends are [`Drag::end`].

mod frame;
mod message;
mod walk;

#[cfg(test)]
mod ends;
#[cfg(test)]
mod tests;

pub(super) use message::{Effect, Input, Scrolled};

use super::gesture::{Dwell, MOUSE_SLACK, Point, Rest, TOUCH_SLACK};
use super::world::{Target, World};
use crate::board::keyboard_drag::Step;
use domain::TicketId;

/// What pointers and keys do with cards at present.
#[derive(Default)]
#[cfg_attr(test, derive(Debug))]
pub(super) enum Drag {
    /// Nothing.
    #[default]
    Idle,
    /// A pointer went down on a card, and may still click or scroll.
    Pressed(Press),
    /// Cards are carried.
    Dragging(Dragging),
    /// A pointer has put cards down just now: the click that the browser makes of that is none.
    Ended,
}

/// A pointer that went down on a card.
#[cfg_attr(test, derive(Debug))]
pub(super) struct Press {
    pointer: i32,
    /// It is a finger.
    touch: bool,
    /// What it would carry; the first is the card under it.
    cards: Vec<TicketId>,
    /// Where it went down, and where it is.
    from: Point,
    at: Point,
}

/// Carried cards.
#[cfg_attr(test, derive(Debug))]
pub(super) struct Dragging {
    pub(super) by: By,
    /// One at least; the first is the one that is shown.
    pub(super) cards: Vec<TicketId>,
    /// What they are over.
    pub(super) over: Target,
}

/// What carries them.
#[cfg_attr(test, derive(Debug))]
pub(super) enum By {
    Pointer(Pointer),
    /// Step by step. `refused`: the card may not lie where it is now.
    Keys {
        refused: bool,
    },
}

/// A pointer that carries.
#[derive(Default)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Pointer {
    id: i32,
    at: Point,
    /// When the last frame was, in the frames' milliseconds.
    last: f64,
    dwell: Dwell,
    rest: Rest,
    /// Since when it is at the side of a phone's screen.
    side_since: Option<f64>,
    /// Lists that it has unfolded: they fold back, but for the one where the cards are dropped.
    opened: Vec<usize>,
}

impl Drag {
    /// Hears what happens, in the world as it is. Answers whether it was about the drag and shall mean nothing else.
    pub(super) fn on(&mut self, input: Input, world: &mut World, out: &mut Vec<Effect>) -> bool {
        match input {
            Input::Down { pointer, touch, at, cards } => {
                self.down(Press { pointer, touch, cards, from: at, at }, world, out)
            }
            Input::Move { pointer, at } => self.moved(pointer, at, out),
            Input::Up { pointer, at } => self.up(pointer, at, world, out),
            Input::Held(pointer) => match self {
                Self::Pressed(press) if press.touch && press.pointer == pointer => self.take_up(out),
                _ => false,
            },
            Input::Lost => match self {
                Self::Pressed(_) => {
                    *self = Self::Idle;
                    false
                }
                _ => self.pointer(None).is_some() && self.put_back(world, out),
            },
            Input::Frame(now) => match self {
                Self::Dragging(Dragging { by: By::Pointer(pointer), over, .. }) => {
                    pointer.frame(over, now, world, out);
                    true
                }
                _ => false,
            },
            Input::Click | Input::NoClick => {
                let ended = matches!(self, Self::Ended);
                if ended {
                    *self = Self::Idle;
                }
                ended
            }
            Input::Lift { card, list, slot } => self.lift(card, Target::List(list, Some(slot)), world, out),
            Input::Step(step) => self.step(step, world, out),
            Input::PutDown => self.space(world, out),
            Input::Escape => {
                if matches!(self, Self::Pressed(_)) {
                    *self = Self::Idle;
                }
                self.put_back(world, out)
            }
            Input::Gone(ticket) => self.cards().contains(&ticket) && self.put_back(world, out),
            Input::BoardGone => {
                let carried = self.put_back(world, out);
                *self = Self::Idle;
                carried
            }
        }
    }

    /// The carried cards.
    pub(super) fn cards(&self) -> &[TicketId] {
        if let Self::Dragging(drag) = self { &drag.cards } else { &[] }
    }

    /// What they are over.
    pub(super) fn over(&self) -> Target {
        if let Self::Dragging(drag) = self { drag.over } else { Target::Nothing }
    }

    /// Whether a pointer carries.
    pub(super) fn is_pointed(&self) -> bool {
        matches!(self, Self::Dragging(Dragging { by: By::Pointer(_), .. }))
    }

    /// Whether a pointer carries, or a finger is about to: its holding asks for no menu.
    pub(super) fn holds(&self) -> bool {
        self.is_pointed() || matches!(self, Self::Pressed(Press { touch: true, .. }))
    }

    /// The pointer that carries, if it is that one.
    fn pointer(&mut self, who: Option<i32>) -> Option<&mut Pointer> {
        match self {
            Self::Dragging(Dragging { by: By::Pointer(pointer), .. }) => {
                Some(pointer).filter(|pointer| who.is_none_or(|who| pointer.id == who))
            }
            _ => None,
        }
    }

    /// Who goes on with a pointer has let go of the card in the keyboard's hand; a second finger puts the cards back.
    fn down(&mut self, press: Press, world: &World, out: &mut Vec<Effect>) -> bool {
        if matches!(self, Self::Ended) {
            *self = Self::Idle;
        }
        let second = self.is_pointed();
        let carried = self.put_back(world, out);
        if !second && !press.cards.is_empty() {
            if press.touch {
                out.push(Effect::AwaitHold(press.pointer));
            }
            *self = Self::Pressed(press);
        }
        carried
    }

    /// A mouse that moves takes the card up, a finger scrolls.
    fn moved(&mut self, who: i32, at: Point, out: &mut Vec<Effect>) -> bool {
        if let Some(pointer) = self.pointer(Some(who)) {
            pointer.at = at;
            return true;
        }
        match self {
            Self::Pressed(press) if press.pointer == who => {
                press.at = at;
                let way = press.from.distance(at);
                if press.touch && way > TOUCH_SLACK {
                    *self = Self::Idle;
                } else if !press.touch && way > MOUSE_SLACK {
                    return self.take_up(out);
                }
                false
            }
            _ => false,
        }
    }

    fn up(&mut self, who: i32, at: Point, world: &World, out: &mut Vec<Effect>) -> bool {
        if matches!(self, Self::Pressed(press) if press.pointer == who) {
            *self = Self::Idle;
        }
        let Some(pointer) = self.pointer(Some(who)) else { return false };
        let over = pointer.find(at, world);
        match over {
            Target::Nothing => self.put_back(world, out),
            Target::List(list, _) if !world.may_lie(list) => {
                self.end(None, world, out, |drag| Effect::PutBack(drag, Some(list)))
            }
            _ => self.end(over.list(), world, out, |drag| Effect::Drop(drag, over)),
        }
    }

    /// The pointer takes up what it was pressed on.
    fn take_up(&mut self, out: &mut Vec<Effect>) -> bool {
        let Self::Pressed(Press { pointer, cards, from, at, .. }) = std::mem::take(self) else {
            return false;
        };
        out.push(Effect::Lift { cards: cards.clone(), pointer, from });
        let by = By::Pointer(Pointer { id: pointer, at, ..Pointer::default() });
        *self = Self::Dragging(Dragging { by, cards, over: Target::Nothing });
        true
    }

    /// A key takes up a card, but not from a pointer that carries.
    fn lift(&mut self, card: TicketId, over: Target, world: &World, out: &mut Vec<Effect>) -> bool {
        if self.is_pointed() {
            return false;
        }
        self.put_back(world, out);
        out.push(Effect::LiftByKey { card, over });
        *self = Self::Dragging(Dragging { by: By::Keys { refused: false }, cards: vec![card], over });
        true
    }

    fn step(&mut self, step: Step, world: &mut World, out: &mut Vec<Effect>) -> bool {
        let Self::Dragging(Dragging {
            by: By::Keys { refused },
            cards,
            over: Target::List(list, Some(slot)),
        }) = self
        else {
            return false;
        };
        if let Some((stop, at)) = world.around.walk(*slot, step) {
            (*list, *slot, *refused) = (stop.number, at, stop.refusal.is_some());
            let refusal = stop.refusal.take();
            out.push(Effect::Hover { card: cards[0], list: *list, slot: *slot, refusal });
        }
        true
    }

    fn space(&mut self, world: &World, out: &mut Vec<Effect>) -> bool {
        let Self::Dragging(Dragging { by: By::Keys { refused }, over, .. }) = self else { return false };
        let over = *over;
        if let Some(list) = over.list().filter(|_| *refused) {
            // It stays in the air.
            out.push(Effect::Refuse(list));
            return true;
        }
        self.end(over.list(), world, out, |drag| Effect::Drop(drag, over))
    }

    /// Puts the cards back, if some are carried.
    fn put_back(&mut self, world: &World, out: &mut Vec<Effect>) -> bool {
        self.end(None, world, out, |drag| Effect::PutBack(drag, None))
    }

    /// The one way out of a drag, which may be dropped on a list: what it owned goes with what is done about it.
    fn end(
        &mut self,
        dropped: Option<usize>,
        world: &World,
        out: &mut Vec<Effect>,
        how: impl FnOnce(Dragging) -> Effect,
    ) -> bool {
        match std::mem::take(self) {
            Self::Dragging(mut drag) => {
                let opened = match &mut drag.by {
                    By::Pointer(pointer) => {
                        *self = Self::Ended;
                        out.push(Effect::AwaitClick);
                        std::mem::take(&mut pointer.opened)
                    }
                    By::Keys { .. } => vec![],
                };
                out.push(how(drag));
                let column = |list| world.list(list).map_or(list, |list| list.column);
                out.extend(opened.into_iter().map(|list| match dropped {
                    // With lanes a column has many lists, which are folded together.
                    Some(dropped) if column(dropped) == column(list) => Effect::KeepOpen(list),
                    _ => Effect::Fold(list),
                }));
                true
            }
            other => {
                *self = other;
                false
            }
        }
    }
}
