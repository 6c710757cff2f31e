//! The draft of a box in which somebody writes: kept as they type, brought back, followed from tab to tab.

use super::composer::Writing;
use crate::draft;
use crate::outbox::Outbox;
use crate::ui::kept_elsewhere;
use leptos::prelude::*;

impl Writing {
    /// Once the box is there: what was typed before the page was taken over stays, else the draft comes back.
    pub(super) fn bring_back(self) {
        Effect::new(move |_| {
            let Some(area) = self.area.get() else { return };
            if area.value().is_empty() {
                if let Some(text) = draft::load(&self.key.get_value()) {
                    area.set_value(&text);
                    self.kept.set(Some(self.words.ticket.draft_saved));
                }
            } else {
                self.keep();
            }
        });
        self.mend();
        self.follow();
    }

    /// Another tab of this browser has typed on, or has sent it: where the box still shows what the draft was, it shows
    /// what it is.
    fn follow(self) {
        Effect::new(move |_| {
            kept_elsewhere(Box::new(move |name, before, after| {
                if self.key.with_value(|key| key == name)
                    && self.text() == before
                    && let Some(area) = self.area.get_untracked()
                {
                    area.set_value(after);
                    self.kept.set((!after.is_empty()).then_some(self.words.ticket.draft_saved));
                }
            }));
        });
    }

    /// An intent of an earlier visit is answered: where the box still shows what the draft was, it shows what it is.
    fn mend(self) {
        let drafts = expect_context::<Outbox>().drafts;
        Effect::new(move |seen: Option<usize>| {
            drafts.with(|drafts| {
                for (key, before, after) in &drafts[seen.unwrap_or(drafts.len())..] {
                    if *key == self.key.get_value()
                        && self.text() == *before
                        && let Some(area) = self.area.get_untracked()
                    {
                        area.set_value(after);
                        self.keep();
                    }
                }
                drafts.len()
            })
        });
    }

    pub(super) fn keep(self) {
        let text = self.text();
        let saved = draft::save(&self.key.get_value(), &text);
        let kept = match (text.is_empty(), saved) {
            (true, _) => None,
            (false, true) => Some(self.words.ticket.draft_saved),
            // Private mode, or full.
            (false, false) => Some(self.words.ticket.draft_lost),
        };
        if self.kept.get_untracked() != kept {
            self.kept.set(kept);
        }
    }

    pub(super) fn clear(self) {
        if let Some(area) = self.area.get_untracked() {
            area.set_value("");
        }
        self.kept.set(None);
    }
}
