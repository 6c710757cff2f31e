//! What the door knows of a request before a page is rendered. The server puts a [`RequestContext`] into the request's
//! extensions; pages and server functions read it from there.

use crate::bundle::SiteFiles;
use crate::error::AppError;
use crate::i18n::Language;
use domain::Actor;
use domain::desk::{Desk, DeskError};
use leptos::prelude::{expect_context, use_context, with_context};
use std::sync::Arc;

/// Who asks, in which language, for which page.
#[derive(Clone, Debug, Default)]
pub struct RequestContext {
    /// Who is signed in, as the database has them now.
    pub actor: Option<Actor>,
    /// The language to answer in.
    pub language: Language,
    /// The theme that was chosen.
    pub theme: Theme,
    /// Conversations show the newest above (R74).
    pub newest_first: bool,
    /// The viewer's IANA zone, as their browser named it.
    pub zone: Option<String>,
    /// The demo: its sign-in page offers one-click buttons.
    pub demo: bool,
    /// Why the sign-in page is shown again.
    pub notice: Option<SignInNotice>,
    /// Where to go after signing in: a path of this site.
    pub next: Option<String>,
    /// What a plain form on a ticket's page sent, and why it was refused: the page is shown again with it.
    pub unsent: Option<Unsent>,
    /// The files of the browser's side.
    pub site: Arc<SiteFiles>,
}

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The word in the cookie and in `data-theme`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads the word of the cookie.
    pub fn read(word: &str) -> Option<Self> {
        [Self::System, Self::Light, Self::Dark].into_iter().find(|t| t.as_str() == word)
    }
}

/// Why a sign-in failed. The e-mail that was typed is kept; the password never is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInNotice {
    /// As it was typed.
    pub email: String,
    /// Why.
    pub kind: SignInProblem,
}

/// A plain form of a ticket's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlainForm {
    /// A public message.
    Reply,
    /// An internal comment (R17).
    Comment,
    /// Another status, agent or priority; a client's end of it.
    Change,
    /// The same, with a reason that the team alone reads.
    Explained,
    /// The page of the account's tags.
    Tags,
}

/// What was sent and not taken. A text comes back in its field, with the sentence beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    /// By which form.
    pub form: PlainForm,
    /// As it was typed.
    pub text: String,
    /// Why, as a sentence.
    pub why: String,
}

/// Why a sign-in failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInProblem {
    /// E-mail or password is wrong; which, is not said.
    Wrong,
    /// A field is empty.
    Missing,
    /// Too many failures: when to try again, in seconds.
    Limited(u64),
    /// The database does not answer.
    Unavailable,
}

/// That of the request which is being answered.
pub fn request_context() -> RequestContext {
    of_context(RequestContext::clone).unwrap_or_default()
}

/// The visitor's zone, where their browser has named it. Asked for each time on a page: without a copy of the rest.
pub fn zone() -> Option<chrono_tz::Tz> {
    of_context(|context| context.zone.as_ref()?.parse().ok()).flatten()
}

fn of_context<T>(read: impl FnOnce(&RequestContext) -> T) -> Option<T> {
    with_context::<http::request::Parts, _>(|parts| parts.extensions.get::<RequestContext>().map(read))
        .flatten()
}

/// The desk.
pub fn desk() -> Arc<dyn Desk> {
    expect_context::<Arc<dyn Desk>>()
}

/// Who is signed in, or the error that asks to sign in.
pub fn actor() -> Result<Actor, AppError> {
    request_context().actor.ok_or_else(|| AppError::SignedOut.with_status())
}

impl AppError {
    /// Sets the answer's status to fit the error, and passes it on.
    #[must_use]
    pub fn with_status(self) -> Self {
        set_status(self.status());
        self
    }

    /// What the desk could not do, as the browser may know it. The cause goes to the log, never to the client.
    pub fn from_desk(error: &DeskError) -> Self {
        Self::of_desk(error).with_status()
    }

    /// The same as one answer among several: the status of the whole says nothing of it.
    pub fn of_desk(error: &DeskError) -> Self {
        match error {
            DeskError::Unseen => Self::NotFound,
            DeskError::NotPermitted => Self::NotPermitted,
            DeskError::Refused(refusal) => Self::Refused(refusal.clone()),
            DeskError::Unavailable(cause) => {
                // The desk says it in the log, once a minute.
                tracing::debug!(%cause, "the desk is unavailable");
                Self::Unavailable
            }
            DeskError::Internal(cause) => {
                tracing::error!(%cause, "the desk failed");
                Self::Internal
            }
        }
    }

    fn status(&self) -> http::StatusCode {
        match self {
            Self::SignedOut => http::StatusCode::UNAUTHORIZED,
            Self::NotFound => http::StatusCode::NOT_FOUND,
            Self::NotPermitted => http::StatusCode::FORBIDDEN,
            Self::Unreadable => http::StatusCode::BAD_REQUEST,
            Self::Unavailable | Self::Offline => http::StatusCode::SERVICE_UNAVAILABLE,
            Self::Refused(_) => http::StatusCode::UNPROCESSABLE_ENTITY,
            Self::Internal => http::StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// Sets the status of the answer that is being made.
pub fn set_status(status: http::StatusCode) {
    if let Some(options) = use_context::<leptos_axum::ResponseOptions>() {
        options.set_status(status);
    }
}
