//! What a page's part of the program may weigh, after brotli: one table, over which a build fails.

use super::{Part, kilobytes};
use crate::failure::{Done, Failure};

/// A page, or a page and all that opens on it.
struct Page {
    name: &'static str,
    /// What it downloads, in one file each: the first by its word (`app::chunk::Chunk::download`).
    packs: &'static [&'static str],
    /// Over it a build fails.
    cap: usize,
    /// What it shall come down to.
    goal: usize,
}

/// A cap is about what the page weighed last, and only comes down: below its goal a page keeps the room for what it shall
/// still show, and asks for it here.
const PAGES: [Page; 4] = [
    Page { name: "the board", packs: &["board"], cap: 246_000, goal: 250_000 },
    Page { name: "a ticket's page", packs: &["ticket"], cap: 219_000, goal: 230_000 },
    Page { name: "the portal, once one can sign in", packs: &["portal"], cap: 169_000, goal: 180_000 },
    Page {
        name: "the board and all that opens on it",
        packs: &["board", "board-later"],
        cap: 411_000,
        goal: 400_000,
    },
];

/// What a page downloads before it can be read, and what as soon as it can: a file of that name for the second. One by one
/// these parts are a tenth larger.
pub(super) const LATER: [(&str, &str, &[&str]); 3] = [
    ("board", "board-later", &["line", "actions", "ticket"]),
    ("ticket", "ticket-later", &["line"]),
    ("portal", "portal-later", &["line"]),
];

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

/// What each page weighs.
pub(super) fn weights(parts: &[Part]) -> Vec<Weight> {
    let weigh = |page: &Page| {
        let own = |part: &&Part| {
            part.kind == "pack" && part.name.as_ref().is_some_and(|name| page.packs.contains(&name.as_str()))
        };
        let sum = |(wasm, raw), part: &Part| (wasm + part.brotli, raw + part.raw);
        let (wasm, raw) = parts.iter().filter(own).fold((0, 0), sum);
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
    fn a_page_weighs_its_packs() {
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
            part("pack", "board-later", 30_000),
            part("pack", "ticket", 120_000),
            part("wasm", "board", 20_000),
        ];
        let weights = weights(&parts);
        let of = |page| weights.iter().find(|weight| weight.page == page).map(|weight| weight.wasm);
        assert_eq!(of("the board"), Some(370_000));
        assert_eq!(of("a ticket's page"), Some(120_000));
        assert_eq!(of("the board and all that opens on it"), Some(400_000));
        let failure = check(&weights).expect_err("the board is over its cap").to_string();
        assert!(failure.starts_with("the program of the board weighs 370.0 kB"), "{failure}");
    }
}
