//! Functions that are compiled into the browser's program and that nothing calls.
//!
//! A view whose type is forgotten (`app/src/ui/dynamic.rs`) keeps a table of all that may be done to it, and one of these
//! things is to be taken over piece by piece, as `leptos::mount::hydrate_lazy` does. This app is taken over at one go (`app::hydrate`), so for each
//! of its views that function is a twentieth of the program for nothing. The compiler cannot know it: a table might be
//! read. Their bodies become a trap of the same length, of which wasm-opt leaves one byte; what they alone call goes with
//! them, since the cut into parts follows the relocations, and theirs are taken out.

use std::ops::Range;

use wasmparser::{BinaryReaderError, KnownCustom, Name, Parser, Payload, RelocationEntry, TypeRef};

/// A part of the mangled names of such functions. Whoever calls one finds the page dead in the first end-to-end test.
pub(super) const UNCALLED: &str = "13hydrate_async";
/// How the names begin of a generic function for some type, and of an `async` block: the two that such a taking over is
/// made of.
const PIECES: [&str; 2] = ["_RINv", "_RNC"];
/// Functions that are equal byte by byte are one, under the name of one of them. What lets go of a value is equal for many
/// types, those in use among them, and so are small helpers within; the pieces are equal to nothing else.
const SHARED: &str = "13drop_in_place";

fn is_uncalled(name: &str) -> bool {
    name.contains(UNCALLED) && !name.contains(SHARED) && PIECES.iter().any(|piece| name.starts_with(piece))
}

const RELOCATIONS: &str = "reloc.CODE";
const CUSTOM: u8 = 0;
const UNREACHABLE: u8 = 0x00;
const NOP: u8 = 0x01;
const END: u8 = 0x0b;
/// No locals, `unreachable`, `end`.
const SHORTEST: usize = 3;

/// The module with traps in their place, and how many bytes of code these were.
pub(super) fn without_uncalled(mut module: Vec<u8>) -> Result<(Vec<u8>, usize), BinaryReaderError> {
    let found = find(&module)?;
    let mut bytes = 0;
    for body in &found.bodies {
        bytes += body.len();
        let body = &mut module[body.clone()];
        body.fill(NOP);
        body[0] = 0;
        body[1] = UNREACHABLE;
        if let Some(last) = body.last_mut() {
            *last = END;
        }
    }
    if let Some(relocations) = &found.relocations {
        let section = relocations.without(&module, &found);
        module.splice(relocations.whole.clone(), section);
    }
    Ok((module, bytes))
}

/// Where everything lies in the module.
#[derive(Default)]
struct Found {
    /// Bodies of such functions, in order.
    bodies: Vec<Range<usize>>,
    /// Where the contents of the code section begin: relocations count from there.
    code: usize,
    relocations: Option<Relocations>,
}

/// The section of the code's relocations.
struct Relocations {
    /// With its head.
    whole: Range<usize>,
    /// To which section they belong, by its number.
    of: u32,
    /// Where each stands in the module, and to which place of the code it belongs.
    entries: Vec<(usize, u32)>,
}

impl Relocations {
    /// The section anew, without those that belong to such a function.
    fn without(&self, module: &[u8], found: &Found) -> Vec<u8> {
        let gone = |place: u32| {
            let at = found.code + place as usize;
            let next = found.bodies.partition_point(|body| body.end <= at);
            found.bodies.get(next).is_some_and(|body| body.contains(&at))
        };
        let ends = self.entries.iter().skip(1).map(|(start, _)| *start).chain([self.whole.end]);
        let kept: Vec<_> = self
            .entries
            .iter()
            .zip(ends)
            .filter(|((_, place), _)| !gone(*place))
            .map(|((start, _), end)| &module[*start..end])
            .collect();
        let mut contents = Vec::with_capacity(self.whole.len());
        leb(&mut contents, RELOCATIONS.len());
        contents.extend_from_slice(RELOCATIONS.as_bytes());
        leb(&mut contents, self.of as usize);
        leb(&mut contents, kept.len());
        contents.extend(kept.concat());
        let mut section = vec![CUSTOM];
        leb(&mut section, contents.len());
        section.extend(contents);
        section
    }
}

