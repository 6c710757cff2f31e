//! For programs that watch over this one.

use crate::http::{Door, build};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use desk::NotReady;
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// The database must answer in this time to be called ready.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Serialize)]
struct Live {
    live: bool,
    build: &'static str,
}

#[derive(Serialize)]
struct Ready {
    #[serde(rename = "ready")]
    yes: bool,
    build: &'static str,
    /// The browser's side is in the program; without it pages come without scripts.
    site: bool,
    /// What is amiss, in one word; the log has the cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    amiss: Option<&'static str>,
    /// What cannot be done, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    cannot: Option<String>,
}

/// `GET /health/live`: the process runs and answers.
pub(crate) async fn live() -> Response {
    Json(Live { live: true, build: build() }).into_response()
}

/// `GET /health/ready`: the database answers and keeps what is written, the index is loaded, and it is not about to end.
pub(crate) async fn ready(State(door): State<Arc<Door>>) -> Response {
    let (amiss, cannot) = if door.stopping.is_cancelled() {
        (Some("ending"), None)
    } else {
        // The desk says in the log what is amiss, once a minute: it is asked more often.
        match timeout(PATIENCE, door.desk.ready()).await {
            Ok(Ok(())) => (None, None),
            Ok(Err(error)) => (Some("database"), Some(error.to_string())),
            Err(_) => (Some("database"), Some(NotReady::Silent.to_string())),
        }
    };
    let status = if amiss.is_none() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let site = crate::http::site().is_whole();
    (status, Json(Ready { yes: amiss.is_none(), build: build(), site, amiss, cannot })).into_response()
}
