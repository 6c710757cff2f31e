//! For programs that watch over this one.

use crate::http::{Door, build};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
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
}

/// `GET /health/live`: the process runs and answers.
pub(crate) async fn live() -> Response {
    Json(Live { live: true, build: build() }).into_response()
}

/// `GET /health/ready`: the database answers, the index is loaded, and it is not about to end.
pub(crate) async fn ready(State(door): State<Arc<Door>>) -> Response {
    let amiss = if door.stopping.is_cancelled() {
        Some("ending")
    } else {
        match timeout(PATIENCE, door.desk.ready()).await {
            Ok(Ok(())) => None,
            Ok(Err(error)) => {
                tracing::warn!(%error, "not ready");
                Some("database")
            }
            Err(_) => Some("database"),
        }
    };
    let status = if amiss.is_none() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let site = crate::http::site().is_whole();
    (status, Json(Ready { yes: amiss.is_none(), build: build(), site, amiss })).into_response()
}
