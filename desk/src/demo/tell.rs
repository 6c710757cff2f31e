//! Tells a story: the same `open`, `decide`, `fire` and `apply` as live work, with the times of the past.

use super::DemoError;
use super::cast::Cast;
use super::plot::{Act, Plot, Step, Who};
use crate::writer::last_line;
use chrono::TimeDelta;
use domain::people::Audience;
use domain::ticket::{
    Event, Found, Ground, OpenTicket, PersonRef, Reply, Side, Tagging, Talk, decide, fire, open,
};
use domain::{Actor, Category, Change, Refusal, Seq, TicketId, Time};
use store::Record;
use store::tickets::fresh;
use uuid::Uuid;

/// Before and after the present, no alarm but the pair's: a ticket whose alarm would fall there is told as a
/// little older.
const QUIET_BEFORE: TimeDelta = TimeDelta::minutes(2);
const QUIET_AFTER: TimeDelta = TimeDelta::minutes(12);
/// How often a story is moved before it is told as it is. The last move is beyond a week and a half, more than
/// the longest time without an opening hour between two national holidays.
pub(super) const MOVES: u16 = 40;

/// What was written with a command.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub(super) id: Uuid,
    /// On whose side; `None` for an internal comment.
    pub(super) side: Option<Side>,
    pub(super) text: String,
}

/// What one command, or one alarm, made happen.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) at: Time,
    pub(super) by: Option<PersonRef>,
    pub(super) events: Vec<Event>,
    pub(super) words: Option<Words>,
    /// Who could see the ticket before, where the command changed that.
    pub(super) audience_before: Option<Audience>,
}

/// A story told. Its `seq`s count its own entries from 1.
pub(super) struct Told {
    pub(super) record: Record,
    pub(super) description: String,
    contact: usize,
    pub(super) entries: Vec<Entry>,
}

/// What a story is told with.
#[derive(Clone, Copy)]
pub(super) struct Stage<'a> {
    pub(super) cast: &'a Cast,
    /// The present: the desk is opened about now.
    pub(super) base: Time,
}

/// A ticket's identity.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) id: TicketId,
    pub(super) number: i64,
    pub(super) place: String,
}

