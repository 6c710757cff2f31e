//! What has been read on one page of a browser is read on its others, in this tab and elsewhere: lists there let go of their
//! marks.

use crate::ui::{keep_for_all, kept_elsewhere};
use domain::{Seq, TicketId};
use leptos::prelude::Effect;

const NAME: &str = "chama.read";

/// Everything in that ticket up to `seq` has been read here.
pub(crate) fn tell(ticket: TicketId, seq: Seq) {
    // A browser that keeps nothing tells its other tabs nothing.
    keep_for_all(NAME, "", &format!("{ticket} {seq}"));
}

/// Hears what is read elsewhere, until its owner goes.
pub(crate) fn told(act: impl Fn(TicketId, Seq) + Copy + Send + 'static) {
    Effect::new(move |_| {
        kept_elsewhere(Box::new(move |name, _, word| {
            if name == NAME
                && let Some((ticket, seq)) = read(word)
            {
                act(ticket, seq);
            }
        }));
    });
}

fn read(word: &str) -> Option<(TicketId, Seq)> {
    let (ticket, seq) = word.split_once(' ')?;
    Some((TicketId(ticket.parse().ok()?), seq.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_told_is_read_and_other_words_are_not() {
        let ticket = TicketId(uuid::Uuid::from_u128(7));
        assert_eq!(read(&format!("{ticket} 12")), Some((ticket, 12)));
        for word in ["", "7 12", "x", &format!("{ticket}"), &format!("{ticket} x")] {
            assert_eq!(read(word), None, "{word}");
        }
    }
}
