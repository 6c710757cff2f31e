//! Moving a card: shown at once, then asked of the desk. The one way, whoever asks: menu, keyboard, dialog.

use super::deed::Batch;
use super::dom;
use super::state::{BoardState, Column, light};
use crate::api::{new_op, send_as};
use crate::i18n;
use crate::shell::SAVING_AFTER;
use domain::board::{Card, Lane, Order, between};
use domain::desk::Outcome;
use domain::sla::FaceState;
use domain::ticket::{Also, Anchor, Around, Move, PersonRef, check};
use domain::{Category, ColumnId, Command, OpId, PersonId, Refusal, Seq, StatusId, TicketId, Time};
use leptos::prelude::*;

/// What a person wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wish {
    /// Which card.
    pub(super) ticket: TicketId,
    /// The status it shall have.
    pub(super) status: StatusId,
    /// Its place, in the manual order.
    pub(super) anchor: Option<Anchor>,
    /// Why: for a cancellation.
    pub(super) reason: Option<String>,
    /// The version that was seen, where it is not the one on the screen.
    pub(super) seen: Option<Seq>,
    /// Although someone else moved it.
    pub(super) confirm: bool,
    /// What another lane makes of it.
    pub(super) also: Option<Also>,
}

impl Wish {
    /// Another status, or another place.
    pub(super) fn new(ticket: TicketId, status: StatusId, anchor: Option<Anchor>) -> Self {
        Self { ticket, status, anchor, reason: None, seen: None, confirm: false, also: None }
    }
}

/// A move that is on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pending {
    /// Its name.
    pub(super) op: OpId,
    /// The desk has done it, by this command; the frame that shows it is still to come.
    pub(super) done: Option<Seq>,
    status: StatusId,
    category: Category,
    column: ColumnId,
    /// A place for the eye alone: the true one is the server's.
    place: Option<String>,
    also: Option<Also>,
    /// Who is responsible then.
    assignee: Option<PersonRef>,
    at: Time,
}

impl Pending {
    /// Shows a card as it will be.
    pub(super) fn lay_over(&self, card: &mut Card) {
        let facts = &mut card.facts;
        if facts.category != self.category {
            if self.category.is_resolved() {
                facts.sla.late |= facts.sla.is_late(self.at);
                facts.sla.state = FaceState::Met;
                facts.resolved_at = facts.resolved_at.or(Some(self.at));
            } else {
                facts.resolved_at = None;
                if self.category == Category::Cancelled {
                    facts.sla.state = FaceState::None;
                }
            }
        }
        facts.status = self.status;
        facts.category = self.category;
        facts.column = self.column;
        if let Some(place) = &self.place {
            facts.place.clone_from(place);
        }
        match self.also {
            Some(Also::Assign(person)) => {
                facts.audience.assignee = person;
                card.assignee.clone_from(&self.assignee);
            }
            Some(Also::Priority(priority)) => facts.priority = priority,
            None => {}
        }
    }
}

/// What is said beside a card until it is dismissed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note {
    /// The sentence.
    pub(super) text: String,
    /// "Mover mesmo assim".
    pub(super) again: Option<Wish>,
}

impl BoardState {
    /// The name of a status.
    pub(super) fn status_name(self, status: StatusId) -> String {
        self.rules.with_value(|rules| i18n::status(self.words, rules, status))
    }

    /// The name of a column: its own, or that of its first status.
    pub(super) fn column_name(self, column: ColumnId) -> String {
        self.rules.with_value(|rules| {
            let own = rules.columns.iter().find(|c| c.id == column).and_then(|c| c.name.clone());
            own.or_else(|| rules.first_status(column).map(|s| i18n::status(self.words, rules, s.id)))
                .unwrap_or_default()
        })
    }

    /// Why a card may not have that status; `None` where it may.
    pub(super) fn refusal(self, card: &Card, status: StatusId) -> Option<String> {
        self.refusal_with(card, status, None)
    }

