//! The one error that crosses the border. It carries a code; the sentence is in the catalogue, the cause in the
//! server's log.

use crate::api::wire::JsonText;
use crate::i18n::Words;
use domain::Refusal;
use domain::desk::Outcome;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// Why a server function gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    /// Nobody is signed in, or no more.
    SignedOut,
    /// Absent, or not for these eyes: both answer alike.
    NotFound,
    /// The role does not reach there.
    NotPermitted,
    /// The request cannot be read.
    Unreadable,
    /// The database does not answer now.
    Unavailable,
    /// The server is at fault.
    Internal,
    /// The server was not reached.
    Offline,
    /// An `Outcome::Refused` as the browser reads it. The server answers refusals as values, with a status such as
    /// 409; the browser's half of a server function decodes every such body as an error, and the two have the
    /// same JSON: see [`AppError::into_outcome`].
    Refused(Refusal),
}

impl AppError {
    /// A refusal is an outcome, not an error.
    pub fn into_outcome(self) -> Result<Outcome, Self> {
        match self {
            Self::Refused(refusal) => Ok(Outcome::Refused(refusal)),
            other => Err(other),
        }
    }

    /// The sentence for people.
    pub fn sentence(&self, words: &'static Words) -> &'static str {
        let w = &words.common;
        match self {
            Self::SignedOut => w.signed_out,
            Self::NotFound => w.not_found_text,
            Self::NotPermitted => words.ticket_words.refused_not_permitted,
            Self::Unavailable => w.busy_text,
            Self::Unreadable | Self::Internal | Self::Refused(_) => w.error_text,
            Self::Offline => w.offline,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonText;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let error = match error {
            ServerFnErrorErr::Request(_) => Self::Offline,
            // Of the question: the browser reads answers itself (`api/ask.rs`).
            ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => Self::Unreadable,
            _ => Self::Internal,
        };
        // Leptos would answer 500 to all of them.
        #[cfg(feature = "ssr")]
        let error = error.with_status();
        error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_outcome_is_read_as_the_error_of_the_same_name() {
        let outcome = Outcome::Refused(Refusal::WipLimit { limit: 8 });
        let body = serde_json::to_string(&outcome).unwrap();
        let error: AppError = serde_json::from_str(&body).unwrap();
        assert_eq!(error.into_outcome(), Ok(outcome));
    }
}
