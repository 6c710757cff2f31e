//! What is said when a request cannot be answered: a sentence in the visitor's language, and the request's name.
//!
//! Plain HTML without the application, so that it stands when the application does not.

use super::language::language;
use super::request_id::RequestId;
use super::{assets, security_headers};
use app::error::AppError;
use app::i18n::{Language, fill};
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, StatusCode};

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// A page of another site asked for it (T4).
    OtherOrigin,
    /// The body is beyond its limit.
    TooLarge,
    /// The body did not come in time.
    SlowBody,
    /// The body, or the address, cannot be read.
    Unreadable,
    /// A body of a kind that is not taken here.
    WrongType,
    /// Nothing is there under this method.
    WrongMethod,
    /// Nothing is there.
    NotFound,
    /// Nobody is signed in.
    SignedOut,
    /// This person has as many connections as one may have.
    TooManySockets,
    /// All hands are full, or the desk does not answer.
    Busy,
    /// The answer took too long.
    Slow,
    /// The program is at fault.
    Fault,
}

impl Problem {
    fn status(self) -> StatusCode {
        match self {
            Self::OtherOrigin => StatusCode::FORBIDDEN,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::SlowBody => StatusCode::REQUEST_TIMEOUT,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::WrongType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::TooManySockets => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::Slow => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The same, as the server functions' callers read it.
    fn code(self) -> AppError {
        match self {
            Self::OtherOrigin => AppError::NotPermitted,
            Self::TooLarge | Self::SlowBody | Self::Unreadable | Self::WrongType | Self::WrongMethod => {
                AppError::Unreadable
            }
            Self::NotFound => AppError::NotFound,
            Self::SignedOut => AppError::SignedOut,
            Self::TooManySockets | Self::Busy | Self::Slow => AppError::Unavailable,
            Self::Fault => AppError::Internal,
        }
    }

    /// Title and sentence.
    fn words(self, language: Language) -> (&'static str, &'static str) {
        let w = &language.words().common;
        match self {
            Self::OtherOrigin => (w.forbidden_title, w.forbidden_text),
            Self::TooLarge => (w.too_large_title, w.too_large_text),
            Self::NotFound | Self::WrongMethod => (w.not_found_title, w.not_found_text),
            Self::SignedOut => (w.error_title, w.signed_out),
            Self::TooManySockets | Self::Busy | Self::Slow => (w.busy_title, w.busy_text),
            Self::SlowBody | Self::Unreadable | Self::WrongType | Self::Fault => {
                (w.error_title, w.error_text)
            }
        }
    }
}

/// How the asker wants to be answered.
pub(crate) struct Asked {
    language: Language,
    program: bool,
}

impl Asked {
    pub(crate) fn of(request: &Request) -> Self {
        Self::by(request.uri().path(), request.headers())
    }

    pub(crate) fn by(path: &str, headers: &HeaderMap) -> Self {
        let program = ["/feed", "/health/", "/api/"].iter().any(|start| path.starts_with(start));
        Self { language: language(headers), program }
    }
}

/// Says it: as a page to people, as a code to programs.
pub(crate) fn respond(asked: &Asked, id: &RequestId, problem: Problem) -> Response {
    let response = if asked.program {
        axum::Json(problem.code()).into_response()
    } else {
        page(html(asked.language, id, problem, ""))
    };
    with_status(response, problem)
}

fn page(html: String) -> Response {
    let mut page = Response::new(Body::from(html));
    let headers = page.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_SECURITY_POLICY, security_headers::PLAIN_PAGE);
    page
}

fn with_status(mut response: Response, problem: Problem) -> Response {
    *response.status_mut() = problem.status();
    retry_after(problem, response.headers_mut());
    response
}

/// Who sent a form, and where: kept while the form itself is read.
pub(crate) struct Asker {
    language: Language,
    id: RequestId,
    address: String,
}

impl Asker {
    pub(crate) fn of(request: &Request) -> Self {
        let id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
        Self { language: Asked::of(request).language, id, address: request.uri().to_string() }
    }

    /// What was asked could not be done, and its page cannot be shown either.
    pub(crate) fn say(&self, problem: Problem) -> Response {
        let form = if problem == Problem::SignedOut { self.sign_in() } else { String::new() };
        with_status(page(html(self.language, &self.id, problem, &form)), problem)
    }

    /// The way to sign in beside what was typed.
    fn sign_in(&self) -> String {
        let text = escape(self.language.words().common.sign_in_again);
        format!(r#"<p><a href="/entrar" target="_blank">{text}</a></p>"#)
    }

    /// What was written could not be taken, and its page cannot be shown either: it comes back in a field of its
    /// own, to be sent again under the same name.
    pub(crate) fn keep(&self, problem: Problem, op_id: &str, text: &str) -> Response {
        let w = &self.language.words().common;
        let sign_in = if problem == Problem::SignedOut { self.sign_in() } else { String::new() };
        let again = if problem == Problem::NotFound {
            String::new()
        } else {
            format!(r#"<p><button class="button primary">{}</button></p>"#, escape(w.retry))
        };
        // A line break right after the tag would be swallowed.
        let form = format!(
            r#"{sign_in}<form method="post" action="{action}"><input type="hidden" name="op_id" value="{op_id}"><textarea class="input" name="text" rows="8" required aria-label="{label}">
{text}</textarea>{again}</form>"#,
            action = escape(&self.address),
            op_id = escape(op_id),
            label = escape(w.typed),
            text = escape(text),
        );
        with_status(page(html(self.language, &self.id, problem, &form)), problem)
    }
}

/// Says it from inside, where the request is at hand.
pub(crate) fn refuse(request: &Request, problem: Problem) -> Response {
    let id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    respond(&Asked::of(request), &id, problem)
}

fn retry_after(problem: Problem, headers: &mut HeaderMap) {
    let seconds = match problem {
        Problem::Busy | Problem::Slow => "2",
        Problem::TooManySockets => "30",
        _ => return,
    };
    headers.insert(RETRY_AFTER, HeaderValue::from_static(seconds));
}

fn html(language: Language, id: &RequestId, problem: Problem, form: &str) -> String {
    let (title, text) = problem.words(language);
    let w = &language.words().common;
    let support = match problem {
        Problem::Fault | Problem::Slow | Problem::Unreadable => {
            format!("<p><small>{}</small></p>", escape(&fill(w.error_request, &[("id", &id.0)])))
        }
        _ => String::new(),
    };
    let css = &assets::site().css;
    let style = if css.is_empty() {
        String::new()
    } else {
        format!(r#"<link rel="stylesheet" href="{}">"#, escape(css))
    };
    format!(
        r#"<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} · {product}</title>{style}</head><body><main class="alone"><h1>{title}</h1><p>{text}</p>{support}{form}<p><a href="/">{home}</a></p></main></body></html>"#,
        lang = language.tag(),
        title = escape(title),
        product = escape(w.product),
        text = escape(text),
        home = escape(w.go_home),
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
