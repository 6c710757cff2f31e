//! `cargo xtask size`: what the bytes of the browser's program are, by crate and by feature.
//!
//! It reads the program as the compiler leaves it, with its names: before wasm-opt, so the shares are what counts, not
//! the sums. What a generic of some library becomes for one of our types belongs to the feature that asked for it.

use std::{collections::BTreeMap, fmt::Write as _};

use rustc_demangle::demangle;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use crate::{
    failure::{Done, Failure},
    files, setup, site,
};

/// Our crates: their functions are told by module, others' by crate.
const OURS: [&str; 2] = ["app", "domain"];
/// Owners that are told one by one; the rest is one line.
const TOLD: usize = 40;

/// Bytes and functions of an owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Share {
    bytes: usize,
    functions: usize,
}

/// Prints the table.
pub(crate) fn run() -> Done {
    let tools = setup::for_building()?;
    let module = site::module(&tools)?;
    let shares = shares(&files::read(&module)?)
        .map_err(|error| Failure::new(format!("{} cannot be read: {error}", module.display())))?;
    println!("{}", table(&shares));
    Ok(())
}

/// The code of a module by owner: `app::board`, `domain::feed`, `tachys`.
fn shares(module: &[u8]) -> Result<BTreeMap<String, Share>, wasmparser::BinaryReaderError> {
    let mut imported = 0;
    let mut sizes = Vec::new();
    let mut names = BTreeMap::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(body.range().len()),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(section) = section.as_known() {
                    for name in section {
                        let Name::Function(functions) = name? else { continue };
                        for function in functions {
                            let function = function?;
                            names.insert(function.index, function.name);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let mut shares = BTreeMap::<String, Share>::new();
    for (place, bytes) in sizes.into_iter().enumerate() {
        let name = u32::try_from(imported + place).ok().and_then(|index| names.get(&index)).copied();
        let share = shares.entry(owner(&format!("{:#}", demangle(name.unwrap_or("?"))))).or_default();
        share.bytes += bytes;
        share.functions += 1;
    }
    Ok(shares)
}

/// Whose a function is, by its demangled name.
fn owner(name: &str) -> String {
    let paths = || {
        name.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
            .map(|path| path.trim_matches(':'))
            .filter(|path| path.contains("::"))
    };
    let ours = paths().find_map(|path| {
        let (package, rest) = path.split_once("::").filter(|(package, _)| OURS.contains(package))?;
        let module = rest.split("::").next().unwrap_or_default();
        Some(format!("{package}::{module}"))
    });
    ours.or_else(|| paths().find_map(|path| path.split("::").next()).map(str::to_owned))
        .unwrap_or_else(|| "without a crate".to_owned())
}

fn table(shares: &BTreeMap<String, Share>) -> String {
    let all: usize = shares.values().map(|share| share.bytes).sum();
    let mut sorted: Vec<_> = shares.iter().collect();
    sorted.sort_by_key(|(owner, share)| (std::cmp::Reverse(share.bytes), owner.as_str()));
    let (told, rest) = sorted.split_at(sorted.len().min(TOLD));
    let mut text = format!("The program: {} of code before wasm-opt\n", site::kilobytes(all));
    let mut line = |owner: &str, share: Share| {
        let permille = share.bytes * 1000 / all.max(1);
        let size = site::kilobytes(share.bytes);
        writeln!(
            text,
            "{size:>12} {:>3}.{} % {:>6} functions  {owner}",
            permille / 10,
            permille % 10,
            share.functions
        )
        .ok(); // into a string: it cannot fail
    };
    for (owner, share) in told {
        line(owner, **share);
    }
    let others = rest.iter().fold(Share::default(), |sum, (_, share)| Share {
        bytes: sum.bytes + share.bytes,
        functions: sum.functions + share.functions,
    });
    line("all others", others);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_feature_that_asked_for_it() {
        for (name, whose) in [
            ("app::board::card::CardView", "app::board"),
            ("<app::ticket::state::Team as core::ops::Drop>::drop", "app::ticket"),
            ("core::ptr::drop_in_place::<app::board::state::BoardState>", "app::board"),
            ("<tachys::html::Element<domain::feed::Frame> as tachys::view::Render>::build", "domain::feed"),
            ("<tachys::view::any_view::AnyView as tachys::view::Render>::build", "tachys"),
            ("dlmalloc::dlmalloc::malloc", "dlmalloc"),
            ("memcpy", "without a crate"),
        ] {
            assert_eq!(owner(name), whose, "{name}");
        }
    }

    #[test]
    fn the_largest_comes_first_and_the_sum_is_whole() {
        let shares = BTreeMap::from([
            ("a".to_owned(), Share { bytes: 250, functions: 1 }),
            ("b".to_owned(), Share { bytes: 750, functions: 3 }),
        ]);
        let table = table(&shares);
        let lines: Vec<_> = table.lines().collect();
        assert!(lines[0].contains("1.0 kB"), "{table}");
        assert!(lines[1].ends_with('b') && lines[1].contains(" 75.0 %"), "{table}");
        assert!(lines[2].ends_with('a') && lines[3].contains(" 0.0 %"), "{table}");
    }
}
