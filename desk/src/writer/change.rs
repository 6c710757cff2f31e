//! A command: load, decide, apply, write. At most five statements for a move.

use super::rank::Spot;
use super::{Batch, Failure, Request, Work, Writer};
use crate::hub::entries::Texts;
use crate::hub::{Change, Made};
use crate::index::resolved_since;
use domain::desk::{Done, Outcome};
use domain::people::Audience;
use domain::status::Status;
use domain::ticket::{Also, Around, Event, Ground, Move, PersonRef, Reply, decide, fire, reopens};
use domain::{Actor, Category, Command, OpId, Refusal, Seq, TicketId, Time};
use sha2::{Digest, Sha256};
use store::Record;
use store::events::Head;
use store::tickets::Remembered;
use uuid::Uuid;

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

/// The first answer again, if this is the same request.
pub(super) fn repeat((first, outcome): Remembered, digest: &[u8; 32]) -> Result<Outcome, Refusal> {
    if first == digest { Ok(outcome) } else { Err(Refusal::OpReused) }
}

impl Writer {
    pub(super) async fn carry_out(
        &self,
        batch: &mut Batch,
        request: &Request,
    ) -> Result<(Outcome, Work), Failure> {
        let digest = digest(&request.command)?;
        let Some(id) = request.command.ticket() else { return self.open(batch, request, &digest).await };
        let account = self.account.id;
        let actor = &request.actor;
        let loaded =
            store::tickets::load(&mut batch.conn, account, id, Some((actor.person, request.op_id))).await?;
        let Some((record, remembered)) = loaded else { return Err(Refusal::Unseen.into()) };
        if let Some(remembered) = remembered {
            return Ok((repeat(remembered, &digest)?, Work::default()));
        }
        if !actor.sees(record.ticket.audience()) {
            return Err(Refusal::Unseen.into());
        }
        let now = self.core.now();
        if let Command::Reply(_, reply) = &request.command
            && !actor.role.is_team()
            && record.ticket.facts.category.is_resolved()
            && !reopens(&record.ticket.facts, batch.in_use.rules.board.reopen_days, now)
        {
            return self.open_again(batch, request, &digest, &record, reply).await;
        }
        let read = self.read_moments(batch, request, &record).await?;
        let request = read.as_ref().unwrap_or(request);
        if let Command::Undo(_, of) = request.command {
            return self.undo(batch, request, &digest, record, of, now).await;
        }
        self.change(batch, request, &digest, record, now).await
    }

    async fn change(
        &self,
        batch: &mut Batch,
        request: &Request,
        digest: &[u8; 32],
        mut record: Record,
        now: Time,
    ) -> Result<(Outcome, Work), Failure> {
        let Request { actor, command, op_id, .. } = request;
        let in_use = std::sync::Arc::clone(&batch.in_use);
        let mut work = Work::default();
        let account = self.account.id;
        let facts = &record.ticket.facts;
        let mut place = facts.place.clone();
        let mut around = Around::default();
        let target = target(command, &record, actor, &in_use.rules.board);
        if let Some((status, anchor)) = target
            && (anchor.is_some() || status.column != facts.column)
        {
            let spot = Spot { column: status.column, anchor: anchor.unwrap_or_default(), moving: facts.id };
            (place, work.rebalanced) = self.rank(batch, spot).await?;
            let limit = in_use.rules.board.limit(facts.audience.department, status.column);
            if limit.is_some_and(|l| l.hard) && status.column != facts.column {
                around.in_target_column = store::tickets::in_column(
                    &mut batch.conn,
                    account,
                    facts.audience.department,
                    status.column,
                    facts.id,
                    resolved_since(now),
                )
                .await?;
            }
        }
        let reopens = target.is_some_and(|(status, _)| status.category.is_open());
        if reopens && facts.category.is_resolved() {
            around.unanswered = !store::events::is_answered(&mut batch.conn, account, facts.id).await?;
        }
        let assignable = match command.plain() {
            Command::Assign(_, Some(person))
            | Command::Move(_, Move { also: Some(Also::Assign(Some(person))), .. }) => {
                let department = facts.audience.department;
                store::desk::assignable_one(&mut batch.conn, account, department, *person).await?
            }
            _ => None,
        };
        let fresh = match command {
            Command::Comment(..) | Command::Reply(..) => self.core.ids.uuid(),
            _ => Uuid::nil(),
        };
        let ground = Ground {
            rules: &in_use.rules,
            calendars: &in_use.calendars,
            around,
            place,
            assignable,
            fresh,
            now,
        };
        let events = decide(&record.ticket, command, actor, &ground)?;

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
                text: text_of(command),
            };
            let change = self.write(batch, &mut record, &events, written, None).await?;
            if matches!(command, Command::Comment(..) | Command::Reply(..)) {
                work.read = Some(self.mark_own(batch, actor, record.ticket.facts.id, seq).await?);
            }
            work.changed = Some((Box::new(record), change));
        }
        self.remember(batch, request, digest, &outcome, now).await?;
        work.wrote = true;
        Ok((outcome, work))
    }

    /// Writes a ticket that events were applied to, and everything beside it. `description` is that of a new one.
    pub(super) async fn write(
        &self,
        batch: &mut Batch,
        record: &mut Record,
        events: &[Event],
        written: Written<'_>,
        description: Option<&str>,
    ) -> Result<Change, Failure> {
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
        Ok(Change::new(Made {
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

/// The status that a command would give, and the place it names.
fn target<'a>(
    command: &Command,
    record: &Record,
    actor: &Actor,
    rules: &'a domain::rules::BoardRules,
) -> Option<(&'a Status, Option<domain::ticket::Anchor>)> {
    match command {
        Command::Move(_, to) => Some((rules.status(to.status)?, to.anchor)),
        Command::Reply(_, Reply { then: Some(status), .. }) if actor.role.is_team() => {
            Some((rules.status(*status)?, None))
        }
        Command::Reply(..) if !actor.role.is_team() => {
            let category = record.ticket.facts.category;
            (category.is_resolved() || category == Category::WaitingCustomer)
                .then(|| rules.status_of(Category::Active))?
                .map(|status| (status, None))
        }
        _ => None,
    }
}

fn text_of(command: &Command) -> &str {
    match command {
        Command::Comment(_, text) => text.trim(),
        Command::Reply(_, reply) => reply.text.trim(),
        _ => "",
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
