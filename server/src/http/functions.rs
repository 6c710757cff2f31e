//! The door to the server functions: POST and JSON, counted before it is read.

use super::error_page::{Problem, refuse};
use super::limits::{self, read_body};
use super::{Door, pages};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE, REFERER};
use std::sync::Arc;

/// Answers `/api/…`.
pub(crate) async fn call(State(door): State<Arc<Door>>, request: Request) -> Response {
    // A form could come from another site without a preflight; the same-origin check has already refused that, and
    // this leaves it nothing to try (`security.md` 0.5).
    if !is_json(request.headers()) {
        return refuse(&request, Problem::WrongType);
    }
    if leptos::server_fn::axum::get_server_fn_service(request.uri().path(), request.method().clone())
        .is_none()
    {
        return refuse(&request, Problem::NotFound);
    }
    let (mut parts, body) = request.into_parts();
    // Whoever wants a page would be sent back by Leptos to wherever they say that they come from, with the error in
    // the address (`security.md` 0.6); here everybody gets JSON.
    parts.headers.remove(REFERER);
    parts.headers.remove(ACCEPT);
    let body = match read_body(body, limits::FUNCTION, door.limits.body).await {
        Ok(body) => body,
        Err(problem) => return refuse(&Request::from_parts(parts, Body::empty()), problem),
    };
    let port = door.port.clone();
    let context = move || pages::provide_desk(&port);
    let request = Request::from_parts(parts, Body::from(body));
    leptos_axum::handle_server_fns_with_context(context, request).await.into_response()
}

/// JSON, and in the one encoding that JSON has between programs (RFC 8259, 8.1).
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = kind.split(';').map(|part| part.trim().to_ascii_lowercase());
    parts.next().as_deref() == Some("application/json")
        && parts.all(|part| part.strip_prefix("charset=").is_none_or(|set| set.trim_matches('"') == "utf-8"))
}
