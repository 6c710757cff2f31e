//! What people wrote, in its place: in one line where there is one, and without power over the words around it.

use std::borrow::Cow;

/// What a one-line field keeps: breaks and runs of blanks become one blank, and what would turn the direction of its
/// surroundings or is not shown at all goes. Joiners stay, since emoji and Persian are written with them.
pub fn one_line(text: &str) -> String {
    let seen: String = text.chars().filter(|c| is_blank(*c) || !is_hidden(*c)).collect();
    seen.split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A text of many lines as it is shown: what would turn directions, or would not be seen, is named instead.
pub fn visible(text: &str) -> Cow<'_, str> {
    let odd = |c: char| !matches!(c, '\n' | '\t') && is_hidden(c);
    if !text.contains(odd) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if c == '\r' {
            // The other half of a break.
        } else if odd(c) {
            shown.push_str("[U+");
            for shift in [12, 8, 4, 0] {
                shown.push(hex_digit(u32::from(c) >> shift));
            }
            shown.push(']');
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// A person's text within a sentence of another direction: set apart (FSI … PDI) where it holds letters that run from
/// right to left, so that numbers, brackets and the words after it stay where they are.
pub fn isolated(text: &str) -> Cow<'_, str> {
    let odd = |c: char| is_hidden(c) || c == '\n';
    if !text.chars().any(|c| odd(c) || runs_left(c)) {
        return Cow::Borrowed(text);
    }
    // A sentence that holds such a text already keeps it apart.
    let whole = is_balanced(text);
    let kept: String =
        text.chars().filter(|c| is_blank(*c) || !is_hidden(*c) || (whole && is_isolate(*c))).collect();
    let line = kept.split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if line.chars().any(runs_left) { Cow::Owned(format!("\u{2068}{line}\u{2069}")) } else { Cow::Owned(line) }
}

/// Blanks of any width, and whatever breaks a line.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
}

/// Controls, and characters that embed, override or isolate a direction; and those that are always invisible.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || is_isolate(c)
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{200b}' | '\u{2060}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

fn is_isolate(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2069}')
}

/// Letters of scripts from right to left, and the marks that say so.
fn runs_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Whether what is set apart in it ends in it.
fn is_balanced(text: &str) -> bool {
    let depth = text
        .chars()
        .filter(|c| is_isolate(*c))
        .try_fold(0_u32, |depth, c| if c == '\u{2069}' { depth.checked_sub(1) } else { Some(depth + 1) });
    depth == Some(0)
}

fn hex_digit(value: u32) -> char {
    char::from_digit(value & 15, 16).unwrap_or('0').to_ascii_uppercase()
}
