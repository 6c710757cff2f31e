//! The dock: while a card is carried, people and actions to drop it on (`ux.md` 3.3). Each is in the menu, too.

use super::line::Line;
use super::state::BoardState;
use crate::ui::view;
use crate::ui::{Avatar, Icon, each, memo};
use domain::PersonId;
use leptos::prelude::*;

impl BoardState {
    /// How many open tickets a colleague has.
    pub(super) fn load_of(self, person: PersonId) -> Option<u32> {
        self.in_hand
            .colleagues
            .with_untracked(|all| all.iter().find(|load| load.person.id == person).map(|load| load.open))
    }

    /// Asks how much the colleagues have to do.
    pub(super) fn ask_colleagues(self) {
        let department = self.query.filter.with_untracked(|filter| filter.department);
        leptos::task::spawn_local(async move {
            // Without an answer the dock has no faces: the next drag asks again.
            if let Ok(loads) = crate::api::load_colleagues(department).await {
                let none = self.in_hand.colleagues.try_with_untracked(Vec::is_empty);
                self.in_hand.colleagues.try_set(loads);
                // Faces that are there stay where they are under the hand.
                if none == Some(true) {
                    super::drag::faces_came();
                }
            }
        });
    }
}

/// The dock, while a card is carried.
#[component]
pub(super) fn Dock() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let shown = memo(move || !state.in_hand.dock.with(Vec::is_empty));
    let face = |item: Line| {
        let name = item.name.clone();
        let person = memo(move || Some(name.clone()));
        view! {
            <li data-dock="">
                {match item.glyph {
                    Some(glyph) => view! { <Icon kind=glyph/> }.into_any(),
                    None => view! { <Avatar name=person/> }.into_any(),
                }}
                <span>{item.name}</span>
                {item.load.map(|load| view! { <small>{load.to_string()}</small> })}
            </li>
        }
    };
    view! {
        <ul class="dock" class:open=move || shown.get() aria-hidden="true">
            {each(move || state.in_hand.dock.get(), Line::id, face)}
        </ul>
    }
}
