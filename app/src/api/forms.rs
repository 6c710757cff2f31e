//! What plain forms send where no script runs: a reply and an internal comment. Two addresses, so that neither can be
//! taken for the other (R76).

use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::visit::{actor, desk};
use leptos::prelude::*;

/// A public reply from a plain form, of the client or of an agent; then back to the ticket.
#[server(prefix = "/api", endpoint = "reply_form")]
pub async fn reply_form(code: String, op_id: String, text: String) -> Result<(), AppError> {
    write(&code, &op_id, |id| domain::Command::Reply(id, domain::ticket::Reply { text, then: None })).await
}

/// An internal comment from a plain form; then back to the ticket.
#[server(prefix = "/api", endpoint = "comment_form")]
pub async fn comment_form(code: String, op_id: String, text: String) -> Result<(), AppError> {
    write(&code, &op_id, |id| domain::Command::Comment(id, text)).await
}

#[cfg(feature = "ssr")]
async fn write(
    code: &str,
    op_id: &str,
    command: impl FnOnce(domain::TicketId) -> domain::Command,
) -> Result<(), AppError> {
    use domain::OpId;
    use domain::desk::{Outcome, TicketPage};
    // What is sent back to is built from eight hex digits, never from what came (T4).
    let code = domain::ids::read_code(code).ok_or_else(|| AppError::NotFound.with_status())?;
    let Ok(actor) = actor() else {
        leptos_axum::redirect(&format!("/entrar?next=/t/{code}"));
        return Ok(());
    };
    let op_id = op_id.parse().map_or_else(|_| super::new_op(), OpId);
    let id = match desk().ticket(&actor, &code).await.map_err(|e| AppError::from_desk(&e))? {
        TicketPage::Team(page) => page.content.card.id(),
        TicketPage::Client(page) => page.content.card.id,
    };
    let outcome = desk().execute(&actor, op_id, command(id)).await;
    let mark = if matches!(outcome, Ok(Outcome::Done(_))) { "" } else { "?recusado=1" };
    leptos_axum::redirect(&format!("/t/{code}{mark}"));
    Ok(())
}
