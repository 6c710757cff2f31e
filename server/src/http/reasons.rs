//! `POST /motivos`: of which changes the team tells why, by a plain form.

use super::Door;
use super::error_page::{Asker, Problem};
use super::limits::FUNCTION;
use super::pages::request_context;
use super::sign_in::form_of;
use super::write::problem;
use app::reason::REASONS_PAGE;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::reason::{ReasonFor, Reasons};
use std::collections::HashMap;
use std::sync::Arc;

/// Sets them, and shows them again.
pub(crate) async fn set(State(door): State<Arc<Door>>, request: Request) -> Response {
    let (context, asker) = (request_context(&request), Asker::of(&request));
    // A box that is not ticked sends nothing.
    let sent: HashMap<String, String> = match form_of(&door, request, FUNCTION).await {
        Ok(sent) => sent,
        Err(response) => return response,
    };
    let Some(actor) = context.actor else { return asker.say(Problem::SignedOut) };
    let kinds: Vec<ReasonFor> = sent.keys().filter_map(|word| ReasonFor::read(word)).collect();
    match door.port.set_reasons(&actor, Reasons::of(&kinds)).await {
        Ok(()) => Redirect::to(REASONS_PAGE).into_response(),
        Err(error) => asker.say(problem(&error)),
    }
}
