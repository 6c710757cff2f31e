//! What a source file declares, takes in and names.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;
use syn::{Attribute, Item, UseTree, spanned::Spanned};

/// The parts of a path: `["crate", "board", "Card"]`.
pub(super) type Path = Vec<String>;

/// A name that a file takes in, or hands on.
pub(super) struct Import {
    /// As it is called here; `*` for all that is there.
    pub(super) name: String,
    pub(super) path: Path,
}

/// What a file says of itself and of others.
#[derive(Default)]
pub(super) struct Names {
    /// Items that stand in it.
    pub(super) declared: BTreeSet<String>,
    /// What it takes in, to use it or to hand it on.
    pub(super) imports: Vec<Import>,
    /// Every path that it uses. One that is handed on alone is not used.
    pub(super) used: BTreeSet<Path>,
    /// Structs, rows left out, with the number of their fields.
    pub(super) structs: Vec<(String, usize)>,
    /// Modules in files of their own that are there for tests alone.
    pub(super) test_files: Vec<String>,
    /// Lines of its tests.
    pub(super) test_lines: usize,
}

/// Reads a source file.
pub(super) fn of(text: &str) -> syn::Result<Names> {
    let file = syn::parse_file(text)?;
    let mut names = Names::default();
    read(&file.items, 0, &mut names);
    Ok(names)
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || (attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Path>().is_ok_and(|what| what.is_ident("test")))
    })
}

/// Reads items that stand `depth` modules below the file's own.
fn read(items: &[Item], depth: usize, names: &mut Names) {
    for item in items {
        if is_for_tests(attributes(item)) {
            match item {
                Item::Mod(module) if module.content.is_none() => {
                    names.test_files.push(module.ident.to_string());
                }
                item => {
                    let span = item.span();
                    names.test_lines += span.end().line + 1 - span.start().line;
                }
            }
            continue;
        }
        if depth == 0
            && let Some(name) = declared(item)
        {
            names.declared.insert(name);
        }
        match item {
            Item::Use(item) => {
                let handed_on = !matches!(item.vis, syn::Visibility::Inherited);
                imports(&item.tree, &mut vec![], depth, handed_on, names);
            }
            Item::Mod(module) => {
                if let Some((_, items)) = &module.content {
                    read(items, depth + 1, names);
                }
            }
            item => {
                if let Item::Struct(item) = item
                    && !is_row(&item.attrs)
                {
                    names.structs.push((item.ident.to_string(), item.fields.len()));
                }
                paths(tokens(item), depth, names);
            }
        }
    }
}

fn is_row(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("derive") && tokens(attribute).to_string().contains("FromRow")
    })
}

fn tokens(of: &impl quote::ToTokens) -> TokenStream {
    of.to_token_stream()
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn declared(item: &Item) -> Option<String> {
    Some(match item {
        Item::Const(item) => item.ident.to_string(),
        Item::Enum(item) => item.ident.to_string(),
        Item::Fn(item) => item.sig.ident.to_string(),
        Item::Macro(item) => item.ident.as_ref()?.to_string(),
        // One in a file of its own declares what stands there, in that file.
        Item::Mod(item) if item.content.is_some() => item.ident.to_string(),
        Item::Static(item) => item.ident.to_string(),
        Item::Struct(item) => item.ident.to_string(),
        Item::Trait(item) => item.ident.to_string(),
        Item::Type(item) => item.ident.to_string(),
        _ => return None,
    })
}

/// A path as it reads in the file itself: within a module of the file, `super` may lead no further than the file.
fn from_file(path: &[String], depth: usize) -> Option<Path> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    match path.first()?.as_str() {
        "super" if ups > depth => Some(path[depth..].to_vec()),
        "super" => Some([&["self".to_owned()], &path[ups..]].concat()),
        "self" if depth > 0 => None,
        _ => Some(path.to_vec()),
    }
}

fn imports(tree: &UseTree, so_far: &mut Path, depth: usize, handed_on: bool, names: &mut Names) {
    let mut add = |path: &Path, name: String| {
        let Some(path) = from_file(path, depth) else { return };
        if !handed_on {
            names.used.insert(path.clone());
        }
        if depth == 0 {
            names.imports.push(Import { name, path });
        }
    };
    match tree {
        UseTree::Path(path) => {
            so_far.push(path.ident.to_string());
            imports(&path.tree, so_far, depth, handed_on, names);
            so_far.pop();
        }
        UseTree::Name(name) if name.ident == "self" => {
            let last = so_far.last().cloned().unwrap_or_default();
            add(so_far, last);
        }
        UseTree::Name(name) => {
            let path = [&so_far[..], &[name.ident.to_string()]].concat();
            add(&path, name.ident.to_string());
        }
        UseTree::Rename(name) => {
            let path = [&so_far[..], &[name.ident.to_string()]].concat();
            add(&path, name.rename.to_string());
        }
        UseTree::Glob(_) => add(so_far, "*".to_owned()),
        UseTree::Group(group) => {
            for tree in &group.items {
                imports(tree, so_far, depth, handed_on, names);
            }
        }
    }
}

/// Every path in code, `a::b::c`, also within macros; `use` within a function included.
fn paths(code: TokenStream, depth: usize, names: &mut Names) {
    let mut path: Path = vec![];
    let mut colons = 0;
    let take = |path: &mut Path, names: &mut Names| {
        let whole = std::mem::take(path);
        if whole.len() > 1
            && let Some(whole) = from_file(&whole, depth)
        {
            names.used.insert(whole);
        }
    };
    for token in code {
        match token {
            TokenTree::Ident(name) if colons == 2 && !path.is_empty() => path.push(name.to_string()),
            TokenTree::Ident(name) => {
                take(&mut path, names);
                path.push(name.to_string());
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                colons += 1;
                continue;
            }
            TokenTree::Group(group) => {
                // `use a::{b, c}` within a function: each of them.
                if colons == 2 && group.delimiter() == Delimiter::Brace && !path.is_empty() {
                    let begins: TokenStream = path
                        .iter()
                        .flat_map(|part| format!("{part}::").parse::<TokenStream>().unwrap_or_default())
                        .collect();
                    for part in split(group.stream()) {
                        paths(begins.clone().into_iter().chain(part).collect(), depth, names);
                    }
                } else {
                    take(&mut path, names);
                    paths(group.stream(), depth, names);
                }
                path.clear();
            }
            _ => take(&mut path, names),
        }
        colons = 0;
    }
    take(&mut path, names);
}

fn split(stream: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for token in stream {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => parts.push(TokenStream::new()),
            token => {
                if let Some(last) = parts.last_mut() {
                    last.extend([token]);
                }
            }
        }
    }
    parts
}
