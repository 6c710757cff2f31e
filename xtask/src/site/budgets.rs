//! What a page's part of the program may weigh, after brotli: one table, over which a build fails.

use std::collections::{BTreeMap, BTreeSet};

use super::{Part, kilobytes};
use crate::failure::{Done, Failure};

/// A page, or what is opened on one.
struct Page {
    name: &'static str,
    /// What it downloads first, in one file (`app::chunk::Chunk::download`).
    pack: &'static str,
    /// What it downloads later, in parts.
    later: &'static [&'static str],
    /// Over it a build fails.
    cap: usize,
    /// What it shall come down to.
    goal: usize,
}

/// Where a cap is above its goal it is about what the page weighed last, and only comes down; once they went up by two to four
/// kilobytes, for going from page to page without loading a document (issue 11).
const PAGES: [Page; 4] = [
    Page { name: "the board", pack: "board", later: &[], cap: 354_000, goal: 250_000 },
    Page { name: "a ticket's page", pack: "ticket", later: &[], cap: 249_000, goal: 230_000 },
    Page {
        name: "the portal, once one can sign in",
        pack: "portal",
        later: &[],
        cap: 209_000,
        goal: 180_000,
    },
    Page {
        name: "the board and all that opens on it",
        pack: "board",
        later: &["line", "actions", "ticket"],
        cap: 420_000,
        goal: 400_000,
    },
];

/// The downloads that pages begin with.
pub(super) fn packed() -> BTreeSet<&'static str> {
    PAGES.iter().map(|page| page.pack).collect()
}

/// What a page weighs.
pub(crate) struct Weight {
    /// For people: "the board".
    pub(crate) page: &'static str,
    /// Bytes of its wasm after brotli.
    pub(crate) wasm: usize,
    /// As it is.
    pub(crate) raw: usize,
    /// Bytes that it shall come down to.
    pub(crate) goal: usize,
    cap: usize,
}

/// What each page weighs. `downloads`: the parts of each download.
pub(super) fn weights(parts: &[Part], downloads: &BTreeMap<String, Vec<String>>) -> Vec<Weight> {
    let of = |download: &str| downloads.get(download).into_iter().flatten().collect::<BTreeSet<_>>();
    let weigh = |page: &Page| {
        let first = of(page.pack);
        let later: BTreeSet<_> = page.later.iter().flat_map(|download| of(download)).collect();
        let counts = |part: &&Part| match (part.kind, &part.name) {
            ("pack", Some(name)) => name == page.pack,
            ("wasm", Some(name)) => later.contains(name) && !first.contains(name),
            _ => false,
        };
        let sum = |(wasm, raw), part: &Part| (wasm + part.brotli, raw + part.raw);
        let (wasm, raw) = parts.iter().filter(counts).fold((0, 0), sum);
        Weight { page: page.name, wasm, raw, goal: page.goal, cap: page.cap }
    };
    PAGES.iter().map(weigh).collect()
}

/// Fails where a page is over its cap.
pub(super) fn check(weights: &[Weight]) -> Done {
    match weights.iter().find(|weight| weight.wasm > weight.cap) {
        Some(Weight { page, wasm, cap, .. }) => Err(Failure::new(format!(
            "the program of {page} weighs {} after brotli and its cap is {}: something heavy came in (`cargo xtask \
             size` shows what the bytes are; what is not shown at once may be a chunk of its own, see \
             app/src/chunk.rs)",
            kilobytes(*wasm),
            kilobytes(*cap)
        ))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_weighs_its_pack_and_what_comes_later_once() {
        let part = |kind, name: &str, brotli| Part {
            name: Some(name.to_owned()),
            language: None,
            kind,
            file: String::new(),
            raw: 0,
            brotli,
        };
        let parts = [
            part("pack", "board", 370_000),
            part("pack", "ticket", 120_000),
            part("wasm", "shared", 20_000),
            part("wasm", "panel", 30_000),
        ];
        let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let downloads = BTreeMap::from([
            ("board".to_owned(), named(&["shared"])),
            ("ticket".to_owned(), named(&["shared", "panel"])),
        ]);
        let weights = weights(&parts, &downloads);
        let of = |page| weights.iter().find(|weight| weight.page == page).map(|weight| weight.wasm);
        assert_eq!(of("the board"), Some(370_000));
        assert_eq!(of("a ticket's page"), Some(120_000));
        assert_eq!(
            of("the board and all that opens on it"),
            Some(400_000),
            "what is there already comes once"
        );
        let failure = check(&weights).expect_err("the board is over its cap").to_string();
        assert!(failure.starts_with("the program of the board weighs 370.0 kB"), "{failure}");
    }
}
