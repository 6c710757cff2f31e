//! What the board is worked with: keys, pointer, menu, dialogs, the bar of the chosen cards. A part of the page that comes
//! as soon as the cards are there to be read.

use super::action::Action;
use super::dock::Dock;
use super::keys_dialog::{Help, Keys};
use super::limit::SetLimit;
use super::location::BoardLocation;
use super::menu::CardMenu;
use super::move_dialog::MoveDialog;
use super::palette::Palette;
use super::request::Request;
use super::select::BulkBar;
use super::state::BoardState;
use super::why::Why;
use super::{drag, keys};
use crate::ui::view;
use domain::Change;
use leptos::prelude::*;

/// Hears keys and pointer, and shows menu, dialogs and bar, each while it is open.
#[component]
pub fn Actions() -> impl IntoView {
    let (state, location) = (expect_context::<BoardState>(), expect_context::<BoardLocation>());
    state.take_up_queued(expect_context());
    Effect::new(move |woken: Option<()>| {
        if woken.is_none() {
            state.ask_colleagues();
            keys::listen(state, location);
            drag::listen(state);
            state.overlay.limit_form.set(Some(|column, menu, turn| {
                view! { <SetLimit column menu turn/> }
            }));
        }
    });
    // Also what was asked for before this part was there.
    Effect::new(move |_| {
        if state.overlay.requests.with(|requests| !requests.is_empty()) {
            let requests = state.overlay.requests.try_update(std::mem::take).unwrap_or_default();
            untrack(|| requests.into_iter().for_each(|request| state.answer_request(request)));
        }
    });
    view! {
        <CardMenu/>
        <MoveDialog/>
        <Why/>
        <Keys/>
        <Help/>
        <Palette/>
        <Dock/>
        <BulkBar/>
    }
}

impl BoardState {
    /// Asks for a change from outside of this part.
    pub(super) fn request(self, request: Request) {
        // Pressed again, since nothing happened yet: it is meant once.
        if self.overlay.requests.with_untracked(|requests| !requests.contains(&request)) {
            self.overlay.requests.update(|requests| requests.push(request));
        }
    }

    fn answer_request(self, request: Request) {
        match request {
            Request::Move(intent) => self.make_move(intent),
            Request::Archive(mut cards) => {
                cards.retain(|id| self.changes(*id, &Action::Do(Change::Archive(true))));
                self.carry_out(&cards, &Action::Do(Change::Archive(true)));
            }
        }
    }
}
