//! New tickets: opened by someone, or because a client wrote on one that was resolved long ago.

use super::change::{Written, repeat};
use super::rank::Spot;
use super::{Batch, Failure, Request, Work, Writer};
use domain::desk::{Done, Outcome};
use domain::people::Audience;
use domain::ticket::{Around, Found, Ground, OpenTicket, PersonRef, check_change, open};
use domain::{Change, Command, Refusal, TicketId};
use store::Record;

impl Writer {
    /// Opens a ticket.
    pub(super) async fn open(
        &self,
        batch: &mut Batch,
        request: &Request,
        digest: &[u8; 32],
    ) -> Result<(Outcome, Work), Failure> {
        let Command::Open(new) = &request.command else { return Err(Refusal::Unseen.into()) };
        let account = self.account.id;
        let person = request.actor.person;
        if let Some(before) = store::desk::operation(&mut batch.conn, account, person, request.op_id).await? {
            return Ok((repeat(before, &request.command, digest)?, Work::default()));
        }
        self.open_new(batch, request, digest, new, None).await
    }

    /// A client's message on a ticket whose reopening time has passed opens a new one that refers to it.
    pub(super) async fn open_again(
        &self,
        batch: &mut Batch,
        request: &Request,
        digest: &[u8; 32],
        old: &Record,
        change: &Change,
    ) -> Result<(Outcome, Work), Failure> {
        let rules = &batch.in_use.rules.board;
        check_change(&old.ticket.facts, change, &request.actor, rules, Around::default())?;
        let new = OpenTicket {
            title: old.ticket.title.clone(),
            description: change.text().unwrap_or_default().to_owned(),
            contact: None,
            department: old.ticket.facts.audience.department,
            priority: None,
        };
        self.open_new(batch, request, digest, &new, Some(old)).await
    }

    async fn open_new(
        &self,
        batch: &mut Batch,
        request: &Request,
        digest: &[u8; 32],
        new: &OpenTicket,
        old: Option<&Record>,
    ) -> Result<(Outcome, Work), Failure> {
        let Request { actor, op_id, .. } = request;
        let account = self.account.id;
        let in_use = std::sync::Arc::clone(&batch.in_use);
        let contact_id = new.contact.or(actor.contact).ok_or(Refusal::UnknownContact)?;
        let contact = store::desk::contact(&mut batch.conn, account, contact_id)
            .await?
            .ok_or(Refusal::UnknownContact)?;
        if !store::desk::department_exists(&mut batch.conn, account, new.department).await? {
            return Err(Refusal::UnknownDepartment.into());
        }
        let id = self.free_id(batch).await?;
        let initial = in_use.rules.board.initial().ok_or(Refusal::UnknownStatus)?;
        let spot = Spot { column: initial.column, anchor: domain::ticket::Anchor::default(), moving: id };
        let (place, rebalanced) = self.rank(batch, spot).await?;
        let now = self.core.now();
        let found = Found { place: Some(place), ..Found::default() };
        let ground = Ground { rules: &in_use.rules, calendars: &in_use.calendars, found: &found, now };
        let audience = Audience {
            department: new.department,
            assignee: None,
            requester: contact_id,
            organization: contact.organization(),
            // A private ticket's title stays where it was.
            private: old.is_some_and(|old| old.ticket.audience().private),
        };
        let vip = contact.vip.unwrap_or(false);
        let number = batch.head.number + 1;
        let (mut ticket, events) = open(new, actor, audience, vip, id, number, &ground)?;
        let seq = batch.head.seq + 1;
        ticket.facts.placed_seq = seq;
        let by = PersonRef { id: actor.person, name: actor.name.clone() };
        let mut record =
            store::tickets::fresh(ticket, contact.name, contact.organization_name.or(contact.company));
        record.apply(&events, &in_use.rules.board, seq, now, Some(&by));
        let description = match old {
            // Number and code need no words in any language.
            Some(old) => format!(
                "{}\n\n↩ #{} · {}",
                new.description.trim(),
                old.ticket.number,
                old.ticket.facts.id.code()
            ),
            None => new.description.trim().to_owned(),
        };
        let written = Written { actor: Some(&by), op_id: Some(*op_id), now, before: None, text: "" };
        let change = self.write(batch, &mut record, &events, written, Some(&description)).await?;
        batch.head.number = number;
        let read = Some(self.mark_own(batch, actor, id, seq).await?);
        let outcome = Outcome::Done(Done { ticket: id, seq, linked: false });
        self.remember(batch, request, digest, &outcome, now).await?;
        let changed = Some((Box::new(record), change));
        Ok((outcome, Work { changed, rebalanced, read, wrote: true, ..Work::default() }))
    }

    /// A fresh id whose code nobody has (R11).
    async fn free_id(&self, batch: &mut Batch) -> Result<TicketId, Failure> {
        loop {
            let id = TicketId(self.core.ids.uuid());
            if !store::tickets::code_is_taken(&mut batch.conn, self.account.id, &id.code()).await? {
                return Ok(id);
            }
        }
    }
}
