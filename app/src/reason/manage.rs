//! `/motivos`: an administrator says of which changes the team tells why. A plain form of the server: the page is opened
//! once a year, and downloads no program.

use crate::api::load_board;
use crate::error::AppError;
use crate::i18n::words;
use crate::reason::REASONS_PAGE;
use crate::request_context::actor;
use crate::shell::settings_page;
use crate::ui::view;
use domain::reason::{ReasonFor, sets_reasons};
use leptos::prelude::*;

/// The page, or why there is none for this visitor.
pub async fn reasons_page() -> Result<AnyView, AppError> {
    if !sets_reasons(&actor()?) {
        return Err(AppError::NotFound.with_status());
    }
    let board = load_board(domain::desk::BoardQuery::default(), None).await?;
    let w = &words().reason;
    let choice = |kind: ReasonFor| {
        let checked = board.rules.reasons.ask(kind);
        view! { <label><input type="checkbox" name=kind.as_str() value="on" checked=checked/>{name(kind)}</label> }
    };
    let forms = view! {
        <form method="post" action=REASONS_PAGE class="reason-kinds">
            <fieldset>
                <legend>{w.kinds}</legend>
                {ReasonFor::ALL.map(choice).collect_view()}
            </fieldset>
            <button class="button primary">{words().common.save}</button>
        </form>
    };
    Ok(settings_page(w.title, w.manage_hint, forms.into_any()))
}

/// What a kind of change is called, for people.
fn name(kind: ReasonFor) -> &'static str {
    let w = &words().reason;
    match kind {
        ReasonFor::Resolution => w.kind_resolution,
        ReasonFor::Reopening => w.kind_reopening,
        ReasonFor::Waiting => w.kind_waiting,
        ReasonFor::Status => w.kind_status,
        ReasonFor::Assignment => w.kind_assignment,
        ReasonFor::Priority => w.kind_priority,
        ReasonFor::Tags => w.kind_tags,
        ReasonFor::Snooze => w.kind_snooze,
        ReasonFor::Archive => w.kind_archive,
    }
}
