//! What a command changed, ready to be sent: serialised once for each audience, not once for each socket.

use super::entries::{Place, Texts, client_entry, team_entry};
use domain::feed::{ClientFrame, Frame, TeamFrame};
use domain::people::{Actor, Audience};
use domain::rules::BoardRules;
use domain::ticket::{Event, PersonRef, Visibility};
use domain::{OpId, Seq, TicketId, Time};
use std::sync::Arc;
use store::Record;

/// A committed change of one ticket.
#[derive(Debug)]
pub(crate) struct Update {
    /// The command.
    pub(crate) seq: Seq,
    /// The ticket.
    pub(crate) ticket: TicketId,
    /// Who could see it before.
    before: Audience,
    /// Who may see it now.
    after: Audience,
    /// The `TeamFrame`.
    team: Arc<str>,
    /// The `ClientFrame`, if clients may know of the change.
    client: Option<Arc<str>>,
    /// What clients are told in the place of its number, where they are told of it.
    pub(crate) moment: Option<Seq>,
    /// The frame for those who see it no more, of the team and of the clients.
    gone: Option<(Arc<str>, Arc<str>)>,
    /// The last command that said something to the team.
    said_to_team: Seq,
    /// The last command that said something to clients.
    said_to_client: Seq,
}

/// What a command made, before it is serialised.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Made<'a> {
    /// The ticket as it now is.
    pub(crate) record: &'a Record,
    /// The rules, for the statuses' own names.
    pub(crate) rules: &'a BoardRules,
    /// What happened.
    pub(crate) events: &'a [Event],
    /// By which request.
    pub(crate) op_id: Option<OpId>,
    /// When.
    pub(crate) at: Time,
    /// Who.
    pub(crate) actor: Option<&'a PersonRef>,
    /// Who could see the ticket before, where that changed.
    pub(crate) before: Option<&'a Audience>,
    /// What clients are told in the place of its number, where they may know of it.
    pub(crate) moment: Option<Seq>,
    /// The texts of the messages among the events.
    pub(crate) messages: &'a Texts,
    /// The texts of the comments among the events.
    pub(crate) comments: &'a Texts,
}

impl Update {
    /// Serialises what a command made.
    pub(crate) fn new(made: Made<'_>) -> Result<Self, serde_json::Error> {
        let facts = &made.record.ticket.facts;
        let places = |seq| {
            (0..)
                .zip(made.events)
                .map(move |(n, event)| (event, Place { seq, n, at: made.at, actor: made.actor }))
        };
        let moment = made.moment.unwrap_or_default();
        let team = TeamFrame {
            seq: facts.seq,
            op_id: made.op_id,
            at: made.at,
            actor: made.actor.cloned(),
            ticket: facts.id,
            card: Some(made.record.card(Seq::MAX)),
            entries: places(facts.seq)
                .filter_map(|(event, place)| team_entry(event, place, made.messages, made.comments))
                .collect(),
        };
        let public = made.events.iter().any(|e| e.visibility() == Visibility::Public);
        let client = public.then(|| ClientFrame {
            seq: moment,
            op_id: made.op_id,
            at: made.at,
            actor: made.actor.cloned(),
            ticket: facts.id,
            card: Some(made.record.client_card(made.rules, Seq::MAX)),
            entries: places(moment)
                .filter_map(|(event, place)| client_entry(event, place, made.messages))
                .collect(),
        });
        let before = made.before.unwrap_or(&facts.audience).clone();
        let gone_at = |seq| gone_frame(facts.id, seq, made.at);
        let gone =
            if before == facts.audience { None } else { Some((gone_at(facts.seq)?, gone_at(moment)?)) };
        Ok(Self {
            seq: facts.seq,
            ticket: facts.id,
            before,
            after: facts.audience.clone(),
            team: serde_json::to_string(&team)?.into(),
            client: client.map(|c| serde_json::to_string(&c)).transpose()?.map(Into::into),
            moment: made.moment,
            gone,
            said_to_team: made.record.said_to_team(),
            said_to_client: made.record.team_said_seq,
        })
    }

    /// What a viewer is sent: nothing, the change, or that the ticket is gone.
    pub(super) fn body_for(&self, viewer: &Actor) -> Option<&Arc<str>> {
        if viewer.sees(&self.after) {
            if viewer.role.is_team() { Some(&self.team) } else { self.client.as_ref() }
        } else if viewer.sees(&self.before) {
            self.gone.as_ref().map(|(team, client)| if viewer.role.is_team() { team } else { client })
        } else {
            None
        }
    }

    /// The last command that said something to the viewer's side, while they see the ticket.
    pub(super) fn said_to(&self, viewer: &Actor) -> Seq {
        if !viewer.sees(&self.after) {
            0
        } else if viewer.role.is_team() {
            self.said_to_team
        } else {
            self.said_to_client
        }
    }
}

/// The frame that takes a ticket away: it says nothing of what became of it.
pub(super) fn gone_frame(ticket: TicketId, seq: Seq, at: Time) -> Result<Arc<str>, serde_json::Error> {
    let gone: Frame<(), ()> =
        Frame { seq, op_id: None, at, actor: None, ticket, card: None, entries: vec![] };
    Ok(serde_json::to_string(&gone)?.into())
}
