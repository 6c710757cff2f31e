//! The browser's programs, one for each bundle of the app: cargo, wasm-bindgen, wasm-opt.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use wasm_bindgen_cli_support::Bindgen;

use crate::{
    failure::{Done, Failure},
    files, places, run,
    setup::{Tools, wasm},
};

/// The bundles of the app (`app/src/bundle.rs`): features of `frontend`, and words in the names of the files.
pub(crate) const BUNDLES: [&str; 2] = ["team", "portal"];

/// What the browser's programs are made of.
const SOURCES: [&str; 5] = ["domain", "app", "frontend", "Cargo.toml", "Cargo.lock"];
const PROFILE: &str = "wasm-release";

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
/// ignore. One round: a second one and third (`--converge`) find 7 kB more, and take half of the whole build's minutes.
const PASSES: [&str; 3] = ["-Oz", "--low-memory-unused", "--dealign"];

/// A program and the script that starts it.
pub(super) struct Glue {
    /// One of [`BUNDLES`].
    pub(super) bundle: &'static str,
    pub(super) js: Vec<u8>,
    pub(super) wasm: Vec<u8>,
    /// Scripts that some crate brings along, which `js` imports from `./snippets/`.
    pub(super) snippets: Vec<(PathBuf, Vec<u8>)>,
}

/// Builds the programs, or takes the last ones when neither sources nor tools changed. While one is made smaller, which
/// keeps one core busy for a minute, the next one is compiled.
pub(super) fn build(tools: &Tools) -> Done<Vec<Glue>> {
    let made_of = fingerprint(tools)?;
    thread::scope(|scope| {
        let mut coming = Vec::new();
        for bundle in BUNDLES {
            let (made, stamp) = (made(bundle), stamp(bundle));
            if !(files::read_text(&stamp).is_ok_and(|there| there == made_of) && made.is_dir()) {
                // The next bundle is compiled to the same place.
                let module = places::front().join(format!("{bundle}.wasm"));
                fs::copy(compile(bundle, tools.wasm)?, &module).map_err(Failure::file("copy to", &module))?;
                let made_of = &made_of;
                coming.push(scope.spawn(move || {
                    finish(&module, &made, tools).and_then(|()| files::write(&stamp, made_of.as_bytes()))
                }));
            }
        }
        coming.into_iter().try_for_each(|bundle| {
            bundle.join().unwrap_or_else(|_| Err(Failure::new("making a program smaller was cut off")))
        })
    })?;
    BUNDLES.into_iter().map(|bundle| read(bundle, &made(bundle))).collect()
}

fn made(bundle: &str) -> PathBuf {
    places::front().join("glue").join(bundle)
}

/// What the bundle that is there was made of.
fn stamp(bundle: &str) -> PathBuf {
    places::front().join(format!("glue-{bundle}.stamp"))
}

/// What follows the compiler.
fn finish(module: &Path, made: &Path, tools: &Tools) -> Done {
    let bundle = made.file_name().unwrap_or_default().to_string_lossy();
    run::say("Binding", format!("the program of the {bundle} to the browser"));
    bind(module, made)?;
    match &tools.wasm_opt {
        Some(wasm_opt) => {
            run::say("Shrinking", format!("the program of the {bundle} with wasm-opt"));
            optimise(wasm_opt, &made.join("chama_bg.wasm"))
        }
        None => Ok(()),
    }
}

fn fingerprint(tools: &Tools) -> Done<String> {
    let root = places::root();
    let mut all = files::Fingerprint::new();
    for source in SOURCES {
        all.add_tree(root, &root.join(source))?;
    }
    all.add("passes", PASSES.join(" ").as_bytes());
    let wasm_opt = tools.wasm_opt.as_ref().map_or(Ok(Vec::new()), |_| {
        files::read(&places::end2end().join("node_modules/binaryen/package.json"))
    })?;
    all.add("rustc", tools.wasm.version().as_bytes()).add("wasm-opt", &wasm_opt);
    Ok(all.hex())
}

/// Both bundles share the folder: only `app` and `frontend` differ.
pub(super) fn compile(bundle: &str, toolchain: wasm::Toolchain) -> Done<PathBuf> {
    run::say("Building", format!("the browser's program: {bundle}"));
    let mut cargo = toolchain.cargo_build();
    cargo
        .args(["--package", "frontend", "--features", bundle, "--profile", PROFILE, "--target-dir"])
        .arg(places::front())
        .env_remove("CARGO_TARGET_DIR");
    run::loud(&mut cargo, &format!("building the browser's program of the {bundle}"))?;
    Ok(places::front().join(wasm::TARGET).join(PROFILE).join("frontend.wasm"))
}

fn bind(module: &Path, made: &Path) -> Done {
    if made.exists() {
        fs::remove_dir_all(made).map_err(Failure::file("empty", made))?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("chama").typescript(false).remove_name_section(true);
    bindgen
        .web(true)
        .and_then(|bindgen| bindgen.generate(made))
        .map_err(|error| Failure::new(format!("wasm-bindgen failed: {error:#}")))
}

fn optimise(wasm_opt: &Path, module: &Path) -> Done {
    let smaller = module.with_extension("opt");
    let mut command = Command::new(wasm_opt);
    command.args(PASSES).args(WASM_FEATURES).arg(module).arg("-o").arg(&smaller);
    run::quiet(&mut command, "wasm-opt")?;
    fs::rename(&smaller, module).map_err(Failure::file("replace", module))
}

fn read(bundle: &'static str, made: &Path) -> Done<Glue> {
    let snippets = made.join("snippets");
    let snippets = files::below(&snippets)?
        .into_iter()
        .map(|path| {
            let bytes = files::read(&path)?;
            Ok((path.strip_prefix(&snippets).unwrap_or(&path).to_path_buf(), bytes))
        })
        .collect::<Done<_>>()?;
    let js = squeeze(&files::read_text(&made.join("chama.js"))?);
    Ok(Glue { bundle, js: js.into_bytes(), wasm: files::read(&made.join("chama_bg.wasm"))?, snippets })
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
