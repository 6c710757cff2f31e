//! A command: load, decide, apply, write. At most five statements for a move.

use super::rank::{Rebalanced, Spot};
use super::{Batch, Failure, Request, Work, Writer};
use crate::hub::entries::Texts;
use crate::hub::{Made, Update};
use crate::index::resolved_since;
use domain::desk::{Done, Outcome};
use domain::people::Audience;
use domain::ticket::{
    Event, Facts, Found, Ground, Needs, PersonRef, Talk, decide, fire, needs, old_words, reopens,
};
use domain::{Actor, Change, Command, OpId, Refusal, Seq, TicketId, Time};
use sha2::{Digest, Sha256};
use store::Record;
use store::events::Head;
use store::tickets::Remembered;

/// Characters of the last public message that a card shows.
const LAST_LINE: usize = 140;

/// What is written for a command beside its ticket.
pub(super) struct Written<'a> {
    /// Who.
    pub(super) actor: Option<&'a PersonRef>,
    /// By which request.
    pub(super) op_id: Option<OpId>,
    /// When.
    pub(super) now: Time,
    /// Who could see it before, where that changed.
    pub(super) before: Option<&'a Audience>,
    /// The text of the message or comment that it makes.
    pub(super) text: &'a str,
}

/// What a request is, so that the same id with another request is refused.
pub(super) fn digest(command: &Command) -> Result<[u8; 32], serde_json::Error> {
    Ok(Sha256::digest(serde_json::to_vec(command)?).into())
}

/// The first answer again, if this is the same request: in these words, or in those of the release before.
pub(super) fn repeat(
    (first, outcome): Remembered,
    command: &Command,
    digest: &[u8; 32],
) -> Result<Outcome, Refusal> {
    let old = || serde_json::to_vec(&old_words(command)?).ok();
    let same = first == digest || old().is_some_and(|old| first == Sha256::digest(old).as_slice());
    if same { Ok(outcome) } else { Err(Refusal::OpReused) }
}

impl Writer {
    pub(super) async fn carry_out(
        &self,
        batch: &mut Batch,
        request: &Request,
    ) -> Result<(Outcome, Work), Failure> {
        let digest = digest(&request.command)?;
        let Command::Change(id, change) = &request.command else {
            return self.open(batch, request, &digest).await;
        };
        let account = self.account.id;
        let actor = &request.actor;
        let loaded =
            store::tickets::load(&mut batch.conn, account, *id, Some((actor.person, request.op_id))).await?;
        let Some((record, remembered)) = loaded else { return Err(Refusal::Unseen.into()) };
        if let Some(remembered) = remembered {
            return Ok((repeat(remembered, &request.command, &digest)?, Work::default()));
        }
        if !actor.sees(record.ticket.audience()) {
            return Err(Refusal::Unseen.into());
        }
        let now = self.core.now();
        if let Change::Talk(Talk::Reply(_)) = change
            && !actor.role.is_team()
            && record.ticket.facts.category.is_resolved()
            && !reopens(&record.ticket.facts, batch.in_use.rules.board.reopen_days, now)
        {
            return self.open_again(batch, request, &digest, &record, change).await;
        }
        let read = self.read_moments(batch, change, actor, &record).await?;
        let change = read.as_ref().unwrap_or(change);
        if let Change::Undo(of) = change {
            return self.undo(batch, request, &digest, record, *of, now).await;
        }
        self.change(batch, request, change, &digest, record, now).await
    }

    async fn change(
        &self,
        batch: &mut Batch,
        request: &Request,
        change: &Change,
        digest: &[u8; 32],
        mut record: Record,
        now: Time,
    ) -> Result<(Outcome, Work), Failure> {
        let Request { actor, op_id, .. } = request;
        let in_use = std::sync::Arc::clone(&batch.in_use);
        let facts = &record.ticket.facts;
        let needs = needs(&record.ticket, change, actor, &in_use.rules.board)?;
        let (found, rebalanced) = self.look_up(batch, facts, needs, now).await?;
        let ground = Ground { rules: &in_use.rules, calendars: &in_use.calendars, found: &found, now };
        let events = decide(&record.ticket, change, actor, &ground)?;

        let mut work = Work { rebalanced, ..Work::default() };
        let by = PersonRef { id: actor.person, name: actor.name.clone() };
        let seq = if events.is_empty() { facts.seq } else { batch.head.seq + 1 };
        let linked = events.iter().any(
            |e| matches!(e, Event::Assigned { to: Some(to), by_acting: true, .. } if to.id == actor.person),
        );
        let outcome = Outcome::Done(Done { ticket: facts.id, seq, linked });
        if !events.is_empty() {
            let before = record.ticket.facts.audience.clone();
            record.apply(&events, &in_use.rules.board, seq, now, Some(&by));
            let written = Written {
                actor: Some(&by),
                op_id: Some(*op_id),
                now,
                before: (before != record.ticket.facts.audience).then_some(&before),
                text: change.text().unwrap_or_default().trim(),
            };
            let told = self.write(batch, &mut record, &events, written, None).await?;
            if matches!(change, Change::Talk(_)) {
                work.read = Some(self.mark_own(batch, actor, record.ticket.facts.id, seq).await?);
            }
            work.changed = Some((Box::new(record), told));
        }
        self.remember(batch, request, digest, &outcome, now).await?;
        work.wrote = true;
        Ok((outcome, work))
    }

