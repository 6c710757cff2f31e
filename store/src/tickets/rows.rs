//! What statements give back, and what it means.

use crate::words::{category, face, line, maybe_time, metric, priority, time};
use crate::{FromRow, Json, StoreError};
use domain::board::Card;
use domain::desk::Outcome;
use domain::feed::ClientCard;
use domain::people::Audience;
use domain::rules::BoardRules;
use domain::sla::{Clock, Clocks, Metric, SlaFace};
use domain::ticket::{Event, Facts, PersonRef, Side, Ticket, Visibility};
use domain::time::from_millis;
use domain::{ColumnId, ContactId, DepartmentId, OrganizationId, PersonId, Seq, StatusId};
use domain::{TagId, TicketId, Time};
use uuid::Uuid;

/// What the index knows of a ticket.
#[derive(Debug, FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "a row has the columns that it has")]
pub struct FactsRow {
    id: Uuid,
    pub number: i64,
    pub title: String,
    department_id: Uuid,
    status_id: i32,
    category: String,
    column_id: i32,
    place: String,
    priority: String,
    assignee_id: Option<Uuid>,
    requester_id: Uuid,
    organization_id: Option<Uuid>,
    private: bool,
    touched: bool,
    open_children: i32,
    created_at: i64,
    updated_at: i64,
    resolved_at: Option<i64>,
    seq: i64,
    placed_seq: i64,
    sla_state: String,
    sla_metric: Option<String>,
    due_at: Option<i64>,
    warn_at: Option<i64>,
    late: bool,
    alarm_at: Option<i64>,
    snoozed_until: Option<i64>,
    archived: bool,
    tags: Json<Box<[TagId]>>,
    pub contact_name: String,
    pub organization_name: Option<String>,
}

impl FactsRow {
    /// The facts.
    pub fn facts(&self) -> Result<Facts, StoreError> {
        Ok(Facts {
            id: TicketId(self.id),
            seq: self.seq,
            placed_seq: self.placed_seq,
            status: StatusId(self.status_id),
            category: category(&self.category)?,
            column: ColumnId(self.column_id),
            place: self.place.clone(),
            priority: priority(&self.priority)?,
            audience: Audience {
                department: DepartmentId(self.department_id),
                assignee: self.assignee_id.map(PersonId),
                requester: ContactId(self.requester_id),
                organization: self.organization_id.map(OrganizationId),
                private: self.private,
            },
            sla: SlaFace {
                state: face(&self.sla_state)?,
                metric: self.sla_metric.as_deref().map(metric).transpose()?,
                due_at: maybe_time(self.due_at)?,
                warn_at: maybe_time(self.warn_at)?,
                late: self.late,
            },
            created_at: time(self.created_at)?,
            updated_at: time(self.updated_at)?,
            resolved_at: maybe_time(self.resolved_at)?,
            touched: self.touched,
            open_children: self.open_children,
            snoozed_until: maybe_time(self.snoozed_until)?,
            archived: self.archived,
            tags: self.tags.0.clone(),
        })
    }

    /// When the desk must next say something of it.
    pub fn alarm_at(&self) -> Result<Option<Time>, StoreError> {
        maybe_time(self.alarm_at)
    }
}

/// A whole ticket.
#[derive(Debug, FromRow)]
pub struct TicketRow {
    #[sqlx(flatten)]
    pub facts: FactsRow,
    message_count: i32,
    comment_count: i32,
    last_line: Option<String>,
    public_moment: i64,
    public_at: i64,
    client_said_seq: i64,
    team_said_seq: i64,
    comment_seq: i64,
    placed_by: Option<Uuid>,
    placed_by_name: Option<String>,
    placed_at: i64,
    assignee_name: Option<String>,
}

/// A ticket as it is stored: what the rules know, and what its readers need beside.
#[derive(Clone, Debug)]
pub struct Record {
    /// What the rules know.
    pub ticket: Ticket,
    /// Who asked.
    pub contact: String,
    /// Their organization, or the company they named.
    pub organization: Option<String>,
    /// The beginning of the last public message.
    pub last_line: Option<String>,
    /// The moment of the last command whose change a client may know: what clients count by.
    pub public_moment: Seq,
    /// When that was.
    pub public_at: Time,
    /// The last command with a client's message.
    pub client_said_seq: Seq,
    /// The last command with a team's public message.
    pub team_said_seq: Seq,
    /// The last command with an internal comment.
    pub comment_seq: Seq,
}

impl TicketRow {
    /// The record, its clocks still at rest.
    pub fn record(self) -> Result<Record, StoreError> {
        let placed_by = match (self.placed_by, self.placed_by_name) {
            (Some(id), Some(name)) => Some(PersonRef { id: PersonId(id), name: line(name) }),
            _ => None,
        };
        Ok(Record {
            public_moment: self.public_moment,
            public_at: time(self.public_at)?,
            client_said_seq: self.client_said_seq,
            team_said_seq: self.team_said_seq,
            comment_seq: self.comment_seq,
            last_line: self.last_line,
            ticket: Ticket {
                facts: self.facts.facts()?,
                number: self.facts.number,
                title: line(self.facts.title),
                clocks: Clocks::default(),
                assignee_name: self.assignee_name.map(line),
                placed_by,
                placed_at: time(self.placed_at)?,
                messages: self.message_count,
                comments: self.comment_count,
            },
            contact: line(self.facts.contact_name),
            organization: self.facts.organization_name.map(line),
        })
    }
}

