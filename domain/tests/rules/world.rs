//! A small house to try the rules in: two departments, two organizations, people of every role.

use chrono::TimeDelta;
use domain::people::Audience;
use domain::sla::{Calendars, Clock, Metric};
use domain::tag::{Tag, Tags};
use domain::ticket::{
    Also, Around, Found, Ground, Move, OpenTicket, Past, PersonRef, Reply, Talk, before, check_change,
    decide, fire, open,
};
use domain::time::from_millis;
use domain::{
    AccountId, Actor, CalendarId, Change, ContactId, DepartmentId, Event, OrganizationId, Permission,
    Permissions, PersonId, Priority, Refusal, Role, Rules, StatusId, TagId, Ticket, TicketId, Time,
};
use uuid::Uuid;

pub(crate) const SUPPORT: DepartmentId = DepartmentId(Uuid::from_u128(1));
pub(crate) const FINANCE: DepartmentId = DepartmentId(Uuid::from_u128(2));
pub(crate) const ACME: OrganizationId = OrganizationId(Uuid::from_u128(11));
pub(crate) const OTHER: OrganizationId = OrganizationId(Uuid::from_u128(12));
pub(crate) const TICKET: TicketId = TicketId(Uuid::from_u128(99));

// The statuses of `BoardRules::default`.
pub(crate) const NEW: StatusId = StatusId(1);
pub(crate) const ACTIVE: StatusId = StatusId(2);
pub(crate) const DONE: StatusId = StatusId(3);
pub(crate) const WAITING: StatusId = StatusId(4);
pub(crate) const ON_HOLD: StatusId = StatusId(5);
pub(crate) const APPROVAL: StatusId = StatusId(6);
pub(crate) const CANCELLED: StatusId = StatusId(8);

// The tags of the account.
pub(crate) const NFE: TagId = TagId(1);
pub(crate) const PRINTER: TagId = TagId(2);

/// Minutes after Monday 2026-11-23, 00:00 UTC.
pub(crate) fn at(minute: i64) -> Time {
    from_millis(1_795_392_000_000).unwrap() + TimeDelta::minutes(minute)
}

fn person(n: u128, role: Role, contact: Option<OrganizationId>, departments: &[DepartmentId]) -> Actor {
    Actor {
        account: AccountId(Uuid::from_u128(7)),
        person: PersonId(Uuid::from_u128(n)),
        name: format!("Pessoa {n}"),
        role,
        permissions: Permissions::default(),
        contact: (!role.is_team()).then(|| ContactId(Uuid::from_u128(n + 1_000))),
        organization: contact,
        departments: departments.to_vec(),
        manages: vec![],
    }
}

/// Who asked.
pub(crate) fn client() -> Actor {
    person(101, Role::Client, Some(ACME), &[])
}
/// Of the same organization.
pub(crate) fn colleague() -> Actor {
    person(102, Role::Client, Some(ACME), &[])
}
/// Of the same organization, with the permission to see all.
pub(crate) fn colleague_who_sees_all() -> Actor {
    Actor { permissions: Permissions::default().with(Permission::SeeAll), ..colleague() }
}
/// Who watches over that organization.
pub(crate) fn organization_manager() -> Actor {
    person(103, Role::OrganizationManager, Some(ACME), &[])
}
/// Of another organization, and even its manager with every permission.
pub(crate) fn stranger() -> Actor {
    Actor { permissions: Permissions(!0), ..person(104, Role::OrganizationManager, Some(OTHER), &[]) }
}
/// Of no organization.
pub(crate) fn loner() -> Actor {
    Actor { permissions: Permissions(!0), ..person(105, Role::Client, None, &[]) }
}
/// Ana, who is responsible for the ticket of most tests.
pub(crate) fn ana() -> Actor {
    person(201, Role::Agent, None, &[SUPPORT])
}
/// Bruno, of the same department.
pub(crate) fn bruno() -> Actor {
    person(202, Role::Agent, None, &[SUPPORT])
}
/// Carla, of another department.
pub(crate) fn carla() -> Actor {
    person(203, Role::Agent, None, &[FINANCE])
}
/// Who leads the ticket's department.
pub(crate) fn manager() -> Actor {
    Actor { manages: vec![SUPPORT], ..person(204, Role::DepartmentManager, None, &[SUPPORT]) }
}
/// Who leads another department, and works in the ticket's.
pub(crate) fn neighbour() -> Actor {
    Actor { manages: vec![FINANCE], ..person(205, Role::DepartmentManager, None, &[SUPPORT, FINANCE]) }
}
/// Who leads another department.
pub(crate) fn other_manager() -> Actor {
    Actor { manages: vec![FINANCE], ..person(206, Role::DepartmentManager, None, &[FINANCE]) }
}
/// May do everything, in no department.
pub(crate) fn administrator() -> Actor {
    person(207, Role::Administrator, None, &[])
}

