//! Who is signed in: asked by a page whose socket was refused, because a page cannot read why.

use super::ask::server_function;
use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::request_context::{desk, request_context};
use domain::Actor;
use serde::{Deserialize, Serialize};

/// Who is signed in, and which build answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// Nobody, where the session has ended.
    pub actor: Option<Actor>,
    /// A page of another build asks to be reloaded.
    pub build: String,
}

server_function! {
    "who_am_i" =>
    /// Who is signed in.
    pub async fn who_am_i() -> Result<Presence, AppError> {
        Ok(Presence { actor: request_context().actor, build: desk().build().to_owned() })
    }
}
