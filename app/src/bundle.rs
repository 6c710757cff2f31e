//! The two bundles of the app. Nobody's session shows pages of both, so a browser downloads the program of one; the
//! server holds both.

use domain::Actor;
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;

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
}

/// Addresses of the browser's side, named by their content. Empty where the site was not built.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
pub struct SiteFiles {
    /// The team's program.
    pub team: Program,
    /// The portal's program.
    pub portal: Program,
    /// The style sheet.
    pub css: String,
    /// A hash of them all: a page of another build asks to be reloaded.
    pub build: String,
}

/// A program for the browser: one bundle of the app.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
pub struct Program {
    /// The glue.
    pub js: String,
    /// The module.
    pub wasm: String,
    /// Its words: a file for each [`Language::tag`](crate::i18n::Language::tag).
    pub words: BTreeMap<String, String>,
}

#[cfg(feature = "ssr")]
impl SiteFiles {
    /// Whether both programs were built.
    pub fn is_whole(&self) -> bool {
        !self.team.js.is_empty() && !self.portal.js.is_empty()
    }

    /// The program that holds a bundle.
    pub fn program(&self, bundle: Bundle) -> &Program {
        match bundle {
            Bundle::Team => &self.team,
            Bundle::Portal => &self.portal,
        }
    }
}
