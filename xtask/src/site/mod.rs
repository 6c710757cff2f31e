//! The browser's files: from sources to `target/site`, which the binary carries.
//!
//! `site/pkg/chama.HASH.{js,wasm,css}` have their content in their name, so a browser may keep them for ever;
//! `site/manifest.json` tells the server their names; everything that gains by it lies there in brotli as well.
//! Each stage is skipped when what goes into it is unchanged.

mod css;
mod frontend;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    failure::{Done, Failure},
    files, places, run,
    setup::Tools,
};

/// What the browser's wasm may weigh at most, in bytes after brotli (`decisions.md`: 250 kB is the goal for the
/// board, 400 kB fails a build).
pub(crate) const WASM_CAP: usize = 400_000;

/// Already compressed, or not worth it.
const NOT_COMPRESSED: [&str; 7] = ["woff2", "png", "jpg", "webp", "ico", "gz", "br"];

/// The three files that every page names.
const PARTS: [&str; 3] = ["js", "wasm", "css"];

/// A built site.
pub(crate) struct Site {
    /// The fingerprint of every file, fonts and icons included.
    pub(crate) whole: String,
    /// For `js`, `wasm` and `css`: bytes as they are, and bytes after brotli.
    pub(crate) sizes: BTreeMap<&'static str, (usize, usize)>,
}

/// Builds what changed and puts the site together.
pub(crate) fn build(tools: &Tools) -> Done<Site> {
    let glue = frontend::build(tools)?;
    let css = css::bundle(&places::root().join("style/main.css"))?;
    let site = assemble(&glue, &css, &places::root().join("public"), &places::site())?;
    report(&site);
    Ok(site)
}

impl Site {
    /// Fails when the wasm weighs more than [`WASM_CAP`].
    pub(crate) fn weigh(&self) -> Done {
        match self.sizes.get("wasm") {
            Some((_, brotli)) if *brotli > WASM_CAP => Err(Failure::new(format!(
                "the browser's wasm weighs {} after brotli and the cap is {}: something heavy came in (`cargo \
                 tree --package frontend --target wasm32-unknown-unknown` shows crates; very many or very long \
                 view types weigh as well)",
                kilobytes(*brotli),
                kilobytes(WASM_CAP)
            ))),
            _ => Ok(()),
        }
    }
}

/// Bytes for people: thousands, as a browser shows them.
pub(crate) fn kilobytes(bytes: usize) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

fn report(site: &Site) {
    let part = |name: &str| {
        let (raw, brotli) = site.sizes.get(name).copied().unwrap_or_default();
        format!("{name} {} ({} brotli)", kilobytes(raw), kilobytes(brotli))
    };
    run::say("Site", PARTS.map(part).join(" · "));
}

/// Lays the site out in `site`, takes away what belongs to no file of this build, and leaves what is unchanged.
fn assemble(glue: &frontend::Glue, css: &str, public: &Path, site: &Path) -> Done<Site> {
    let mut laid = Vec::new();
    for file in files::below(public)? {
        // The notes beside the fonts are for people who read the source.
        if file.extension().is_some_and(|kind| kind == "md") {
            continue;
        }
        let name = file.strip_prefix(public).unwrap_or(&file);
        laid.push((site.join(name), files::read(&file)?));
    }
    for (name, text) in &glue.snippets {
        laid.push((site.join("pkg/snippets").join(name), text.clone()));
    }
    let mut names = BTreeMap::new();
    let mut program = files::Fingerprint::new();
    for (kind, bytes) in PARTS.into_iter().zip([&glue.js, &glue.wasm, css.as_bytes()]) {
        let name = format!("pkg/chama.{}.{kind}", files::fingerprint(bytes));
        laid.push((site.join(&name), bytes.to_vec()));
        program.add(kind, bytes);
        names.insert(kind, name);
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
    let mut manifest: BTreeMap<&str, String> =
        names.iter().map(|(kind, name)| (*kind, format!("/{name}"))).collect();
    // Pages of another build know by this that they are old.
    manifest.insert("build", program.hex());
    let manifest = serde_json::to_vec(&manifest)
        .map_err(|error| Failure::new(format!("the manifest could not be written: {error}")))?;
    files::write(&site.join("manifest.json"), &manifest)?;
    for file in files::below(site)? {
        if !kept.contains(&file) {
            fs::remove_file(&file).map_err(Failure::file("remove", &file))?;
        }
    }

    let mut sizes = BTreeMap::new();
    for (kind, name) in names {
        let path = site.join(name);
        sizes.insert(kind, (files::read(&path)?.len(), files::read(&beside(&path, "br"))?.len()));
    }
    let whole = files::Fingerprint::new().add_tree(site, site)?.hex();
    Ok(Site { whole, sizes })
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
