//! Another status, or another place in the column.

#[cfg(feature = "zones")]
use super::Needs;
use super::{Anchor, Around, Facts, Refusal, assignment, priority};
use crate::ids::{PersonId, Seq, StatusId};
use crate::people::Actor;
use crate::rules::BoardRules;
use crate::sla::{FaceState, Metric, SlaFace};
use crate::status::{Category, Priority};
use crate::time::Time;
use serde::{Deserialize, Serialize};
#[cfg(feature = "zones")]
pub(super) use zones::{change_status, decide, link_by_acting};

/// Another status, or another place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The status it shall have; its present one to change only the place.
    pub status: StatusId,
    /// Its place in the manual order; where none is said, a changed column puts it on top.
    pub anchor: Option<Anchor>,
    /// The version that the mover saw. A status or place that changed since is not overwritten blindly.
    pub seen: Seq,
    /// Move it although someone else moved it since `seen`.
    pub confirm: bool,
    /// Why: asked of an agent who cancels, whose client reads it, and of others where an administrator says so.
    pub reason: Option<String>,
    /// What is done with it in one go: both or neither.
    #[serde(default)]
    pub also: Option<Also>,
}

/// What a move into another lane of the board changes beside status and place (`ux.md` 3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Also {
    /// Who is responsible, or nobody.
    Assign(Option<PersonId>),
    /// The priority.
    Priority(Priority),
}

impl Also {
    fn check(self, ticket: &Facts, actor: &Actor, rules: &BoardRules) -> Result<(), Refusal> {
        match self {
            Self::Assign(person) => assignment::check(ticket, person, actor),
            Self::Priority(_) => priority::check(ticket, actor, rules),
        }
    }

    /// Makes a ticket so.
    fn put(self, facts: &mut Facts) {
        match self {
            Self::Assign(person) => facts.audience.assignee = person,
            Self::Priority(priority) => facts.priority = priority,
        }
    }

    /// Whether a ticket is so already.
    pub fn holds(self, facts: &Facts) -> bool {
        match self {
            Self::Assign(person) => facts.audience.assignee == person,
            Self::Priority(priority) => facts.priority == priority,
        }
    }

    /// What takes it back from a ticket as it is now.
    #[must_use]
    pub fn inverse(self, facts: &Facts) -> Self {
        match self {
            Self::Assign(_) => Self::Assign(facts.audience.assignee),
            Self::Priority(_) => Self::Priority(facts.priority),
        }
    }
}

impl Move {
    /// To that status, on top where that is another column, by who saw the version `seen`.
    pub fn to(status: StatusId, seen: Seq) -> Self {
        Self { status, anchor: None, seen, confirm: false, reason: None, also: None }
    }

    /// Whom it makes responsible.
    pub fn person(&self) -> Option<PersonId> {
        match self.also {
            Some(Also::Assign(person)) => person,
            _ => None,
        }
    }
}

