//! Who else is at the ticket now.

use crate::i18n::{Words, fill, words};
use crate::live::Feed;
use crate::ui::{dynamic, memo, view};
use domain::TicketId;
use domain::feed::{Doing, Present};
use leptos::prelude::*;

/// What someone does, for styles and for people: "Ana está digitando".
pub fn doing(words: &'static Words, one: &Present) -> (&'static str, String) {
    let w = &words.ticket;
    let (kind, text) = match one.doing {
        Doing::Viewing => ("viewing", w.present_viewing),
        Doing::Typing => ("typing", w.present_typing),
        Doing::Dragging => ("dragging", w.present_dragging),
    };
    (kind, fill(text, &[("name", &one.person.name)]))
}

/// Tells the colleagues that this person has the ticket open, and who of them is there, too.
pub(super) fn present(ticket: TicketId) -> impl IntoView {
    let feed = expect_context::<Feed>();
    Effect::new(move |_| feed.here.set(Some((ticket, Doing::Viewing))));
    on_cleanup(move || {
        feed.here.try_set(None);
    });
    let said = memo(move || {
        feed.present.with(|present| {
            let people = present.iter().find(|(at, _)| *at == ticket).map(|(_, people)| people.as_slice());
            let each = people.unwrap_or_default().iter().map(|one| doing(words(), one).1);
            each.collect::<Vec<_>>().join(" · ")
        })
    });
    view! { <p class="presence" role="status">{dynamic(move || said.get())}</p> }
}

/// This person writes; a moment after the last letter they only read again.
pub(super) fn typing(feed: Feed, ticket: TicketId) {
    let already = feed.here.with_untracked(|here| matches!(here, Some((at, Doing::Typing)) if *at == ticket));
    if !already {
        feed.here.set(Some((ticket, Doing::Typing)));
        let rest = move || {
            if feed.here.try_get_untracked().flatten() == Some((ticket, Doing::Typing)) {
                feed.here.set(Some((ticket, Doing::Viewing)));
            }
        };
        set_timeout(rest, std::time::Duration::from_secs(6));
    }
}
