//! Where a key carries a lifted card.

use crate::board::drag::world::{Around, Stop};
use crate::board::keyboard_drag::Step;

impl Around {
    /// The list where a step from `slot` leads, and the slot there. `None`: the card is nowhere.
    pub(super) fn walk(&mut self, slot: usize, step: Step) -> Option<(&mut Stop, usize)> {
        let Self { row, here, above, below } = self;
        let last = row.len().checked_sub(1)?;
        let from = row.get(*here)?;
        let (others, sorted) = (from.others, from.sorted.is_some());
        let (stop, slot) = match step {
            Step::Columns(by) => (row.get_mut(here.saturating_add_signed(by).min(last))?, slot),
            // Beyond the last card the next lane begins.
            Step::Slots(1) if sorted || slot >= others => match below {
                Some(below) => (below, 0),
                None => (row.get_mut(*here)?, slot),
            },
            Step::Slots(-1) if sorted || slot == 0 => match above {
                Some(above) => {
                    let end = above.others;
                    (above, end)
                }
                None => (row.get_mut(*here)?, 0),
            },
            Step::Slots(by) => (row.get_mut(*here)?, slot.saturating_add_signed(by)),
        };
        let slot = stop.sorted.unwrap_or_else(|| slot.min(stop.others));
        Some((stop, slot))
    }
}