    /// The same, where another lane would make something else of it, too.
    pub(super) fn refusal_with(self, card: &Card, status: StatusId, also: Option<Also>) -> Option<String> {
        // A reason is asked for when the status is chosen; here any stands for it.
        let to = Move {
            status,
            anchor: None,
            seen: card.facts.seq,
            confirm: false,
            reason: Some("…".into()),
            also,
        };
        self.check(card, &to).err().map(|refusal| self.sentence(&refusal))
    }

    fn check(self, card: &Card, to: &Move) -> Result<(), Refusal> {
        let around = Around { in_target_column: self.in_column(card, to.status) };
        let command = Command::Move(card.id(), to.clone());
        self.rules.with_value(|rules| {
            self.viewer.with_value(|viewer| check(Some(&card.facts), &command, viewer, rules, around))
        })
    }

    /// Why not, for people.
    pub(super) fn sentence(self, refusal: &Refusal) -> String {
        self.rules.with_value(|rules| i18n::refusal(self.words, rules, refusal))
    }

    /// Cards of the card's department in the column of that status, as far as the page knows; the desk knows best.
    fn in_column(self, card: &Card, status: StatusId) -> u32 {
        let Some(target) = self.rules.with_value(|rules| rules.status(status).map(|s| s.column)) else {
            return 0;
        };
        let department = card.facts.audience.department;
        if self.filter.with_untracked(|filter| filter.department == Some(department)) {
            let known = self
                .counts
                .with_untracked(|c| c.limits.iter().find(|(column, _)| *column == target).map(|l| l.1));
            return known.unwrap_or(0);
        }
        let cards: Vec<TicketId> = self.lists_of(target).into_iter().flat_map(Column::cards).collect();
        let same = |id: &TicketId| self.card(*id).is_some_and(|c| c.facts.audience.department == department);
        u32::try_from(cards.iter().filter(|id| same(id)).count()).unwrap_or(u32::MAX)
    }

    /// A card as a move would show it.
    pub(super) fn pending(self, wish: &Wish, op: OpId) -> Option<Pending> {
        let status = self.rules.with_value(|rules| rules.status(wish.status).cloned())?;
        Some(Pending {
            op,
            done: None,
            status: status.id,
            category: status.category,
            column: status.column,
            place: self.place_for(wish, status.column),
            also: wish.also,
            assignee: match wish.also {
                Some(Also::Assign(person)) => person.map(|id| self.person(id)),
                _ => None,
            },
            at: self.clock.now.get_untracked(),
        })
    }

    /// In the manual order: a key between the neighbours, for the eye until the server's comes.
    fn place_for(self, wish: &Wish, column: ColumnId) -> Option<String> {
        if self.order.get_untracked() != Order::Manual {
            return None;
        }
        let lane = self.place_of(wish.ticket).and_then(|(list, _)| list.lane);
        let lists = self.lists_of(column);
        // Beside its neighbour, or in its own lane.
        let beside = wish.anchor.and_then(|anchor| anchor.after.or(anchor.before));
        let list = lists.iter().find(|list| beside.is_some_and(|id| list.cards().contains(&id)));
        let mut cards = list.or_else(|| lists.iter().find(|list| list.lane == lane))?.cards();
        let before = cards.len();
        cards.retain(|id| *id != wish.ticket);
        if wish.anchor.is_none() && cards.len() < before {
            return None;
        }
        let Anchor { after, before } = wish.anchor.unwrap_or_default();
        let find = |id: TicketId| cards.iter().position(|c| *c == id);
        let slot = after.and_then(find).map(|at| at + 1).or_else(|| before.and_then(find)).unwrap_or(0);
        let place = |at: Option<usize>| {
            at.and_then(|at| cards.get(at)).and_then(|id| self.card(*id)).map(|c| c.facts.place)
        };
        between(place(slot.checked_sub(1)).as_deref(), place(Some(slot)).as_deref()).ok()
    }

    /// Carries out a move: on the screen at once, then at the desk.
    pub(super) fn make_move(self, wish: Wish) {
        self.move_in(wish, Batch::of(1, self));
    }

