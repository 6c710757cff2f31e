//! A crate as its files: what each declares, hands on and names.

use super::names::{self, Names, Path};
use crate::{files, places};
use std::collections::{BTreeMap, BTreeSet};

/// A source file.
pub(super) struct File {
    /// From the top of the working copy.
    pub(super) path: String,
    /// All of its lines, those of its tests left out.
    pub(super) lines: usize,
    /// Its structs, rows left out, and how many fields each has.
    pub(super) structs: Vec<(String, usize)>,
    /// Where it stands: `["board", "state"]` for `crate::board::state`.
    module: Vec<String>,
    names: Names,
}

/// A crate.
pub(super) struct Crate {
    pub(super) name: &'static str,
    pub(super) files: Vec<File>,
}

/// How often a name is handed on at most.
const HANDS: usize = 8;

impl Crate {
    pub(super) fn read(name: &'static str) -> Self {
        let source = places::root().join(name).join("src");
        let mut files = vec![];
        for path in files::below(&source).expect("lists") {
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let below = path.strip_prefix(&source).expect("below").with_extension("");
            let mut module: Vec<String> =
                below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
            if module.last().is_some_and(|last| last == "mod") || module == ["lib"] || module == ["main"] {
                module.pop();
            }
            let text = files::read_text(&path).expect("reads");
            let names = names::of(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            files.push(File {
                path: path.strip_prefix(places::root()).expect("below").to_string_lossy().into_owned(),
                lines: text.lines().count() - names.test_lines,
                structs: names.structs.clone(),
                module,
                names,
            });
        }
        // `main.rs` beside `lib.rs` is a crate of its own, which names this one from outside.
        if files.iter().filter(|file| file.module.is_empty()).count() > 1 {
            files.retain(|file| !file.path.ends_with("main.rs"));
        }
        let tests: BTreeSet<Vec<String>> = files
            .iter()
            .flat_map(|file| {
                file.names
                    .test_files
                    .iter()
                    .map(|name| [&file.module[..], std::slice::from_ref(name)].concat())
            })
            .collect();
        files.retain(|file| !tests.iter().any(|test| file.module.starts_with(test)));
        Self { name, files }
    }

    /// Which files each file takes from.
    pub(super) fn arrows(&self) -> BTreeMap<String, BTreeSet<String>> {
        let by_module: BTreeMap<&[String], &File> =
            self.files.iter().map(|file| (&file.module[..], file)).collect();
        let short = |file: &File| {
            file.path.split_once("/src/").map_or(file.path.clone(), |(_, below)| below.to_owned())
        };
        let mut arrows = BTreeMap::new();
        for file in &self.files {
            let mut to = BTreeSet::new();
            for path in &file.names.used {
                if let Some(absolute) = absolute(file, path)
                    && let Some(other) = declaring(&by_module, &absolute, HANDS)
                    && !other.module.starts_with(&file.module)
                {
                    to.insert(short(other));
                }
            }
            arrows.insert(short(file), to);
        }
        arrows
    }
}

/// The path from the crate's top; `None` where it leads to another crate.
fn absolute(file: &File, path: &Path) -> Option<Vec<String>> {
    let mut module = file.module.clone();
    let (mut rest, first) = (&path[..], path.first()?);
    match first.as_str() {
        "crate" => {
            module.clear();
            rest = &rest[1..];
        }
        "self" => rest = &rest[1..],
        "super" => {
            while rest.first().is_some_and(|part| part == "super") {
                module.pop()?;
                rest = &rest[1..];
            }
        }
        name => {
            // By a name that was taken in: `dom::focus` after `use super::dom`.
            let import = file.names.imports.iter().find(|import| import.name == *name)?;
            if import.path.first().is_none_or(|first| !["crate", "self", "super"].contains(&first.as_str())) {
                return None;
            }
            return absolute(file, &[&import.path[..], &rest[1..]].concat());
        }
    }
    module.extend_from_slice(rest);
    Some(module)
}

/// The file that declares what the path names; where it is handed on, the one that declares it in truth.
fn declaring<'a>(files: &BTreeMap<&[String], &'a File>, path: &[String], hands: usize) -> Option<&'a File> {
    let at = (0..=path.len()).rev().find(|&at| files.contains_key(&path[..at]))?;
    let file = files[&path[..at]];
    let Some(name) = path.get(at) else { return Some(file) };
    if hands == 0 || file.names.declared.contains(name) {
        return Some(file);
    }
    let onward = |import: &names::Import, rest: &[String]| {
        let target = absolute_import(files, file, &import.path)?;
        declaring(files, &[&target[..], rest].concat(), hands - 1)
    };
    let mut named = file.names.imports.iter().filter(|import| import.name == *name);
    if let Some(found) = named.find_map(|import| onward(import, &path[at + 1..])) {
        return Some(found);
    }
    let globs = file.names.imports.iter().filter(|import| import.name == "*");
    for glob in globs {
        if let Some(target) = absolute_import(files, file, &glob.path)
            && let Some(other) = files.get(&target[..])
            && other.names.declared.contains(name)
        {
            return Some(other);
        }
    }
    Some(file)
}

/// Where an import leads: from the crate's top, or to a module below the file itself (`pub use card::Card`).
fn absolute_import(files: &BTreeMap<&[String], &File>, file: &File, path: &Path) -> Option<Vec<String>> {
    if path.first().is_some_and(|first| ["crate", "self", "super"].contains(&first.as_str())) {
        return absolute(file, path);
    }
    let below = [&file.module[..], &path[..1]].concat();
    files.contains_key(&below[..]).then(|| [&file.module[..], &path[..]].concat())
}
