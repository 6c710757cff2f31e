//! The ticket beside the board.

use super::location::BoardLocation;
use crate::ticket::{TicketPanel, Way};
use crate::ui::{memo, view};
use leptos::prelude::*;

/// The ticket that the address names.
#[component]
pub fn BoardPanel() -> impl IntoView {
    let location = expect_context::<BoardLocation>();
    let code = memo(move || location.address.with(|address| address.ticket.clone()));
    let shown = Signal::derive(move || code.get().unwrap_or_default());
    let way = Way { landing: location.landing, on_close: Callback::new(move |()| location.close()) };
    view! { <TicketPanel code=shown way/> }
}
