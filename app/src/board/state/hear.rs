//! What the feed brings, and what of it is said to screen readers.

use super::{BoardState, Heard};
use crate::board::preferences;
use crate::i18n::{fill, plural};
use crate::live::News;
use domain::board::Card;
use domain::feed::{TeamBody, TeamFrame};
use domain::rules::BoardRules;
use domain::{Seq, TicketId};
use leptos::prelude::*;
use std::time::Duration;

/// Others' changes are told together, at most so often (`ux.md` 3.6).
const DIGEST_EVERY: Duration = Duration::from_secs(30);

impl BoardState {
    pub(super) fn hear(self, news: &News) {
        match news {
            News::Team { frame, unread } => self.take_frame(frame, *unread),
            News::Reset => self.read_again(true),
            News::Rules(rules) => {
                self.take_rules((**rules).clone());
                // What has a limit now is counted, and the columns' heads say both.
                self.tally.counts.notify();
                self.count_later();
            }
            News::Client { .. } => {}
        }
    }

    /// Other rules: what tags are called now, the cards show at once.
    pub(super) fn take_rules(self, rules: BoardRules) {
        let others = self.session.rules.with_value(|known| known.tags != rules.tags);
        self.session.rules.set_value(rules);
        if others {
            self.cards.all.update_value(|cards| {
                for entry in cards.values_mut() {
                    entry.search = self.know(&mut entry.truth);
                    entry.show();
                }
            });
            self.session.tags.tell();
        }
    }

    /// What a card's tags mean now; answers with what the text filter finds it by.
    pub(super) fn know(self, card: &mut Card) -> String {
        self.session.rules.with_value(|rules| {
            if let Some(now) = rules.tags.settled(&card.facts.tags) {
                card.facts.tags = now;
            }
            card.search_text(&rules.tags)
        })
    }

    fn take_frame(self, frame: &TeamFrame, unread: bool) {
        self.say_breach(frame);
        self.count_for_digest(frame);
        if !self.waits(frame, unread) {
            self.take_in(frame, unread);
            self.settle();
        }
    }

    /// A deadline of this person's own is told at once; those of others only burn (`ux.md` 3.6).
    fn say_breach(self, frame: &TeamFrame) {
        let me = self.session.viewer.with_value(|viewer| viewer.person);
        let own = frame.card.as_ref().filter(|card| card.facts.audience.assignee == Some(me));
        let burns = frame.entries.iter().any(|entry| matches!(entry.body, TeamBody::SlaBreached { .. }));
        if let Some(card) = own.filter(|_| burns) {
            let values = [("code", &*card.code()), ("title", &*card.title)];
            self.session.announcer.polite(fill(self.session.words.board.said_breach, &values));
        }
    }

    /// "5 tickets mudaram": never one by one, and only to who asks for it (`ux.md` 3.6).
    fn count_for_digest(self, frame: &TeamFrame) {
        if self.session.other(frame).is_none() || !preferences::digest() {
            return;
        }
        let waits = self.cards.changed.try_update_value(|changed| {
            let waits = !changed.is_empty();
            if !changed.contains(&frame.ticket) {
                changed.push(frame.ticket);
            }
            waits
        });
        if waits == Some(false) {
            set_timeout(move || self.say_digest(), DIGEST_EVERY);
        }
    }

    fn say_digest(self) {
        let Some(count) = self.cards.changed.try_update_value(|changed| std::mem::take(changed).len()) else {
            return;
        };
        let w = &self.session.words.board;
        let sentence =
            plural(i64::try_from(count).unwrap_or(i64::MAX), w.said_digest_one, w.said_digest_other);
        self.session.announcer.polite(fill(sentence, &[("count", &count.to_string())]));
    }

    /// Takes in a change, without laying the cards anew.
    pub(in crate::board) fn take_in(self, frame: &TeamFrame, unread: bool) {
        match &frame.card {
            Some(card) => {
                let taken = self.put(Card { unread, ..card.clone() }, Heard::Frame(frame.op_id));
                if let Some(other) = self.session.other(frame).filter(|_| taken) {
                    self.cards.with_entry(frame.ticket, |entry| entry.changed_by = Some(other));
                }
            }
            None => self.cards.all.update_value(|cards| {
                cards.remove(frame.ticket);
            }),
        }
    }

    /// Another tab of this person has shown that much of a ticket.
    pub(in crate::board) fn read_elsewhere(self, ticket: TicketId, seq: Seq) {
        self.cards.with_entry(ticket, |entry| {
            if entry.truth.facts.seq <= seq {
                entry.truth.unread = false;
                entry.show();
            }
        });
    }
}
