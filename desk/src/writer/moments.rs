//! Clients count in moments: the numbers that they name become the desk's, and those of an answer become theirs.

use super::{Batch, Failure, Request, Work, Writer};
use domain::desk::{Done, Outcome};
use domain::people::Audience;
use domain::ticket::{Event, Move, Visibility};
use domain::{Actor, Change, Refusal, Seq};
use store::Record;

impl Writer {
    /// Gives a command its moment, where clients may know of it, and the ticket the one that they know it at.
    pub(super) async fn moment(
        &self,
        batch: &mut Batch,
        record: &mut Record,
        events: &[Event],
        before: Option<&Audience>,
    ) -> Result<Option<Seq>, Failure> {
        let facts = &record.ticket.facts;
        let public = events.iter().any(|event| event.visibility() == Visibility::Public);
        if !public && before.is_none_or(|before| is_same_to_clients(before, &facts.audience)) {
            return Ok(None);
        }
        let (moment, kept) = self.account.moments.give(&*self.core.clock);
        batch.head.moment = batch.head.moment.max(kept);
        let forgotten = events.iter().find_map(|event| match event {
            Event::Undone(undone) => undone.forgotten,
            _ => None,
        });
        if let Some((known, _)) = forgotten {
            let (account, ticket) = (self.account.id, facts.id);
            record.public_moment = store::moments::as_of(&mut batch.conn, account, ticket, known).await?;
        } else if public {
            record.public_moment = moment;
        }
        Ok(Some(moment))
    }

    /// What a client asks for, in the desk's numbers; `None` where it names none.
    pub(super) async fn read_moments(
        &self,
        batch: &mut Batch,
        change: &Change,
        actor: &Actor,
        record: &Record,
    ) -> Result<Option<Change>, Failure> {
        if actor.role.is_team() {
            return Ok(None);
        }
        Ok(match change {
            // They know of no command that has no moment of its own, which is nobody's then.
            Change::Undo(of) => {
                let (account, ticket) = (self.account.id, record.ticket.facts.id);
                let named = store::moments::in_ticket(&mut batch.conn, account, ticket, *of).await?;
                Some(Change::Undo(named.filter(|(_, moment)| moment == of).map_or(0, |(seq, _)| seq)))
            }
            Change::Move(to) => {
                let seen = if to.seen >= record.public_moment { Seq::MAX } else { 0 };
                Some(Change::Move(Move { seen, ..to.clone() }))
            }
            _ => None,
        })
    }

    /// The answer as the side of its actor counts. What is remembered has the desk's numbers.
    pub(super) async fn tell_moments(
        &self,
        batch: &mut Batch,
        request: &Request,
        answer: Result<(Outcome, Work), Failure>,
    ) -> Result<(Outcome, Work), Failure> {
        if request.actor.role.is_team() {
            return answer;
        }
        let (account, conn) = (self.account.id, &mut batch.conn);
        match (answer, request.command.ticket()) {
            (Ok((Outcome::Done(done), work)), _) => {
                // The log is asked where nothing was done, or long ago.
                let seq = match work.changed.as_ref().and_then(|(_, update)| update.moment) {
                    Some(moment) => moment,
                    None => store::moments::as_of(conn, account, done.ticket, done.seq).await?,
                };
                Ok((Outcome::Done(Done { seq, ..done }), work))
            }
            (Err(Failure::Refused(Refusal::Stale { by, at, status, seq })), Some(ticket)) => {
                let seq = store::moments::as_of(conn, account, ticket, seq).await?;
                Err(Refusal::Stale { by, at, status, seq }.into())
            }
            (answer, _) => answer,
        }
    }
}

/// Whether the same clients see it. Who is responsible is nothing to them.
fn is_same_to_clients(a: &Audience, b: &Audience) -> bool {
    (a.requester, a.organization, a.private) == (b.requester, b.organization, b.private)
}