    /// Carries out a move among others that a person asked for in one go.
    pub(super) fn move_in(self, wish: Wish, batch: Batch) {
        let id = wish.ticket;
        let Some((truth, shown)) =
            self.with_entry(id, |entry| (entry.truth.clone(), entry.shown.get_untracked()))
        else {
            return batch.end(self, id, Err(String::new()));
        };
        let to = Move {
            status: wish.status,
            anchor: wish.anchor,
            seen: wish.seen.unwrap_or(truth.facts.seq),
            confirm: wish.confirm,
            reason: wish.reason.clone(),
            also: wish.also,
        };
        let from = self.column_name(shown.facts.column);
        if let Err(refusal) = self.check(&truth, &to) {
            return self.refused_in(&batch, id, &self.sentence(&refusal), Some(&from));
        }
        let op = new_op();
        let Some(pending) = self.pending(&wish, op) else {
            return batch.end(self, id, Err(String::new()));
        };
        let undo = self.way_back(&shown, wish.also);
        let flies = dom::place_of(id);
        self.with_entry(id, |entry| {
            entry.pending = Some(pending);
            entry.show();
            entry.passing.update(|passing| passing.note = None);
            light(&entry.passing);
        });
        self.current.set(Some(id));
        self.moved.set_value(Some(id));
        self.settle();
        if batch.is_alone() {
            dom::focus_card_later(id);
            self.say_dropped(id, &from);
        }
        if let Some(from) = flies {
            dom::fly_from(id, from);
        }
        self.send_move(op, to, wish, undo, from, batch);
    }

    /// Sends a move that is shown already, and takes in what the desk says of it.
    pub(super) fn send_move(self, op: OpId, to: Move, wish: Wish, undo: Wish, from: String, batch: Batch) {
        let id = wish.ticket;
        self.mark_when_slow(id, op);
        leptos::task::spawn_local(async move {
            let answer = send_as(op, Command::Move(id, to)).await;
            if !self.is_there() {
                return;
            }
            let slow = self.with_entry(id, |entry| {
                let slow = entry.passing.with_untracked(|passing| passing.saving);
                entry.passing.update(|passing| passing.saving = false);
                slow
            });
            match answer {
                Ok(Outcome::Done(done)) => {
                    if slow == Some(true) {
                        self.announcer.polite(self.words.board.said_saved.to_owned());
                    }
                    self.moved(op, &done, &wish, undo, &batch);
                }
                Ok(Outcome::Refused(refusal)) => self.not_moved(op, &refusal, wish, &batch),
                Err(error) => {
                    self.give_up(id, op);
                    self.refused_in(&batch, id, error.sentence(self.words), Some(&from));
                }
            }
        });
    }

    /// Where the card is now, as a wish to come back from a move that brings `also`.
    pub(super) fn way_back(self, shown: &Card, also: Option<Also>) -> Wish {
        let manual = self.order.get_untracked() == Order::Manual;
        let anchor = self.place_of(shown.id()).filter(|_| manual).map(|(column, at)| {
            let cards = column.cards();
            Anchor { after: at.checked_sub(1).map(|above| cards[above]), before: cards.get(at + 1).copied() }
        });
        let also = also.map(|also| also.inverse(&shown.facts));
        Wish { also, ..Wish::new(shown.id(), shown.facts.status, anchor) }
    }

    /// A person of the team by name, as far as the page knows it.
    fn person(self, id: PersonId) -> PersonRef {
        let me = self.viewer.with_value(|viewer| (viewer.person == id).then(|| viewer.name.clone()));
        let colleague = || {
            self.colleagues.with_untracked(|all| {
                all.iter().find(|load| load.person.id == id).map(|load| load.person.name.clone())
            })
        };
        let name = me.or_else(colleague).unwrap_or_else(|| self.lane_name(Lane::Agent(Some(id))));
        PersonRef { id, name }
    }

    fn mark_when_slow(self, id: TicketId, op: OpId) {
        let mark = move || {
            self.with_entry(id, |entry| {
                if entry.pending.as_ref().is_some_and(|pending| pending.op == op && pending.done.is_none()) {
                    entry.passing.update(|passing| passing.saving = true);
                }
            });
        };
        set_timeout(mark, SAVING_AFTER);
    }
}
