//! A column's limit on work in progress: shown in its head, set in its menu by who leads the department (`ux.md` 2.3).

use super::state::{BoardState, CardList};
use crate::api;
use crate::i18n::{fill, words};
use crate::shell::{Toast, close_popover};
use crate::ui::RwSignal;
use crate::ui::view;
use crate::ui::{dynamic, hears, memo};
use domain::rules::{NewLimit, WipLimit};
use domain::text::fold;
use domain::{DepartmentId, Role};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::num::NonZeroU16;

/// A limit of more cards is none.
const MOST: u16 = 999;

impl BoardState {
    /// Whose limits count here: the board's department, or the only one that the viewer works in.
    pub(super) fn limited_department(self) -> Option<DepartmentId> {
        let only = || {
            self.session.viewer.with_value(|viewer| match viewer.departments[..] {
                [department] if viewer.role != Role::Administrator => Some(department),
                _ => None,
            })
        };
        self.query.filter.with(|filter| filter.department).or_else(only)
    }

    /// The limit of a column, as of the last board that was read.
    pub(super) fn limit(self, column: CardList) -> Option<WipLimit> {
        let department = self.limited_department()?;
        self.tally.counts.track();
        self.session.rules.with_value(|rules| rules.limit(department, column.id).copied())
    }
}

/// What is typed, in digits of any script and width, as a limit; nothing for none. `Err`: it is no number of cards.
fn read(typed: &str) -> Result<Option<NonZeroU16>, ()> {
    match fold(typed).trim() {
        "" => Ok(None),
        typed => typed.parse().ok().filter(|n: &NonZeroU16| n.get() <= MOST).map(Some).ok_or(()),
    }
}

/// The form in the column's menu; nothing for who may not set it.
#[component]
pub(super) fn SetLimit(
    /// Of which column.
    column: CardList,
    /// The popover that it stands in.
    menu: String,
    /// Changes when that is opened or closed.
    turn: RwSignal<u32>,
) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let led = memo(move || {
        let led =
            |department: &DepartmentId| state.session.viewer.with_value(|viewer| viewer.manages(*department));
        state.limited_department().filter(led)
    });
    let form = move |department: DepartmentId| {
        let menu = menu.clone();
        view! { <Form column department menu turn/> }
    };
    dynamic(move || led.get().map(&form))
}

#[component]
fn Form(column: CardList, department: DepartmentId, menu: String, turn: RwSignal<u32>) -> impl IntoView {
    let w = &words().board;
    let state = expect_context::<BoardState>();
    let cards = RwSignal::new(String::new());
    let hard = RwSignal::new(false);
    let present = memo(move || state.limit(column));
    let problem = RwSignal::new(None::<&'static str>);
    let touched = StoredValue::new(false);
    // A colleague may set it meanwhile: what is being typed stays, until the menu is closed.
    Effect::new(move |before: Option<u32>| {
        let (now, limit) = (turn.get(), present.get());
        if before != Some(now) {
            touched.set_value(false);
            problem.set(None);
        }
        if !touched.get_value() {
            cards.set(limit.map(|limit| limit.limit.to_string()).unwrap_or_default());
            hard.set(limit.is_some_and(|limit| limit.hard));
        }
        now
    });
    let touch = hears(move |_: leptos::ev::Event| touched.set_value(true));
    let sending = RwSignal::new(false);
    let title = state.session.departments.with_value(|departments| {
        let own = departments.iter().find(|d| d.id == department);
        fill(w.limit_of, &[("department", own.map_or("", |d| &d.name))])
    });
    let id = format!("limit-{}", column.at);
    let said = format!("{id}-said");
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let Ok(limit) = cards.with_untracked(|cards| read(cards)) else {
            return problem.set(Some(w.limit_bad));
        };
        problem.set(None);
        sending.set(true);
        let new = NewLimit { department, column: column.id, limit, hard: hard.get_untracked() };
        let menu = menu.clone();
        spawn_local(async move {
            let answer = api::set_limit(new).await;
            // The form may be gone with its board.
            sending.try_set(false);
            match answer {
                Ok(()) => {
                    let name = state.session.column_name(column.id);
                    let text = match limit {
                        Some(limit) => {
                            fill(w.limit_kept, &[("column", &name), ("limit", &limit.to_string())])
                        }
                        None => fill(w.limit_gone, &[("column", &name)]),
                    };
                    close_popover(&menu);
                    state.session.toasts.show(Toast { text, undo: None });
                }
                // The number stays in its field.
                Err(error) => {
                    problem.try_set(Some(error.sentence(state.session.words)));
                }
            }
        });
    };
    view! {
        <form class="menu-form needs-script" on:submit=hears(save) on:input=touch>
            <label for=id.clone()>{title}</label>
            <input id=id class="input" type="text" inputmode="numeric" autocomplete="off" placeholder=w.limit_hint aria-describedby=said.clone()
                aria-invalid=move || problem.get().map(|_| "true")
                prop:value=move || cards.get() on:input=hears(move |event| cards.set(event_target_value(&event)))/>
            <label class="menu-check">
                <input type="checkbox" prop:checked=move || hard.get() on:change=hears(move |event| hard.set(event_target_checked(&event)))/>
                {w.limit_hard}
            </label>
            <p id=said class="problem" role="alert">{dynamic(move || problem.get())}</p>
            <button type="submit" class="button">{w.limit_set}</button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_number_of_cards_or_none() {
        let limit = |typed| read(typed).map(|limit| limit.map(NonZeroU16::get));
        assert_eq!(limit(" 8 "), Ok(Some(8)));
        assert_eq!(limit("１２"), Ok(Some(12)));
        assert_eq!(limit("999"), Ok(Some(999)));
        assert_eq!(limit("  "), Ok(None));
        for bad in ["0", "1000", "-1", "oito", "8,5"] {
            assert_eq!(limit(bad), Err(()), "{bad}");
        }
    }
}
