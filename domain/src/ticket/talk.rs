//! What is written on a ticket: to its client, or among the team.

use super::permit::not_cancelled;
use super::{Around, Facts, Field, Move, Refusal, TEXT_MAX, moving};
use crate::ids::StatusId;
use crate::people::Actor;
use crate::rules::BoardRules;
use serde::{Deserialize, Serialize};
#[cfg(feature = "zones")]
pub use zones::reopens;
#[cfg(feature = "zones")]
pub(super) use zones::{decide, needs};

/// Something that is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Talk {
    /// An internal comment (R17).
    Comment(String),
    /// A public message (R75), as an agent or as the client.
    Reply(Reply),
}

/// A public message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// Plain text.
    pub text: String,
    /// An agent may give the ticket another status with the same click (R75).
    pub then: Option<StatusId>,
}

impl Talk {
    /// What is written.
    pub fn text(&self) -> &str {
        match self {
            Self::Comment(text) => text,
            Self::Reply(reply) => &reply.text,
        }
    }
}

pub(super) fn check(
    ticket: &Facts,
    talk: &Talk,
    actor: &Actor,
    rules: &BoardRules,
    around: Around,
) -> Result<(), Refusal> {
    match talk {
        Talk::Comment(text) => {
            if !actor.role.is_team() {
                return Err(Refusal::NotPermitted);
            }
            Field::Comment.written(text, TEXT_MAX)
        }
        Talk::Reply(reply) => {
            not_cancelled(ticket)?;
            Field::Message.written(&reply.text, TEXT_MAX)?;
            match reply.then {
                None => Ok(()),
                Some(_) if !actor.role.is_team() => Err(Refusal::NotPermitted),
                Some(status) if status == ticket.status => Ok(()),
                Some(status) => moving::check(ticket, &Move::to(status, ticket.seq), actor, rules, around),
            }
        }
    }
}

#[cfg(feature = "zones")]
mod zones {
    use super::{Actor, BoardRules, Facts, Refusal, Reply, Talk, moving};
    use crate::sla::{Clock, ClockState, Metric};
    use crate::status::{Category, Status};
    use crate::ticket::story::Story;
    use crate::ticket::{Event, Needs, Side};
    use crate::time::Time;
    use chrono::TimeDelta;

    pub(in crate::ticket) fn needs(
        ticket: &Facts,
        talk: &Talk,
        actor: &Actor,
        rules: &BoardRules,
    ) -> Result<Needs, Refusal> {
        let status = match talk {
            Talk::Comment(_) => None,
            Talk::Reply(reply) => status_by(ticket, reply, actor, rules)?,
        };
        let needs = status.map(|status| moving::needs(ticket, status.id, None, rules));
        Ok(Needs { id: true, ..needs.unwrap_or_default() })
    }

    pub(in crate::ticket) fn decide(
        story: &mut Story<'_>,
        talk: &Talk,
        actor: &Actor,
    ) -> Result<(), Refusal> {
        match talk {
            Talk::Comment(_) => {
                story.tell(Event::Commented { comment: story.ground.found.id });
                Ok(())
            }
            Talk::Reply(reply) => self::reply(story, reply, actor),
        }
    }

    /// The status that a message gives: an agent says which (R75), and a client's wakes what waits for them, and reopens
    /// what is resolved. Past the reopen window the desk opens a new ticket instead: see [`reopens`].
    fn status_by<'a>(
        ticket: &Facts,
        reply: &Reply,
        actor: &Actor,
        rules: &'a BoardRules,
    ) -> Result<Option<&'a Status>, Refusal> {
        let status = if actor.role.is_team() {
            reply.then.filter(|then| *then != ticket.status).map(|then| rules.status(then))
        } else {
            let wakes = ticket.category.is_resolved() || ticket.category == Category::WaitingCustomer;
            wakes.then(|| rules.status_of(Category::Active))
        };
        status.map(|status| status.ok_or(Refusal::UnknownStatus)).transpose()
    }

    fn reply(story: &mut Story<'_>, reply: &Reply, actor: &Actor) -> Result<(), Refusal> {
        let team = actor.role.is_team();
        let message = story.ground.found.id;
        story.tell(Event::Replied { message, by: if team { Side::Team } else { Side::Client } });
        if team {
            story.with(Metric::FirstResponse, Clock::meet);
            story.with(Metric::NextResponse, Clock::meet);
        }
        let target = status_by(&story.ticket.facts, reply, actor, &story.ground.rules.board)?;
        if let Some(status) = target {
            moving::change_status(story, status, false, None);
        }
        if team {
            moving::link_by_acting(story, actor, target);
        } else {
            await_answer(story);
        }
        Ok(())
    }

    /// Next response: needs the first one answered, and counts from the oldest unanswered message.
    fn await_answer(story: &mut Story<'_>) {
        let answered_first = matches!(story.clocks.first_response.state, ClockState::Met);
        let waiting = matches!(story.clocks.next_response.state, ClockState::Running | ClockState::Paused);
        if answered_first && !waiting {
            story.start(Metric::NextResponse);
            if story.ticket.facts.category == Category::AwaitingApproval {
                story.with(Metric::NextResponse, Clock::pause);
            }
        }
    }

    /// Whether a client's message at `now` reopens this resolved ticket, or opens a new one (`decisions.md` 2).
    pub fn reopens(facts: &Facts, reopen_days: i64, now: Time) -> bool {
        facts.resolved_at.is_none_or(|at| now - at <= TimeDelta::days(reopen_days))
    }
}