pub(super) fn check(
    ticket: &Facts,
    to: &Move,
    actor: &Actor,
    rules: &BoardRules,
    around: Around,
) -> Result<(), Refusal> {
    let target = rules.status(to.status).ok_or(Refusal::UnknownStatus)?;
    let (from, into) = (ticket.category, target.category);
    let own = actor.asked_for(&ticket.audience);

    if !actor.role.is_team() {
        // A client finishes and cancels what is theirs, and nothing else (R32, R52).
        let theirs = own && from.is_open() && (into.is_resolved() || into == Category::Cancelled);
        if !theirs {
            return Err(Refusal::NotPermitted);
        }
    } else if !actor.works_in(ticket.audience.department) && ticket.audience.assignee != Some(actor.person) {
        return Err(Refusal::NotPermitted);
    }
    if let Some(also) = to.also {
        also.check(ticket, actor, rules)?;
    }
    // Within the same status only the place changes.
    if target.id == ticket.status {
        return Ok(());
    }
    if from == Category::Cancelled {
        return Err(Refusal::Cancelled);
    }
    // Aguardando aprovação is left only by approval (→ new) or refusal (→ cancelled).
    if from == Category::AwaitingApproval && !matches!(into, Category::New | Category::Cancelled) {
        return Err(Refusal::NoTransition { to: target.id });
    }
    if from == Category::AwaitingApproval
        && actor.role.is_team()
        && !actor.manages(ticket.audience.department)
    {
        return Err(Refusal::NotResponsible);
    }
    let responsible = own || actor.answers_for(&ticket.audience);
    // An unassigned ticket becomes the mover's (R89), who is then the responsible one.
    let becomes_responsible = actor.role.is_team() && ticket.audience.assignee.is_none();
    if into.is_resolved() && !from.is_resolved() {
        if !responsible && !becomes_responsible {
            return Err(Refusal::NotResponsible);
        }
        if ticket.open_children > 0 {
            return Err(Refusal::OpenChildren { count: ticket.open_children });
        }
    }
    // Back to the queue: by the responsible or a manager.
    if returns_to_queue(from, into) && !responsible && !becomes_responsible {
        return Err(Refusal::NotResponsible);
    }
    if into == Category::Cancelled && !from.is_open() {
        return Err(Refusal::NoTransition { to: target.id });
    }
    match rules.limit(ticket.audience.department, target.column) {
        // The team's own rule: a client who finishes is not held up by it, nor told of it.
        Some(wip)
            if wip.hard
                && actor.role.is_team()
                && target.column != ticket.column
                && around.in_target_column >= wip.limit =>
        {
            Err(Refusal::WipLimit { limit: wip.limit })
        }
        _ => Ok(()),
    }
}

/// Whether that change of status gives the ticket back to the queue: without agent (`decisions.md` 2).
fn returns_to_queue(from: Category, into: Category) -> bool {
    into == Category::New && !matches!(from, Category::New | Category::AwaitingApproval)
}

/// Another status, and what follows from its category alone, as a screen shows it.
pub(super) fn preview(facts: &mut Facts, to: &Move, rules: &BoardRules, at: Time) -> bool {
    let moved = change_facts(facts, to.status, rules, at);
    let also = to.also.filter(|also| !also.holds(facts));
    if let Some(also) = also {
        also.put(facts);
    }
    moved || also.is_some()
}

