//! The two halves of the app. Nobody's session shows pages of both, so a browser downloads the program of one; the
//! server holds both.

use crate::shell::NotFoundPage;
use domain::Actor;
use leptos::prelude::*;

/// A half of the app, and the program of the browser that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// Of the people who serve: the board, the ticket with its internal comments.
    Team,
    /// Of the people who ask, and of everyone who has yet to sign in.
    Portal,
}

impl Half {
    /// The half that a visitor sees.
    pub fn of(actor: Option<&Actor>) -> Self {
        if actor.is_some_and(|actor| actor.role.is_team()) { Self::Team } else { Self::Portal }
    }

    /// Whether the page that is being made shows this half: on the server by who looks, in the browser by the
    /// program that was sent. Both agree, or the browser could not take the page over.
    #[cfg(feature = "ssr")]
    pub(crate) fn is_shown(self) -> bool {
        Self::of(crate::visit::visit().actor.as_ref()) == self
    }

    /// See the server's.
    #[cfg(not(feature = "ssr"))]
    pub(crate) fn is_shown(self) -> bool {
        match self {
            Self::Team => cfg!(feature = "team"),
            Self::Portal => cfg!(feature = "portal"),
        }
    }
}

/// A page of the other half: nothing is here for this visitor. Who comes by a link inside of the app may be
/// somebody else by now, so the server is asked, and sends the program that fits.
pub(crate) fn elsewhere() -> AnyView {
    #[cfg(feature = "hydrate")]
    if !Owner::current_shared_context().is_some_and(|page| page.during_hydration()) {
        let location = leptos_router::hooks::use_location();
        let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
        let address = if search.is_empty() { path } else { format!("{path}?{search}") };
        // A browser that refuses to go stays on an empty page, with its own way back.
        window().location().assign(&address).ok();
        return ().into_any();
    }
    NotFoundPage().into_any()
}
