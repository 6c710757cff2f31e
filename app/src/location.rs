//! Where a page is. A page has its path; what is chosen on it stands in the query, and links marked `data-here` change that
//! alone. Which page a path shows: [`pages`](crate::pages).

use crate::ui::RwSignal;
use leptos::prelude::*;

/// The paths of the pages, as the server's router writes them.
pub const PATHS: [&str; 10] = [
    "/chamados",
    "/entrar",
    "/etiquetas",
    "/imprimir/chamados",
    "/imprimir/quadro",
    "/imprimir/quadro/{department}",
    "/motivos",
    "/quadro",
    "/quadro/{department}",
    "/t/{code}",
];

/// Told on the window before the page that one works from is taken out of the document, and once it is back.
#[cfg(feature = "hydrate")]
pub const LEAVES: &str = "leaves";
/// See [`LEAVES`].
#[cfg(feature = "hydrate")]
pub const COME_BACK: &str = "come-back";

/// Path and query of a page.
#[derive(Clone, Copy)]
pub struct Location {
    path: StoredValue<String>,
    query: RwSignal<String>,
}

/// Where the page is.
pub fn location() -> Location {
    expect_context()
}

impl Location {
    /// Of the page that is being rendered, or was loaded.
    pub fn new() -> Self {
        let (path, query) = present();
        Self::at(path, query)
    }

    /// There.
    pub(crate) fn at(path: String, query: String) -> Self {
        Self { path: StoredValue::new(path), query: RwSignal::new(query) }
    }

    /// The path: it stays the same as long as the page does.
    pub fn path(self) -> String {
        self.path.get_value()
    }

    /// The last part of `/quadro/suporte` and `/t/A1B2C3D4`.
    pub fn part(self) -> Option<String> {
        self.path.with_value(|path| path.split('/').nth(2).filter(|part| !part.is_empty()).map(read))
    }

    /// Path and query, as a link.
    pub fn link(self) -> String {
        let (path, query) = (self.path(), self.query.get());
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }

    /// A word of the query.
    pub fn word(self, key: &str) -> Option<String> {
        self.query.with(|query| word(query, key))
    }

    /// The address has another query now.
    #[cfg(feature = "hydrate")]
    pub(crate) fn set_query(self, query: String) {
        if self.query.with_untracked(|before| *before != query) {
            self.query.set(query);
        }
    }

    /// The query says no such word any more.
    #[cfg(feature = "hydrate")]
    pub(crate) fn forget(self, key: &str) {
        self.set_query(self.query.with_untracked(|query| without(query, key)));
    }

    /// Another query, under the same path. `replace` leaves no step for the back button.
    pub fn go(self, to: &str, replace: bool) {
        let query = to.split_once('?').map_or("", |(_, query)| query);
        if self.query.with_untracked(|before| before != query) {
            // A page behind another one has no say over the address.
            if present().0 == self.path() {
                push(to, replace);
            }
            self.query.set(query.to_owned());
        }
    }
}

impl Default for Location {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(feature = "ssr")]
fn present() -> (String, String) {
    with_context::<http::request::Parts, _>(|parts| {
        (parts.uri.path().to_owned(), parts.uri.query().unwrap_or_default().to_owned())
    })
    .unwrap_or_default()
}

/// Path and query of the browser's address.
#[cfg(not(feature = "ssr"))]
pub(crate) fn present() -> (String, String) {
    let location = window().location();
    let query = location.search().unwrap_or_default();
    (location.pathname().unwrap_or_default(), query.trim_start_matches('?').to_owned())
}

/// Another address for the browser. `replace` leaves no step for the back button.
#[cfg(feature = "hydrate")]
pub(crate) fn push(to: &str, replace: bool) {
    let Ok(history) = window().history() else { return };
    let state = wasm_bindgen::JsValue::NULL;
    let pushed = if replace {
        history.replace_state_with_url(&state, "", Some(to))
    } else {
        history.push_state_with_url(&state, "", Some(to))
    };
    // A browser that is asked too often says no: the page goes on, its address is late.
    pushed.ok();
}

#[cfg(not(feature = "hydrate"))]
fn push(_to: &str, _replace: bool) {}

/// A word of a query, decoded.
pub fn word(query: &str, key: &str) -> Option<String> {
    query.split('&').find_map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (name == key).then(|| read(value))
    })
}

/// What is no text stays as it is written.
fn read(text: &str) -> String {
    decode(text).unwrap_or_else(|| text.to_owned())
}

/// A query without that word.
#[cfg(any(test, feature = "hydrate"))]
pub(crate) fn without(query: &str, key: &str) -> String {
    let stays = |pair: &&str| pair.split('=').next() != Some(key);
    query.split('&').filter(stays).collect::<Vec<_>>().join("&")
}

/// One word more for a query.
pub fn add_word(query: &mut String, key: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(key);
    query.push('=');
    query.push_str(&encode(value, |byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)));
}

/// A text as an address takes it: bytes that may not stay are written as `%C3`.
pub fn encode(text: &str, stays: impl Fn(u8) -> bool) -> String {
    let digit = |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value)]);
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if stays(byte) {
            out.push(char::from(byte));
        } else {
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
        out
    })
}

/// A text as it was before an address or a form took it; `None` where it was none.
pub fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    let digit = |byte: Option<u8>| char::from(byte?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => digit(rest.next())? << 4 | digit(rest.next())?,
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_as_they_were_written() {
        let mut query = String::new();
        for (key, value) in [("visao", "atrasados"), ("q", "ação & nota=1 + 2 %"), ("t", "A1B2C3D4")] {
            add_word(&mut query, key, value);
        }
        assert!(!query.contains(' ') && query.matches('&').count() == 2, "{query}");
        assert_eq!(word(&query, "visao").as_deref(), Some("atrasados"));
        assert_eq!(word(&query, "q").as_deref(), Some("ação & nota=1 + 2 %"));
        assert_eq!(word(&query, "t").as_deref(), Some("A1B2C3D4"));
        assert_eq!(word(&query, "ordem"), None);
        assert_eq!(without(&query, "t"), query.replace("&t=A1B2C3D4", ""));
        assert_eq!(without("t=1", "t"), "");
        assert_eq!(without("tt=1&t", "t"), "tt=1");
    }

    #[test]
    fn odd_queries_are_read_as_far_as_they_go() {
        assert_eq!(word("a+b=c", "q"), None);
        assert_eq!(word("q=a+b", "q").as_deref(), Some("a b"));
        assert_eq!(word("recusado", "recusado").as_deref(), Some(""));
        assert_eq!(word("q=%2", "q").as_deref(), Some("%2"));
        assert_eq!(word("q=%ff", "q").as_deref(), Some("%ff"));
        assert_eq!(word("", "q"), None);
    }
}
