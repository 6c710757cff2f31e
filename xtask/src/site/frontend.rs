//! The browser's program: cargo, the cut into parts, wasm-bindgen, wasm-opt.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Mutex,
    thread,
};

use wasm_bindgen_cli_support::Bindgen;

use crate::{
    failure::{Done, Failure},
    files,
    finish::Finish,
    places, run,
    setup::{Tools, wasm},
};

use super::{
    kilobytes,
    uncalled::{UNCALLED, without_uncalled},
};

/// What the browser's program is made of.
const SOURCES: [&str; 5] = ["domain", "app", "frontend", "Cargo.toml", "Cargo.lock"];
/// Cargo's profile, which says the same of itself in `Cargo.toml`.
fn profile(finish: Finish) -> &'static str {
    if finish.program() { "wasm-release" } else { "wasm-quick" }
}

/// Where the parts of the program lie.
fn place(finish: Finish) -> PathBuf {
    places::front().join(if finish.program() { "program" } else { "program-quick" })
}

/// What rustc 1.95 may emit and wasm-opt does not presume.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

/// For size: no data lies in the first kilobyte, where the stack ends, and marks of alignment are advice that browsers
/// ignore. What counts is the size after brotli: of 352 kB that `-Oz` left on the board, jumps that are written anew
/// (`--flatten --rereloop`) take 3, `-Os` one or two, and values that are computed twice instead of kept another two.
const PASSES: [&str; 7] =
    ["--flatten", "--rereloop", "-Os", "-Os", "--skip-pass=local-cse", "--low-memory-unused", "--dealign"];

/// The script that starts the program, and the one that fetches its parts: each imports the other.
pub(super) const SCRIPTS: [&str; 2] = ["chama.js", "parts.js"];
/// The part that every page needs, as wasm-bindgen leaves it.
const MAIN: &str = "chama_bg.wasm";
/// Which files each download of the app needs beside the main part.
const DOWNLOADS: &str = "downloads.json";

/// The program in its parts.
pub(super) struct Program {
    /// Of [`SCRIPTS`].
    pub(super) scripts: [String; 2],
    /// The part that every page needs.
    pub(super) main: Vec<u8>,
    /// The other parts, by the names that the script knows them by.
    pub(super) parts: BTreeMap<String, Vec<u8>>,
    /// The names of the parts that each download (`app::chunk::Chunk::download`) needs.
    pub(super) downloads: BTreeMap<String, Vec<String>>,
    /// Scripts that some crate brings along, which the first imports from `./snippets/`.
    pub(super) snippets: Vec<(PathBuf, Vec<u8>)>,
}

/// Builds the program, or takes the last one when neither sources nor tools changed.
pub(super) fn build(tools: &Tools, finish: Finish) -> Done<Program> {
    let made_of = fingerprint(tools)?;
    let made = place(finish);
    if !is_made_of(&made_of, finish) {
        let module = compile(tools.wasm, finish)?;
        run::say("Cutting", "the program into parts, and binding it to the browser");
        cut(&module, &made)?;
        if let Some(wasm_opt) = tools.wasm_opt.as_ref().filter(|_| finish.program()) {
            run::say("Shrinking", "the parts with wasm-opt");
            optimise(wasm_opt, modules(&made)?)?;
        }
        files::write(&stamp(finish), made_of.as_bytes())?;
    }
    read(&made)
}

/// Whether [`build`] would take the last one.
pub(super) fn is_current(tools: &Tools, finish: Finish) -> Done<bool> {
    Ok(is_made_of(&fingerprint(tools)?, finish))
}

fn is_made_of(sources: &str, finish: Finish) -> bool {
    files::read_text(&stamp(finish)).is_ok_and(|there| there == sources) && place(finish).is_dir()
}

fn stamp(finish: Finish) -> PathBuf {
    place(finish).with_extension("stamp")
}

fn fingerprint(tools: &Tools) -> Done<String> {
    let root = places::root();
    let mut all = files::Fingerprint::new();
    for source in SOURCES {
        all.add_tree(root, &root.join(source))?;
    }
    all.add("passes", PASSES.join(" ").as_bytes()).add("uncalled", UNCALLED.as_bytes());
    let wasm_opt = tools.wasm_opt.as_ref().map_or(Ok(Vec::new()), |_| {
        files::read(&places::end2end().join("node_modules/binaryen/package.json"))
    })?;
    all.add("rustc", tools.wasm.version().as_bytes()).add("wasm-opt", &wasm_opt);
    Ok(all.hex())
}

/// The whole program, with the names of its functions.
pub(super) fn compile(toolchain: wasm::Toolchain, finish: Finish) -> Done<PathBuf> {
    run::say("Building", "the browser's program");
    let mut cargo = toolchain.cargo_build();
    cargo
        .args(["--package", "frontend", "--profile", profile(finish), "--target-dir"])
        .arg(places::front())
        .env_remove("CARGO_TARGET_DIR");
    run::loud(&mut cargo, "building the browser's program")?;
    Ok(places::front().join(wasm::TARGET).join(profile(finish)).join("frontend.wasm"))
}

