//! The browser's files: from sources to `target/site`, which the binary carries.
//!
//! `site/pkg/chama-BUNDLE.HASH.{js,wasm}`, `chama-BUNDLE.LANGUAGE.HASH.txt` (its words) and `chama.HASH.css` have their
//! content in their name, so a browser may keep them for ever;
//! `site/manifest.json` tells the server their names; everything that gains by it lies there in brotli as well.
//! Each stage is skipped when what goes into it is unchanged.

mod css;
mod frontend;
mod words;

pub(crate) use frontend::BUNDLES;

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    failure::{Done, Failure},
    files, places, run,
    setup::Tools,
};

/// What each of the browser's programs may weigh at most, in bytes of wasm after brotli (`decisions.md`: 250 kB is
/// the goal for the board, 400 kB fails a build).
pub(crate) const WASM_CAP: usize = 400_000;

/// Already compressed, or not worth it.
const NOT_COMPRESSED: [&str; 7] = ["woff2", "png", "jpg", "webp", "ico", "gz", "br"];

/// A built site.
pub(crate) struct Site {
    /// The fingerprint of every file, fonts and icons included.
    pub(crate) whole: String,
    /// The files that pages name: a wasm and its script for each bundle of the app, and the style.
    pub(crate) parts: Vec<Part>,
}

/// A file that pages name.
pub(crate) struct Part {
    /// Which bundle of the app loads it; the style is for both.
    bundle: Option<&'static str>,
    /// The language of its words.
    language: Option<String>,
    /// `js`, `wasm`, `css`, or `txt` for words.
    pub(crate) kind: &'static str,
    /// Its place in the site.
    file: String,
    /// Bytes as they are.
    pub(crate) raw: usize,
    /// Bytes after brotli.
    pub(crate) brotli: usize,
}

impl Part {
    /// For people: "team's wasm", "css".
    pub(crate) fn name(&self) -> String {
        let kind =
            self.language.as_ref().map_or(self.kind.to_owned(), |language| format!("words, {language}"));
        self.bundle.map_or_else(|| kind.clone(), |bundle| format!("{bundle}'s {kind}"))
    }

    /// Whether it has a cap: scripts and style are a small part of what is loaded.
    pub(crate) fn is_wasm(&self) -> bool {
        self.kind == "wasm"
    }
}

/// Builds what changed and puts the site together.
pub(crate) fn build(tools: &Tools) -> Done<Site> {
    let programs = frontend::build(tools)?;
    let css = css::bundle(&places::root().join("style/main.css"))?;
    let site = assemble(&programs, &css, &places::root().join("public"), &places::site())?;
    report(&site);
    Ok(site)
}

impl Site {
    /// Fails when a program weighs more than [`WASM_CAP`].
    pub(crate) fn weigh(&self) -> Done {
        match self.parts.iter().find(|part| part.is_wasm() && part.brotli > WASM_CAP) {
            Some(part) => Err(Failure::new(format!(
                "the {} weighs {} after brotli and the cap is {}: something heavy came in (`cargo tree --package \
                 frontend --target wasm32-unknown-unknown` shows crates; very many or very long view types weigh \
                 as well)",
                part.name(),
                kilobytes(part.brotli),
                kilobytes(WASM_CAP)
            ))),
            None => Ok(()),
        }
    }
}

/// A program as the compiler leaves it, with the names of its functions.
pub(crate) fn module(bundle: &str, tools: &Tools) -> Done<PathBuf> {
    frontend::compile(bundle, tools.wasm)
}

/// Bytes for people: thousands, as a browser shows them.
pub(crate) fn kilobytes(bytes: usize) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

fn report(site: &Site) {
    for part in &site.parts {
        run::say(
            "Site",
            format!("{}: {} ({} brotli)", part.name(), kilobytes(part.raw), kilobytes(part.brotli)),
        );
    }
}

