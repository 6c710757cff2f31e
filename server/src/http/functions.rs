//! The door to the server functions: POST, JSON or a plain form, counted before it is read.

use super::error_page::{Problem, reads_pages, refuse};
use super::limits::{self, read_body};
use super::{Door, pages};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{CONTENT_TYPE, REFERER};
use std::sync::Arc;

/// Answers `/api/…`.
pub(crate) async fn call(State(door): State<Arc<Door>>, request: Request) -> Response {
    // A form that is no JSON could come from another site without a preflight; the same-origin check has already
    // refused that, and this leaves it nothing to try (`security.md` 0.5).
    let kind = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !matches!(kind.as_str(), "application/json" | "application/x-www-form-urlencoded") {
        return refuse(&request, Problem::WrongType);
    }
    if leptos::server_fn::axum::get_server_fn_service(request.uri().path(), request.method().clone())
        .is_none()
    {
        return refuse(&request, Problem::NotFound);
    }
    let (mut parts, body) = request.into_parts();
    // Where a plain form returns to; leptos takes it from here, whatever it says (`security.md` 0.6).
    let own = |value: &http::HeaderValue| {
        let text = value.to_str().unwrap_or_default();
        door.origins
            .iter()
            .any(|origin| text.strip_prefix(origin.as_str()).is_some_and(|r| r.starts_with('/')))
    };
    if parts.headers.get(REFERER).is_some_and(|referer| !own(referer)) {
        parts.headers.remove(REFERER);
    }
    let body = match read_body(body, limits::FUNCTION, door.limits.body).await {
        Ok(body) => body,
        Err(problem) => return refuse(&Request::from_parts(parts, Body::empty()), problem),
    };
    let port = door.port.clone();
    let context = move || pages::provide_desk(&port);
    let asked = Request::from_parts(parts.clone(), Body::empty());
    let request = Request::from_parts(parts, Body::from(body));
    let response = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    let failed = response.status().is_client_error() || response.status().is_server_error();
    // A code is for scripts: who sent a plain form reads a page.
    if failed && reads_pages(asked.headers()) { refuse(&asked, problem(response.status())) } else { response }
}

fn problem(status: StatusCode) -> Problem {
    match status {
        StatusCode::UNAUTHORIZED => Problem::SignedOut,
        StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => Problem::NotFound,
        StatusCode::SERVICE_UNAVAILABLE => Problem::Busy,
        status if status.is_client_error() => Problem::Unreadable,
        _ => Problem::Fault,
    }
}
