//! The two sides of the app. Nobody's session shows pages of both, so a browser downloads the words of one.

use domain::Actor;
#[cfg(feature = "ssr")]
use std::collections::BTreeMap;

/// A side of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bundle {
    /// Of the people who serve: the board, the ticket with its internal comments.
    Team,
    /// Of the people who ask, and of everyone who has yet to sign in.
    Portal,
}

impl Bundle {
    /// The side that a visitor sees.
    pub fn of(actor: Option<&Actor>) -> Self {
        if actor.is_some_and(|actor| actor.role.is_team()) { Self::Team } else { Self::Portal }
    }

    /// Its word in the document, where the browser reads which side the server has shown, and in the site's manifest.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Portal => "portal",
        }
    }
}

/// Addresses of the browser's side, named by their content. Empty where the site was not built.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
pub struct SiteFiles {
    /// The script that starts the program.
    pub js: String,
    /// The part of the program that every page needs, for pages that need no other.
    pub pack: String,
    /// That part and a page's own in one file, by [`Chunk::download`](crate::chunk::Chunk::download).
    pub packs: BTreeMap<String, String>,
    /// The parts of each download, beside the one that every page needs.
    pub chunks: BTreeMap<String, Vec<String>>,
    /// The words: by [`Bundle::as_str`], then by [`Language::tag`](crate::i18n::Language::tag).
    pub words: BTreeMap<String, BTreeMap<String, String>>,
    /// The style sheet.
    pub css: String,
    /// A hash of them all: a page of another build asks to be reloaded.
    pub build: String,
}

#[cfg(feature = "ssr")]
impl SiteFiles {
    /// Whether the program was built.
    pub fn is_whole(&self) -> bool {
        !self.js.is_empty()
    }

    /// The words of a side in a language.
    pub fn words(&self, bundle: Bundle, language: crate::i18n::Language) -> Option<&str> {
        self.words.get(bundle.as_str())?.get(language.tag()).map(String::as_str)
    }
}
