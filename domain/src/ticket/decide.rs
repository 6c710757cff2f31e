//! What a command makes happen.

use super::{
    Also, Around, Command, Event, Facts, Move, OpenTicket, PersonRef, Refusal, Reply, Side, Ticket, check,
    check::returns_to_queue, reason, snooze, tags,
};
use crate::ids::{PersonId, TicketId};
use crate::people::{Actor, Audience, Role};
use crate::rules::Rules;
use crate::sla::{Calendars, ClockState, Clocks, Metric, Promise, SlaFace};
use crate::status::{Category, Priority, Status};
use crate::text::one_line;
use crate::time::Time;
use chrono::TimeDelta;
use uuid::Uuid;

/// Everything beyond the ticket that a decision rests on.
#[derive(Clone, Debug)]
pub struct Ground<'a> {
    /// The account's settings.
    pub rules: &'a Rules,
    /// Its calendars, ready to count.
    pub calendars: &'a Calendars,
    /// What lies around the ticket.
    pub around: Around,
    /// The order key at which a move would put it.
    pub place: String,
    /// The person whom the command would make responsible, if that person may be responsible for this ticket.
    pub assignable: Option<PersonRef>,
    /// A fresh id for what the command may create.
    pub fresh: Uuid,
    /// The time of the decision.
    pub now: Time,
}

/// What `command` makes happen to `ticket`, or why it is refused. No events: all is already as asked.
pub fn decide(
    ticket: &Ticket,
    command: &Command,
    actor: &Actor,
    ground: &Ground<'_>,
) -> Result<Vec<Event>, Refusal> {
    if !actor.sees(ticket.audience()) {
        return Err(Refusal::Unseen);
    }
    if let Command::Move(_, to) = command
        && ticket.facts.placed_seq > to.seen
        && !to.confirm
    {
        // Both wanted the same: success, silently.
        let also = to.also.is_none_or(|also| also.holds(&ticket.facts));
        if to.status == ticket.facts.status && to.anchor.is_none() && also {
            return Ok(vec![]);
        }
        // A client knows nothing of places, nor of who moved a card: finishing and cancelling an open ticket
        // of theirs is right wherever it lies by now, and `check` asks whether it still is.
        if actor.role.is_team() {
            return Err(Refusal::Stale {
                by: ticket.placed_by.as_ref().map(|p| p.name.clone()).unwrap_or_default(),
                at: ticket.placed_at,
                status: ticket.facts.status,
                seq: ticket.facts.seq,
            });
        }
    }
    check(Some(&ticket.facts), command, actor, &ground.rules.board, ground.around)?;
    let mut story = Story { ticket, ground, clocks: ticket.clocks, events: vec![] };
    match command.plain() {
        // A new ticket is decided by `open`, what is taken back by `before`, which reads the log.
        Command::Open(_) | Command::Undo(..) | Command::Because(..) => return Err(Refusal::NotPermitted),
        Command::Move(_, to) => story.move_to(to, actor)?,
        Command::SetPriority(_, to) => story.set_priority(*to),
        Command::Assign(_, to) => story.assign_named(*to)?,
        Command::Comment(..) => story.events.push(Event::Commented { comment: ground.fresh }),
        Command::Reply(_, reply) => story.reply(reply, actor)?,
        Command::Snooze(_, until) => story.events.extend(snooze::snooze(ticket, *until, ground.now)?),
        Command::Archive(_, archived) if *archived != ticket.facts.archived => {
            story.events.push(Event::Archived { archived: *archived });
        }
        Command::Archive(..) => {}
        Command::Tag(_, tag, on) => {
            story.events.extend(tags::tagged(&ticket.facts, &ground.rules.board.tags, *tag, *on));
        }
    }
    let why = reason::explained(&story.events, command.reason());
    story.events.extend(why);
    Ok(story.end())
}

/// A new ticket and its first events. `audience` names the contact, whom the desk has looked up, and the
/// organization of that contact.
pub fn open(
    new: &OpenTicket,
    actor: &Actor,
    audience: Audience,
    vip: bool,
    id: TicketId,
    number: i64,
    ground: &Ground<'_>,
) -> Result<(Ticket, Vec<Event>), Refusal> {
    check(None, &Command::Open(new.clone()), actor, &ground.rules.board, ground.around)?;
    // An organization's manager opens for its members, others for themselves (`decisions.md` 4).
    let may_name = actor.role.is_team()
        || actor.asked_for(&audience)
        || (actor.role == Role::OrganizationManager
            && actor.organization.is_some()
            && actor.organization == audience.organization);
    if !may_name {
        return Err(Refusal::UnknownContact);
    }
    let status = ground.rules.board.initial().ok_or(Refusal::UnknownStatus)?;
    let by = if actor.role.is_team() { Side::Team } else { Side::Client };
    // VIP clients are "Alta" (R12). A client's own word does not set the priority (C2).
    let asked = if actor.role.is_team() { new.priority } else { None };
    let priority = asked.unwrap_or(if vip { Priority::High } else { Priority::Medium });
    let ticket = Ticket {
        facts: Facts {
            id,
            seq: 0,
            placed_seq: 0,
            status: status.id,
            category: status.category,
            column: status.column,
            place: ground.place.clone(),
            priority,
            audience,
            sla: SlaFace::default(),
            created_at: ground.now,
            updated_at: ground.now,
            resolved_at: None,
            touched: false,
            open_children: 0,
            snoozed_until: None,
            archived: false,
            tags: Box::default(),
        },
        number,
        title: one_line(&new.title),
        clocks: Clocks::default(),
        assignee_name: None,
        placed_by: None,
        placed_at: ground.now,
        messages: 0,
        comments: 0,
    };
    let department = ticket.facts.audience.department;
    let mut story = Story { ticket: &ticket, ground, clocks: Clocks::default(), events: vec![] };
    story.events.push(Event::Opened {
        department,
        priority,
        status: status.id,
        by,
        place: ground.place.clone(),
    });
    story.start(Metric::FirstResponse);
    story.start(Metric::Resolution);
    let events = story.end();
    Ok((ticket, events))
}

