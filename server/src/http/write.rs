//! `POST /t/CODE`: what is written and changed on a ticket's page where no script runs. What is refused comes back in
//! its place, with the reason.

use super::Door;
use super::error_page::{Asker, Problem, refuse};
use super::limits::FUNCTION;
use super::pages::{render_again, request_context};
use super::sign_in::form_of;
use app::i18n::refusal;
use app::request_context::{PlainForm, RequestContext, Unsent};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::desk::{DeskError, Outcome, TicketPage};
use domain::reason::ReasonFor;
use domain::tag::TagChange;
use domain::ticket::{Field, Move, Reply, Tagging, Talk};
use domain::{
    Actor, Category, Change, OpId, PersonId, Priority, Refusal, Seq, StatusId, TagId, TicketId, ids,
};
use http::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// The fields of all forms: each sends those that it has.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Fields {
    op_id: String,
    text: String,
    /// The version that the sender saw.
    seen: Seq,
    status: i32,
    /// Why it is cancelled: the client reads it.
    reason: Option<String>,
    /// Why anything else is done: the team reads it.
    why: Option<String>,
    /// Nobody where it is empty.
    person: String,
    priority: String,
    /// A tag to be taken off; without one the text names one to be put on.
    tag: String,
}

/// What a form is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Reply,
    Comment,
    Status,
    Assign,
    Priority,
    Tag,
}

/// It stands in the address, so that no form can be taken for another (R76).
fn form(query: Option<&str>) -> Option<Form> {
    match query? {
        "para=cliente" => Some(Form::Reply),
        "para=equipe" => Some(Form::Comment),
        "muda=status" => Some(Form::Status),
        "muda=atendente" => Some(Form::Assign),
        "muda=prioridade" => Some(Form::Priority),
        "muda=etiqueta" => Some(Form::Tag),
        _ => None,
    }
}

impl Form {
    /// Where its sender is told why it was refused.
    fn plain(self) -> PlainForm {
        match self {
            Self::Reply => PlainForm::Reply,
            Self::Comment => PlainForm::Comment,
            Self::Status | Self::Assign | Self::Priority | Self::Tag => PlainForm::Change,
        }
    }

    /// What it asks for; nothing where its fields say nothing.
    fn change(self, sent: &Fields, of_client: bool) -> Option<Change> {
        Some(match self {
            Self::Reply => Change::Talk(Talk::Reply(Reply { text: sent.text.clone(), then: None })),
            Self::Comment => Change::Talk(Talk::Comment(sent.text.clone())),
            // Who asked may finish whatever has become of it meanwhile.
            Self::Status => {
                Change::Move(Move { confirm: of_client, ..Move::to(StatusId(sent.status), sent.seen) })
            }
            Self::Assign => Change::Assign(match sent.person.as_str() {
                "" => None,
                person => Some(PersonId(person.parse().ok()?)),
            }),
            Self::Priority => Change::Priority(Priority::read(&sent.priority)?),
            Self::Tag => Change::Tag(Tagging { tag: TagId(sent.tag.parse().ok()?), on: false }),
        })
    }
}

