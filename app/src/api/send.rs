//! How a screen sends a command: with a name of its own, and again under the same name where the way was lost.

use super::execute;
use crate::error::AppError;
use domain::desk::Outcome;
use domain::{Command, OpId};

/// Attempts after the first one.
const RETRIES: u32 = 3;
/// The first wait in milliseconds; each further one is three times as long.
#[cfg(feature = "hydrate")]
const FIRST_WAIT_MS: i32 = 400;

/// A new name for a wish.
#[expect(
    clippy::disallowed_methods,
    reason = "the caller names its own wishes (decisions.md 5): the desk cannot"
)]
pub fn new_op() -> OpId {
    OpId(uuid::Uuid::new_v4())
}

/// Sends a command, at most once however often it is tried. A refusal is an outcome.
pub async fn send(command: Command) -> Result<Outcome, AppError> {
    send_as(new_op(), command).await
}

/// Sends a command under a name that the caller keeps: pressing the button again after "sem conexão" then cannot
/// write the same message twice.
pub async fn send_as(op_id: OpId, command: Command) -> Result<Outcome, AppError> {
    let mut tried = 0;
    loop {
        let answer = match execute(op_id, command.clone()).await {
            Ok(outcome) => Ok(outcome),
            Err(error) => error.into_outcome(),
        };
        match answer {
            Err(AppError::Offline | AppError::Unavailable) if tried < RETRIES => {
                wait(tried).await;
                tried += 1;
            }
            answer => return answer,
        }
    }
}

#[cfg(feature = "hydrate")]
async fn wait(tried: u32) {
    let ms = FIRST_WAIT_MS * 3_i32.pow(tried);
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        // Without a timer the next try comes at once, which is no harm.
        leptos::prelude::window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms).ok();
    });
    wasm_bindgen_futures::JsFuture::from(promise).await.ok();
}

/// Commands are sent by browsers; the server never waits here.
#[cfg(not(feature = "hydrate"))]
#[expect(clippy::unused_async, reason = "as the browser's half")]
async fn wait(_tried: u32) {}
