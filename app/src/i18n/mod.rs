//! The words that people read, in three languages, complete by construction: see `build.rs`.

mod names;

pub use names::{category, metric, priority, refusal, sla_text, status};

use domain::text::isolated;
use leptos::prelude::use_context;

mod generated {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}
pub use generated::*;

/// A language of the screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Language {
    /// Portuguese of Brazil: the first one.
    #[default]
    PtBr,
    /// English.
    En,
    /// Spanish.
    Es,
}

impl Language {
    /// All languages, as the menu lists them.
    pub const ALL: [Self; 3] = [Self::PtBr, Self::En, Self::Es];

    /// The tag for `lang` attributes, cookies and the browser's `Intl`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::PtBr => "pt-BR",
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// The language of a tag such as `pt`, `en-GB` or `es-419`.
    pub fn read(tag: &str) -> Option<Self> {
        match tag.trim().split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "pt" => Some(Self::PtBr),
            "en" => Some(Self::En),
            "es" => Some(Self::Es),
            _ => None,
        }
    }

    /// The best match of an `Accept-Language` header; Portuguese where none fits.
    pub fn accepted(header: &str) -> Self {
        let mut tags: Vec<(f32, Self)> = header
            .split(',')
            .filter_map(|part| {
                let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
                Some((weight.trim().parse().ok()?, Self::read(tag)?))
            })
            .collect();
        tags.sort_by(|a, b| b.0.total_cmp(&a.0));
        tags.first().map(|(_, language)| *language).unwrap_or_default()
    }

    /// Its name in itself.
    pub fn own_name(self, words: &CommonWords) -> &'static str {
        match self {
            Self::PtBr => words.language_pt,
            Self::En => words.language_en,
            Self::Es => words.language_es,
        }
    }

    /// Its words.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn words(self) -> &'static Words {
        match self {
            Self::PtBr => &PT_BR,
            Self::En => &EN,
            Self::Es => &ES,
        }
    }

    /// The words that the program was told: those of the page's language.
    #[cfg(target_arch = "wasm32")]
    pub fn words(self) -> &'static Words {
        TOLD.get().expect("the page's script tells the words before anything is shown")
    }
}

#[cfg(target_arch = "wasm32")]
static TOLD: std::sync::OnceLock<Box<Words>> = std::sync::OnceLock::new();

/// Tells the browser's program the words of the page's language and side, a line each: the two other languages, and the
/// words of the other side, are not downloaded, and stay empty. `false`: they are another build's.
#[cfg(target_arch = "wasm32")]
pub fn tell(words: String, team: bool) -> bool {
    Words::read(words.leak(), team).is_some_and(|words| TOLD.set(words).is_ok())
}

/// The words of the page that is being rendered; [`App`](crate::App) provides the language.
pub fn words() -> &'static Words {
    language().words()
}

/// The language of the page that is being rendered.
pub fn language() -> Language {
    use_context::<Language>().unwrap_or_default()
}

/// A sentence with its `{placeholders}` filled in. What people wrote is set apart in it, so that it turns no other word.
pub fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(sentence.len() + 32);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        text.push_str(before);
        if let Some((_, value)) = values.iter().find(|(n, _)| *n == name) {
            text.push_str(&isolated(value));
        }
        rest = tail;
    }
    text.push_str(rest);
    text
}

/// The form of a sentence for a count: one, or any other number.
pub fn plural(count: i64, one: &'static str, other: &'static str) -> &'static str {
    if count == 1 { one } else { other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_filled() {
        assert_eq!(
            fill("{name} moveu para {status}.", &[("status", "Novo"), ("name", "Ana {x}")]),
            "Ana {x} moveu para Novo."
        );
        assert_eq!(fill("sem lacunas", &[]), "sem lacunas");
        assert_eq!(fill("{name}: 3", &[("name", "\u{202e}שלום (2)\n")]), "\u{2068}שלום (2)\u{2069}: 3");
    }

    #[test]
    fn the_browser_s_first_choice_wins() {
        assert_eq!(Language::accepted("en-GB,en;q=0.9,pt;q=0.8"), Language::En);
        assert_eq!(Language::accepted("de, es;q=0.5, en;q=0.4"), Language::Es);
        assert_eq!(Language::accepted("de"), Language::PtBr);
    }
}
