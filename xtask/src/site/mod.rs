//! The browser's files: from sources to `target/site`, which the binary carries.
//!
//! `site/pkg/chama.HASH.{js,css}`, `chama-PART.HASH.wasm` (the parts of the program), `chama-PAGE.HASH.pack` (what a page needs
//! of them, in one file) and `chama-SIDE.LANGUAGE.HASH.txt`
//! (its words) have their content in their name, so a browser may keep them for ever; `site/manifest.json` tells the server
//! their names; everything that gains by it lies there in brotli as well. Each stage is skipped when what goes into it is
//! unchanged.

mod budgets;
mod css;
mod frontend;
mod uncalled;
mod words;

pub(crate) use budgets::Weight;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use crate::{
    failure::{Done, Failure},
    files,
    finish::Finish,
    places, run,
    setup::Tools,
};

/// The parts' script takes what the page has downloaded already (`app/src/start.js`) before it asks the network.
const PART: &str = "const part = async (url) => {
const bytes = self.chamaParts?.[url] ?? (await self.chamaSoon)?.[url];
return bytes ? new Response(bytes, { headers: { 'content-type': 'application/wasm' } }) : fetch(new URL(url, import.meta.url));
};
";

/// Already compressed, or not worth it.
const NOT_COMPRESSED: [&str; 7] = ["woff2", "png", "jpg", "webp", "ico", "gz", "br"];

/// A built site.
pub(crate) struct Site {
    /// The fingerprint of every file, fonts and icons included.
    pub(crate) whole: String,
    /// The files that pages name.
    pub(crate) parts: Vec<Part>,
    /// What pages weigh.
    pub(crate) weights: Vec<Weight>,
}

/// A file that pages name.
pub(crate) struct Part {
    /// Which part of the program, or whose words; `None`: what every page needs.
    name: Option<String>,
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
    /// For people: "wasm", "words of the team, en".
    pub(crate) fn name(&self) -> String {
        match (&self.name, &self.language) {
            (None, _) => self.kind.to_owned(),
            (Some(name), None) => format!("{} {name}", self.kind),
            (Some(name), Some(language)) => format!("words of the {name}, {language}"),
        }
    }
}

/// Builds what changed and puts the site together.
pub(crate) fn build(tools: &Tools, finish: Finish) -> Done<Site> {
    let program = frontend::build(tools, finish)?;
    let css = css::bundle(&places::root().join("style/main.css"))?;
    let site = assemble(&program, &css, &places::root().join("public"), &places::site(), finish)?;
    if finish.program() {
        report(&site);
    }
    Ok(site)
}

impl Site {
    /// Fails when a page's part of the program weighs more than its cap.
    pub(crate) fn weigh(&self) -> Done {
        budgets::check(&self.weights)
    }
}

/// Builds the browser's program alone, the long part of [`build`], which finds it done, and does other work beside it: the
/// program is optimised as one piece, which leaves a core idle for half of its time. Answers what came of the program and
/// how long it took.
pub(crate) fn program_beside(tools: &Tools, finish: Finish, work: impl FnOnce()) -> (Done, Duration) {
    thread::scope(|scope| {
        let program = scope.spawn(|| {
            let start = Instant::now();
            (frontend::build(tools, finish).map(drop), start.elapsed())
        });
        work();
        program.join().unwrap_or_else(|_| {
            (Err(Failure::new("building the browser's program was cut off")), Duration::ZERO)
        })
    })
}

/// Whether that is done.
pub(crate) fn has_program(tools: &Tools, finish: Finish) -> Done<bool> {
    frontend::is_current(tools, finish)
}

/// A program as the compiler leaves it, with the names of its functions.
pub(crate) fn module(tools: &Tools) -> Done<PathBuf> {
    frontend::compile(tools.wasm, Finish::Program)
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
    for Weight { page, wasm, goal, .. } in &site.weights {
        run::say("Page", format!("{page}: {} of wasm (goal {})", kilobytes(*wasm), kilobytes(*goal)));
    }
}

