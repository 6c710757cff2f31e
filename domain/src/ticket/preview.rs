//! What a change makes of the facts on a screen until the desk has answered, and what takes it back.
//!
//! [`Ticket::apply`](super::Ticket::apply) is the truth; a test holds both together. Not told are the place that the
//! desk will give, what running clocks will show, and who becomes responsible by acting (R89).

use super::{Change, Facts, Tagging, moving, tags};
use crate::ids::Seq;
use crate::rules::BoardRules;
use crate::time::{Time, to_millis};

/// Makes of the facts what the change will make of them, where the desk allows it. What changes nothing leaves them.
pub fn preview(facts: &mut Facts, change: &Change, rules: &BoardRules, at: Time) {
    let changed = match change.plain() {
        Change::Move(to) => moving::preview(facts, to, rules, at),
        Change::Assign(to) => set(&mut facts.audience.assignee, *to),
        Change::Priority(to) => set(&mut facts.priority, *to),
        Change::Snooze(until) => set(&mut facts.snoozed_until, until.map(to_millis)),
        Change::Archive(archived) => set(&mut facts.archived, *archived),
        Change::Tag(tagging) => tags::preview(facts, *tagging, &rules.tags),
        // What is said stands in the ticket alone, and what is taken back its log tells.
        Change::Talk(_) | Change::Undo(_) | Change::Because(..) => false,
    };
    if changed {
        facts.updated_at = facts.updated_at.max(at);
    }
}

/// Whether a change would make the facts others than they are. What is said, and what is taken back, is not among them.
pub fn changes(facts: &Facts, change: &Change, rules: &BoardRules) -> bool {
    match change.plain() {
        Change::Move(to) => moving::changes(facts, to),
        Change::Assign(to) => facts.audience.assignee != *to,
        Change::Priority(to) => facts.priority != *to,
        Change::Snooze(until) => facts.snoozed_until != until.map(to_millis),
        Change::Archive(archived) => facts.archived != *archived,
        Change::Tag(Tagging { tag, on }) => rules.tags.has(&facts.tags, *tag) != *on,
        Change::Talk(_) | Change::Undo(_) | Change::Because(..) => false,
    }
}

/// What takes a change back from a ticket as it is now, before it. `None`: it would change nothing, or cannot be taken
/// back so.
pub fn inverse(facts: &Facts, change: &Change, rules: &BoardRules) -> Option<Change> {
    if !changes(facts, change, rules) {
        return None;
    }
    Some(match change.plain() {
        Change::Move(to) => Change::Move(moving::inverse(facts, to)),
        Change::Assign(_) => Change::Assign(facts.audience.assignee),
        Change::Priority(_) => Change::Priority(facts.priority),
        Change::Snooze(_) => Change::Snooze(facts.snoozed_until),
        Change::Archive(_) => Change::Archive(facts.archived),
        Change::Tag(Tagging { tag, on }) => Change::Tag(Tagging { tag: *tag, on: !on }),
        Change::Talk(_) | Change::Undo(_) | Change::Because(..) => return None,
    })
}

/// Whether somebody has changed since what `done`, by the command `of`, had done: taking it back would overwrite
/// that. The tags are compared as the rules call them now: one that has gone into another meanwhile is no change.
pub fn is_overtaken(facts: &Facts, done: &Change, of: Seq, rules: &BoardRules) -> bool {
    facts.seq > of && changes(facts, done, rules)
}

/// Sets a value, and says whether it was another.
fn set<T: PartialEq>(value: &mut T, to: T) -> bool {
    let other = *value != to;
    *value = to;
    other
}
