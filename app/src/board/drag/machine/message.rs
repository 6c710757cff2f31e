//! What a drag hears, and what it asks to be done.

use super::Dragging;
use crate::board::drag::gesture::Point;
use crate::board::drag::world::{Line, Target};
use crate::board::keyboard_drag::Step;
use domain::TicketId;

/// What is heard.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
pub(in crate::board::drag) enum Input {
    /// A pointer goes down on the board, on a card that would take along these cards; on none, that is on no card.
    Down {
        pointer: i32,
        touch: bool,
        at: Point,
        cards: Vec<TicketId>,
    },
    Move {
        pointer: i32,
        at: Point,
    },
    Up {
        pointer: i32,
        at: Point,
    },
    /// The time after which a finger that has not moved carries.
    Held(i32),
    /// The browser took the pointer away, or the window.
    Lost,
    /// A frame is drawn, at that many milliseconds.
    Frame(f64),
    /// A click, and the time after which none follows a drag any more.
    Click,
    NoClick,
    /// A key takes up the card that lies there.
    Lift {
        card: TicketId,
        list: usize,
        slot: usize,
    },
    /// A key carries it on, into what lies around it.
    Step(Step),
    /// A key puts it down: Space or Enter.
    PutDown,
    /// The person does not want to carry any more.
    Escape,
    /// A ticket is not to be seen any more.
    Gone(TicketId),
    /// The board goes, or its page is left.
    BoardGone,
}

/// What is to be done.
#[cfg_attr(test, derive(Debug))]
pub(in crate::board::drag) enum Effect {
    /// Tell when the finger has held still for long enough.
    AwaitHold(i32),
    /// Tell when no click follows any more.
    AwaitClick,
    /// Take cards into the air, which the pointer took there.
    Lift { cards: Vec<TicketId>, pointer: i32, from: Point },
    /// Say that a key has taken up a card, and where it is.
    LiftByKey { card: TicketId, over: Target },
    /// Show what they are over, and no more what they were over.
    Show { before: Target, over: Target },
    /// Draw them under the pointer, and the line.
    Follow { at: Point, line: Option<Line> },
    /// Scroll what lies there, so far in all.
    Scroll(Scrolled, f64),
    /// Unfold a list, and so its column.
    Unfold(usize),
    /// Fold back what was unfolded for the drag alone.
    Fold(usize),
    /// Leave it unfolded, also after this visit: the cards were dropped there.
    KeepOpen(usize),
    /// Tell when the next frame is drawn.
    NextFrame,
    /// Show and say where a key carried the card, and why it may not lie there.
    Hover { card: TicketId, list: usize, slot: usize, refusal: Option<String> },
    /// Say that it may not be dropped there.
    Refuse(usize),
    /// It is over: they are dropped there, and nothing stays of the drag.
    Drop(Dragging, Target),
    /// It is over: they lie where they lay, and nothing stays of the drag. With the list that refused them.
    PutBack(Dragging, Option<usize>),
}

/// What scrolls.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(in crate::board::drag) enum Scrolled {
    /// A list, by its number.
    List(usize),
    /// The board, to its side.
    Across,
    /// The board, down.
    Down,
}
