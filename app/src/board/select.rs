//! Cards that are chosen to be changed together, and the bar that changes them.

use super::action::Action;
use super::state::BoardState;
use crate::i18n::words;
use crate::ui::view;
use crate::ui::{Glyph, Icon, Shown, dynamic, each, hears, memo};
use domain::{Priority, TicketId};
use leptos::prelude::*;

impl BoardState {
    /// What a pointer carries that takes up `id`: all chosen cards, topmost first, where it is one of them.
    #[cfg(feature = "hydrate")]
    pub(super) fn carries(self, id: TicketId) -> Vec<TicketId> {
        let mut carried = self.chosen();
        if !carried.contains(&id) {
            return vec![id];
        }
        // The one under the pointer is shown, and answers for all.
        carried.retain(|card| *card != id);
        carried.insert(0, id);
        carried
    }

    /// The chosen cards as they lie, column by column.
    pub(super) fn chosen(self) -> Vec<TicketId> {
        let chosen = self.selection.chosen.get_untracked();
        let columns = self.lists.all.get_value();
        let cards = columns.into_iter().flat_map(super::state::CardList::cards);
        cards.filter(|card| chosen.contains(card)).collect()
    }

    /// Chooses a card, or lets it go.
    pub(super) fn choose(self, id: TicketId) {
        self.selection.chosen.update(|chosen| match chosen.iter().position(|other| *other == id) {
            Some(at) => {
                chosen.remove(at);
            }
            None => chosen.push(id),
        });
        self.say_chosen();
    }

    /// Chooses all cards of a column between two of its cards, both included.
    pub(super) fn choose_range(self, from: TicketId, to: TicketId) {
        let (Some((column, a)), Some((other, b))) = (self.lists.place_of(from), self.lists.place_of(to))
        else {
            return;
        };
        if column.index != other.index {
            return self.choose(to);
        }
        self.choose_all(&column.cards()[a.min(b)..=a.max(b)]);
    }

    /// Chooses all of these as well.
    pub(super) fn choose_all(self, cards: &[TicketId]) {
        self.selection.chosen.update(|chosen| {
            for card in cards {
                if !chosen.contains(card) {
                    chosen.push(*card);
                }
            }
        });
        self.say_chosen();
    }

    /// Lets all of them go. `false`: none was chosen.
    pub(super) fn choose_none(self) -> bool {
        let any = self.selection.chosen.with_untracked(|chosen| !chosen.is_empty());
        if any {
            self.selection.chosen.set(vec![]);
            self.say_chosen();
        }
        any
    }

    fn say_chosen(self) {
        let text = self.session.chosen_text(self.selection.chosen.with_untracked(Vec::len));
        self.session.announcer.polite(text);
    }
}

/// What may be done to the chosen cards.
#[component]
pub(super) fn BulkBar() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let w = &words().board;
    let any = memo(move || state.selection.chosen.with(|chosen| !chosen.is_empty()));
    let text = move || state.session.chosen_text(state.selection.chosen.with(Vec::len));
    let none = move |_| {
        state.choose_none();
        state.back_to_card();
    };
    let archive = move |_| state.carry_out(&state.chosen(), &Action::Archive(true));
    view! {
        <Shown when=move || any.get()>
            <div class="bulk" role="toolbar" aria-label=text>
                <b>{dynamic(text)}</b>
                <Actions id="bulk-move" name=w.bulk_move actions=moves/>
                <Actions id="bulk-assign" name=w.bulk_assign actions=people/>
                <Actions id="bulk-priority" name=w.bulk_priority actions=priorities/>
                <Actions id="bulk-tags" name=words().tag.title actions=tags/>
                <button type="button" class="button" on:click=hears(archive)>{w.action_archive}</button>
                <button type="button" class="button quiet" on:click=hears(none)>{w.bulk_none}</button>
            </div>
        </Shown>
        <Failures/>
    }
}

/// Every column as an action: what dropping there gives.
pub(super) fn moves(state: BoardState) -> Vec<(String, Action)> {
    let status = |column: super::state::CardList| {
        let status =
            state.session.rules.with_value(|rules| rules.first_status(column.id).map(|status| status.id))?;
        Some((state.session.column_name(column.id), Action::Move(status)))
    };
    state.lists.heads.get_value().into_iter().filter_map(status).collect()
}

/// Everyone who may be made responsible, oneself first; and nobody.
pub(super) fn people(state: BoardState) -> Vec<(String, Action)> {
    let me = state.session.viewer.with_value(|viewer| viewer.person);
    let mine = Action::Assign(Some(me));
    let others =
        state.others().into_iter().map(|load| (load.person.name, Action::Assign(Some(load.person.id))));
    let nobody = Action::Assign(None);
    let own = std::iter::once((state.action_name(&mine), mine));
    own.chain(others).chain([(state.action_name(&nobody), nobody)]).collect()
}

/// Every priority, the highest first.
pub(super) fn priorities(state: BoardState) -> Vec<(String, Action)> {
    let actions = Priority::ALL.into_iter().rev().map(Action::Priority);
    actions.map(|action| (state.action_name(&action), action)).collect()
}

/// Every tag that some of the chosen cards lack, and every one that some have, by name.
fn tags(state: BoardState) -> Vec<(String, Action)> {
    state.tag_actions(&state.selection.chosen.get())
}

/// A choice of actions, in a popover above the bar.
#[component]
fn Actions(
    /// The popover's id.
    id: &'static str,
    /// What is chosen.
    name: &'static str,
    /// What may be chosen.
    actions: fn(BoardState) -> Vec<(String, Action)>,
) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let line = move |(name, action): (String, Action)| {
        let done = action.clone();
        let run = move |_| {
            crate::shell::close_popover(id);
            state.carry_out(&state.chosen(), &done);
        };
        let load = match &action {
            Action::Assign(Some(person)) => state.load_of(*person),
            _ => None,
        };
        view! {
            <li><button type="button" class="menu-line" on:click=hears(run)>
                <span>{name}</span>{load.map(|open| view! { <small>{open.to_string()}</small> })}
            </button></li>
        }
    };
    view! {
        <button type="button" class="button" popovertarget=id>{name}<Icon kind=Glyph::ChevronDown/></button>
        <div id=id class="popover bulk-list" popover="auto">
            <ul aria-label=name>{dynamic(move || actions(state).into_iter().map(line).collect_view())}</ul>
        </div>
    }
}

/// What could not be done to some of the cards, and why.
#[component]
fn Failures() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let w = &words().board;
    let line = |(id, why): (TicketId, String)| view! { <li><b class="code">{id.code()}</b>" "{why}</li> };
    let read = move |_| {
        state.selection.failures.set(vec![]);
        state.back_to_card();
    };
    view! {
        <Shown when=move || state.selection.failures.with(|failures| !failures.is_empty())>
            <div class="bulk-failed" role="alert">
                <h3>{w.bulk_failed}</h3>
                <ul>{each(move || state.selection.failures.get(), |(id, _)| id.to_string(), line)}</ul>
                <button type="button" class="button" on:click=hears(read)>{w.note_ok}</button>
            </div>
        </Shown>
    }
}
