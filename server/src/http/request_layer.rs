//! What surrounds every request: its name, its line in the log, its limits, and a sentence when all else fails.

use super::error_page::{self, Asked, Problem};
use super::{Door, same_origin, security_headers};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::FutureExt;
use http::header::HOST;
use http::uri::Authority;
use http::{HeaderName, HeaderValue, Version};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;
use tokio::time::timeout;
use tracing::{Instrument, error, info, info_span};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The outermost layer.
pub(crate) async fn request_layer(
    State(door): State<Arc<Door>>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = door.requests.next();
    let asked = Asked::of(&request);
    // The path alone: a query may hold a search, and later a token.
    let span = info_span!("request", id = %id.0, method = %request.method(), path = %request.uri().path());
    request.extensions_mut().insert(id.clone());
    async move {
        let started = Instant::now();
        let mut response = match answer(&door, request, next).await {
            Ok(response) => response,
            Err(problem) => error_page::respond(&asked, &id, problem),
        };
        security_headers::add(&door.base, response.headers_mut());
        if let Ok(value) = HeaderValue::from_str(&id.0) {
            response.headers_mut().insert(REQUEST_ID, value);
        }
        info!(status = response.status().as_u16(), ms = started.elapsed().as_millis(), "answered");
        response
    }
    .instrument(span)
    .await
}

async fn answer(door: &Door, request: Request, next: Next) -> Result<Response, Problem> {
    // A poll waits for most of its time, and the desk's health must be seen when it is busiest.
    let path = request.uri().path();
    let counted = !(path == "/feed/page" || path.starts_with("/health/"));
    let _permit = if counted { Some(door.permits.try_acquire().map_err(|_| Problem::Busy)?) } else { None };
    names_one_host(&request)?;
    same_origin::check(request.method(), request.headers(), &door.origins)?;
    // T12: a panic ends its own request, never the process or another's.
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind();
    match timeout(door.limits.answer, answer).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(panic)) => {
            let text = panic.downcast_ref::<&str>().copied();
            let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
            error!(panic = text.unwrap_or("without a text"), "a handler panicked");
            Err(Problem::Fault)
        }
        Err(_) => Err(Problem::Slow),
    }
}

/// Where two programs read different hosts in one request, one of them can be fooled (RFC 9112, 3.2). HTTP/1.0, which
/// some watchers speak, need not name any.
fn names_one_host(request: &Request) -> Result<(), Problem> {
    let mut hosts = request.headers().get_all(HOST).into_iter();
    let readable = match (hosts.next(), hosts.next()) {
        (None, _) => request.version() < Version::HTTP_11,
        (Some(host), None) => {
            let authority = Authority::try_from(host.as_bytes());
            authority.is_ok_and(|authority| !authority.host().is_empty() && !authority.as_str().contains('@'))
        }
        (Some(_), Some(_)) => false,
    };
    if readable { Ok(()) } else { Err(Problem::Unreadable) }
}
