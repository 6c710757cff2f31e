//! Who looks at the board, by which rules, and how it speaks to them.

use super::CardList;
use crate::i18n::{self, Words, fill, plural};
use crate::live::{Clock, Feed};
use crate::shell::{Announcer, Toasts, UndoHistory};
use crate::tag::TagNames;
use domain::board::{Board, Card, DepartmentName};
use domain::feed::{Present, TeamFrame};
use domain::rules::BoardRules;
use domain::{Actor, ColumnId, Refusal, StatusId, TicketId};
use leptos::prelude::*;

/// Who looks, by which rules, and what speaks to them.
#[derive(Clone, Copy)]
pub(in crate::board) struct Session {
    /// Who looks.
    pub(in crate::board) viewer: StoredValue<Actor>,
    /// What `check` needs.
    pub(in crate::board) rules: StoredValue<BoardRules>,
    /// What the account's tags are called.
    pub(in crate::board) tags: TagNames,
    /// The departments that the viewer may open a board of.
    pub(in crate::board) departments: StoredValue<Vec<DepartmentName>>,
    /// The words of the page: what comes later has no context to find them in.
    pub(in crate::board) words: &'static Words,
    /// The tab's time.
    pub(in crate::board) clock: Clock,
    /// Speaks to screen readers.
    pub(in crate::board) announcer: Announcer,
    /// Notes with a way back.
    pub(in crate::board) toasts: Toasts,
    /// What this person did in this tab.
    pub(in crate::board) history: UndoHistory,
    /// What the desk tells by itself.
    pub(in crate::board) feed: Feed,
}

impl Session {
    /// As the board was read.
    pub(super) fn new(board: &Board) -> Self {
        let rules = StoredValue::new(board.rules.clone());
        Self {
            viewer: StoredValue::new(board.viewer.clone()),
            rules,
            tags: TagNames::new(rules),
            departments: StoredValue::new(board.departments.clone()),
            words: i18n::words(),
            clock: expect_context(),
            announcer: expect_context(),
            toasts: expect_context(),
            history: expect_context(),
            feed: expect_context(),
        }
    }

    /// What dropping on a column gives: its first status, or within the own column the present one.
    pub(in crate::board) fn target_status(
        self,
        own: bool,
        column: CardList,
        card: &Card,
    ) -> Option<StatusId> {
        if own {
            return Some(card.facts.status);
        }
        self.rules.with_value(|rules| rules.first_status(column.id).map(|status| status.id))
    }

    /// The name of a status.
    pub(in crate::board) fn status_name(self, status: StatusId) -> String {
        self.rules.with_value(|rules| i18n::status(self.words, rules, status))
    }

    /// The name of a column: its own, or that of its first status.
    pub(in crate::board) fn column_name(self, column: ColumnId) -> String {
        self.rules.with_value(|rules| {
            let own = rules.columns.iter().find(|c| c.id == column).and_then(|c| c.name.clone());
            own.or_else(|| rules.first_status(column).map(|s| i18n::status(self.words, rules, s.id)))
                .unwrap_or_default()
        })
    }

    /// Why not, for people.
    pub(in crate::board) fn sentence(self, refusal: &Refusal) -> String {
        self.rules.with_value(|rules| i18n::refusal(self.words, rules, refusal))
    }

    /// "3 selecionados".
    pub(in crate::board) fn chosen_text(self, count: usize) -> String {
        let w = &self.words.board;
        let text = plural(i64::try_from(count).unwrap_or(i64::MAX), w.chosen_one, w.chosen_other);
        fill(text, &[("count", &count.to_string())])
    }

    /// Who of the team is at a ticket now.
    pub(in crate::board) fn present(self, ticket: TicketId) -> Vec<Present> {
        self.feed.present.with(|present| {
            present.iter().find(|(at, _)| *at == ticket).map(|(_, people)| people.clone()).unwrap_or_default()
        })
    }

    /// The name of who made a change; nobody where this person or the desk itself did.
    pub(in crate::board) fn other(self, frame: &TeamFrame) -> Option<String> {
        let me = self.viewer.with_value(|viewer| viewer.person);
        frame.actor.as_ref().filter(|actor| actor.id != me).map(|actor| actor.name.clone())
    }
}
