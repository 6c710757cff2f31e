//! The arrows of the house (`ARCHITECTURE.md`, rooms): who may depend on whom, and what may be named where.
//! Reads the files of the workspace, so a room that is not furnished yet breaks nothing.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands, in its small words too")]

use std::fs;
use std::path::{Path, PathBuf};

/// Lines that a file may have; beyond it wants to be two.
const LONGEST: usize = 600;

/// Rooms, and the crates that they must not depend on. A `*` stands for any ending.
const CLOSED_DOORS: [(&str, &[&str]); 7] = [
    (
        "domain",
        &[
            "leptos*",
            "sqlx*",
            "axum*",
            "tokio*",
            "tower*",
            "hyper*",
            "http",
            // Not `js-sys`: what the language itself has in the browser, the tables of Unicode, is a pure function, too.
            "web-sys",
            "wasm-bindgen*",
            "gloo*",
            "tracing*",
            "rand*",
            "store",
            "desk",
            "app",
            "frontend",
            "server",
        ],
    ),
    (
        "store",
        &[
            "leptos*",
            "axum*",
            "web-sys",
            "js-sys",
            "wasm-bindgen*",
            "gloo*",
            "desk",
            "app",
            "frontend",
            "server",
        ],
    ),
    (
        "desk",
        &[
            "sqlx*",
            "leptos*",
            "axum*",
            "web-sys",
            "js-sys",
            "wasm-bindgen*",
            "gloo*",
            "app",
            "frontend",
            "server",
        ],
    ),
    ("app", &["store", "desk", "sqlx*", "frontend", "server", "argon2", "hyper*"]),
    ("frontend", &["store", "desk", "server", "sqlx*", "axum*", "tokio*", "web-sys"]),
    ("server", &["store", "sqlx*", "web-sys", "js-sys", "gloo*", "frontend"]),
    ("xtask", &["sqlx*", "axum*", "leptos*", "web-sys"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// The crates that a room's program needs: not those of its tests alone.
fn dependencies(room: &str) -> Vec<String> {
    let manifest = fs::read_to_string(root().join(room).join("Cargo.toml")).unwrap_or_default();
    let mut names = vec![];
    let mut listing = false;
    for line in manifest.lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            listing = section.ends_with("dependencies") && !section.ends_with("dev-dependencies");
            // `[dependencies.NAME]`.
            if let Some((kind, name)) = section.rsplit_once('.')
                && kind.ends_with("dependencies")
                && !kind.ends_with("dev-dependencies")
            {
                names.push(name.trim_matches('"').to_owned());
            }
        } else if listing
            && !line.starts_with('#')
            && let Some((name, _)) = line.split_once('=')
        {
            names.push(name.split('.').next().unwrap_or_default().trim().trim_matches('"').to_owned());
        }
    }
    names
}

fn matches(name: &str, pattern: &str) -> bool {
    pattern.strip_suffix('*').map_or(name == pattern, |start| name.starts_with(start))
}

/// All Rust files of the workspace, by their path from its root, with their text.
fn sources() -> Vec<(String, String)> {
    let mut files = vec![];
    for (room, _) in CLOSED_DOORS {
        read_into(&mut files, &root().join(room));
    }
    files
}

fn read_into(files: &mut Vec<(String, String)>, folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(|e| e.ok().map(|e| e.path())) {
        if path.is_dir() {
            if path.file_name().is_some_and(|n| n != "target" && n != "node_modules") {
                read_into(files, &path);
            }
        } else if path.extension().is_some_and(|e| e == "rs")
            && let Ok(text) = fs::read_to_string(&path)
        {
            let name = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            // This file names everything.
            if name != "domain/tests/house.rs" {
                files.push((name, text));
            }
        }
    }
}

/// Whether the code, comments aside, names a crate: `NAME::`, or `use NAME`.
fn names(text: &str, krate: &str) -> bool {
    let path = format!("{krate}::");
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).any(|code| {
        code.match_indices(&path).any(|(at, _)| {
            !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '"')
                || code[..at].ends_with(" ::")
        }) || code.trim_start().trim_start_matches("pub ").starts_with(&format!("use {krate};"))
    })
}

/// Files that name a crate although they must not.
fn trespassers(krate: &str, may: impl Fn(&str) -> bool) -> Vec<String> {
    sources()
        .into_iter()
        .filter(|(path, text)| !may(path) && names(text, krate))
        .map(|(path, _)| path)
        .collect()
}

fn under(path: &str, folders: &[&str]) -> bool {
    folders.iter().any(|folder| path.starts_with(folder))
}

#[test]
fn no_room_depends_on_what_is_not_its_affair() {
    let mut wrong = vec![];
    for (room, closed) in CLOSED_DOORS {
        for name in dependencies(room) {
            if closed.iter().any(|pattern| matches(&name, pattern)) {
                wrong.push(format!("{room} → {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    // That the reading works at all.
    assert!(dependencies("domain").iter().any(|name| name == "chrono"));
    assert!(!dependencies("domain").iter().any(|name| name == "proptest"));
}

#[test]
fn sql_is_spoken_in_the_store_alone() {
    let found = trespassers("sqlx", |path| {
        under(
            path,
            // Tests make databases of their own and look behind the desk.
            &["store/", "desk/tests/", "desk/examples/", "server/tests/"],
        )
    });
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_browser_is_named_in_the_app_alone() {
    let found = trespassers("web_sys", |path| under(path, &["app/"]));
    assert!(found.is_empty(), "{found:?}");
    // The browser's tables of Unicode are asked for where the server's are.
    let found = trespassers("js_sys", |path| under(path, &["app/", "domain/src/text/compare.rs"]));
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn keys_come_in_by_one_door() {
    let heard = |line: &str| {
        line.contains("ev::keydown")
            || line.contains("keypress")
            || line.contains("keyup")
            || (line.contains("on:keydown=") && !line.contains("on:keydown=pressed("))
    };
    let files =
        sources().into_iter().filter(|(path, _)| under(path, &["app/"]) && path != "app/src/ui/keys.rs");
    let wrong: Vec<String> = files
        .flat_map(|(path, text)| {
            text.lines().filter(|line| heard(line)).map(|line| format!("{path}: {line}")).collect::<Vec<_>>()
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn http_is_the_doors_affair() {
    let found = trespassers("axum", |path| under(path, &["server/", "app/"]));
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn files_stay_short() {
    let mut lengths: Vec<(usize, String)> =
        sources().into_iter().map(|(path, text)| (text.lines().count(), path)).collect();
    lengths.sort_unstable_by(|a, b| b.cmp(a));
    let worst: Vec<_> = lengths.iter().take(10).collect();
    assert!(lengths[0].0 <= LONGEST, "over {LONGEST} lines; the longest are {worst:#?}");
}

#[test]
fn the_reading_of_names_is_right() {
    for code in [
        "use sqlx::Row;",
        "    sqlx::query(\"…\")",
        "pub use sqlx;",
        "fn f(x: &sqlx::Error) {}",
        "use ::sqlx::Row;",
    ] {
        assert!(names(code, "sqlx"), "{code}");
    }
    for code in [
        "// sqlx::query",
        "let x = my_sqlx::Row;",
        "crate::sqlx::Row",
        "\"sqlx::query\"",
        "use domain::desk::Desk;",
    ] {
        assert!(!names(code, "sqlx") && !names(code, "desk"), "{code}");
    }
}