impl Stage<'_> {
    /// Tells the story `moves` steps older than it was written. `fresh` gives the ids of what is written in it.
    pub(super) fn tell(
        &self,
        plot: &Plot,
        name: &Name,
        moves: u16,
        fresh: &mut dyn FnMut() -> Uuid,
    ) -> Result<Told, DemoError> {
        let older = TimeDelta::minutes(11 * i64::from(moves) * i64::from(moves));
        let at = |step: &Step| self.base - step.before - older;
        let (first, rest) = plot.steps.split_first().ok_or(Refusal::Unseen)?;
        let mut told = self.open(plot, name, first.who, at(first))?;
        for step in rest {
            told.fire_until(at(step), &self.cast.rules);
            self.act(&mut told, step, at(step), name, fresh())?;
        }
        told.fire_until(self.base, &self.cast.rules);
        Ok(told)
    }

    /// Whether the story's alarms keep away from the first minutes of the desk.
    pub(super) fn is_quiet(&self, told: &Told) -> bool {
        let fired = told.entries.iter().rfind(|e| e.by.is_none()).map(|e| e.at);
        fired.is_none_or(|at| at < self.base - QUIET_BEFORE)
            && told.record.ticket.clocks.next_alarm().is_none_or(|at| at > self.base + QUIET_AFTER)
    }

    fn actor(&self, plot_contact: usize, who: Who) -> &Actor {
        match who {
            Who::Client => &self.cast.contacts[plot_contact].actor,
            Who::Team(n) => &self.cast.people[n].actor,
        }
    }

    fn ground<'a>(&'a self, found: &'a Found, now: Time) -> Ground<'a> {
        Ground { rules: &self.cast.rules, calendars: &self.cast.calendars, found, now }
    }

    fn open(&self, plot: &Plot, name: &Name, who: Who, at: Time) -> Result<Told, DemoError> {
        let contact = &self.cast.contacts[plot.contact];
        let organization = self.cast.organization(contact);
        let actor = self.actor(plot.contact, who);
        let new = OpenTicket {
            title: plot.title.to_owned(),
            description: plot.text.to_owned(),
            contact: Some(contact.id),
            department: self.cast.departments[plot.department],
            priority: plot.priority,
        };
        let audience = Audience {
            department: new.department,
            assignee: None,
            requester: contact.id,
            organization: organization.map(|o| o.id),
            private: false,
        };
        let found = Found { place: Some(name.place.clone()), ..Found::default() };
        let ground = self.ground(&found, at);
        let vip = organization.is_some_and(|o| o.vip);
        let (mut ticket, events) = open(&new, actor, audience, vip, name.id, name.number, &ground)?;
        ticket.facts.placed_seq = 1;
        let company = organization.map(|o| o.name).or(contact.company).map(str::to_owned);
        let mut record = fresh(ticket, contact.name.to_owned(), company);
        let by = PersonRef { id: actor.person, name: actor.name.clone() };
        record.apply(&events, &self.cast.rules.board, 1, at, Some(&by));
        let entry = Entry { at, by: Some(by), events, words: None, audience_before: None };
        Ok(Told { record, description: new.description, contact: plot.contact, entries: vec![entry] })
    }

    fn act(&self, told: &mut Told, step: &Step, at: Time, name: &Name, fresh: Uuid) -> Result<(), DemoError> {
        let rules = &self.cast.rules.board;
        let contact = &self.cast.contacts[told.contact];
        let actor = self.actor(told.contact, step.who);
        let status =
            |category: Category| rules.status_of(category).map(|s| s.id).ok_or(Refusal::UnknownStatus);
        let (change, words) = match step.act {
            // A story opens once.
            Act::Open => return Ok(()),
            Act::Say(text, then) => {
                let called = contact.name.split(' ').next().unwrap_or(contact.name);
                let text = text.replace("{nome}", called);
                let side = if actor.role.is_team() { Side::Team } else { Side::Client };
                let reply = Reply { text: text.clone(), then: then.map(status).transpose()? };
                (Change::Talk(Talk::Reply(reply)), Some(Words { id: fresh, side: Some(side), text }))
            }
            Act::Note(text) => {
                let words = Words { id: fresh, side: None, text: text.to_owned() };
                (Change::Talk(Talk::Comment(text.to_owned())), Some(words))
            }
            Act::Tag(at) => (Change::Tag(Tagging { tag: super::cast::tag(at), on: true }), None),
            Act::Link => (Change::Assign(Some(actor.person)), None),
        };
        let by = PersonRef { id: actor.person, name: actor.name.clone() };
        let found = Found {
            place: Some(name.place.clone()),
            person: Some(by.clone()),
            id: fresh,
            ..Found::default()
        };
        let events = decide(&told.record.ticket, &change, actor, &self.ground(&found, at))?;
        told.take(at, Some(by), events, words, &self.cast.rules);
        Ok(())
    }
}

impl Told {
    /// Gives the warnings and breaches that come before `until`, each at its true time.
    fn fire_until(&mut self, until: Time, rules: &domain::Rules) {
        while let Some(alarm) = self.record.ticket.clocks.next_alarm() {
            let at = self.entries.last().map_or(alarm, |e| e.at.max(alarm));
            let events = fire(&self.record.ticket, at);
            if at > until || events.is_empty() {
                return;
            }
            self.take(at, None, events, None, rules);
        }
    }

    fn take(
        &mut self,
        at: Time,
        by: Option<PersonRef>,
        events: Vec<Event>,
        words: Option<Words>,
        rules: &domain::Rules,
    ) {
        if events.is_empty() {
            return;
        }
        let before = self.record.ticket.facts.audience.clone();
        let seq = Seq::try_from(self.entries.len() + 1).unwrap_or(Seq::MAX);
        self.record.apply(&events, &rules.board, seq, at, by.as_ref());
        if let Some(Words { side: Some(_), text, .. }) = &words {
            self.record.last_line = Some(last_line(text));
        }
        let audience_before = (before != self.record.ticket.facts.audience).then_some(before);
        self.entries.push(Entry { at, by, events, words, audience_before });
    }
}
