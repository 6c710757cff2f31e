//! The two bundles of the app. Nobody's session shows pages of both, so a browser downloads the program of one; the
//! server holds both.

use crate::shell::NotFoundPage;
use domain::Actor;
use leptos::prelude::*;

/// A bundle of the app, and the program of the browser that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bundle {
    /// Of the people who serve: the board, the ticket with its internal comments.
    Team,
    /// Of the people who ask, and of everyone who has yet to sign in.
    Portal,
}

impl Bundle {
    /// The bundle that a visitor sees.
    pub fn of(actor: Option<&Actor>) -> Self {
        if actor.is_some_and(|actor| actor.role.is_team()) { Self::Team } else { Self::Portal }
    }

    /// Whether the page that is being made shows this bundle: on the server by who looks, in the browser by the
    /// program that was sent. Both agree, or the browser could not take the page over.
    #[cfg(feature = "ssr")]
    pub(crate) fn is_shown(self) -> bool {
        Self::of(crate::request_context::request_context().actor.as_ref()) == self
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

/// A page of the other bundle: nothing is here for this visitor.
pub(crate) fn elsewhere() -> AnyView {
    NotFoundPage().into_any()
}
