//! What an action is called, whether it would change anything, and doing whatever a line or a key does.

use super::action::Action;
use super::drag;
use super::keyboard_drag::Key;
use super::line::Does;
use super::location::BoardLocation;
use super::state::BoardState;
use crate::i18n::{self, fill};
use crate::ticket::Landing;
use domain::board::Card;
use domain::ticket::{Tagging, changes};
use domain::{Change, TicketId};
use leptos::prelude::*;

impl BoardState {
    /// What an action is called, for people.
    pub(super) fn action_name(self, action: &Action) -> String {
        match action {
            Action::Move(status) => self.session.status_name(*status),
            Action::Do(change) => self.change_name(change),
        }
    }

    /// What a change is called, for people.
    pub(super) fn change_name(self, change: &Change) -> String {
        let w = &self.session.words.board;
        let me = self.session.viewer.with_value(|viewer| viewer.person);
        match change {
            Change::Move(to) => self.session.status_name(to.status),
            Change::Assign(None) => w.action_release.to_owned(),
            Change::Assign(Some(person)) if *person == me => w.dock_me.to_owned(),
            Change::Assign(Some(person)) => self.in_hand.colleagues.with_untracked(|colleagues| {
                let name =
                    colleagues.iter().find(|load| load.person.id == *person).map(|load| &*load.person.name);
                fill(w.action_assign, &[("name", name.unwrap_or(w.somebody))])
            }),
            Change::Priority(priority) => i18n::priority(self.session.words, *priority).to_owned(),
            Change::Snooze(Some(until))
                if *until - self.session.clock.now.get_untracked() < chrono::TimeDelta::hours(2) =>
            {
                w.action_snooze_hour.to_owned()
            }
            Change::Snooze(Some(_)) => w.action_snooze_day.to_owned(),
            Change::Snooze(None) => w.action_wake.to_owned(),
            Change::Archive(true) => w.action_archive.to_owned(),
            Change::Archive(false) => w.action_unarchive.to_owned(),
            Change::Tag(Tagging { tag, on }) => {
                let w = &self.session.words.tag;
                let name = self.session.tags.with(|tags| tags.get(*tag).map(|tag| tag.name.clone()));
                fill(if *on { w.put } else { w.take }, &[("name", &name.unwrap_or_default())])
            }
            // What is said and what is taken back is told where that is done.
            Change::Talk(_) | Change::Undo(_) => String::new(),
            Change::Because(change, _) => self.change_name(change),
        }
    }

    /// Whether that action is allowed, and would change anything.
    pub(super) fn changes(self, ticket: TicketId, action: &Action) -> bool {
        self.cards.card(ticket).is_some_and(|card| {
            self.alters(&card, action) && self.allowed(&card, &action.change(&card.facts)).is_ok()
        })
    }

    fn alters(self, card: &Card, action: &Action) -> bool {
        self.session.rules.with_value(|rules| changes(&card.facts, &action.change(&card.facts), rules))
    }

    /// Does it to one card, or says why not.
    fn do_if_allowed(self, ticket: TicketId, action: &Action) {
        if self.cards.card(ticket).is_some_and(|card| self.alters(&card, action)) {
            self.carry_out(&[ticket], action);
        } else {
            self.session.announcer.assertive(self.session.words.board.said_same.to_owned());
        }
    }

    /// Does what a line does. All but a lone key has asked before whether it would change anything.
    pub(super) fn act(self, location: BoardLocation, id: TicketId, does: Does) {
        match does {
            Does::Open(landing) => location.open_at(id.code(), landing),
            Does::Peek if location.opened() == Some(id.code()) => location.close(),
            Does::Peek => location.open_at(id.code(), Landing::Nowhere),
            Does::Lift => {
                drag::key(self, Key::Lift(id));
            }
            Does::Dialog => self.overlay.dialog.set(Some(id)),
            Does::Move(intent) => self.make_move(intent),
            Does::Shift(slots) => self.shift(id, slots),
            Does::Choose => self.choose(id),
            Does::Ask(start) => {
                // It is about the card in focus.
                self.cursor.current.set(Some(id));
                location.palette.set(Some(start));
            }
            Does::Do(action) => self.carry_out(&[id], &action),
            Does::DoToAll(action) => self.carry_out(&self.cards_meant(id), &action),
        }
    }

    /// Does what a key does to the card in focus; `false`: nothing.
    pub(super) fn act_by_key(self, location: BoardLocation, id: TicketId, key: &str) -> bool {
        match self.by_key(key, id) {
            Some(Does::Do(action)) => self.do_if_allowed(id, &action),
            Some(does) => self.act(location, id, does),
            None => return false,
        }
        true
    }
}
