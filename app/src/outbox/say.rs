//! Answers that nobody waited for, in words.

use super::queue::Answer;
use crate::api::{load_my_ticket, load_ticket};
use crate::error::AppError;
use crate::i18n::{self, Words, fill};
use crate::live::Feed;
use crate::shell::{Announcer, Toast, Toasts};
use domain::desk::Outcome;
use domain::reason::Reasons;
use domain::rules::{BoardRules, PriorityMode};
use domain::tag::Tags;
use domain::ticket::Talk;
use domain::{Change, Command};

/// What words go to.
#[derive(Clone, Copy)]
pub(super) struct Page {
    pub(super) words: &'static Words,
    pub(super) toasts: Toasts,
    pub(super) announcer: Announcer,
    pub(super) feed: Feed,
}

/// Says what became of these: what was done in one note that goes away, what was not in one that stays.
#[expect(
    clippy::large_types_passed_by_value,
    reason = "a handful of handles of signals: large only in debug builds"
)]
pub(super) async fn say(page: Page, told: Vec<(Command, Answer)>) {
    let words = page.words;
    let w = &words.outbox;
    let rules = rules(&told, page.feed.is_team()).await;
    let (mut done, mut failed): (Vec<String>, Vec<String>) = (vec![], vec![]);
    for (command, answer) in &told {
        let what = subject(words, &rules, command);
        let reason = match answer {
            Ok(Outcome::Done(_)) => {
                done.push(what);
                continue;
            }
            Ok(Outcome::Refused(refusal)) => i18n::refusal(words, &rules, refusal),
            Err(AppError::Offline) => w.too_old.to_owned(),
            Err(error) => error.sentence(words).to_owned(),
        };
        let kept = if command.change().and_then(Change::text).is_some() { w.text_kept } else { "" };
        failed.push(
            fill(w.failed, &[("what", &what), ("reason", &reason), ("text", kept)]).trim_end().to_owned(),
        );
    }
    if !done.is_empty() {
        let text = fill(w.done, &[("what", &done.join("; "))]);
        page.announcer.polite(text.clone());
        page.toasts.show(Toast { text, undo: None });
    }
    if !failed.is_empty() {
        let text = failed.join("\n");
        page.announcer.assertive(text.clone());
        page.toasts.keep(text);
    }
}

/// What was asked for: "mover A1B2C3D4 para Resolvido".
fn subject(words: &'static Words, rules: &BoardRules, command: &Command) -> String {
    let w = &words.outbox;
    let code = command.ticket().map(domain::TicketId::code).unwrap_or_default();
    let mut more = String::new();
    let sentence = match command {
        Command::Open(ticket) => {
            more.clone_from(&ticket.title);
            w.open
        }
        Command::Change(_, change) => match change.plain() {
            Change::Move(to) => {
                more = i18n::status(words, rules, to.status);
                if more.is_empty() { w.place } else { w.moved }
            }
            Change::Priority(to) => {
                i18n::priority(words, *to).clone_into(&mut more);
                w.priority
            }
            Change::Assign(_) => w.assign,
            Change::Talk(Talk::Comment(_)) => w.comment,
            Change::Talk(Talk::Reply(_)) => w.reply,
            Change::Snooze(_) => w.snooze,
            Change::Archive(_) => w.archive,
            Change::Tag(_) => w.tag,
            Change::Undo(_) | Change::Because(..) => w.undo,
        },
    };
    fill(sentence, &[("code", &code), ("name", &more)])
}

/// The account's rules, where names of statuses may be needed: read with the first ticket that may be seen.
async fn rules(told: &[(Command, Answer)], is_team: bool) -> BoardRules {
    let named = |told: &&(Command, Answer)| {
        matches!(told.0, Command::Change(_, Change::Move(_))) || matches!(told.1, Ok(Outcome::Refused(_)))
    };
    for (command, _) in told.iter().filter(named) {
        if let Some(ticket) = command.ticket() {
            let code = ticket.code();
            let rules = if is_team {
                load_ticket(code).await.map(|page| page.rules)
            } else {
                load_my_ticket(code).await.map(|page| page.rules)
            };
            // Not for these eyes any more, or cut again: the next one may tell.
            if let Ok(rules) = rules {
                return rules;
            }
        }
    }
    let priorities = PriorityMode::Automatic;
    BoardRules {
        statuses: vec![],
        columns: vec![],
        limits: vec![],
        priorities,
        reopen_days: 0,
        tags: Tags::default(),
        reasons: Reasons::default(),
    }
}
