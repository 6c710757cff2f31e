//! Going from page to page without loading a document: the socket, what waits to be sent and what is announced stay.
//!
//! The page that one works from, the board or a client's list, stays alive while a ticket's page is before it: it goes on
//! hearing what happens, and is there at once, as it was left. Only its elements are taken out of the document meanwhile, so
//! that nothing stands twice in it. Everything else is loaded by its address, as without a script.

#[cfg(feature = "hydrate")]
mod go;

#[cfg(not(feature = "ssr"))]
use crate::bundle::Bundle;
use crate::chunk::{Chunk, part};
use crate::location::Location;
use crate::shell::NotFoundPage;
use crate::ui::RwSignal;
use crate::ui::{dynamic, view};
use leptos::prelude::*;

/// The element of the page that one works from.
const BASE: &str = "base-page";

/// The pages that this document shows.
#[derive(Clone, Copy)]
pub struct Pages {
    /// The one that one works from, once it was shown.
    base: RwSignal<Option<Location>>,
    /// The one before it.
    over: RwSignal<Option<Location>>,
    /// How often one went somewhere: who is overtaken on the way does not arrive.
    #[cfg(feature = "hydrate")]
    turn: StoredValue<u32>,
}

impl Pages {
    /// With the page that the document was loaded for.
    pub fn new(first: Location) -> Self {
        let is_base = page(&first).is_some_and(Chunk::is_base);
        Self {
            base: RwSignal::new(is_base.then_some(first)),
            over: RwSignal::new((!is_base).then_some(first)),
            #[cfg(feature = "hydrate")]
            turn: StoredValue::new(0),
        }
    }

    /// Both, one of them seen.
    pub fn shown(self) -> impl IntoView {
        view! {
            <div id=BASE class="base-page">{dynamic(move || self.base.get().map(here))}</div>
            {dynamic(move || self.over.get().map(here))}
        }
    }
}

/// The page of a place, which is the place of everything on it.
fn here(at: Location) -> AnyView {
    provide_context(at);
    page(&at).map_or_else(|| NotFoundPage().into_any(), part)
}

/// The side that the page shows. Browser and server agree, or the one could not take over what the other has made.
#[cfg(feature = "ssr")]
fn is_team() -> bool {
    crate::request_context::request_context().actor.is_some_and(|actor| actor.role.is_team())
}

/// As the document says.
#[cfg(not(feature = "ssr"))]
pub(crate) fn is_team() -> bool {
    let html = document().document_element();
    html.and_then(|html| html.get_attribute("data-side")).is_some_and(|side| side == Bundle::Team.as_str())
}

/// The page of a path ([`PATHS`](crate::location::PATHS) lists them) for the people of this side. `None`: nothing is
/// here for this visitor.
pub(crate) fn page(location: &Location) -> Option<Chunk> {
    of_path(&location.path())
}

fn of_path(path: &str) -> Option<Chunk> {
    let mut parts = path.trim_matches('/').split('/');
    Some(match (is_team(), parts.next(), parts.next(), parts.next()) {
        (false, Some("entrar"), None, None) => Chunk::SignIn,
        (false, Some("chamados"), None, None) => Chunk::MyTickets,
        (false, Some("t"), Some(_), None) => Chunk::MyTicket,
        (true, Some("quadro"), _, None) => Chunk::Board,
        (true, Some("t"), Some(_), None) => Chunk::Ticket,
        _ => return None,
    })
}
