//! What a command makes happen: the rules say what they must know, the desk looks it up, the rules decide.

use super::check::{check_change, permits_change};
use super::story::Story;
use super::{
    Around, Change, Event, Facts, Ground, Move, Needs, Refusal, Ticket, archive, assignment, moving,
    priority, snooze, tags, talk,
};
use crate::people::Actor;
use crate::rules::BoardRules;

/// What must be looked up for `change`. Refused before anything is: what is not permitted whatever is found.
pub fn needs(ticket: &Ticket, change: &Change, actor: &Actor, rules: &BoardRules) -> Result<Needs, Refusal> {
    let facts = &ticket.facts;
    if is_done_already(ticket, change, actor)? {
        return Ok(Needs::default());
    }
    permits_change(facts, change, actor, rules, Around::default())?;
    Ok(match change.plain() {
        Change::Move(to) => {
            Needs { person: to.person(), ..moving::needs(facts, to.status, to.anchor, rules) }
        }
        Change::Assign(person) => Needs { person: *person, ..Needs::default() },
        Change::Talk(talk) => talk::needs(facts, talk, actor, rules)?,
        Change::Priority(_)
        | Change::Snooze(_)
        | Change::Archive(_)
        | Change::Tag(_)
        | Change::Undo(_)
        | Change::Because(..) => Needs::default(),
    })
}

/// What `change` makes happen to `ticket`, or why it is refused. No events: all is already as asked.
pub fn decide(
    ticket: &Ticket,
    change: &Change,
    actor: &Actor,
    ground: &Ground<'_>,
) -> Result<Vec<Event>, Refusal> {
    if is_done_already(ticket, change, actor)? {
        return Ok(vec![]);
    }
    check_change(&ticket.facts, change, actor, &ground.rules.board, ground.found.around)?;
    let mut story = Story::of(ticket, ground);
    match change.plain() {
        Change::Move(to) => moving::decide(&mut story, to, actor)?,
        Change::Priority(to) => priority::decide(&mut story, *to),
        Change::Assign(to) => assignment::decide(&mut story, *to)?,
        Change::Talk(talk) => talk::decide(&mut story, talk, actor)?,
        Change::Snooze(until) => snooze::decide(&mut story, *until)?,
        Change::Archive(archived) => archive::decide(&mut story, *archived),
        Change::Tag(tagging) => tags::decide(&mut story, *tagging),
        // What is taken back is decided by `before`, which reads the log.
        Change::Undo(_) | Change::Because(..) => return Err(Refusal::NotPermitted),
    }
    story.explain(change.reason());
    Ok(story.end())
}

/// Whether a move finds its ticket as it wants it, although somebody else has moved it since it was seen; refused, where
/// they have moved it elsewhere.
fn is_done_already(ticket: &Ticket, change: &Change, actor: &Actor) -> Result<bool, Refusal> {
    let facts = &ticket.facts;
    if !actor.sees(&facts.audience) {
        return Err(Refusal::Unseen);
    }
    let Change::Move(to) = change else { return Ok(false) };
    if facts.placed_seq <= to.seen || to.confirm {
        return Ok(false);
    }
    // Both wanted the same: success, silently.
    if is_there(facts, to) {
        return Ok(true);
    }
    // A client knows nothing of places, nor of who moved a card: finishing and cancelling an open ticket
    // of theirs is right wherever it lies by now, and `check` asks whether it still is.
    if !actor.role.is_team() {
        return Ok(false);
    }
    Err(Refusal::Stale {
        by: ticket.placed_by.as_ref().map(|p| p.name.clone()).unwrap_or_default(),
        at: ticket.placed_at,
        status: facts.status,
        seq: facts.seq,
    })
}

fn is_there(facts: &Facts, to: &Move) -> bool {
    to.status == facts.status && to.anchor.is_none() && to.also.is_none_or(|also| also.holds(facts))
}