pub(crate) fn name_of(actor: &Actor) -> PersonRef {
    PersonRef { id: actor.person, name: actor.name.clone() }
}

/// The audience of a ticket of `client`, in support.
pub(crate) fn audience(assignee: Option<&Actor>) -> Audience {
    Audience {
        department: SUPPORT,
        assignee: assignee.map(|a| a.person),
        requester: client().contact.unwrap(),
        organization: Some(ACME),
        private: false,
    }
}

pub(crate) fn move_to(status: StatusId) -> Change {
    Change::Move(Move { status, anchor: None, seen: i64::MAX, confirm: false, reason: None, also: None })
}

/// A move into another lane of the board.
pub(crate) fn into_lane(status: StatusId, also: Also) -> Change {
    let Change::Move(to) = move_to(status) else { unreachable!() };
    Change::Move(Move { also: Some(also), ..to })
}

pub(crate) fn cancel(reason: Option<&str>) -> Change {
    Change::Move(Move {
        status: CANCELLED,
        anchor: None,
        seen: i64::MAX,
        confirm: false,
        reason: reason.map(str::to_owned),
        also: None,
    })
}

pub(crate) fn reply() -> Change {
    reply_then(None)
}

pub(crate) fn reply_then(then: Option<StatusId>) -> Change {
    Change::Talk(Talk::Reply(Reply { text: "Bom dia".into(), then }))
}

pub(crate) fn comment() -> Change {
    Change::Talk(Talk::Comment("Só para nós".into()))
}

pub(crate) fn assign(to: Option<&Actor>) -> Change {
    Change::Assign(to.map(|a| a.person))
}

pub(crate) fn priority(to: Priority) -> Change {
    Change::Priority(to)
}

pub(crate) fn new_ticket(contact: Option<ContactId>) -> OpenTicket {
    OpenTicket {
        title: " Nota fiscal não sai ".into(),
        description: "Desde hoje cedo.".into(),
        contact,
        department: SUPPORT,
        priority: None,
    }
}

/// An account in which commands are carried out one after another.
pub(crate) struct World {
    pub(crate) rules: Rules,
    pub(crate) calendars: Calendars,
    pub(crate) around: Around,
    pub(crate) log: Vec<Past>,
    seq: i64,
}

impl World {
    /// With the promises of `decisions.md` 3, around the clock.
    pub(crate) fn new() -> Self {
        let mut rules = Rules::default();
        rules.sla.default_calendar = CalendarId(2);
        let tag = |id, name: &str| Tag { id, name: name.to_owned(), into: None, gone: false };
        rules.board.tags = Tags(vec![tag(NFE, "NF-e"), tag(PRINTER, "Impressora")]);
        Self::with(rules)
    }

    pub(crate) fn with(rules: Rules) -> Self {
        let calendars = Calendars::of(&rules.sla).unwrap();
        Self { rules, calendars, around: Around::default(), log: vec![], seq: 0 }
    }

    /// What is looked up for a change. `Assign` may name whoever it names.
    pub(crate) fn found(&self, change: Option<&Change>) -> Found {
        let person = match change.map(Change::plain) {
            Some(
                Change::Assign(Some(id)) | Change::Move(Move { also: Some(Also::Assign(Some(id))), .. }),
            ) => Some(PersonRef { id: *id, name: "Indicada".into() }),
            _ => None,
        };
        let place = Some(format!("place {}", self.seq + 1));
        Found { place, around: self.around, person, id: Uuid::from_u128(5) }
    }

    /// What a decision rests on.
    pub(crate) fn ground<'a>(&'a self, found: &'a Found, now: Time) -> Ground<'a> {
        Ground { rules: &self.rules, calendars: &self.calendars, found, now }
    }

