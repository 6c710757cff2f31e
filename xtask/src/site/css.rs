//! The style: one file out of `style/main.css` and what it imports.
//!
//! Done here rather than by a CSS library: the sources are modern CSS that browsers read as it is, so what is
//! left to do is to join the files and to leave out comments and blanks, and a library that also parses every
//! property takes longer to compile than the rest of xtask.

use std::path::Path;

use crate::{
    failure::{Done, Failure},
    files,
};

/// Joins `main` with its imports, each in its layer, and squeezes the whole.
///
/// An import is a line `@import "file.css" layer(name);` (or without layer). Imports are replaced where they
/// stand.
pub(super) fn bundle(main: &Path) -> Done<String> {
    let joined = join(main, &mut Vec::new())?;
    Ok(squeeze(&joined))
}

fn join(path: &Path, above: &mut Vec<std::path::PathBuf>) -> Done<String> {
    if above.iter().any(|other| other == path) {
        return Err(Failure::new(format!("{} imports itself", path.display())));
    }
    let text = files::read_text(path)?;
    check_braces(&text, path)?;
    above.push(path.to_path_buf());
    let mut out = String::new();
    for line in text.lines() {
        if let Some(import) = line.trim().strip_prefix("@import") {
            let (file, layer) = read_import(import).ok_or_else(|| {
                Failure::new(format!(
                    "{}: an import reads `@import \"file.css\" layer(name);` and this does not: {}",
                    path.display(),
                    line.trim()
                ))
            })?;
            let inner = join(&path.with_file_name(file), above)?;
            match layer {
                Some(layer) => out.extend(["@layer ", layer, " {\n", &inner, "}\n"]),
                None => out.push_str(&inner),
            }
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    above.pop();
    Ok(out)
}

/// Reads ` "file.css" layer(name);`.
fn read_import(import: &str) -> Option<(&str, Option<&str>)> {
    // A remark may follow.
    let import = import.split("/*").next()?.trim().strip_suffix(';')?.trim();
    let import = import.strip_prefix("url(").map_or(Some(import), |inner| inner.strip_suffix(')'))?;
    let quote = import.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (file, rest) = import.get(1..)?.split_once(quote)?;
    let rest = rest.trim();
    if rest.is_empty() {
        return Some((file, None));
    }
    let layer = rest.strip_prefix("layer(")?.strip_suffix(')')?.trim();
    Some((file, Some(layer)))
}

/// A brace too many would end a layer early and change rules of other files: better to stop.
fn check_braces(text: &str, path: &Path) -> Done {
    let mut depth = 0_i32;
    for piece in Pieces(text) {
        if let Piece::Other(other) = piece {
            depth += match other {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
        }
        if depth < 0 {
            return Err(Failure::new(format!("{}: a closing brace too many", path.display())));
        }
    }
    if depth == 0 { Ok(()) } else { Err(Failure::new(format!("{}: a brace is not closed", path.display()))) }
}

/// Leaves out comments, and blanks where they mean nothing: around `{ } ; ,`, at line ends, in runs. Blanks
/// around `:`, `>`, `+` and `(` may mean something and stay.
fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut blank = false;
    for piece in Pieces(css) {
        match piece {
            Piece::Comment => blank = true,
            Piece::Other(other) if other.is_whitespace() => blank = true,
            Piece::Quoted(text) => {
                put_blank(&mut out, &mut blank);
                out.push_str(text);
            }
            Piece::Other(mark @ ('{' | '}' | ';' | ',')) => {
                blank = false;
                // `;}` says no more than `}`.
                if mark == '}' && out.ends_with(';') {
                    out.pop();
                }
                out.push(mark);
            }
            Piece::Other(other) => {
                put_blank(&mut out, &mut blank);
                out.push(other);
            }
        }
    }
    out
}

fn put_blank(out: &mut String, blank: &mut bool) {
    if *blank && !out.is_empty() && !out.ends_with(['{', '}', ';', ',']) {
        out.push(' ');
    }
    *blank = false;
}

/// CSS as far as this module needs to understand it.
enum Piece<'a> {
    Comment,
    /// A string with its quotes, or the address in an unquoted `url(`.
    Quoted(&'a str),
    Other(char),
}

struct Pieces<'a>(&'a str);

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let first = self.0.chars().next()?;
        let (length, piece) = if let Some(rest) = self.0.strip_prefix("/*") {
            (rest.find("*/").map_or(self.0.len(), |end| end + 4), Piece::Comment)
        } else if matches!(first, '"' | '\'') {
            let length = quoted_length(self.0, first);
            (length, Piece::Quoted(&self.0[..length]))
        } else if self.0.starts_with("url(") {
            let length = self.0.find([')', '"', '\'']).unwrap_or(self.0.len());
            (length, Piece::Quoted(&self.0[..length]))
        } else {
            (first.len_utf8(), Piece::Other(first))
        };
        self.0 = &self.0[length..];
        Some(piece)
    }
}

/// The length of the string that `text` begins with, both quotes included.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if letter == '\\' {
            escaped = true;
        } else if letter == quote {
            return at + letter.len_utf8();
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_that_mean_something_stay() {
        let css = "/* why */\n.card :hover , .x > .y {\n  margin : calc(1px + 2px) 0 ;\n  --empty: ;\n}\n";
        assert_eq!(squeeze(css), ".card :hover,.x > .y{margin : calc(1px + 2px) 0;--empty:}");
    }

    #[test]
    fn strings_and_addresses_are_left_alone() {
        let css = r#"a::after { content: "a  /* b */ ; \" }"; background: url(data:image/png;base64,A==) }"#;
        assert_eq!(
            squeeze(css),
            r#"a::after{content: "a  /* b */ ; \" }";background: url(data:image/png;base64,A==)}"#
        );
    }

    #[test]
    fn an_import_is_read_with_and_without_layer() {
        assert_eq!(read_import(r#" "board.css" layer(board);"#), Some(("board.css", Some("board"))));
        assert_eq!(read_import(" url('a.css') ;"), Some(("a.css", None)));
        assert_eq!(read_import(r#" "a.css" screen;"#), None);
    }

    #[test]
    fn imports_are_joined_in_their_layers() {
        let folder = std::env::temp_dir().join(format!("chama-css-{}", std::process::id()));
        files::write(
            &folder.join("main.css"),
            b"@layer base, board;\n@import \"a.css\" layer(base);\n@import \"b.css\" layer(board);\n",
        )
        .expect("written");
        files::write(&folder.join("a.css"), b"body { margin: 0; }\n").expect("written");
        files::write(&folder.join("b.css"), b".card { & .x { color: red } }\n").expect("written");
        let css = bundle(&folder.join("main.css")).expect("joined");
        assert_eq!(
            css,
            "@layer base,board;@layer base{body{margin: 0}}@layer board{.card{& .x{color: red}}}"
        );
        files::write(&folder.join("b.css"), b".card { color: red }}\n").expect("written");
        let failure = bundle(&folder.join("main.css")).expect_err("a brace too many");
        assert!(failure.to_string().ends_with("b.css: a closing brace too many"));
        std::fs::remove_dir_all(&folder).expect("removed");
    }
}
