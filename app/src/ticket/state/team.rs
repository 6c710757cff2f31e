//! A ticket as the people who serve have it open.

use super::super::entries::{last_seq, merge};
use super::super::tabs::{Kind, kind};
use super::{Boxes, Reading, merge_if_new, set_if_new, wrote};
use crate::api::load_ticket;
use crate::live::News;
use crate::tag::TagNames;
use crate::ui::RwSignal;
use domain::board::Card;
use domain::desk::Page;
use domain::feed::{ContactCard, Entry, Load, TeamBody, TeamTicket};
use domain::rules::BoardRules;
use domain::sla::{self, Metric};
use domain::{Actor, Seq, Time};
use leptos::prelude::*;

/// A ticket as the people who serve have it open.
#[derive(Clone, Copy)]
pub(in crate::ticket) struct TeamScreen {
    pub reading: Reading,
    /// How far the viewer had read it when it was opened.
    pub read: Seq,
    pub viewer: StoredValue<Actor>,
    pub rules: StoredValue<BoardRules>,
    pub tags: TagNames,
    pub card: RwSignal<Card>,
    pub contact: RwSignal<ContactCard>,
    pub department: RwSignal<String>,
    pub clocks: RwSignal<Vec<(Metric, sla::Clock)>>,
    pub entries: RwSignal<Vec<Entry<TeamBody>>>,
    pub assignable: RwSignal<Vec<Load>>,
    description: StoredValue<String>,
    /// Told of what others wrote: the boxes in which this person writes.
    heard: Boxes,
}

impl TeamScreen {
    pub(in crate::ticket) fn new(page: Page<TeamTicket>) -> Self {
        let Page { seq, now, viewer, rules, content } = page;
        let seen = content.card.facts.seq.max(last_seq(&content.entries));
        let reading = Reading::new(content.card.facts.id, seq, seen);
        reading.clock.read_at(now);
        let rules = StoredValue::new(rules);
        let screen = Self {
            reading,
            read: content.read,
            viewer: StoredValue::new(viewer),
            rules,
            tags: TagNames::new(rules),
            card: RwSignal::new(content.card),
            contact: RwSignal::new(content.contact),
            department: RwSignal::new(content.department),
            clocks: RwSignal::new(content.clocks),
            entries: RwSignal::new(content.entries),
            assignable: RwSignal::new(content.assignable),
            description: StoredValue::new(content.description),
            heard: StoredValue::new(vec![]),
        };
        screen.listen(seq);
        screen.wake();
        reading.mark_read();
        screen
    }

    pub(in crate::ticket) fn contact_name(self) -> String {
        self.contact.with_untracked(|contact| contact.name.clone())
    }

    pub(in crate::ticket) fn created_at(self) -> Time {
        self.card.with_untracked(|card| card.facts.created_at)
    }

    pub(in crate::ticket) fn description(self) -> String {
        self.description.get_value()
    }

    /// Tells `box_` of what others write to this ticket.
    pub(in crate::ticket) fn tell(self, hears: Callback<(String, Time)>) {
        self.heard.update_value(|list| list.push(hears));
    }

    /// Reads on up to `seq`: after a command of one's own, whose clocks are in the page alone.
    pub(in crate::ticket) fn catch_up(self, seq: Seq) {
        self.reading.catch_up(seq, load_ticket, move |page| self.take(page));
    }

    fn listen(self, since: Seq) {
        let role = self.viewer.with_value(|viewer| viewer.role);
        Effect::new(move |_| self.reading.feed.listen(role, since, move |news| self.hear(news)));
    }

    /// Wakes the page at the next deadline of this ticket, to the moment (R14).
    fn wake(self) {
        Effect::new(move |_| {
            let now = self.reading.clock.now.get();
            let next = self.clocks.with(|clocks| {
                let running = clocks.iter().filter(|(_, clock)| clock.state == sla::ClockState::Running);
                running
                    .flat_map(|(_, clock)| [clock.warn_at, clock.due_at])
                    .flatten()
                    .filter(|at| *at > now)
                    .min()
            });
            if next.is_some() {
                self.reading.clock.wake_at(next);
            }
        });
    }

    fn hear(self, news: &News) {
        match news {
            News::Team { frame, .. } if frame.ticket == self.reading.id => {
                let Some(card) = &frame.card else { return self.reading.gone.set(true) };
                if card.facts.seq >= self.card.with_untracked(|known| known.facts.seq) {
                    self.card.set(card.clone());
                }
                self.entries.update(|entries| merge(entries, frame.entries.iter().cloned()));
                self.reading.show(frame.seq);
                self.catch_up(frame.seq);
                if frame.entries.iter().any(|e| kind(&e.body) != Kind::Happening) {
                    wrote(frame.actor.as_ref(), frame.at, self.viewer, self.heard);
                }
            }
            News::Rules(rules) => self.take_rules((**rules).clone()),
            News::Team { .. } | News::Client { .. } => {}
            News::Reset => self.reading.afresh(load_ticket, move |page| self.take(page)),
        }
    }

    fn take_rules(self, rules: BoardRules) {
        self.rules.set_value(rules);
        self.tags.tell();
    }

    fn take(self, page: Page<TeamTicket>) {
        let Page { seq, viewer, rules, content, .. } = page;
        self.reading.feed.caught_up_to(seq);
        self.viewer.set_value(viewer);
        self.take_rules(rules);
        // What is equal is not written again: nothing on screen moves for it.
        set_if_new(self.card, content.card);
        set_if_new(self.contact, content.contact);
        set_if_new(self.department, content.department);
        set_if_new(self.clocks, content.clocks);
        set_if_new(self.assignable, content.assignable);
        self.reading.show(last_seq(&content.entries));
        merge_if_new(self.entries, content.entries);
    }
}
