//! What a command will make of a ticket, told from what a card knows of it: a screen shows it until the desk has
//! answered, offers only what would change something, and knows what takes it back.
//!
//! [`Ticket::apply`](super::Ticket::apply) is the truth; a test holds both together. Not told are the place that the
//! desk will give, what running clocks will show, and who becomes responsible by acting (R89).

use super::tags::tags_changed;
use super::{Command, Facts, Move};
use crate::ids::{Seq, StatusId};
use crate::rules::BoardRules;
use crate::sla::{FaceState, Metric, SlaFace};
use crate::status::Category;
use crate::time::{Time, to_millis};

/// Makes of the facts what the command will make of them, where the desk allows it. What changes nothing leaves them.
pub fn preview(facts: &mut Facts, command: &Command, rules: &BoardRules, at: Time) {
    let changed = match command.plain() {
        Command::Move(_, to) => {
            let moved = move_to(facts, to.status, rules, at);
            let also = to.also.filter(|also| !also.holds(facts));
            if let Some(also) = also {
                preview(facts, &also.command(facts.id), rules, at);
            }
            moved
        }
        Command::Assign(_, to) => set(&mut facts.audience.assignee, *to),
        Command::SetPriority(_, to) => set(&mut facts.priority, *to),
        Command::Snooze(_, until) => set(&mut facts.snoozed_until, until.map(to_millis)),
        Command::Archive(_, archived) => set(&mut facts.archived, *archived),
        Command::Tag(_, tag, on) => {
            let changed = tags_changed(facts, &rules.tags, *tag, *on);
            if let Some((tags, _)) = &changed {
                facts.put_tags(tags, *on);
            }
            changed.is_some()
        }
        // What is said stands in the ticket alone, and what is taken back its log tells.
        Command::Open(_)
        | Command::Comment(..)
        | Command::Reply(..)
        | Command::Undo(..)
        | Command::Because(..) => false,
    };
    if changed {
        facts.updated_at = facts.updated_at.max(at);
    }
}

/// Whether a command would make the facts others than they are. What is said, and what is taken back, is not among them.
pub fn changes(facts: &Facts, command: &Command, rules: &BoardRules) -> bool {
    match command.plain() {
        Command::Move(_, to) => {
            to.status != facts.status || to.anchor.is_some() || to.also.is_some_and(|also| !also.holds(facts))
        }
        Command::Assign(_, to) => facts.audience.assignee != *to,
        Command::SetPriority(_, to) => facts.priority != *to,
        Command::Snooze(_, until) => facts.snoozed_until != until.map(to_millis),
        Command::Archive(_, archived) => facts.archived != *archived,
        Command::Tag(_, tag, on) => rules.tags.has(&facts.tags, *tag) != *on,
        Command::Open(_)
        | Command::Comment(..)
        | Command::Reply(..)
        | Command::Undo(..)
        | Command::Because(..) => false,
    }
}

/// What takes a command back from a ticket as it is now, before it. `None`: it would change nothing, or cannot be taken
/// back so. The place among other cards that a move leaves is not known here.
pub fn inverse(facts: &Facts, command: &Command, rules: &BoardRules) -> Option<Command> {
    if !changes(facts, command, rules) {
        return None;
    }
    Some(match command.plain() {
        Command::Move(id, to) => {
            let also = to.also.filter(|also| !also.holds(facts)).map(|also| also.inverse(facts));
            let (status, seen) = (facts.status, facts.seq);
            Command::Move(*id, Move { status, anchor: None, seen, confirm: false, reason: None, also })
        }
        Command::Assign(id, _) => Command::Assign(*id, facts.audience.assignee),
        Command::SetPriority(id, _) => Command::SetPriority(*id, facts.priority),
        Command::Snooze(id, _) => Command::Snooze(*id, facts.snoozed_until),
        Command::Archive(id, _) => Command::Archive(*id, facts.archived),
        Command::Tag(id, tag, on) => Command::Tag(*id, *tag, !on),
        Command::Open(_)
        | Command::Comment(..)
        | Command::Reply(..)
        | Command::Undo(..)
        | Command::Because(..) => return None,
    })
}

/// Whether somebody has changed since what the command `done`, number `of`, had done: taking it back would overwrite
/// that. The tags are compared as the rules call them now: one that has gone into another meanwhile is no change.
pub fn is_overtaken(facts: &Facts, done: &Command, of: Seq, rules: &BoardRules) -> bool {
    facts.seq > of && changes(facts, done, rules)
}

/// Another status, and what follows from its category alone.
fn move_to(facts: &mut Facts, to: StatusId, rules: &BoardRules, at: Time) -> bool {
    let Some(status) = rules.status(to).filter(|status| status.id != facts.status) else { return false };
    let was_resolved = facts.category.is_resolved();
    facts.status = status.id;
    facts.category = status.category;
    facts.column = status.column;
    if status.category.is_open() {
        // What is worked on again is on the board again (R22).
        facts.archived = false;
    } else {
        // What has ended is no longer put off.
        facts.snoozed_until = None;
    }
    if status.category.is_resolved() != was_resolved {
        facts.resolved_at = status.category.is_resolved().then_some(at);
    }
    if status.category.is_resolved() {
        // Every clock stops. Late for ever is what missed the resolution; another promise may be late beside it.
        let missed = facts.sla.metric == Some(Metric::Resolution) && facts.sla.is_late(at);
        facts.sla = SlaFace { state: FaceState::Met, late: facts.sla.late || missed, ..SlaFace::default() };
    } else if status.category == Category::Cancelled {
        facts.sla = SlaFace::default();
    }
    true
}

/// Sets a value, and says whether it was another.
fn set<T: PartialEq>(value: &mut T, to: T) -> bool {
    let other = *value != to;
    *value = to;
    other
}
