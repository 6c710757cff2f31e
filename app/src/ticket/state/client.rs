//! A ticket as the people who asked have it open.

use super::super::entries::{last_seq, merge};
use super::{Boxes, Reading, set_if_new, wrote};
use crate::api::load_my_ticket;
use crate::live::News;
use crate::ui::RwSignal;
use domain::desk::Page;
use domain::feed::{ClientBody, ClientCard, ClientTicket, Entry};
use domain::rules::BoardRules;
use domain::{Actor, Role, Seq, Time};
use leptos::prelude::*;

/// A ticket as the people who asked have it open.
#[derive(Clone, Copy)]
pub(in crate::ticket) struct ClientScreen {
    pub reading: Reading,
    /// How far the viewer had read it when it was opened.
    pub read: Seq,
    pub viewer: StoredValue<Actor>,
    pub rules: StoredValue<BoardRules>,
    pub card: RwSignal<ClientCard>,
    pub entries: RwSignal<Vec<Entry<ClientBody>>>,
    pub own: bool,
    pub description: StoredValue<String>,
    heard: Boxes,
}

impl ClientScreen {
    pub(in crate::ticket) fn new(page: Page<ClientTicket>) -> Self {
        let Page { seq, now, viewer, rules, content } = page;
        let seen = content.card.seq.max(last_seq(&content.entries));
        let reading = Reading::new(content.card.id, seq, seen);
        reading.clock.read_at(now);
        let role: Role = viewer.role;
        let screen = Self {
            reading,
            read: content.read,
            viewer: StoredValue::new(viewer),
            rules: StoredValue::new(rules),
            card: RwSignal::new(content.card),
            entries: RwSignal::new(content.entries),
            own: content.own,
            description: StoredValue::new(content.description),
            heard: StoredValue::new(vec![]),
        };
        Effect::new(move |_| reading.feed.listen(role, seq, move |news| screen.hear(news)));
        reading.mark_read();
        screen
    }

    pub(in crate::ticket) fn tell(self, hears: Callback<(String, Time)>) {
        self.heard.update_value(|list| list.push(hears));
    }

    pub(in crate::ticket) fn catch_up(self, seq: Seq) {
        self.reading.catch_up(seq, load_my_ticket, move |page| self.take(page));
    }

    fn hear(self, news: &News) {
        match news {
            News::Client { frame, .. } if frame.ticket == self.reading.id => {
                let Some(card) = &frame.card else { return self.reading.gone.set(true) };
                if card.seq >= self.card.with_untracked(|known| known.seq) {
                    self.card.set(card.clone());
                }
                // Something was taken back: what the conversation lost, the page alone tells.
                if frame.entries.is_empty() {
                    return self.reading.afresh(load_my_ticket, move |page| self.take(page));
                }
                self.entries.update(|entries| merge(entries, frame.entries.iter().cloned()));
                self.reading.show(frame.seq);
                if frame.entries.iter().any(|e| matches!(e.body, ClientBody::Message { .. })) {
                    wrote(frame.actor.as_ref(), frame.at, self.viewer, self.heard);
                }
            }
            News::Team { .. } | News::Client { .. } | News::Rules(_) => {}
            News::Reset => self.reading.afresh(load_my_ticket, move |page| self.take(page)),
        }
    }

    fn take(self, page: Page<ClientTicket>) {
        let Page { seq, viewer, rules, content, .. } = page;
        self.reading.feed.caught_up_to(seq);
        self.viewer.set_value(viewer);
        self.rules.set_value(rules);
        set_if_new(self.card, content.card);
        self.reading.show(last_seq(&content.entries));
        // What was taken back is on the page no more; what came since is not on it yet.
        let mut entries = content.entries;
        self.entries.with_untracked(|known| {
            merge(&mut entries, known.iter().filter(|entry| entry.seq > seq).cloned());
        });
        set_if_new(self.entries, entries);
    }
}