fn change_facts(facts: &mut Facts, to: StatusId, rules: &BoardRules, at: Time) -> bool {
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

pub(super) fn changes(facts: &Facts, to: &Move) -> bool {
    to.status != facts.status || to.anchor.is_some() || to.also.is_some_and(|also| !also.holds(facts))
}

/// The place among other cards that a move leaves is not known here.
pub(super) fn inverse(facts: &Facts, to: &Move) -> Move {
    let also = to.also.filter(|also| !also.holds(facts)).map(|also| also.inverse(facts));
    Move { also, ..Move::to(facts.status, facts.seq) }
}

/// What a status that a ticket is given needs to be known of: the place named by `anchor` in its column, or that column's
/// top, and how full it is where that is limited.
#[cfg(feature = "zones")]
pub(super) fn needs(ticket: &Facts, to: StatusId, anchor: Option<Anchor>, rules: &BoardRules) -> Needs {
    let Some(status) = rules.status(to) else { return Needs::default() };
    let other = status.column != ticket.column;
    let limit = rules.limit(ticket.audience.department, status.column);
    Needs {
        place: (other || anchor.is_some()).then(|| (status.column, anchor.unwrap_or_default())),
        crowd: (other && limit.is_some_and(|limit| limit.hard)).then_some(status.column),
        answered: status.category.is_open() && ticket.category.is_resolved(),
        ..Needs::default()
    }
}

#[cfg(feature = "zones")]
mod zones {
    use super::{Also, Category, Metric, Move, returns_to_queue};
    use crate::people::Actor;
    use crate::sla::Clock;
    use crate::status::Status;
    use crate::ticket::story::{Story, written};
    use crate::ticket::{Event, PersonRef, Refusal, assignment, priority};

    pub(in crate::ticket) fn decide(story: &mut Story<'_>, to: &Move, actor: &Actor) -> Result<(), Refusal> {
        let target = story.ground.rules.board.status(to.status).ok_or(Refusal::UnknownStatus)?;
        if target.id == story.ticket.facts.status {
            let place = story.place();
            if to.anchor.is_some() && place != story.ticket.facts.place {
                let place = place.to_owned();
                story.tell(Event::Placed { place });
            }
        } else {
            // The client reads why theirs was cancelled, and what they wrote; the rest is the team's.
            let told = target.category == Category::Cancelled || !actor.role.is_team();
            let reason = written(to.reason.as_deref()).filter(|_| told);
            change_status(story, target, to.anchor.is_some(), reason);
            // Who says whose it shall be does not make it theirs by moving it.
            if !matches!(to.also, Some(Also::Assign(_))) {
                link_by_acting(story, actor, Some(target));
            }
        }
        match to.also {
            Some(Also::Assign(person)) => assignment::decide(story, person),
            Some(Also::Priority(priority)) => {
                priority::decide(story, priority);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Without an anchor only a changed column changes the place.
    pub(in crate::ticket) fn change_status(
        story: &mut Story<'_>,
        to: &Status,
        anchored: bool,
        reason: Option<String>,
    ) {
        let facts = &story.ticket.facts;
        let stays = !anchored && to.column == facts.column;
        let place = if stays { &facts.place } else { story.place() };
        story.tell(Event::Moved {
            from: facts.status,
            from_category: facts.category,
            to: to.id,
            to_category: to.category,
            place: place.to_owned(),
            reason,
        });
        turn_clocks(story, facts.category, to.category);
    }

    /// The category drives the clocks (`rules.md` 2B.3, `decisions.md` 2).
    fn turn_clocks(story: &mut Story<'_>, from: Category, to: Category) {
        if to == Category::Cancelled {
            for metric in Metric::ALL {
                story.clocks.of_mut(metric).void();
            }
            return;
        }
        if to.is_resolved() {
            // A resolution without a first response counts as it, and answers what is unanswered.
            for metric in Metric::ALL {
                story.with(metric, Clock::meet);
            }
            return;
        }
        if from.is_resolved() {
            story.clocks.of_mut(Metric::Resolution).unmeet();
            // Nobody had answered: the resolution alone had met it, and is no more.
            if story.ground.found.around.unanswered {
                story.clocks.first_response.unanswer();
            }
        }
        match to {
            Category::AwaitingApproval => {
                for metric in Metric::ALL {
                    story.with(metric, Clock::pause);
                }
            }
            Category::WaitingCustomer | Category::WaitingThirdParty => {
                story.with(Metric::Resolution, Clock::pause);
                if from == Category::AwaitingApproval || from.is_resolved() {
                    story.with(Metric::FirstResponse, Clock::resume);
                    story.with(Metric::NextResponse, Clock::resume);
                }
            }
            _ => {
                for metric in Metric::ALL {
                    story.with(metric, Clock::resume);
                }
            }
        }
    }

    /// Who moves or answers an unassigned ticket of an own department is linked to it (R89). One that goes back
    /// to the queue goes without an agent, and one that enters it by approval belongs to nobody yet.
    pub(in crate::ticket) fn link_by_acting(story: &mut Story<'_>, actor: &Actor, target: Option<&Status>) {
        let audience = story.ticket.audience();
        let into = target.map(|t| t.category);
        if into.is_some_and(|into| returns_to_queue(story.ticket.facts.category, into)) {
            assignment::assign(story, None, true);
        } else if into != Some(Category::New)
            && actor.role.is_team()
            && audience.assignee.is_none()
            && actor.departments.contains(&audience.department)
        {
            let me = PersonRef { id: actor.person, name: actor.name.clone() };
            assignment::assign(story, Some(me), true);
        }
    }
}
