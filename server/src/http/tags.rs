//! `POST /etiquetas`: the account's tags, by plain forms.

use super::Door;
use super::error_page::{Asker, Problem};
use super::limits::FUNCTION;
use super::pages::{render_again, request_context};
use super::sign_in::form_of;
use super::write::problem;
use app::i18n::refusal;
use app::request_context::{PlainForm, RequestContext, Unsent};
use app::tag::TAGS_PAGE;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::desk::DeskError;
use domain::tag::{TagChange, leads_tags};
use domain::{Actor, Refusal, TagId};
use http::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// The fields of all its forms: each sends those that it has.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Fields {
    /// What is to be done.
    #[serde(rename = "do")]
    what: String,
    /// To which tag.
    tag: String,
    /// A new name; of another tag, where they are merged.
    name: String,
}

/// Changes the tags, and shows them again.
pub(crate) async fn change(State(door): State<Arc<Door>>, request: Request) -> Response {
    let (context, asker) = (request_context(&request), Asker::of(&request));
    let sent: Fields = match form_of(&door, request, FUNCTION).await {
        Ok(sent) => sent,
        Err(response) => return response,
    };
    let Some(actor) = context.actor.clone() else { return asker.say(Problem::SignedOut) };
    match carry_out(&door, &actor, &sent).await {
        Ok(true) => Redirect::to(TAGS_PAGE).into_response(),
        Ok(false) => asker.say(Problem::Unreadable),
        Err(DeskError::Refused(why)) => {
            // The sentences of tags name no status: they need no account's rules.
            let why = refusal(context.language.words(), &domain::rules::BoardRules::default(), &why);
            let text = if sent.what == "add" { sent.name } else { String::new() };
            let context =
                RequestContext { unsent: Some(Unsent { form: PlainForm::Tags, text, why }), ..context };
            render_again(&door, TAGS_PAGE, context, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => asker.say(problem(&error)),
    }
}

/// `false`: the fields say nothing that could be done.
async fn carry_out(door: &Door, actor: &Actor, sent: &Fields) -> Result<bool, DeskError> {
    let tag = sent.tag.parse().map(TagId);
    let change = match (sent.what.as_str(), tag) {
        ("add", _) => TagChange::Add(sent.name.clone()),
        ("rename", Ok(tag)) => TagChange::Rename(tag, sent.name.clone()),
        ("merge", Ok(_)) if !leads_tags(actor) => return Err(DeskError::NotPermitted),
        ("merge", Ok(tag)) => {
            let board = door.port.board(actor, &domain::desk::BoardQuery::default(), None).await?;
            let into = board.rules.tags.named(&sent.name).ok_or(Refusal::UnknownTag)?;
            TagChange::Merge(tag, into)
        }
        ("remove", Ok(tag)) => TagChange::Remove(tag),
        _ => return Ok(false),
    };
    door.port.change_tags(actor, change).await.map(|_| true)
}
