//! What a browser says of its reader before anyone is signed in: the language, and the cookies of their choices.

use super::session::cookie;
use app::i18n::Language;
use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;

/// The language cookie's name.
pub(crate) const LANGUAGE: &str = "chama_lang";
/// The theme cookie's name.
pub(crate) const THEME: &str = "chama_theme";
/// The cookie that says which end of a conversation is above, and its word for the newest (R74).
pub(crate) const TIMELINE: &str = "chama_timeline";
pub(crate) const NEWEST: &str = "newest";

/// The chosen language, else the browser's.
pub(crate) fn language(headers: &HeaderMap) -> Language {
    let accepted = || {
        let header = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
        Some(Language::accepted(header))
    };
    cookie(headers, LANGUAGE).and_then(Language::read).or_else(accepted).unwrap_or_default()
}
