//! What happened, in words.

use crate::i18n::{self, Words, fill};
use crate::ui::absolute;
use domain::StatusId;
use domain::feed::ClientBody;
use domain::feed::TeamBody;
use domain::rules::BoardRules;
use domain::ticket::WokenBy;
use domain::{Category, Priority};

/// What a client may read of the log (R34): the same sentence on both sides, with each side's names of statuses.
pub(super) fn happening(words: &'static Words, rules: &BoardRules, body: &ClientBody) -> String {
    public(words, body, |id, _| i18n::status(words, rules, id))
}

/// The same in the client's words.
pub(super) fn client_happening(words: &'static Words, rules: &BoardRules, body: &ClientBody) -> String {
    match body {
        ClientBody::Opened => return words.ticket.happened_opened_client.to_owned(),
        ClientBody::Message { .. } => return words.ticket.log_message_client.to_owned(),
        ClientBody::Moved { .. } | ClientBody::PriorityChanged { .. } => {}
    }
    public(words, body, |id, category| {
        let own = rules.status(id).and_then(|status| status.name.clone());
        own.unwrap_or_else(|| crate::portal::status_word(words, category).to_owned())
    })
}

fn public(words: &'static Words, body: &ClientBody, status: impl Fn(StatusId, Category) -> String) -> String {
    let w = &words.ticket;
    match body {
        ClientBody::Opened => w.happened_opened.to_owned(),
        ClientBody::Message { .. } => w.log_message.to_owned(),
        ClientBody::Moved { from, from_category, to, to_category, reason } => {
            let (from, to) = (status(*from, *from_category), status(*to, *to_category));
            let moved = fill(w.happened_moved, &[("from", &from), ("to", &to)]);
            match reason {
                Some(reason) => fill(w.happened_reason, &[("what", &moved), ("reason", reason)]),
                None => moved,
            }
        }
        ClientBody::PriorityChanged { from, to } => {
            let name = |p: Priority| i18n::priority(words, p);
            fill(w.happened_priority, &[("from", name(*from)), ("to", name(*to))])
        }
    }
}

/// What only the team reads.
pub(super) fn internal_happening(words: &'static Words, body: &TeamBody) -> String {
    let w = &words.ticket;
    match body {
        TeamBody::Assigned { to: Some(_), by_acting: true, .. } => w.happened_linked.to_owned(),
        TeamBody::Assigned { to: Some(to), .. } => fill(w.happened_assigned, &[("name", &to.name)]),
        TeamBody::Assigned { to: None, .. } => w.happened_unassigned.to_owned(),
        TeamBody::SlaWarned { metric } => {
            fill(w.happened_warned, &[("metric", i18n::metric(words, *metric))])
        }
        TeamBody::SlaBreached { metric, .. } => {
            fill(w.happened_breached, &[("metric", i18n::metric(words, *metric))])
        }
        TeamBody::Snoozed { until } => fill(w.happened_snoozed, &[("until", &absolute(*until))]),
        TeamBody::Woken { by } => match by {
            WokenBy::End => w.happened_woken_end,
            WokenBy::Client => w.happened_woken_client,
            WokenBy::Sla => w.happened_woken_sla,
            WokenBy::Time => w.happened_woken_time,
            WokenBy::Hand => w.happened_woken_hand,
        }
        .to_owned(),
        TeamBody::Archived { archived: true } => w.happened_archived.to_owned(),
        TeamBody::Archived { archived: false } => w.happened_unarchived.to_owned(),
        TeamBody::Tagged { name, on } => {
            fill(if *on { words.tag.happened_put } else { words.tag.happened_taken }, &[("name", name)])
        }
        TeamBody::Comment(_) => w.log_comment.to_owned(),
        // It is said in the line of what it explains.
        TeamBody::Public(_) | TeamBody::Explained { .. } => String::new(),
    }
}
