//! A drag by keyboard: space lifts a card, arrows carry it step by step, space drops it.

use super::current::current;
use super::driver::hear;
use super::machine::Input;
use super::world::{Around, Stop};
use crate::board::keyboard_drag::{Key, Step};
use crate::board::state::{BoardState, CardList};
use domain::TicketId;
use leptos::prelude::*;

/// A key that is about a lifted card. Answers whether it meant something; `Cancel` is meant for a pointer, too.
pub(in crate::board) fn key(state: BoardState, key: Key) -> bool {
    match key {
        Key::Lift(card) => lift(state, card),
        Key::Step(step) => {
            let Some(around) = around(state, step) else { return false };
            current(|current| current.world.around = around);
            hear(Input::Step(step))
        }
        Key::Drop => hear(Input::PutDown),
        Key::Cancel => hear(Input::Escape),
    }
}

/// Takes a card up.
fn lift(state: BoardState, card: TicketId) -> bool {
    let Some((list, at)) = state.lists.place_of(card).filter(|_| state.cards.card(card).is_some()) else {
        return false;
    };
    let slot = if state.query.is_manual() { at } else { list.above.get_untracked() + at };
    hear(Input::Lift { card, list: list.index, slot })
}

/// What lies around the lifted card, as far as that step may lead.
fn around(state: BoardState, step: Step) -> Option<Around> {
    let (card, list) =
        current(|current| Some((*current.drag.cards().first()?, current.drag.over().list()?)))?;
    let from = state.lists.column(list)?;
    let sorted = !state.query.is_manual();
    let stop = |list: CardList| Stop {
        number: list.index,
        others: list.cards().iter().filter(|id| **id != card).count(),
        sorted: sorted.then(|| state.sorted_slot(card, list).1),
        refusal: state.refusal_over(card, list),
    };
    Some(match step {
        Step::Columns(_) => {
            let beside = |at: usize| state.lists.across(from, at.cast_signed() - from.at.cast_signed());
            let row = 0..state.lists.heads.with_value(Vec::len);
            Around {
                row: row.map(|at| stop(beside(at).unwrap_or(from))).collect(),
                here: from.at,
                ..Around::default()
            }
        }
        Step::Slots(_) => Around {
            row: vec![stop(from)],
            here: 0,
            above: state.lists.along(from, false).map(stop),
            below: state.lists.along(from, true).map(stop),
        },
    })
}
