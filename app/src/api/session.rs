//! Who is signed in: asked by a page whose socket was refused, because a page cannot read why.

#![cfg_attr(feature = "ssr", expect(clippy::unused_async, reason = "asynchronous for the browser that asks"))]

use super::wire::Json;
use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::visit::{desk, visit};
use domain::Actor;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Who is signed in, and which build answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// Nobody, where the session has ended.
    pub actor: Option<Actor>,
    /// A page of another build asks to be reloaded.
    pub build: String,
}

/// Who is signed in.
#[server(prefix = "/api", endpoint = "who_am_i", input = Json, output = Json)]
pub async fn who_am_i() -> Result<Presence, AppError> {
    Ok(Presence { actor: visit().actor, build: desk().build().to_owned() })
}
