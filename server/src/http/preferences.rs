//! `POST /preferencias`: language, theme and the order of conversations, kept in cookies, so that the first paint has them.

use super::next::page_of_ours;
use super::sign_in::form;
use super::{Door, language, session};
use app::i18n::Language;
use app::request_context::Theme;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::header::SET_COOKIE;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    language: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    timeline: String,
    #[serde(default)]
    next: String,
}

/// Keeps what is known; a word that is not stays unheard.
pub(crate) async fn set(State(door): State<Arc<Door>>, request: Request) -> Response {
    let fields: Fields = match form(&door, request).await {
        Ok(fields) => fields,
        Err(response) => return response,
    };
    let language = Language::read(&fields.language).map(|l| (language::LANGUAGE, l.tag()));
    let theme = Theme::read(&fields.theme).map(|t| (language::THEME, t.as_str()));
    let timeline = [language::NEWEST, "oldest"].into_iter().find(|word| *word == fields.timeline);
    let timeline = timeline.map(|word| (language::TIMELINE, word));
    let mut response = Redirect::to(page_of_ours(&fields.next).as_deref().unwrap_or("/")).into_response();
    for (name, value) in [language, theme, timeline].into_iter().flatten() {
        if let Some(cookie) = session::keep(&door.base, name, value) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    response
}
