//! The arrows inside of the crates: which file of a crate takes what from which, that no circle comes of it, and that
//! no file and no struct grows beyond what one reads at a time.
//!
//! An arrow goes from a file to the one that declares what it names: by a `use`, or by a path in its code, also within
//! a macro. What is handed on (`pub use`) is followed to where it is declared. What a module takes from its own children
//! is no arrow, nor is what only tests name.

mod crates;
mod graph;
mod names;
mod sins;

use self::{
    crates::{Crate, File},
    sins::{CIRCLES, FIELDS, LINES},
};
use std::collections::BTreeSet;

/// Lines that a file has at most, tests left out (`CONTRIBUTING.md`).
const LINES_MAX: usize = 400;
/// Fields that a struct has at most, rows of the database left out.
const FIELDS_MAX: usize = 20;

/// The crates of the house, each a folder with `src`.
const CRATES: [&str; 7] = ["app", "desk", "domain", "frontend", "server", "store", "xtask"];

fn house() -> Vec<Crate> {
    CRATES.iter().map(|name| Crate::read(name)).collect()
}

/// What is found and what is known must be the same: a list of sins only shrinks.
fn compare(found: &BTreeSet<String>, known: &[&str], what: &str) {
    let known: BTreeSet<String> = known.iter().map(|&sin| sin.to_owned()).collect();
    let new: Vec<_> = found.difference(&known).collect();
    let gone: Vec<_> = known.difference(found).collect();
    assert!(new.is_empty(), "{what}, which is new: {new:#?}");
    assert!(gone.is_empty(), "no longer so; take it out of xtask/src/arrows/sins.rs: {gone:#?}");
}

#[test]
fn no_circle_of_files() {
    let mut found = BTreeSet::new();
    for of in house() {
        for circle in graph::circles(&of.arrows()) {
            println!("{}", graph::told(&of.arrows(), &circle));
            found.extend(circle.into_iter().map(|file| format!("{}/{file}", of.name)));
        }
    }
    compare(&found, CIRCLES, "files take from one another in a circle");
}

#[test]
fn a_file_is_read_at_one_sitting() {
    let long = |file: &File| (file.lines > LINES_MAX).then(|| file.path.clone());
    let found = house().iter().flat_map(|of| &of.files).filter_map(long).collect();
    compare(&found, LINES, "a file is too long");
}

#[test]
fn a_struct_is_understood_at_once() {
    let wide = |file: &File| {
        let of = file.structs.iter().filter(|(_, fields)| *fields > FIELDS_MAX);
        of.map(|(name, _)| format!("{} {name}", file.path)).collect::<Vec<_>>()
    };
    let found = house().iter().flat_map(|of| &of.files).flat_map(wide).collect();
    compare(&found, FIELDS, "a struct has too many fields");
}
