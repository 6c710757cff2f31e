//! How a screen sends a command: with a name of its own, through the one queue of the tab.

use crate::error::AppError;
use domain::desk::Outcome;
use domain::{Command, OpId};

/// A new name for an intent.
#[expect(
    clippy::disallowed_methods,
    reason = "the caller names its own intents (decisions.md 5): the desk cannot"
)]
pub fn new_op() -> OpId {
    OpId(uuid::Uuid::new_v4())
}

/// Sends a command, at most once however often it is tried. A refusal is an outcome. The answer comes when the desk
/// has given it: also after a cut, and in this visit only if it comes in this visit.
pub async fn send(command: Command) -> Result<Outcome, AppError> {
    send_as(new_op(), command).await
}

/// Sends a command under a name that the caller keeps: sending it again cannot write the same message twice.
#[cfg(feature = "hydrate")]
pub async fn send_as(op_id: OpId, command: Command) -> Result<Outcome, AppError> {
    super::ask(op_id, command).await
}

/// Commands are sent by browsers; the server has no queue.
#[cfg(not(feature = "hydrate"))]
pub async fn send_as(op_id: OpId, command: Command) -> Result<Outcome, AppError> {
    crate::api::execute(op_id, command, None).await
}