impl Record {
    /// The card of a viewer of the team who has read it up to `read`.
    pub fn card(&self, read: Seq) -> Card {
        let ticket = &self.ticket;
        Card {
            facts: ticket.facts.clone(),
            number: ticket.number,
            title: ticket.title.clone(),
            contact: self.contact.clone(),
            organization: self.organization.clone(),
            assignee: ticket
                .facts
                .audience
                .assignee
                .map(|id| PersonRef { id, name: ticket.assignee_name.clone().unwrap_or_default() }),
            messages: ticket.messages,
            comments: ticket.comments,
            last_line: self.last_line.clone(),
            unread: self.said_to_team() > read,
        }
    }

    /// The card of a client who has read it up to `read`.
    pub fn client_card(&self, rules: &BoardRules, read: Seq) -> ClientCard {
        let facts = &self.ticket.facts;
        ClientCard {
            id: facts.id,
            seq: self.public_moment,
            number: self.ticket.number,
            title: self.ticket.title.clone(),
            status: facts.status,
            status_name: rules.status(facts.status).and_then(|s| s.name.clone()),
            category: facts.category,
            priority: facts.priority,
            requester: self.contact.clone(),
            requester_id: facts.audience.requester,
            created_at: facts.created_at,
            updated_at: self.public_at,
            messages: self.ticket.messages,
            unread: self.team_said_seq > read,
        }
    }

    /// Folds events of one command into the ticket, and into what its readers see beside it, but for `public_moment`.
    pub fn apply(
        &mut self,
        events: &[Event],
        rules: &BoardRules,
        seq: Seq,
        at: Time,
        by: Option<&PersonRef>,
    ) {
        self.ticket.apply(events, rules, seq, at, by);
        for event in events {
            if event.visibility() == Visibility::Public {
                self.public_at = at;
            }
            if let Event::Undone(undone) = event
                && let Some((_, known_at)) = undone.forgotten
            {
                self.public_at = from_millis(known_at).unwrap_or(at);
            }
            match event {
                Event::Replied { by: Side::Client, .. } | Event::Opened { by: Side::Client, .. } => {
                    self.client_said_seq = seq;
                }
                Event::Replied { by: Side::Team, .. } | Event::Opened { by: Side::Team, .. } => {
                    self.team_said_seq = seq;
                }
                Event::Commented { .. } => self.comment_seq = seq,
                _ => {}
            }
        }
    }

    /// The last command that said something to the team.
    pub fn said_to_team(&self) -> Seq {
        self.client_said_seq.max(self.comment_seq)
    }
}

/// A ticket with the viewer's read mark.
#[derive(Debug, FromRow)]
pub(super) struct CardRow {
    #[sqlx(flatten)]
    pub ticket: TicketRow,
    pub read_seq: Option<i64>,
}

/// The page of a ticket, for the people who serve.
#[derive(Debug, FromRow)]
pub struct TeamPageRow {
    #[sqlx(flatten)]
    pub ticket: TicketRow,
    pub read_seq: Option<i64>,
    clocks: Json<Clocks>,
    pub description: String,
    pub department_name: String,
    pub contact_email: Option<String>,
    pub contact_phone: Option<String>,
}

impl TeamPageRow {
    /// The ticket's clocks, by what they measure.
    pub fn clocks(&self) -> Vec<(Metric, Clock)> {
        Metric::ALL.map(|metric| (metric, *self.clocks.0.of(metric))).to_vec()
    }
}

/// What a client may know of a ticket.
#[derive(Debug, FromRow)]
pub struct ClientRow {
    id: Uuid,
    number: i64,
    title: String,
    status_id: i32,
    category: String,
    priority: String,
    department_id: Uuid,
    assignee_id: Option<Uuid>,
    requester_id: Uuid,
    organization_id: Option<Uuid>,
    private: bool,
    created_at: i64,
    public_moment: i64,
    public_at: i64,
    message_count: i32,
    team_said_seq: i64,
    contact_name: String,
    pub read_seq: Option<i64>,
}

impl ClientRow {
    /// Who may see it.
    pub fn audience(&self) -> Audience {
        Audience {
            department: DepartmentId(self.department_id),
            assignee: self.assignee_id.map(PersonId),
            requester: ContactId(self.requester_id),
            organization: self.organization_id.map(OrganizationId),
            private: self.private,
        }
    }

    /// The card.
    pub fn card(self, rules: &BoardRules) -> Result<ClientCard, StoreError> {
        let status = StatusId(self.status_id);
        Ok(ClientCard {
            id: TicketId(self.id),
            seq: self.public_moment,
            number: self.number,
            title: line(self.title),
            status,
            status_name: rules.status(status).and_then(|s| s.name.clone()),
            category: category(&self.category)?,
            priority: priority(&self.priority)?,
            requester: line(self.contact_name),
            requester_id: ContactId(self.requester_id),
            created_at: time(self.created_at)?,
            updated_at: time(self.public_at)?,
            messages: self.message_count,
            unread: self.team_said_seq > self.read_seq.unwrap_or(0),
        })
    }
}

/// The page of a ticket, for the people who asked.
#[derive(Debug, FromRow)]
pub struct ClientPageRow {
    #[sqlx(flatten)]
    pub client: ClientRow,
    pub description: String,
}

/// A ticket, its clocks, and what the same request once made of it.
#[derive(Debug, FromRow)]
pub(super) struct LoadRow {
    #[sqlx(flatten)]
    pub ticket: TicketRow,
    pub clocks: Json<Clocks>,
    pub op_digest: Option<Vec<u8>>,
    pub op_outcome: Option<Json<Outcome>>,
}

/// The order keys around a place.
#[derive(Debug, FromRow)]
pub struct NeighbourRow {
    pub after_place: Option<String>,
    pub after_next: Option<String>,
    pub before_place: Option<String>,
    pub before_prev: Option<String>,
    pub top: Option<String>,
}