    /// A new ticket of `client`, opened at `minute`.
    pub(crate) fn opened(&mut self, minute: i64) -> Ticket {
        let found = self.found(None);
        let ground = self.ground(&found, at(minute));
        let new = new_ticket(None);
        let (mut ticket, events) = open(&new, &client(), audience(None), false, TICKET, 1, &ground).unwrap();
        self.seq += 1;
        ticket.apply(&events, &self.rules.board, self.seq, at(minute), Some(&name_of(&client())));
        self.tell(minute, Some(name_of(&client())), events);
        ticket
    }

    /// A ticket that Ana has taken, in progress.
    pub(crate) fn in_progress(&mut self, minute: i64) -> Ticket {
        let mut ticket = self.opened(minute);
        self.done(&mut ticket, &ana(), &move_to(ACTIVE), minute);
        ticket
    }

    /// Decides and folds.
    pub(crate) fn act(
        &mut self,
        ticket: &mut Ticket,
        actor: &Actor,
        change: &Change,
        minute: i64,
    ) -> Result<Vec<Event>, Refusal> {
        let found = self.found(Some(change));
        let events = decide(ticket, change, actor, &self.ground(&found, at(minute)))?;
        if !events.is_empty() {
            self.seq += 1;
            ticket.apply(&events, &self.rules.board, self.seq, at(minute), Some(&name_of(actor)));
            self.tell(minute, Some(name_of(actor)), events.clone());
        }
        Ok(events)
    }

    fn tell(&mut self, minute: i64, by: Option<PersonRef>, events: Vec<Event>) {
        self.log.push(Past { seq: self.seq, at: at(minute), by, events });
    }

    /// Takes back the command `of`.
    pub(crate) fn undo(
        &mut self,
        ticket: &mut Ticket,
        actor: &Actor,
        of: i64,
        minute: i64,
    ) -> Result<Vec<Event>, Refusal> {
        check_change(&ticket.facts, &Change::Undo(of), actor, &self.rules.board, self.around)?;
        let before = before(ticket, of, actor, &self.log, &self.rules.board, at(minute))?;
        let place = before.place().map(|(_, place)| place.unwrap_or("on top").to_owned());
        let events = before.events(place);
        if !events.is_empty() {
            self.seq += 1;
            ticket.apply(&events, &self.rules.board, self.seq, at(minute), Some(&name_of(actor)));
            self.tell(minute, Some(name_of(actor)), events.clone());
        }
        Ok(events)
    }

    /// Carries out what must be allowed.
    pub(crate) fn done(
        &mut self,
        ticket: &mut Ticket,
        actor: &Actor,
        change: &Change,
        minute: i64,
    ) -> Vec<Event> {
        self.act(ticket, actor, change, minute)
            .unwrap_or_else(|refusal| panic!("{change:?} by {}: {refusal}", actor.name))
    }

    /// The desk's alarm at that minute.
    pub(crate) fn alarm(&mut self, ticket: &mut Ticket, minute: i64) -> Vec<Event> {
        let events = fire(ticket, at(minute));
        if !events.is_empty() {
            self.seq += 1;
            ticket.apply(&events, &self.rules.board, self.seq, at(minute), None);
            self.tell(minute, None, events.clone());
        }
        events
    }

    /// Minutes of working time that a clock has consumed until `minute`.
    pub(crate) fn consumed(&self, clock: &Clock, minute: i64) -> i64 {
        let calendar = clock.calendar.and_then(|id| self.calendars.get(id));
        let running = clock.since.zip(calendar).map_or(0, |(since, c)| c.open_ms_between(since, at(minute)));
        (clock.consumed_ms + running) / 60_000
    }
}

/// The kinds of events, in order.
pub(crate) fn kinds(events: &[Event]) -> Vec<&'static str> {
    events.iter().map(Event::kind).collect()
}

/// Minutes from `at(0)` to a deadline.
pub(crate) fn minute_of(time: Option<Time>) -> Option<i64> {
    time.map(|t| (t - at(0)).num_minutes())
}

/// The deadline of a metric, in minutes.
pub(crate) fn due(ticket: &Ticket, metric: Metric) -> Option<i64> {
    minute_of(ticket.clocks.of(metric).due_at)
}
