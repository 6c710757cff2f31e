//! Who comes, in which language, with which theme and zone: found once a request, before anything is answered.

use super::error_page::{Problem, refuse};
use super::language::{NEWEST, THEME, TIMELINE, language};
use super::session::{self, cookie};
use super::{Door, assets};
use app::request_context::{RequestContext, Theme};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use desk::SessionKey;
use domain::Actor;
use domain::port::DeskError;
use http::HeaderMap;
use std::sync::Arc;

/// The zone cookie's name; the browser's script sets it (`decisions.md` 7).
const ZONE: &str = "chama_zone";

/// What a page asks on its own while perhaps nobody sits before it: it does not keep a session alive (T5).
const UNATTENDED: [&str; 5] = ["/feed", "/feed/page", "/api/summary", "/api/mark_read", "/api/who_am_i"];

/// Someone signed in, with the session that says so.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    /// Names the session, without being able to sign in.
    pub(crate) key: SessionKey,
    /// Who, as the database has them now.
    pub(crate) actor: Actor,
}

/// Resolves the context and puts it, and the sign-in if there is one, into the request's extensions.
pub(crate) async fn layer(State(door): State<Arc<Door>>, mut request: Request, next: Next) -> Response {
    match enter(&door, &mut request).await {
        Ok(()) => next.run(request).await,
        Err(problem) => refuse(&request, problem),
    }
}

/// The same for a single request.
pub(crate) async fn enter(door: &Door, request: &mut Request) -> Result<(), Problem> {
    let used = !UNATTENDED.contains(&request.uri().path());
    let signed_in = signed_in(door, request.headers(), used).await?;
    let context = RequestContext {
        actor: signed_in.as_ref().map(|s| s.actor.clone()),
        language: language(request.headers()),
        theme: cookie(request.headers(), THEME).and_then(Theme::read).unwrap_or_default(),
        newest_first: cookie(request.headers(), TIMELINE) == Some(NEWEST),
        zone: cookie(request.headers(), ZONE).and_then(zone),
        demo: door.demo,
        site: assets::site(),
        ..RequestContext::default()
    };
    request.extensions_mut().insert(context);
    if let Some(signed_in) = signed_in {
        request.extensions_mut().insert(signed_in);
    }
    Ok(())
}

/// Who the session cookie stands for, now; whether someone uses it thereby.
pub(crate) async fn signed_in(
    door: &Door,
    headers: &HeaderMap,
    used: bool,
) -> Result<Option<SignedIn>, Problem> {
    let Some(token) = session::token(&door.base, headers) else { return Ok(None) };
    let found = if used { door.desk.session(token).await } else { door.desk.session_unused(token).await };
    match found {
        Ok(found) => Ok(found.map(|(key, actor)| SignedIn { key, actor })),
        Err(DeskError::Unavailable(cause)) => {
            // The desk says it in the log, once a minute.
            tracing::debug!(%cause, "sessions cannot be read");
            Err(Problem::Busy)
        }
        Err(error) => {
            tracing::error!(%error, "sessions cannot be read");
            Err(Problem::Fault)
        }
    }
}

/// An IANA zone, as the browser wrote it: `encodeURIComponent` makes `%2F` of its slash.
fn zone(value: &str) -> Option<String> {
    let name = value.replace("%2F", "/").replace("%2f", "/");
    name.parse::<chrono_tz::Tz>().is_ok().then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_zones_are_taken() {
        assert_eq!(zone("America%2FSao_Paulo").as_deref(), Some("America/Sao_Paulo"));
        assert_eq!(zone("Europe/Madrid").as_deref(), Some("Europe/Madrid"));
        assert_eq!(zone("<script>"), None);
    }
}