/// A decision in the making.
struct Story<'a> {
    ticket: &'a Ticket,
    ground: &'a Ground<'a>,
    clocks: Clocks,
    events: Vec<Event>,
}

impl Story<'_> {
    /// A breach that the desk has not recorded yet is recorded before its clock is changed: the change would
    /// hide it.
    fn end(mut self) -> Vec<Event> {
        for metric in Metric::ALL {
            let before = self.ticket.clocks.of(metric);
            if let Some(due_at) = before.due_at
                && before.overdue(self.ground.now)
                && self.clocks.of(metric) != before
            {
                self.clocks.of_mut(metric).ever_breached = true;
                self.events.push(Event::SlaBreached { metric, due_at });
            }
        }
        if self.clocks != self.ticket.clocks {
            self.events.push(Event::ClocksSet { clocks: Box::new(self.clocks) });
        }
        self.events.extend(snooze::wakes(self.ticket, &self.events));
        self.events
    }

    fn promise(&self, metric: Metric) -> Option<Promise<'_>> {
        let facts = &self.ticket.facts;
        Promise::of(
            &self.ground.rules.sla,
            self.ground.calendars,
            facts.audience.department,
            facts.priority,
            metric,
        )
    }

    fn start(&mut self, metric: Metric) {
        let mut clock = *self.clocks.of(metric);
        if let Some(promise) = self.promise(metric) {
            clock.start(promise, self.ground.now);
        }
        *self.clocks.of_mut(metric) = clock;
    }

    /// Does one thing to one clock, with the promise it is held to.
    fn with(&mut self, metric: Metric, act: fn(&mut crate::sla::Clock, Promise<'_>, Time)) {
        let mut clock = *self.clocks.of(metric);
        if let Some(promise) = self.promise(metric) {
            act(&mut clock, promise, self.ground.now);
        }
        *self.clocks.of_mut(metric) = clock;
    }

    fn move_to(&mut self, to: &Move, actor: &Actor) -> Result<(), Refusal> {
        let target = self.ground.rules.board.status(to.status).ok_or(Refusal::UnknownStatus)?;
        if target.id == self.ticket.facts.status {
            if to.anchor.is_some() && self.ground.place != self.ticket.facts.place {
                self.events.push(Event::Placed { place: self.ground.place.clone() });
            }
        } else {
            // The client reads why theirs was cancelled, and what they wrote; the rest is the team's.
            let told = target.category == Category::Cancelled || !actor.role.is_team();
            let reason = reason::written(to.reason.as_deref()).filter(|_| told);
            self.change_status(target, to.anchor.is_some(), reason);
            // Who says whose it shall be does not make it theirs by moving it.
            if !matches!(to.also, Some(Also::Assign(_))) {
                self.link_by_acting(actor, Some(target));
            }
        }
        match to.also {
            Some(Also::Assign(person)) => self.assign_named(person),
            Some(Also::Priority(priority)) => {
                self.set_priority(priority);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Without an anchor only a changed column changes the place.
    fn change_status(&mut self, to: &Status, anchored: bool, reason: Option<String>) {
        let facts = &self.ticket.facts;
        let stays = !anchored && to.column == facts.column;
        let place = if stays { &facts.place } else { &self.ground.place };
        self.events.push(Event::Moved {
            from: facts.status,
            from_category: facts.category,
            to: to.id,
            to_category: to.category,
            place: place.clone(),
            reason,
        });
        self.turn_clocks(facts.category, to.category);
    }

    /// The category drives the clocks (`rules.md` 2B.3, `decisions.md` 2).
    fn turn_clocks(&mut self, from: Category, to: Category) {
        use crate::sla::Clock;
        if to == Category::Cancelled {
            for metric in Metric::ALL {
                self.clocks.of_mut(metric).void();
            }
            return;
        }
        if to.is_resolved() {
            // A resolution without a first response counts as it, and answers what is unanswered.
            for metric in Metric::ALL {
                self.with(metric, Clock::meet);
            }
            return;
        }
        if from.is_resolved() {
            self.clocks.of_mut(Metric::Resolution).unmeet();
            // Nobody had answered: the resolution alone had met it, and is no more.
            if self.ground.around.unanswered {
                self.clocks.first_response.unanswer();
            }
        }
        match to {
            Category::AwaitingApproval => {
                for metric in Metric::ALL {
                    self.with(metric, Clock::pause);
                }
            }
            Category::WaitingCustomer | Category::WaitingThirdParty => {
                self.with(Metric::Resolution, Clock::pause);
                if from == Category::AwaitingApproval || from.is_resolved() {
                    self.with(Metric::FirstResponse, Clock::resume);
                    self.with(Metric::NextResponse, Clock::resume);
                }
            }
            _ => {
                for metric in Metric::ALL {
                    self.with(metric, Clock::resume);
                }
            }
        }
    }

    fn set_priority(&mut self, to: Priority) {
        let from = self.ticket.facts.priority;
        if from == to {
            return;
        }
        self.events.push(Event::PriorityChanged { from, to });
        let department = self.ticket.facts.audience.department;
        for metric in Metric::ALL {
            let mut clock = *self.clocks.of(metric);
            let promise = Promise::of(&self.ground.rules.sla, self.ground.calendars, department, to, metric);
            if let Some(promise) = promise {
                let old =
                    clock.calendar.and_then(|id| self.ground.calendars.get(id)).unwrap_or(promise.calendar);
                clock.retarget(old, promise, self.ground.now);
            }
            *self.clocks.of_mut(metric) = clock;
        }
    }

    /// Makes the person responsible whom the command names, or nobody (R89, R91).
    fn assign_named(&mut self, to: Option<PersonId>) -> Result<(), Refusal> {
        let named = self.ground.assignable.clone().filter(|person| Some(person.id) == to);
        if to.is_some() && named.is_none() {
            return Err(Refusal::NotAssignable);
        }
        self.assign(named, false);
        Ok(())
    }

    fn assign(&mut self, to: Option<PersonRef>, by_acting: bool) {
        let now = self.ticket.facts.audience.assignee;
        if now == to.as_ref().map(|p| p.id) {
            return;
        }
        let from =
            now.map(|id| PersonRef { id, name: self.ticket.assignee_name.clone().unwrap_or_default() });
        self.events.push(Event::Assigned { from, to, by_acting });
    }

    /// Who moves or answers an unassigned ticket of an own department is linked to it (R89). One that goes back
    /// to the queue goes without an agent, and one that enters it by approval belongs to nobody yet.
    fn link_by_acting(&mut self, actor: &Actor, target: Option<&Status>) {
        let audience = self.ticket.audience();
        let into = target.map(|t| t.category);
        if into.is_some_and(|into| returns_to_queue(self.ticket.facts.category, into)) {
            self.assign(None, true);
        } else if into != Some(Category::New)
            && actor.role.is_team()
            && audience.assignee.is_none()
            && actor.departments.contains(&audience.department)
        {
            self.assign(Some(PersonRef { id: actor.person, name: actor.name.clone() }), true);
        }
    }

    fn reply(&mut self, reply: &Reply, actor: &Actor) -> Result<(), Refusal> {
        let board = &self.ground.rules.board;
        if actor.role.is_team() {
            self.events.push(Event::Replied { message: self.ground.fresh, by: Side::Team });
            self.with(Metric::FirstResponse, crate::sla::Clock::meet);
            self.with(Metric::NextResponse, crate::sla::Clock::meet);
            let then = reply.then.filter(|then| *then != self.ticket.facts.status);
            let target = then.map(|id| board.status(id).ok_or(Refusal::UnknownStatus)).transpose()?;
            if let Some(status) = target {
                self.change_status(status, false, None);
            }
            self.link_by_acting(actor, target);
            return Ok(());
        }
        self.events.push(Event::Replied { message: self.ground.fresh, by: Side::Client });
        let facts = &self.ticket.facts;
        // A resolved ticket reopens; past the reopen window the desk opens a new one instead: see `reopens`.
        if facts.category.is_resolved() || facts.category == Category::WaitingCustomer {
            let status = board.status_of(Category::Active).ok_or(Refusal::UnknownStatus)?;
            self.change_status(status, false, None);
        }
        // Next response: needs the first one answered, and counts from the oldest unanswered message.
        let answered_first = matches!(self.clocks.first_response.state, ClockState::Met);
        let waiting = matches!(self.clocks.next_response.state, ClockState::Running | ClockState::Paused);
        if answered_first && !waiting {
            self.start(Metric::NextResponse);
            if facts.category == Category::AwaitingApproval {
                self.with(Metric::NextResponse, crate::sla::Clock::pause);
            }
        }
        Ok(())
    }
}

/// Whether a client's message at `now` reopens this resolved ticket, or opens a new one (`decisions.md` 2).
pub fn reopens(facts: &Facts, reopen_days: i64, now: Time) -> bool {
    facts.resolved_at.is_none_or(|at| now - at <= TimeDelta::days(reopen_days))
}
