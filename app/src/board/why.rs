//! A step that needs a reason: the card lies provisionally where it was dropped, and a small form beside it asks why.
//! Escape takes it back (`ux.md` 3.3).

use super::dom;
use super::moves::Wish;
use super::state::BoardState;
use crate::api::new_op;
use crate::i18n::{fill, words};
use crate::ui::view;
use crate::ui::{dynamic, hears};
use domain::{Category, StatusId};
use leptos::html;
use leptos::prelude::*;

impl BoardState {
    /// Whether a card is given that status only with a reason: the client reads why theirs was cancelled.
    pub(super) fn asks_why(self, status: StatusId) -> bool {
        let category = self.rules.with_value(|rules| rules.status(status).map(|status| status.category));
        category == Some(Category::Cancelled)
    }

    /// Shows a card as it would be, and asks why.
    pub(super) fn ask_why(self, wish: Wish) {
        let op = new_op();
        let Some(pending) = self.pending(&wish, op) else { return };
        self.with_entry(wish.ticket, |entry| {
            entry.expect(pending);
            entry.passing.update(|passing| (passing.provisional, passing.note) = (true, None));
        });
        self.asks.set(Some((op, wish)));
        self.settle();
    }

    /// Moves the card that lies provisionally, or puts it back where it was.
    fn answer_why(self, reason: Option<String>) {
        let Some((op, wish)) = self.asks.get_untracked() else { return };
        self.asks.set(None);
        let id = wish.ticket;
        self.with_entry(id, |entry| {
            entry.give_up(op);
            entry.passing.update(|passing| passing.provisional = false);
        });
        if reason.is_some() {
            return self.make_move(Wish { reason, ..wish });
        }
        self.settle();
        self.focus(id);
        self.say_put_back(&[id]);
    }
}

/// The form, while it is open.
#[component]
pub(super) fn Why() -> impl IntoView {
    let state = expect_context::<BoardState>();
    dynamic(move || state.asks.get().map(|(_, wish)| view! { <Open state wish/> }))
}

#[component]
fn Open(state: BoardState, wish: Wish) -> impl IntoView {
    let words = words();
    let w = &words.board;
    let reason = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<&'static str>);
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // Already open: nothing more to do.
            dialog.show_modal().ok();
            dom::focus("#why-reason");
            let id = wish.ticket;
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
        state.answer_why(Some(typed));
    };
    let title = fill(w.menu_to_column, &[("column", &state.status_name(wish.status))]);
    view! {
        <dialog node_ref=dialog class="dialog move-dialog why-dialog" aria-labelledby="why-title"
            on:cancel=hears(move |event: leptos::ev::Event| { event.prevent_default(); state.answer_why(None); })>
            <form on:submit=hears(submit)>
                <h2 id="why-title">{title}" · "{wish.ticket.code()}</h2>
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
