//! A change that needs a reason: the card lies provisionally where it was dropped, and a small form beside it asks why.
//! Escape takes it back (`ux.md` 3.3).

use super::action::Intent;
use super::batch::Batch;
use super::dom;
use super::state::BoardState;
use crate::i18n::fill;
use crate::outbox::new_op;
use crate::reason::AskWhy;
use crate::ui::dynamic;
use crate::ui::view;
use domain::reason::ReasonFor;
use domain::ticket::wants_reason;
use domain::{Category, OpId, TicketId};
use leptos::prelude::*;

impl BoardState {
    /// Whether a card is changed so only with a reason, which is still to be given.
    pub(super) fn lacks_reason(self, intent: &Intent) -> bool {
        let Some(card) = self.cards.card(intent.ticket()) else { return false };
        self.session.rules.with_value(|rules| {
            self.session.viewer.with_value(|viewer| match intent.change(&card.facts) {
                Some(change) => {
                    change.reason().is_none() && wants_reason(&card.facts, &change, viewer, rules)
                }
                None => rules.reasons.ask(ReasonFor::Tags),
            })
        })
    }

    /// Shows cards where they would be, and asks why: once for all of them.
    pub(super) fn ask_why(self, intents: Vec<Intent>) {
        let show = |intent: Intent| {
            let op = new_op();
            // What else changes is shown when it is done: a card that went to the archive has no place beside which to ask.
            if let Intent::Move(to) = &intent {
                let pending = self.pending(to, op)?;
                self.cards.with_entry(to.ticket, |entry| {
                    entry.expect(pending);
                    entry
                        .transient
                        .update(|transient| (transient.provisional, transient.note) = (true, None));
                })?;
            }
            Some((op, intent))
        };
        let shown: Vec<_> = intents.into_iter().filter_map(show).collect();
        self.overlay.unexplained.set(Some(shown).filter(|shown| !shown.is_empty()));
        self.settle();
    }

    /// Makes the changes that waited, or puts the cards back where they were.
    fn answer_why(self, reason: Option<&str>) {
        let Some(asked) = self.overlay.unexplained.get_untracked() else { return };
        self.overlay.unexplained.set(None);
        for (op, intent) in &asked {
            self.cards.with_entry(intent.ticket(), |entry| {
                entry.give_up(*op);
                entry.transient.update(|transient| transient.provisional = false);
            });
        }
        let intents: Vec<Intent> = asked.into_iter().map(|(_, intent)| intent).collect();
        if reason.is_some() {
            let batch = Batch::of(intents.len(), self);
            return self.change_because(intents, reason, &batch);
        }
        self.settle();
        let tickets: Vec<TicketId> = intents.iter().map(Intent::ticket).collect();
        self.focus(tickets[0]);
        if matches!(intents[0], Intent::Move(_)) {
            self.say_put_back(&tickets);
        }
    }

    /// What is to be done, for people, what the button is called that does it, and whether the client reads why.
    fn unexplained(self, intent: &Intent) -> (String, &'static str, bool) {
        let w = &self.session.words.board;
        let submit = self.session.words.reason.submit;
        let to = match intent {
            Intent::Do(_, change) => return (self.change_name(change), submit, false),
            Intent::NewTag(_, name) => {
                return (fill(self.session.words.tag.put, &[("name", name)]), submit, false);
            }
            Intent::Move(to) => to,
        };
        let stays = self.cards.with_entry(to.ticket, |entry| entry.truth.facts.status == to.status);
        // In another lane of the same column it is what the lane makes of it.
        let also = to.also.filter(|_| stays == Some(true));
        let title = match also {
            Some(also) => self.change_name(&also.into()),
            None => fill(w.menu_to_column, &[("column", &self.session.status_name(to.status))]),
        };
        let category = self.session.rules.with_value(|rules| rules.status(to.status).map(|s| s.category));
        (title, w.move_submit, category == Some(Category::Cancelled) && stays != Some(true))
    }
}

/// The form, while it is open.
#[component]
pub(super) fn Why() -> impl IntoView {
    let state = expect_context::<BoardState>();
    dynamic(move || state.overlay.unexplained.get().map(|asked| open(state, &asked)))
}

fn open(state: BoardState, asked: &[(OpId, Intent)]) -> AnyView {
    let first = asked.iter().find(|(_, change)| state.lacks_reason(change)).map_or(&asked[0].1, |(_, of)| of);
    let id = first.ticket();
    let what = match asked {
        [_] => id.code(),
        several => state.session.chosen_text(several.len()),
    };
    let (title, submit, _) = state.unexplained(first);
    // One form for all of them: where one client reads it, that is said.
    let told = asked.iter().any(|(_, change)| state.unexplained(change).2);
    let opened = Callback::new(move |()| dom::after_paint(move || dom::beside(id, ".why-dialog")));
    let answer = Callback::new(move |reason: Option<String>| state.answer_why(reason.as_deref()));
    view! { <AskWhy title=format!("{title} · {what}") told submit opened answer/> }.into_any()
}