fn find(module: &[u8]) -> Result<Found, BinaryReaderError> {
    let mut found = Found::default();
    let (mut imported, mut bodies, mut uncalled) = (0, Vec::new(), Vec::new());
    // Where the head of the section begins that is read next.
    let mut head = 0;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        match &payload {
            Payload::Version { range, .. } => head = range.end,
            Payload::ImportSection(imports) => {
                for import in imports.clone().into_imports() {
                    imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionStart { range, .. } => found.code = range.start,
            Payload::CodeSectionEntry(body) => bodies.push(body.range()),
            Payload::CustomSection(section) => match section.as_known() {
                KnownCustom::Reloc(reader) if section.name() == RELOCATIONS => {
                    let entries = reader.entries().into_iter_with_offsets();
                    let place = |(start, entry): (usize, RelocationEntry)| (start, entry.offset);
                    found.relocations = Some(Relocations {
                        whole: head..section.range().end,
                        of: reader.section_index(),
                        entries: entries.map(|entry| entry.map(place)).collect::<Result<_, _>>()?,
                    });
                }
                KnownCustom::Name(names) => {
                    for name in names {
                        let Name::Function(functions) = name? else { continue };
                        for function in functions {
                            let function = function?;
                            if is_uncalled(function.name) {
                                uncalled.push(function.index as usize);
                            }
                        }
                    }
                }
                _ => {}
            },
            _ => {}
        }
        if let Some((_, range)) = payload.as_section() {
            head = range.end;
        }
    }
    let body = |index: &usize| bodies.get(index.checked_sub(imported)?).cloned();
    found.bodies = uncalled.iter().filter_map(body).filter(|body| body.len() >= SHORTEST).collect();
    found.bodies.sort_unstable_by_key(|body| body.start);
    Ok(found)
}

/// A number as a module writes it (LEB128).
fn leb(to: &mut Vec<u8>, mut number: usize) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            to.push(low);
            return;
        }
        to.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module of three functions: `a` calls `x`, which is not called and calls `b`.
    fn module() -> Vec<u8> {
        let counted = |number: usize| {
            let mut bytes = vec![];
            leb(&mut bytes, number);
            bytes
        };
        let call = |callee: u8| [&[0, 0x10, 0x80 | callee, 0x80, 0x80, 0x80, 0][..], &[END]].concat();
        let bodies = [call(1), call(2), vec![0, END]];
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        let mut section = |id: u8, contents: Vec<u8>| {
            module.push(id);
            leb(&mut module, contents.len());
            module.extend(contents);
        };
        section(1, vec![1, 0x60, 0, 0]);
        section(3, vec![3, 0, 0, 0]);
        let code: Vec<u8> =
            bodies.iter().flat_map(|body| [counted(body.len()), body.clone()].concat()).collect();
        section(10, [&[3][..], &code].concat());
        let text = |text: &str| [counted(text.len()), text.as_bytes().to_vec()].concat();
        let names = ["a", "_RNC13hydrate_asyncX", "b"];
        let map: Vec<u8> = (0_u8..).zip(names).flat_map(|(n, name)| [vec![n], text(name)].concat()).collect();
        let functions = [&[3][..], &map].concat();
        section(0, [text("name"), vec![1], counted(functions.len()), functions].concat());
        // Function index (0) at the place of each call.
        section(0, [text(RELOCATIONS), vec![2, 2], vec![0, 4, 1], vec![0, 13, 2]].concat());
        module
    }

    #[test]
    fn what_is_shared_stays() {
        assert!(is_uncalled("_RINvNvXs2_6tachys4view8any_view8into_any13hydrate_asyncE"));
        assert!(is_uncalled("_RNCNCNvXs2_6tachys13hydrate_async00"));
        assert!(!is_uncalled("_RNvNCNvXs4_6tachys7element13hydrate_async07inner_1"), "another one's, too");
        assert!(!is_uncalled("_RINvNtC4core3ptr13drop_in_placeNC13hydrate_asyncE"));
        assert!(!is_uncalled("_RINvNvXs2_6tachys19hydrate_from_serverE"));
    }

    #[test]
    fn what_nothing_calls_is_a_trap_and_calls_nothing() {
        let before = module();
        let (after, bytes) = without_uncalled(before.clone()).unwrap();
        assert_eq!(bytes, 8, "the second function alone");
        let (old, new) = (find(&before).unwrap(), find(&after).unwrap());
        assert_eq!(new.bodies, old.bodies);
        assert_eq!(after[new.bodies[0].clone()], [0, UNREACHABLE, NOP, NOP, NOP, NOP, NOP, END]);
        let places = |found: &Found| {
            found.relocations.as_ref().map(|all| all.entries.iter().map(|e| e.1).collect::<Vec<_>>())
        };
        assert_eq!((places(&old), places(&new)), (Some(vec![4, 13]), Some(vec![4])));
        // A module without such functions stays as it is.
        let (again, _) = without_uncalled(after.clone()).unwrap();
        assert_eq!(again, after);
    }
}
