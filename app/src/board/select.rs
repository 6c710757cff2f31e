//! Cards that are chosen to be changed together, and the bar that changes them.

use super::line::{Does, Line};
use super::offers::Place;
use super::state::BoardState;
use crate::i18n::words;
use crate::ui::view;
use crate::ui::{Glyph, Icon, Shown, dynamic, each, hears, memo};
use domain::TicketId;
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
    let button = move |line: Line| {
        let Line { name, does, .. } = line;
        view! { <button type="button" class="button" on:click=hears(move |_| do_to_chosen(state, &does))>{name}</button> }
    };
    view! {
        <Shown when=move || any.get()>
            <div class="bulk" role="toolbar" aria-label=text>
                <b>{dynamic(text)}</b>
                <Actions id="bulk-move" name=w.bulk_move place=Place::BarMove/>
                <Actions id="bulk-assign" name=w.bulk_assign place=Place::BarAssign/>
                <Actions id="bulk-priority" name=w.bulk_priority place=Place::BarPriority/>
                <Actions id="bulk-tags" name=words().tag.title place=Place::BarTags/>
                {state.offered(Place::Bar, &[]).into_iter().map(button).collect_view()}
                <button type="button" class="button quiet" on:click=hears(none)>{w.bulk_none}</button>
            </div>
        </Shown>
        <Failures/>
    }
}

/// Does to all chosen cards what a line of the bar does.
fn do_to_chosen(state: BoardState, does: &Does) {
    if let Does::Do(action) = does {
        state.carry_out(&state.chosen(), action);
    }
}

/// A choice of actions, in a popover above the bar.
#[component]
fn Actions(
    /// The popover's id.
    id: &'static str,
    /// What is chosen.
    name: &'static str,
    /// Which list of the bar it is.
    place: Place,
) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let line = move |Line { name, does, load, .. }: Line| {
        let run = move |_| {
            crate::shell::close_popover(id);
            do_to_chosen(state, &does);
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
            <ul aria-label=name>{dynamic(move || state.offered(place, &[]).into_iter().map(line).collect_view())}</ul>
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
