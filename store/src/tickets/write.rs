//! Writing a ticket: the columns of its row, each beside its value.

use super::Record;
use crate::Json;
use crate::columns::columns;
use crate::words::{face_word, ms};
use domain::AccountId;
use domain::sla::Metric;
use domain::ticket::Ticket;

columns! {
    /// Writes everything of a ticket that a command may change.
    pub async fn update(account: AccountId, record: &Record) as UPDATE = change of "ticket";
    let ticket = &record.ticket;
    let facts = &ticket.facts;
    let placed_by = ticket.placed_by.as_ref();
    key {
        account_id: account.0,
        id: facts.id.0,
    }
    set {
        status_id: facts.status.0,
        category: facts.category.as_str(),
        column_id: facts.column.0,
        place: facts.place.as_str(),
        priority: facts.priority.as_str(),
        assignee_id: facts.audience.assignee.map(|p| p.0),
        touched: facts.touched,
        open_children: facts.open_children,
        message_count: ticket.messages,
        comment_count: ticket.comments,
        last_line: record.last_line.as_deref(),
        updated_at: facts.updated_at.timestamp_millis(),
        resolved_at: ms(facts.resolved_at),
        seq: facts.seq,
        public_moment: record.public_moment,
        public_at: record.public_at.timestamp_millis(),
        client_said_seq: record.client_said_seq,
        team_said_seq: record.team_said_seq,
        comment_seq: record.comment_seq,
        placed_seq: facts.placed_seq,
        placed_by: placed_by.map(|p| p.id.0),
        placed_by_name: placed_by.map(|p| p.name.as_str()),
        placed_at: ticket.placed_at.timestamp_millis(),
        sla_state: face_word(facts.sla.state),
        sla_metric: facts.sla.metric.map(Metric::as_str),
        due_at: ms(facts.sla.due_at),
        warn_at: ms(facts.sla.warn_at),
        late: facts.sla.late,
        alarm_at: ms(ticket.next_alarm()),
        snoozed_until: ms(facts.snoozed_until),
        archived: facts.archived,
        tags: Json(&facts.tags),
        clocks: Json(&ticket.clocks),
    }
}

columns! {
    /// Writes a new ticket.
    pub async fn insert(account: AccountId, record: &Record, description: &str) as INSERT = row of "ticket";
    let ticket = &record.ticket;
    let facts = &ticket.facts;
    let placed_by = ticket.placed_by.as_ref();
    key {
        account_id: account.0,
        id: facts.id.0,
    }
    set {
        code: facts.id.code(),
        number: ticket.number,
        title: ticket.title.as_str(),
        description: description,
        department_id: facts.audience.department.0,
        status_id: facts.status.0,
        category: facts.category.as_str(),
        column_id: facts.column.0,
        place: facts.place.as_str(),
        priority: facts.priority.as_str(),
        assignee_id: facts.audience.assignee.map(|p| p.0),
        requester_id: facts.audience.requester.0,
        organization_id: facts.audience.organization.map(|o| o.0),
        private: facts.audience.private,
        touched: facts.touched,
        open_children: facts.open_children,
        message_count: ticket.messages,
        comment_count: ticket.comments,
        last_line: record.last_line.as_deref(),
        created_at: facts.created_at.timestamp_millis(),
        updated_at: facts.updated_at.timestamp_millis(),
        resolved_at: ms(facts.resolved_at),
        seq: facts.seq,
        public_moment: record.public_moment,
        public_at: record.public_at.timestamp_millis(),
        client_said_seq: record.client_said_seq,
        team_said_seq: record.team_said_seq,
        comment_seq: record.comment_seq,
        placed_seq: facts.placed_seq,
        placed_by: placed_by.map(|p| p.id.0),
        placed_by_name: placed_by.map(|p| p.name.as_str()),
        placed_at: ticket.placed_at.timestamp_millis(),
        sla_state: face_word(facts.sla.state),
        sla_metric: facts.sla.metric.map(Metric::as_str),
        due_at: ms(facts.sla.due_at),
        warn_at: ms(facts.sla.warn_at),
        late: facts.sla.late,
        alarm_at: ms(ticket.next_alarm()),
        tags: Json(&facts.tags),
        clocks: Json(&ticket.clocks),
    }
}

/// A new ticket as a record, before its first events are applied.
pub fn fresh(ticket: Ticket, contact: String, organization: Option<String>) -> Record {
    Record {
        public_at: ticket.facts.created_at,
        ticket,
        contact,
        organization,
        last_line: None,
        public_moment: 0,
        client_said_seq: 0,
        team_said_seq: 0,
        comment_seq: 0,
    }
}
