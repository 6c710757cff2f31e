//! Why something is done: a small form in a dialog. Escape takes back what it is asked of (`ux.md` 3.3).

use crate::i18n::words;
use crate::ui::RwSignal;
use crate::ui::view;
use crate::ui::{Memo, dynamic, hears, memo, pressed};
use leptos::html;
use leptos::prelude::*;

/// The dialog, from when it is drawn until its page takes it away.
#[component]
pub fn AskWhy(
    /// What is to be done, and to which ticket.
    title: String,
    /// The client reads the answer.
    told: bool,
    /// What the button is called that does it.
    submit: &'static str,
    /// It is open.
    opened: Callback<()>,
    /// What was answered; nothing where it was taken back.
    answer: Callback<Option<String>>,
) -> impl IntoView {
    let words = words();
    let reason = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<&'static str>);
    let dialog = NodeRef::<html::Dialog>::new();
    let area = NodeRef::<html::Textarea>::new();
    let focus = move || {
        if let Some(area) = area.get_untracked() {
            // Without the focus it is still there to be clicked.
            area.focus().ok();
        }
    };
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // Already open: nothing more to do.
            dialog.show_modal().ok();
            focus();
            opened.run(());
        }
    });
    // Closed by itself, it gives the focus back to where it was.
    let close = move |reason: Option<String>| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
        answer.run(reason);
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = reason.get_untracked();
        if typed.trim().is_empty() {
            problem.set(Some(words.ticket_words.refused_empty_reason));
            return focus();
        }
        close(Some(typed));
    };
    let take_back = move || close(None);
    view! {
        <dialog node_ref=dialog class="dialog move-dialog why-dialog" aria-labelledby="why-title"
            // One Escape closes one thing: not the panel below it as well.
            on:keydown=pressed(|event: leptos::ev::KeyboardEvent| event.stop_propagation())
            on:cancel=hears(move |event: leptos::ev::Event| { event.prevent_default(); take_back(); })>
            <form on:submit=hears(send)>
                <h2 id="why-title">{title}</h2>
                <ReasonField id="why-reason" reason area told=memo(move || told)/>
                <p class="problem" role="alert">{dynamic(move || problem.get())}</p>
                <footer>
                    <button type="button" class="button" on:click=hears(move |_| take_back())>{words.common.cancel}</button>
                    <button type="submit" class="button primary">{submit}</button>
                </footer>
            </form>
        </dialog>
    }
}

/// The field, and who will read what is typed into it.
#[component]
pub fn ReasonField(
    /// The field's id.
    id: &'static str,
    /// What is typed.
    reason: RwSignal<String>,
    /// Its element.
    area: NodeRef<html::Textarea>,
    /// The client reads it: why theirs is cancelled.
    told: Memo<bool>,
) -> impl IntoView {
    let words = words();
    let (board, own) = (&words.board, &words.reason);
    let hint = format!("{id}-hint");
    let described = hint.clone();
    view! {
        <p class="field">
            <label for=id>{dynamic(move || if told.get() { board.reason } else { own.field })}</label>
            <textarea id=id class="input" rows="2" required aria-describedby=described node_ref=area
                prop:value=move || reason.get() on:input=hears(move |event| reason.set(event_target_value(&event)))></textarea>
            <span id=hint class="hint">{dynamic(move || if told.get() { board.reason_hint } else { own.hint })}</span>
        </p>
    }
}
