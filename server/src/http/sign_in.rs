//! Signing in and out, by plain forms that need no script.

use super::address::{self, Peer};
use super::error_page::{Problem, refuse};
use super::limits::{self, read_body};
use super::next::{SIGN_IN, beyond_sign_in};
use super::pages::{home_of, render_again, request_context};
use super::{Door, session};
use app::request_context::{RequestContext, SignInNotice, SignInProblem};
use axum::Form;
use axum::body::Body;
use axum::extract::rejection::FormRejection;
use axum::extract::{FromRequest, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use desk::{SignIn, SignInError};
use http::header::{RETRY_AFTER, SET_COOKIE};
use http::{HeaderValue, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::net::IpAddr;
use std::sync::Arc;

#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// `POST /entrar`.
pub(crate) async fn sign_in(State(door): State<Arc<Door>>, request: Request) -> Response {
    let context = request_context(&request);
    let before = session::token(&door.base, request.headers()).map(str::to_owned);
    let address = client(&door, &request);
    let Fields { email, password, next } = match form(&door, request).await {
        Ok(fields) => fields,
        Err(response) => return response,
    };
    let context = RequestContext { next: beyond_sign_in(&next), actor: None, ..context };
    let email = email.trim().to_owned();
    if email.is_empty() || password.is_empty() {
        return again(&door, context, email, SignInProblem::Missing).await;
    }
    let wish = SignIn { email: email.clone(), password, address };
    let problem = match door.desk.sign_in(wish).await {
        Ok(signed_in) => {
            // A new token at every sign-in, and the browser's old session ends (T5).
            if let Some(token) = before
                && let Err(error) = door.desk.sign_out(&token).await
            {
                tracing::warn!(%error, "the browser's former session could not be ended");
            }
            let to = context.next.unwrap_or_else(|| home_of(&signed_in.actor).to_owned());
            let Some(cookie) = session::begin(&door.base, &signed_in.token) else {
                return again(&door, RequestContext::default(), email, SignInProblem::Unavailable).await;
            };
            return ([(SET_COOKIE, cookie)], Redirect::to(&to)).into_response();
        }
        Err(SignInError::Wrong) => SignInProblem::Wrong,
        Err(SignInError::Limited { retry_after }) => SignInProblem::Limited(retry_after.as_secs().max(1)),
        Err(SignInError::Unavailable(cause)) => {
            tracing::warn!(%cause, "nobody can sign in");
            SignInProblem::Unavailable
        }
    };
    again(&door, context, email, problem).await
}

/// The sign-in page again: the e-mail that was typed is kept, the password is not.
async fn again(door: &Arc<Door>, context: RequestContext, email: String, kind: SignInProblem) -> Response {
    let (status, wait) = match kind {
        SignInProblem::Wrong => (StatusCode::UNAUTHORIZED, None),
        SignInProblem::Missing => (StatusCode::UNPROCESSABLE_ENTITY, None),
        SignInProblem::Limited(seconds) => (StatusCode::TOO_MANY_REQUESTS, Some(seconds)),
        SignInProblem::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, Some(2)),
    };
    let context = RequestContext { notice: Some(SignInNotice { email, kind }), ..context };
    let mut response = render_again(door, SIGN_IN, context, status).await;
    if let Some(seconds) = wait {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// `POST /sair`.
pub(crate) async fn sign_out(State(door): State<Arc<Door>>, request: Request) -> Response {
    let token = session::token(&door.base, request.headers()).map(str::to_owned);
    if let Some(token) = token
        && let Err(error) = door.desk.sign_out(&token).await
    {
        // Saying "signed out" while the session lives on would be a lie.
        tracing::warn!(%error, "a sign-out failed");
        return refuse(&request, Problem::Busy);
    }
    let mut response = Redirect::to(SIGN_IN).into_response();
    if let Some(cookie) = session::end(&door.base) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

fn client(door: &Door, request: &Request) -> IpAddr {
    let peer = request.extensions().get::<Peer>().map_or_else(|| ([0, 0, 0, 0], 0).into(), |peer| peer.0);
    address::client(peer, request.headers(), &door.proxies)
}

/// Reads a plain form of a few short fields.
pub(crate) async fn form<T: DeserializeOwned>(door: &Door, request: Request) -> Result<T, Response> {
    form_of(door, request, limits::FORM).await
}

/// Reads a plain form of at most so many bytes.
pub(crate) async fn form_of<T: DeserializeOwned>(
    door: &Door,
    request: Request,
    most: usize,
) -> Result<T, Response> {
    let (parts, body) = request.into_parts();
    let read = match read_body(body, most, door.limits.body).await {
        Ok(body) => {
            let request = Request::from_parts(parts.clone(), Body::from(body));
            Form::from_request(request, &()).await.map_err(|rejection| match rejection {
                FormRejection::InvalidFormContentType(_) => Problem::WrongType,
                _ => Problem::Unreadable,
            })
        }
        Err(problem) => Err(problem),
    };
    match read {
        Ok(Form(fields)) => Ok(fields),
        Err(problem) => Err(refuse(&Request::from_parts(parts, Body::empty()), problem)),
    }
}