/// Lays the site out in `site`, takes away what belongs to no file of this build, and leaves what is unchanged.
fn assemble(programs: &[frontend::Glue], css: &str, public: &Path, site: &Path) -> Done<Site> {
    let locales = places::root().join("app/locales");
    let mut laid = Vec::new();
    for file in files::below(public)? {
        // The notes beside the fonts are for people who read the source.
        if file.extension().is_some_and(|kind| kind == "md") {
            continue;
        }
        let name = file.strip_prefix(public).unwrap_or(&file);
        laid.push((site.join(name), files::read(&file)?));
    }
    let mut parts = Vec::new();
    let mut all = files::Fingerprint::new();
    let mut lay =
        |bundle: Option<&'static str>, language: Option<String>, kind: &'static str, bytes: &[u8]| {
            let mut name = bundle.map_or_else(|| "chama".to_owned(), |bundle| format!("chama-{bundle}"));
            if let Some(language) = &language {
                name = format!("{name}.{language}");
            }
            let file = format!("pkg/{name}.{}.{kind}", files::fingerprint(bytes));
            all.add(kind, bytes);
            laid.push((site.join(&file), bytes.to_vec()));
            parts.push(Part { bundle, language, kind, file, raw: bytes.len(), brotli: 0 });
        };
    for program in programs {
        lay(Some(program.bundle), None, "wasm", &program.wasm);
        lay(Some(program.bundle), None, "js", &program.js);
        for language in words::languages(&locales)? {
            let words = words::of_bundle(&locales, &language, program.bundle)?;
            lay(Some(program.bundle), Some(language), "txt", words.as_bytes());
        }
    }
    lay(None, None, "css", css.as_bytes());
    for (name, text) in programs.iter().flat_map(|program| &program.snippets) {
        laid.push((site.join("pkg/snippets").join(name), text.clone()));
    }
    let mut kept = vec![site.join("manifest.json")];
    for (path, bytes) in laid {
        files::write(&path, &bytes)?;
        let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
        if !NOT_COMPRESSED.contains(&kind) {
            kept.push(compressed(&path, &bytes)?);
        }
        kept.push(path);
    }
    let manifest = manifest(&parts, &all.hex());
    files::write(&site.join("manifest.json"), manifest.to_string().as_bytes())?;
    for file in files::below(site)? {
        if !kept.contains(&file) {
            fs::remove_file(&file).map_err(Failure::file("remove", &file))?;
        }
    }

    for part in &mut parts {
        part.brotli = files::read(&beside(&site.join(&part.file), "br"))?.len();
    }
    let whole = files::Fingerprint::new().add_tree(site, site)?.hex();
    Ok(Site { whole, parts })
}

/// What the server reads: `{"team": {"js": …, "wasm": …, "words": {"pt-BR": …}}, "portal": …, "css": …, "build": …}`. Pages of another build
/// know by the last one that they are old.
fn manifest(parts: &[Part], build: &str) -> serde_json::Value {
    let mut manifest = serde_json::json!({ "build": build });
    for part in parts {
        let address = format!("/{}", part.file).into();
        match (part.bundle, &part.language) {
            (Some(bundle), Some(language)) => manifest[bundle]["words"][language] = address,
            (Some(bundle), None) => manifest[bundle][part.kind] = address,
            (None, _) => manifest[part.kind] = address,
        }
    }
    manifest
}

/// Writes `FILE.br`, unless the one that is there was made of these very bytes (its stamp says so).
fn compressed(path: &Path, bytes: &[u8]) -> Done<PathBuf> {
    let brotli = beside(path, "br");
    let place = files::fingerprint(path.to_string_lossy().as_bytes());
    let stamp = places::front().join("brotli").join(place);
    let made_of = files::fingerprint(bytes);
    if !(brotli.is_file() && files::read_text(&stamp).is_ok_and(|there| there == made_of)) {
        files::write(&brotli, &files::brotli(bytes)?)?;
        files::write(&stamp, made_of.as_bytes())?;
    }
    Ok(brotli)
}

/// `FILE.KIND` beside `FILE`.
fn beside(path: &Path, kind: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(kind);
    name.into()
}
