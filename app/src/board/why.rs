//! A step that needs a reason: the card lies provisionally where it was dropped, and a small form beside it asks why.
//! Escape takes it back (`ux.md` 3.3).

use super::batch::Batch;
use super::dom;
use super::move_intent::MoveIntent;
use super::state::BoardState;
use crate::i18n::{fill, words};
use crate::outbox::new_op;
use crate::ui::RwSignal;
use crate::ui::view;
use crate::ui::{dynamic, hears};
use domain::{Category, TicketId};
use leptos::html;
use leptos::prelude::*;

impl BoardState {
    /// Whether a card is moved so only with a reason, which is still to be given: the client reads why theirs was
    /// cancelled.
    pub(super) fn lacks_reason(self, intent: &MoveIntent) -> bool {
        let category =
            self.session.rules.with_value(|rules| rules.status(intent.status).map(|status| status.category));
        let stays = self.cards.card(intent.ticket).is_some_and(|card| card.facts.status == intent.status);
        category == Some(Category::Cancelled) && intent.reason.is_none() && !stays
    }

    /// Shows cards as they would be, and asks why: once for all of them.
    pub(super) fn ask_why(self, intents: Vec<MoveIntent>) {
        let show = |intent: MoveIntent| {
            let op = new_op();
            let pending = self.pending(&intent, op)?;
            self.cards.with_entry(intent.ticket, |entry| {
                entry.expect(pending);
                entry.transient.update(|transient| (transient.provisional, transient.note) = (true, None));
            })?;
            Some((op, intent))
        };
        let shown: Vec<_> = intents.into_iter().filter_map(show).collect();
        self.overlay.unexplained.set(Some(shown).filter(|shown| !shown.is_empty()));
        self.settle();
    }

    /// Moves the cards that lie provisionally, or puts them back where they were.
    fn answer_why(self, reason: Option<&str>) {
        let Some(asked) = self.overlay.unexplained.get_untracked() else { return };
        self.overlay.unexplained.set(None);
        for (op, intent) in &asked {
            self.cards.with_entry(intent.ticket, |entry| {
                entry.give_up(*op);
                entry.transient.update(|transient| transient.provisional = false);
            });
        }
        if let Some(reason) = reason {
            let batch = Batch::of(asked.len(), self);
            for (_, intent) in asked {
                self.move_in(MoveIntent { reason: Some(reason.to_owned()), ..intent }, batch.clone());
            }
            return;
        }
        self.settle();
        let tickets: Vec<TicketId> = asked.into_iter().map(|(_, intent)| intent.ticket).collect();
        self.focus(tickets[0]);
        self.say_put_back(&tickets);
    }
}

/// The form, while it is open.
#[component]
pub(super) fn Why() -> impl IntoView {
    let state = expect_context::<BoardState>();
    dynamic(move || {
        let intents =
            state.overlay.unexplained.get()?.into_iter().map(|(_, intent)| intent).collect::<Vec<_>>();
        Some(view! { <Open state intents/> })
    })
}

#[component]
fn Open(state: BoardState, intents: Vec<MoveIntent>) -> impl IntoView {
    let words = words();
    let w = &words.board;
    let reason = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<&'static str>);
    let dialog = NodeRef::<html::Dialog>::new();
    let id = intents[0].ticket;
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // Already open: nothing more to do.
            dialog.show_modal().ok();
            dom::focus("#why-reason");
            dom::after_paint(move || dom::beside(id, ".why-dialog"));
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = reason.get_untracked();
        if typed.trim().is_empty() {
            problem.set(Some(words.ticket_words.refused_empty_reason));
            return dom::focus("#why-reason");
        }
        state.answer_why(Some(&typed));
    };
    let title = fill(w.menu_to_column, &[("column", &state.session.status_name(intents[0].status))]);
    let what = match &intents[..] {
        [intent] => intent.ticket.code(),
        several => state.session.chosen_text(several.len()),
    };
    view! {
        <dialog node_ref=dialog class="dialog move-dialog why-dialog" aria-labelledby="why-title"
            on:cancel=hears(move |event: leptos::ev::Event| { event.prevent_default(); state.answer_why(None); })>
            <form on:submit=hears(submit)>
                <h2 id="why-title">{title}" · "{what}</h2>
                <Reason id="why-reason" reason/>
                <p class="problem" role="alert">{dynamic(move || problem.get())}</p>
                <footer>
                    <button type="button" class="button" on:click=hears(move |_| state.answer_why(None))>{words.common.cancel}</button>
                    <button type="submit" class="button primary">{w.move_submit}</button>
                </footer>
            </form>
        </dialog>
    }
}

/// Why a ticket is cancelled: the client reads it.
#[component]
pub(super) fn Reason(
    /// The field's id.
    id: &'static str,
    /// What is typed.
    reason: RwSignal<String>,
) -> impl IntoView {
    let w = &words().board;
    let hint = format!("{id}-hint");
    let described = hint.clone();
    view! {
        <p class="field">
            <label for=id>{w.reason}</label>
            <textarea id=id class="input" rows="2" required aria-describedby=described
                prop:value=move || reason.get() on:input=hears(move |event| reason.set(event_target_value(&event)))></textarea>
            <span id=hint class="hint">{w.reason_hint}</span>
        </p>
    }
}