    /// Looks up what the rules must know, and makes room where a place is needed.
    async fn look_up(
        &self,
        batch: &mut Batch,
        facts: &Facts,
        needs: Needs,
        now: Time,
    ) -> Result<(Found, Vec<Rebalanced>), Failure> {
        let account = self.account.id;
        let department = facts.audience.department;
        let mut found = Found::default();
        let mut rebalanced = vec![];
        if let Some((column, anchor)) = needs.place {
            let (place, spaced) = self.rank(batch, Spot { column, anchor, moving: facts.id }).await?;
            (found.place, rebalanced) = (Some(place), spaced);
        }
        let conn = &mut batch.conn;
        if let Some(column) = needs.crowd {
            let since = resolved_since(now);
            found.around.in_target_column =
                store::tickets::in_column(conn, account, department, column, facts.id, since).await?;
        }
        if needs.answered {
            found.around.unanswered = !store::events::is_answered(conn, account, facts.id).await?;
        }
        if let Some(person) = needs.person {
            found.person = store::desk::assignable_one(conn, account, department, person).await?;
        }
        if needs.id {
            found.id = self.core.ids.uuid();
        }
        Ok((found, rebalanced))
    }

    /// Writes a ticket that events were applied to, and everything beside it. `description` is that of a new one.
    pub(super) async fn write(
        &self,
        batch: &mut Batch,
        record: &mut Record,
        events: &[Event],
        written: Written<'_>,
        description: Option<&str>,
    ) -> Result<Update, Failure> {
        let account = self.account.id;
        let (mut messages, mut comments) = (Texts::new(), Texts::new());
        let moment = self.moment(batch, record, events, written.before).await?;
        let facts = &record.ticket.facts;
        let head = Head {
            seq: facts.seq,
            ticket: facts.id,
            at: written.now,
            actor: written.actor,
            op_id: written.op_id,
            audience_before: written.before,
            moment,
        };
        if events.iter().any(|e| matches!(e, Event::Replied { .. })) {
            record.last_line = Some(last_line(written.text));
        }
        let conn = &mut batch.conn;
        match description {
            Some(description) => store::tickets::insert(conn, account, record, description).await?,
            None => store::tickets::update(conn, account, record).await?,
        }
        store::events::insert(conn, account, &head, events).await?;
        for event in events {
            match event {
                Event::Replied { message, by } => {
                    store::events::insert_message(conn, account, &head, *message, *by, written.text).await?;
                    messages.insert(*message, written.text.to_owned());
                }
                Event::Commented { comment } => {
                    store::events::insert_comment(conn, account, &head, *comment, written.text).await?;
                    comments.insert(*comment, written.text.to_owned());
                }
                _ => {}
            }
        }
        batch.head.seq = head.seq;
        Ok(Update::new(Made {
            record,
            rules: &batch.in_use.rules.board,
            events,
            op_id: written.op_id,
            at: written.now,
            actor: written.actor,
            before: written.before,
            moment,
            messages: &messages,
            comments: &comments,
        })?)
    }

    /// Who speaks has read what was said before.
    pub(super) async fn mark_own(
        &self,
        batch: &mut Batch,
        actor: &Actor,
        ticket: TicketId,
        seq: Seq,
    ) -> Result<(domain::PersonId, TicketId, Seq), Failure> {
        store::events::set_read_mark(&mut batch.conn, self.account.id, actor.person, ticket, seq).await?;
        Ok((actor.person, ticket, seq))
    }

    pub(super) async fn remember(
        &self,
        batch: &mut Batch,
        request: &Request,
        digest: &[u8; 32],
        outcome: &Outcome,
        now: Time,
    ) -> Result<(), Failure> {
        let account = self.account.id;
        let person = request.actor.person;
        store::desk::remember(&mut batch.conn, account, person, request.op_id, digest, outcome, now).await?;
        Ok(())
    }

    /// The alarms of one ticket. The ticket decides whether there is anything to say.
    pub(super) async fn fire(&self, batch: &mut Batch, due: Time, ticket: TicketId) -> Result<Work, Failure> {
        let account = self.account.id;
        let Some((mut record, _)) = store::tickets::load(&mut batch.conn, account, ticket, None).await?
        else {
            return Ok(Work::default());
        };
        let now = self.core.now();
        let events = fire(&record.ticket, now);
        if events.is_empty() {
            // The machine's clock went back since the alarm was found due: its time comes again.
            if let Some(at) = record.ticket.next_alarm().filter(|at| *at > now) {
                self.account.alarms.add(at, ticket);
            }
            return Ok(Work::default());
        }
        let seq = batch.head.seq + 1;
        let in_use = std::sync::Arc::clone(&batch.in_use);
        record.apply(&events, &in_use.rules.board, seq, now, None);
        let written = Written { actor: None, op_id: None, now, before: None, text: "" };
        let change = self.write(batch, &mut record, &events, written, None).await?;
        Ok(Work { changed: Some((Box::new(record), change)), wrote: true, due: Some(due), ..Work::default() })
    }
}

/// The beginning of a message, on one line.
pub(crate) fn last_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.chars().count() > LAST_LINE {
            return line.chars().take(LAST_LINE - 1).chain(['…']).collect();
        }
    }
    line
}
