//! The words of the browser's program: a file for each side and language, so that nobody downloads what they do not
//! read.
//!
//! A line for each word: what both sides say, then what one does, features and keys by the alphabet: `app/build.rs` makes
//! the reader that takes them in that order.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{
    failure::{Done, Failure},
    files,
};

/// The languages of `locales`, which its folders are named for.
pub(super) fn languages(locales: &Path) -> Done<Vec<String>> {
    let mut languages = Vec::new();
    for entry in fs::read_dir(locales).map_err(Failure::file("list", locales))? {
        let path = entry.map_err(Failure::file("list", locales))?.path();
        languages.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
    }
    languages.sort();
    Ok(languages)
}

/// The sides of the app (`app/src/bundle.rs`): folders of words.
pub(super) const BUNDLES: [&str; 2] = ["team", "portal"];

/// What both bundles say and what this one says.
pub(super) fn of_bundle(locales: &Path, language: &str, bundle: &str) -> Done<String> {
    let folder = locales.join(language);
    let mut lines = Vec::new();
    for folder in [folder.clone(), folder.join(bundle)] {
        let mut features = BTreeMap::new();
        for file in files::below(&folder)?.into_iter().filter(|file| file.parent() == Some(&*folder)) {
            let words: BTreeMap<String, String> = serde_json::from_str(&files::read_text(&file)?)
                .map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
            features.insert(file.file_stem().map(ToOwned::to_owned), words);
        }
        lines.extend(features.into_values().flat_map(BTreeMap::into_values));
    }
    Ok(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places;

    #[test]
    fn a_bundle_says_the_same_number_of_words_in_every_language() {
        let locales = places::root().join("app/locales");
        let languages = languages(&locales).expect("lists");
        assert_eq!(languages, ["en", "es", "pt-BR"]);
        for bundle in BUNDLES {
            let counts: Vec<usize> = languages
                .iter()
                .map(|language| of_bundle(&locales, language, bundle).expect("reads").split('\n').count())
                .collect();
            assert!(
                counts[0] > 200 && counts.iter().all(|count| *count == counts[0]),
                "{bundle}: {counts:?}"
            );
        }
        let portal = of_bundle(&locales, "pt-BR", "portal").expect("reads");
        assert!(!portal.contains("Pausar atualizações"), "the portal does not download the board's words");
    }
}