/// Writes or changes something; then back to the ticket.
pub(crate) async fn write(
    State(door): State<Arc<Door>>,
    code: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    // What is sent back to is built from eight hex digits, never from what came (T4).
    let Some(code) = code.ok().and_then(|Path(code)| ids::read_code(&code)) else {
        return refuse(&request, Problem::NotFound);
    };
    let Some(form) = form(request.uri().query()) else {
        return refuse(&request, Problem::Unreadable);
    };
    let (context, asker) = (request_context(&request), Asker::of(&request));
    let sent: Fields = match form_of(&door, request, FUNCTION).await {
        Ok(sent) => sent,
        Err(response) => return response,
    };
    let keep = |problem| match form.plain() {
        PlainForm::Change | PlainForm::Explained => asker.say(problem),
        PlainForm::Reply | PlainForm::Comment | PlainForm::Tags => {
            asker.keep(problem, &sent.op_id, &sent.text)
        }
    };
    let Some(actor) = context.actor.clone() else { return keep(Problem::SignedOut) };
    match carry_out(&door, &actor, &code, form, &sent).await {
        Ok((Outcome::Done(_), _)) => Redirect::to(&format!("/t/{code}")).into_response(),
        Ok((Outcome::Refused(Refusal::Unseen), _)) => keep(Problem::NotFound),
        // A client's page has no such field.
        Ok((Outcome::Refused(_), TicketPage::Client(_))) if form == Form::Comment => keep(Problem::NotFound),
        Ok((Outcome::Refused(why), page)) => {
            let rules = match &page {
                TicketPage::Team(page) => &page.rules,
                TicketPage::Client(page) => &page.rules,
            };
            let why = refusal(context.language.words(), rules, &why);
            let (form, text) = match form.plain() {
                PlainForm::Change if !is_told(form, &sent, &page) => (PlainForm::Explained, sent.why.clone()),
                PlainForm::Change => (PlainForm::Change, sent.reason.clone()),
                written => (written, Some(sent.text.clone())),
            };
            let unsent = Unsent { form, text: text.unwrap_or_default(), why };
            let context = RequestContext { unsent: Some(unsent), ..context };
            render_again(&door, &format!("/t/{code}"), context, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(Failure::Unreadable) => keep(Problem::Unreadable),
        Err(Failure::Desk(error)) => keep(problem(&error)),
    }
}

/// Why nothing came of it.
enum Failure {
    Unreadable,
    Desk(DeskError),
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Self {
        Self::Desk(error)
    }
}

async fn carry_out(
    door: &Door,
    actor: &Actor,
    code: &str,
    form: Form,
    sent: &Fields,
) -> Result<(Outcome, TicketPage), Failure> {
    let page = door.port.ticket(actor, code).await?;
    let (id, of_client): (TicketId, _) = match &page {
        TicketPage::Team(page) => (page.content.card.id(), false),
        TicketPage::Client(page) => (page.content.card.id, true),
    };
    let reason = if is_told(form, sent, &page) { &sent.reason } else { &sent.why };
    let reason = reason.as_deref().filter(|reason| !reason.trim().is_empty());
    let name = sent.op_id.parse().map_or_else(|_| app::outbox::new_op(), OpId);
    let change = if form == Form::Tag && sent.tag.is_empty() {
        // A tag that nobody puts on is not made.
        if let TicketPage::Team(page) = &page
            && page.rules.reasons.ask(ReasonFor::Tags)
            && reason.is_none()
        {
            let refused = Refusal::Empty { field: Field::Reason };
            return Ok((Outcome::Refused(refused), TicketPage::Team(page.clone())));
        }
        match door.port.change_tags(actor, TagChange::Add(sent.text.clone())).await {
            Ok(tag) => Change::Tag(Tagging { tag, on: true }),
            Err(DeskError::Refused(why)) => return Ok((Outcome::Refused(why), page)),
            Err(error) => return Err(error.into()),
        }
    } else {
        form.change(sent, of_client).ok_or(Failure::Unreadable)?
    };
    Ok((door.port.execute(actor, name, change.with_reason(reason).of(id)).await?, page))
}

/// Whether the client reads why it is done: they say it themselves, or theirs is cancelled.
fn is_told(form: Form, sent: &Fields, page: &TicketPage) -> bool {
    match page {
        TicketPage::Client(_) => true,
        TicketPage::Team(page) => {
            let to = page.rules.status(StatusId(sent.status));
            form == Form::Status && to.is_some_and(|to| to.category == Category::Cancelled)
        }
    }
}

/// As the asker is told of it.
pub(super) fn problem(error: &DeskError) -> Problem {
    match error {
        DeskError::Unseen | DeskError::NotPermitted | DeskError::Refused(_) => Problem::NotFound,
        DeskError::Unavailable(cause) => {
            // The desk says it in the log, once a minute.
            tracing::debug!(%cause, "what was sent could not be kept");
            Problem::Busy
        }
        DeskError::Internal(cause) => {
            tracing::error!(%cause, "what was sent could not be kept");
            Problem::Fault
        }
    }
}
