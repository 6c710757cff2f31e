//! One form for whatever is compared: filter, search, palette, names and addresses, on the server and in the browser.

/// A text as it is compared: "acao" finds "ação" however it was typed, "１２" finds "12", "strasse" finds "STRAẞE".
///
/// Compatibility characters are taken apart (NFKD), case is taken away, and so are marks above and below letters (also
/// Arabic and Hebrew vowels) and what is not seen. Syllables of Hangul are their letters, so that one that is still
/// being typed finds what begins so.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in apart(text).chars().filter(|c| !is_mark(*c) && !is_unseen(*c)) {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            other => folded.push(plain(other)),
        }
    }
    folded
}

/// An address or a name as it is looked up: composed (NFKC), in lower case. Accents count, since `jose@` and `josé@` are
/// two people.
pub fn key(name: &str) -> String {
    let name = name.trim();
    if name.is_ascii() { name.to_ascii_lowercase() } else { together(name) }
}

/// The letter that another one is compared as, where no accent tells them apart.
fn plain(c: char) -> char {
    match c {
        'ς' => 'σ',
        'đ' | 'ð' | 'ɖ' => 'd',
        'ħ' => 'h',
        'ı' => 'i',
        'ł' => 'l',
        'ø' => 'o',
        'ŧ' => 't',
        '٠'..='٩' => digit(c, '٠'),
        '۰'..='۹' => digit(c, '۰'),
        other => other,
    }
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c)
}

/// Marks without which a word is still found. Those of scripts whose vowels are marks (Devanagari, Thai) stay.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}' | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}'
        | '\u{640}')
}

/// Joiners, marks of direction, soft hyphens and the like: nobody types them into a search.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Taken apart (NFKD), by way of the capitals in small letters: so `ſ`, `ς` and `ı` meet `s`, `σ` and `i`.
#[cfg(not(target_arch = "wasm32"))]
fn apart(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkd().collect::<String>().to_uppercase().to_lowercase()
}

/// The browser has these tables: none are downloaded.
#[cfg(target_arch = "wasm32")]
fn apart(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFKD").to_upper_case().to_lower_case().into()
}

#[cfg(not(target_arch = "wasm32"))]
fn together(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkc().collect::<String>().to_lowercase().nfkc().collect()
}

#[cfg(target_arch = "wasm32")]
fn together(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFKC").to_lower_case().normalize("NFKC").into()
}