/// Cuts the program where `frontend/src/chunks.rs` says, and binds the main part to the browser.
fn cut(module: &Path, made: &Path) -> Done {
    if made.exists() {
        fs::remove_dir_all(made).map_err(Failure::file("empty", made))?;
    }
    let (whole, uncalled) = without_uncalled(files::read(module)?)
        .map_err(|error| Failure::new(format!("{} cannot be read: {error}", module.display())))?;
    run::say("Left out", format!("{} that nothing calls", kilobytes(uncalled)));
    let main = places::front().join("main.wasm");
    let mut options = wasm_split_cli_support::Options::new(&whole);
    let (script, parts) = (format!("./{}", SCRIPTS[0]), format!("./{}", SCRIPTS[1]));
    options.output_dir = made;
    options.main_out_path = &main;
    options.link_name = &parts;
    options.main_module = &script;
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| Failure::new(format!("the program cannot be cut: {error:#}")))?;
    let downloads: BTreeMap<_, _> = split.prefetch_map.into_iter().collect();
    files::write(&made.join(DOWNLOADS), serde_json::json!(downloads).to_string().as_bytes())?;
    let bound = places::front().join("bound");
    let mut bindgen = Bindgen::new();
    // The parts reach what they share through the table of functions, which is dropped otherwise.
    bindgen
        .input_path(&main)
        .out_name("chama")
        .typescript(false)
        .remove_name_section(true)
        .keep_lld_exports(true);
    bindgen
        .web(true)
        .and_then(|bindgen| bindgen.generate(&bound))
        .map_err(|error| Failure::new(format!("wasm-bindgen failed: {error:#}")))?;
    for file in files::below(&bound)? {
        let name = file.strip_prefix(&bound).unwrap_or(&file);
        files::write(&made.join(name), &files::read(&file)?)?;
    }
    fs::remove_dir_all(&bound).map_err(Failure::file("empty", &bound))
}

fn modules(made: &Path) -> Done<Vec<PathBuf>> {
    let mut all = files::below(made)?;
    all.retain(|file| file.extension().is_some_and(|kind| kind == "wasm"));
    // The largest first: the last ones shall end together.
    all.sort_by_key(|file| std::cmp::Reverse(fs::metadata(file).map_or(0, |of| of.len())));
    Ok(all)
}

/// Makes all of them smaller, two at a time: one keeps a core busy.
fn optimise(wasm_opt: &Path, modules: Vec<PathBuf>) -> Done {
    let left = Mutex::new(modules.into_iter());
    let next = || left.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next();
    let work = || -> Done {
        while let Some(module) = next() {
            let smaller = module.with_extension("opt");
            let mut command = Command::new(wasm_opt);
            command
                .args(PASSES)
                .arg("--strip-debug")
                .args(WASM_FEATURES)
                .arg(&module)
                .arg("-o")
                .arg(&smaller);
            run::quiet(&mut command, "wasm-opt")?;
            fs::rename(&smaller, &module).map_err(Failure::file("replace", &module))?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let other = scope.spawn(work);
        work()?;
        other.join().unwrap_or_else(|_| Err(Failure::new("making the program smaller was cut off")))
    })
}

fn read(made: &Path) -> Done<Program> {
    let snippets = made.join("snippets");
    let snippets = files::below(&snippets)?
        .into_iter()
        .map(|path| {
            let bytes = files::read(&path)?;
            Ok((path.strip_prefix(&snippets).unwrap_or(&path).to_path_buf(), bytes))
        })
        .collect::<Done<_>>()?;
    let mut parts = BTreeMap::new();
    for file in modules(made)? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        parts.insert(name, files::read(&file)?);
    }
    let main = parts
        .remove(MAIN.trim_end_matches(".wasm"))
        .ok_or_else(|| Failure::new("wasm-bindgen wrote no program"))?;
    let downloads = serde_json::from_str(&files::read_text(&made.join(DOWNLOADS))?)
        .map_err(|error| Failure::new(format!("{DOWNLOADS}: {error}")))?;
    let script = |name| Ok(squeeze(&files::read_text(&made.join(name))?));
    Ok(Program { scripts: [script(SCRIPTS[0])?, script(SCRIPTS[1])?], main, parts, downloads, snippets })
}

/// Takes comments and indentation off the generated script. It is a line's business: wasm-bindgen writes a
/// comment on lines of its own, and no text over several lines, except the bodies of `inline_js`, which lie in
/// `snippets`.
fn squeeze(js: &str) -> String {
    let mut small = String::with_capacity(js.len());
    let mut comment = false;
    for line in js.lines().map(str::trim) {
        if line.starts_with("/*") && (line.ends_with("*/") || !line.contains("*/")) {
            comment = true;
        }
        if !comment && !line.is_empty() && !line.starts_with("//") {
            small.push_str(line);
            small.push('\n');
        }
        if comment && line.ends_with("*/") {
            comment = false;
        }
    }
    small
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_leave_the_script_and_code_stays() {
        let js = "/**\n * @param {number} a\n */\nexport function f(a) {\n    // why\n    return a / 2; /* x */\n}\n\n";
        assert_eq!(squeeze(js), "export function f(a) {\nreturn a / 2; /* x */\n}\n");
        assert_eq!(squeeze("/* @ts-self-types=\"./chama.d.ts\" */\nlet a;\n"), "let a;\n");
        assert_eq!(squeeze("/* x */ let a;\nlet b;\n"), "/* x */ let a;\nlet b;\n");
    }
}
