//! What the pages ask of a ticket, and the one door for every change.

use super::ask::server_function;
use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::request_context::{actor, desk, set_status};
#[cfg(feature = "ssr")]
use domain::Actor;
#[cfg(feature = "ssr")]
use domain::desk::ALL_AT_ONCE;
#[cfg(feature = "ssr")]
use domain::desk::TicketPage;
use domain::desk::{Load, MyTickets, Outcome, Page, Tab};
use domain::feed::{ClientTicket, TeamTicket};
use domain::{Command, DepartmentId, OpId, PersonId, Seq, TicketId};

server_function! {
    "execute" =>
    /// Carries out a command, once for each `op_id`. A refusal is an answer, with the status that fits it:
    /// 409 stale, 404 unseen, 422 otherwise. `from`: who asked for it, where the page says so.
    pub async fn execute(op_id: OpId, command: Command, from: Option<PersonId>) -> Result<Outcome, AppError> {
        use domain::Refusal;
        let actor = sender(from)?;
        let outcome = desk().execute(&actor, op_id, command).await.map_err(|e| AppError::from_desk(&e))?;
        match &outcome {
            Outcome::Done(_) => {}
            Outcome::Refused(Refusal::Stale { .. }) => set_status(http::StatusCode::CONFLICT),
            Outcome::Refused(Refusal::Unseen) => set_status(http::StatusCode::NOT_FOUND),
            Outcome::Refused(_) => set_status(http::StatusCode::UNPROCESSABLE_ENTITY),
        }
        Ok(outcome)
    }
}

/// Who is signed in, if it is still the one who asked: a page may be one person's while the browser's session has
/// become another's (decisions.md 5: never under another sign-in).
#[cfg(feature = "ssr")]
fn sender(from: Option<PersonId>) -> Result<Actor, AppError> {
    let actor = actor()?;
    if from.is_none_or(|person| person == actor.person) {
        Ok(actor)
    } else {
        Err(AppError::SignedOut.with_status())
    }
}

server_function! {
    "act_all" =>
    /// Carries out commands in their order, at most [`ALL_AT_ONCE`]: several selected cards, or what was done offline.
    /// Each is authorised and answered on its own, as [`execute`] would; the status tells of none of them.
    pub async fn act_all(
        commands: Vec<(OpId, Command)>,
        from: Option<PersonId>,
    ) -> Result<Vec<Result<Outcome, AppError>>, AppError> {
        let actor = sender(from)?;
        if commands.len() > ALL_AT_ONCE {
            return Err(AppError::Unreadable.with_status());
        }
        let outcomes = desk().execute_all(&actor, commands).await;
        Ok(outcomes.into_iter().map(|o| o.map_err(|e| AppError::of_desk(&e))).collect())
    }
}

server_function! {
    "loads" =>
    /// How much the colleagues have to do whom the viewer may make responsible in a department, or in all that they
    /// lead.
    pub async fn load_colleagues(department: Option<DepartmentId>) -> Result<Vec<Load>, AppError> {
        let actor = actor()?;
        desk().loads(&actor, department).await.map_err(|e| AppError::from_desk(&e))
    }
}

server_function! {
    "ticket" =>
    /// A ticket by its code, for the people who serve. A function a side: neither downloads how the other's is read.
    pub async fn load_ticket(code: String) -> Result<Page<TeamTicket>, AppError> {
        let actor = actor()?;
        match desk().ticket(&actor, &code).await.map_err(|e| AppError::from_desk(&e))? {
            TicketPage::Team(page) => Ok(*page),
            TicketPage::Client(_) => Err(AppError::NotFound.with_status()),
        }
    }
}

server_function! {
    "my_ticket" =>
    /// A ticket by its code, for its client.
    pub async fn load_my_ticket(code: String) -> Result<Page<ClientTicket>, AppError> {
        let actor = actor()?;
        match desk().ticket(&actor, &code).await.map_err(|e| AppError::from_desk(&e))? {
            TicketPage::Client(page) => Ok(*page),
            TicketPage::Team(_) => Err(AppError::NotFound.with_status()),
        }
    }
}

server_function! {
    "mark_read" =>
    /// Remembers that the viewer has read the ticket up to `seq`.
    pub async fn mark_read(ticket: TicketId, seq: Seq) -> Result<(), AppError> {
        let actor = actor()?;
        desk().mark_read(&actor, ticket, seq).await.map_err(|e| AppError::from_desk(&e))
    }
}

server_function! {
    "my_tickets" =>
    /// A client's own tickets.
    pub async fn load_my_tickets(tab: Tab, before: Option<Seq>) -> Result<MyTickets, AppError> {
        let actor = actor()?;
        desk().my_tickets(&actor, tab, before).await.map_err(|e| AppError::from_desk(&e))
    }
}