/// Lays the site out in `site`, takes away what belongs to no file of this build, and leaves what is unchanged.
fn assemble(
    program: &frontend::Program,
    css: &str,
    public: &Path,
    site: &Path,
    finish: Finish,
) -> Done<Site> {
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
        |name: Option<&str>, language: Option<String>, kind: &'static str, bytes: &[u8]| -> String {
            let mut stem = name.map_or_else(|| "chama".to_owned(), |name| format!("chama-{name}"));
            if let Some(language) = &language {
                stem = format!("{stem}.{language}");
            }
            let hashed = format!("{stem}.{}.{kind}", files::fingerprint(bytes));
            let file = format!("pkg/{hashed}");
            all.add(kind, bytes);
            laid.push((site.join(&file), bytes.to_vec()));
            let name = name.map(ToOwned::to_owned);
            parts.push(Part { name, language, kind, file, raw: bytes.len(), brotli: 0 });
            hashed
        };
    let mut scripts = program.scripts.clone();
    let mut hashed = BTreeMap::new();
    for (name, wasm) in &program.parts {
        let file = lay(Some(name), None, "wasm", wasm);
        let fetch = format!("fetch(new URL(\"./{name}.wasm\", import.meta.url))");
        if !scripts[1].contains(&fetch) {
            return Err(Failure::new(format!("the script of the parts does not fetch {name} as it used to")));
        }
        scripts[1] = scripts[1].replace(&fetch, &format!("part(\"./{file}\")"));
        hashed.insert(name.as_str(), file);
    }
    scripts[1].push_str(PART);
    lay(None, None, "pack", &pack(&[("./main".to_owned(), program.main.as_slice())]));
    // What is not optimised comes in single parts: several times as much would have to be laid out anew.
    let parts_of = |download: &str| program.downloads.get(download).into_iter().flatten();
    let named = |name: &String| (format!("./{}", hashed[name.as_str()]), program.parts[name].as_slice());
    for (download, soon, downloads) in budgets::LATER.into_iter().filter(|_| finish.program()) {
        let main = ("./main".to_owned(), program.main.as_slice());
        let own: BTreeSet<&String> = parts_of(download).collect();
        let later: BTreeSet<&String> =
            downloads.iter().flat_map(|name| parts_of(name)).filter(|name| !own.contains(name)).collect();
        let first: Vec<_> = std::iter::once(main).chain(parts_of(download).map(named)).collect();
        lay(Some(download), None, "pack", &pack(&first));
        lay(Some(soon), None, "pack", &pack(&later.into_iter().map(named).collect::<Vec<_>>()));
    }
    // Each imports the other, so they are named for both.
    let hash = files::fingerprint(scripts.concat().as_bytes());
    for (name, plain) in [None, Some("parts")].into_iter().zip(frontend::SCRIPTS) {
        let hashed = format!("{}.{hash}.js", name.map_or("chama".to_owned(), |name| format!("chama-{name}")));
        for script in &mut scripts {
            for quote in ['"', '\''] {
                *script = script.replace(
                    &format!("from {quote}./{plain}{quote}"),
                    &format!("from {quote}./{hashed}{quote}"),
                );
            }
        }
    }
    for language in words::languages(&locales)? {
        for bundle in words::BUNDLES {
            let words = words::of_bundle(&locales, &language, bundle)?;
            lay(Some(bundle), Some(language.clone()), "txt", words.as_bytes());
        }
    }
    lay(None, None, "css", css.as_bytes());
    for (script, name) in scripts.iter().zip([None, Some("parts".to_owned())]) {
        let file = format!(
            "pkg/{}.{hash}.js",
            name.as_ref().map_or("chama".to_owned(), |name| format!("chama-{name}"))
        );
        laid.push((site.join(&file), script.clone().into_bytes()));
        parts.push(Part { name, language: None, kind: "js", file, raw: script.len(), brotli: 0 });
    }
    all.add("js", hash.as_bytes());
    for (name, text) in &program.snippets {
        laid.push((site.join("pkg/snippets").join(name), text.clone()));
    }
    let mut kept = vec![site.join("manifest.json")];
    for (path, bytes) in laid {
        files::write(&path, &bytes)?;
        let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
        // Nobody downloads a program from afar that is not optimised.
        let is_near = !finish.program() && ["wasm", "pack"].contains(&kind);
        if !NOT_COMPRESSED.contains(&kind) && !is_near {
            kept.push(compressed(&path, &bytes)?);
        }
        kept.push(path);
    }
    let manifest = manifest(&parts, &program.downloads, &all.hex());
    files::write(&site.join("manifest.json"), manifest.to_string().as_bytes())?;
    for file in files::below(site)? {
        if !kept.contains(&file) {
            fs::remove_file(&file).map_err(Failure::file("remove", &file))?;
        }
    }

    for part in &mut parts {
        let brotli = beside(&site.join(&part.file), "br");
        part.brotli = if brotli.is_file() { files::read(&brotli)?.len() } else { part.raw };
    }
    let whole = files::Fingerprint::new().add_tree(site, site)?.hex();
    let weights = budgets::weights(&parts);
    Ok(Site { whole, parts, weights })
}

/// Several parts in one file, as `app/src/start.js` reads it: together they are a tenth smaller than each by itself.
fn pack(parts: &[(String, &[u8])]) -> Vec<u8> {
    let list: Vec<(&String, usize)> = parts.iter().map(|(name, bytes)| (name, bytes.len())).collect();
    let list = serde_json::json!(list).to_string();
    let length = u32::try_from(list.len()).unwrap_or_default().to_le_bytes();
    let bytes = parts.iter().flat_map(|(_, bytes)| bytes.iter().copied());
    length.into_iter().chain(list.into_bytes()).chain(bytes).collect()
}

/// What the server reads: `{"js": …, "css": …, "pack": …, "packs": {"board": …}, "chunks": {"board": [ … ]}, "words":
/// {"team": {"pt-BR": …}}, "build": …}`. Pages of another build know by the last one that they are old.
fn manifest(parts: &[Part], downloads: &BTreeMap<String, Vec<String>>, build: &str) -> serde_json::Value {
    let mut manifest = serde_json::json!({ "build": build, "packs": {} });
    let address = |part: &Part| format!("/{}", part.file);
    for part in parts {
        match (&part.name, &part.language) {
            (Some(side), Some(language)) => manifest["words"][side][language] = address(part).into(),
            (None, _) => manifest[part.kind] = address(part).into(),
            (Some(page), None) if part.kind == "pack" => manifest["packs"][page] = address(part).into(),
            (Some(_), None) => {}
        }
    }
    for (download, names) in downloads {
        let named = |name| parts.iter().find(|part| part.kind == "wasm" && part.name.as_ref() == Some(name));
        let files: Vec<String> = names.iter().filter_map(named).map(address).collect();
        manifest["chunks"][download] = files.into();
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
