//! `POST /t/CODE`: what is written on a ticket's page where no script runs. What is refused comes back in its field.

use super::Door;
use super::error_page::{Asker, Problem, refuse};
use super::limits::FUNCTION;
use super::pages::{render_again, request_context};
use super::sign_in::form_of;
use app::i18n::refusal;
use app::request_context::{RequestContext, Unsent};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::desk::{DeskError, Outcome, TicketPage};
use domain::ticket::Reply;
use domain::{Actor, Command, OpId, Refusal, TicketId, ids};
use http::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    op_id: String,
    #[serde(default)]
    text: String,
}

/// To whom it is written stands in the address, so that neither form can be taken for the other (R76).
fn is_internal(query: Option<&str>) -> Option<bool> {
    match query {
        Some("para=cliente") => Some(false),
        Some("para=equipe") => Some(true),
        _ => None,
    }
}

/// Writes a public reply or an internal comment; then back to the ticket.
pub(crate) async fn write(
    State(door): State<Arc<Door>>,
    code: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    // What is sent back to is built from eight hex digits, never from what came (T4).
    let Some(code) = code.ok().and_then(|Path(code)| ids::read_code(&code)) else {
        return refuse(&request, Problem::NotFound);
    };
    let Some(internal) = is_internal(request.uri().query()) else {
        return refuse(&request, Problem::Unreadable);
    };
    let (context, asker) = (request_context(&request), Asker::of(&request));
    let Fields { op_id, text } = match form_of(&door, request, FUNCTION).await {
        Ok(fields) => fields,
        Err(response) => return response,
    };
    let keep = |problem| asker.keep(problem, &op_id, &text);
    let Some(actor) = context.actor.clone() else { return keep(Problem::SignedOut) };
    let name = op_id.parse().map_or_else(|_| app::outbox::new_op(), OpId);
    match carry_out(&door, &actor, &code, name, internal, &text).await {
        Ok((Outcome::Done(_), _)) => Redirect::to(&format!("/t/{code}")).into_response(),
        Ok((Outcome::Refused(Refusal::Unseen), _)) => keep(Problem::NotFound),
        // A client's page has no such field.
        Ok((Outcome::Refused(_), TicketPage::Client(_))) if internal => keep(Problem::NotFound),
        Ok((Outcome::Refused(why), page)) => {
            let rules = match &page {
                TicketPage::Team(page) => &page.rules,
                TicketPage::Client(page) => &page.rules,
            };
            let why = refusal(context.language.words(), rules, &why);
            let context = RequestContext { unsent: Some(Unsent { internal, text, why }), ..context };
            render_again(&door, &format!("/t/{code}"), context, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => keep(problem(&error)),
    }
}

async fn carry_out(
    door: &Door,
    actor: &Actor,
    code: &str,
    op_id: OpId,
    internal: bool,
    text: &str,
) -> Result<(Outcome, TicketPage), DeskError> {
    let page = door.port.ticket(actor, code).await?;
    let id: TicketId = match &page {
        TicketPage::Team(page) => page.content.card.id(),
        TicketPage::Client(page) => page.content.card.id,
    };
    let command = if internal {
        Command::Comment(id, text.to_owned())
    } else {
        Command::Reply(id, Reply { text: text.to_owned(), then: None })
    };
    Ok((door.port.execute(actor, op_id, command).await?, page))
}

fn problem(error: &DeskError) -> Problem {
    match error {
        DeskError::Unseen | DeskError::NotPermitted | DeskError::Refused(_) => Problem::NotFound,
        DeskError::Unavailable(cause) => {
            // The desk says it in the log, once a minute.
            tracing::debug!(%cause, "what was written could not be kept");
            Problem::Busy
        }
        DeskError::Internal(cause) => {
            tracing::error!(%cause, "what was written could not be kept");
            Problem::Fault
        }
    }
}
