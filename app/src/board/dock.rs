//! The dock: while a card is carried, people and actions to drop it on (`ux.md` 3.3). Each is in the menu, too.

use super::action::Action;
use super::dock_item::DockItem;
use super::dom;
use super::state::BoardState;
use crate::ui::view;
use crate::ui::{Avatar, Glyph, Icon, each, memo};
use domain::desk::Load;
use domain::{PersonId, Priority, TicketId};
use leptos::prelude::*;

/// Faces that the dock has room for.
const FACES: usize = 5;

impl BoardState {
    /// What may be done to all of these cards beside moving them.
    pub(super) fn dock_items(self, tickets: &[TicketId]) -> Vec<DockItem> {
        let me = self.session.viewer.with_value(|viewer| viewer.person);
        let item = |key, glyph, action: Action| {
            let name = self.action_name(&action);
            DockItem { name, load: None, glyph: Some(glyph), key, action }
        };
        let mut items = vec![item("I", Glyph::User, Action::Assign(Some(me)))];
        // Those with the least to do, by name.
        let mut others = self.others();
        let mut loads: Vec<u32> = others.iter().map(|load| load.open).collect();
        loads.sort_unstable();
        let most = loads.get(FACES - 1).copied().unwrap_or(u32::MAX);
        others.retain(|load| load.open <= most);
        items.extend(others.into_iter().take(FACES).map(|Load { person, open, .. }| DockItem {
            name: person.name,
            load: Some(open.to_string()),
            glyph: None,
            key: "",
            action: Action::Assign(Some(person.id)),
        }));
        items.push(item("U", Glyph::Urgent, Action::Priority(Priority::Urgent)));
        let now = self.session.clock.now.get_untracked();
        items.push(item("", Glyph::Clock, Action::Snooze(Some(now + chrono::TimeDelta::hours(1)))));
        if let Some(morning) = dom::tomorrow() {
            items.push(item("", Glyph::Moon, Action::Snooze(Some(morning))));
        }
        items.push(item("", Glyph::Sun, Action::Snooze(None)));
        items.push(item("E", Glyph::Archive, Action::Archive(true)));
        items.retain(|item| tickets.iter().any(|id| self.changes(*id, &item.action)));
        items
    }

    /// The colleagues who may be made responsible, but for oneself.
    pub(super) fn others(self) -> Vec<Load> {
        let me = self.session.viewer.with_value(|viewer| viewer.person);
        self.in_hand.colleagues.get_untracked().into_iter().filter(|load| load.person.id != me).collect()
    }

    /// How many open tickets a colleague has.
    pub(super) fn load_of(self, person: PersonId) -> Option<u32> {
        self.in_hand
            .colleagues
            .with_untracked(|all| all.iter().find(|load| load.person.id == person).map(|load| load.open))
    }

    /// Whether that action is allowed, and would change anything.
    pub(super) fn changes(self, ticket: TicketId, action: &Action) -> bool {
        let Some(card) = self.cards.card(ticket) else { return false };
        let command = action.command(&card.facts);
        self.inverse(&card, &command).is_some() && self.allowed(&card, &command).is_ok()
    }

    /// Does it to one card, or says why not.
    pub(super) fn do_if_allowed(self, ticket: TicketId, action: &Action) {
        let card = self.cards.card(ticket);
        if card.is_some_and(|card| self.inverse(&card, &action.command(&card.facts)).is_some()) {
            self.carry_out(&[ticket], action);
        } else {
            self.session.announcer.assertive(self.session.words.board.said_same.to_owned());
        }
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
    let face = |item: DockItem| {
        let name = item.name.clone();
        let person = memo(move || Some(name.clone()));
        view! {
            <li data-dock="">
                {match item.glyph {
                    Some(glyph) => view! { <Icon kind=glyph/> }.into_any(),
                    None => view! { <Avatar name=person/> }.into_any(),
                }}
                <span>{item.name}</span>
                {item.load.map(|load| view! { <small>{load}</small> })}
            </li>
        }
    };
    view! {
        <ul class="dock" class:open=move || shown.get() aria-hidden="true">
            {each(move || state.in_hand.dock.get(), DockItem::key, face)}
        </ul>
    }
}
