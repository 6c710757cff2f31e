//! People's text: compared in one form, kept in one line, without power over what stands beside it.

use domain::text::{fold, isolated, key, one_line, visible};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// What is written in several ways, and is one word: the browser's suite types the same table into the filter.
const ALIKE: &str = include_str!("../alike.json");

#[test]
fn what_is_written_in_several_ways_is_one_word() {
    let alike: Vec<Vec<String>> = serde_json::from_str(ALIKE).unwrap();
    assert!(alike.len() >= 12);
    for ways in &alike {
        for way in ways {
            assert_eq!(fold(way), fold(&ways[0]), "{ways:?}");
        }
    }
}

#[test]
fn every_character_is_folded_alike_in_all_its_forms_and_once() {
    for c in '\0'..=char::MAX {
        let text = c.to_string();
        let folded = fold(&text);
        assert_eq!(fold(&folded), folded, "{c:?} again");
        for other in [
            text.nfc().collect::<String>(),
            text.nfd().collect(),
            text.nfkc().collect(),
            text.nfkd().collect(),
        ] {
            assert_eq!(fold(&other), folded, "{c:?}");
        }
    }
}

#[test]
fn vowels_that_are_marks_are_letters() {
    for (one, other) in [("कि", "की"), ("ที", "ทื"), ("は", "ば")] {
        assert_ne!(fold(one), fold(other));
    }
}

#[test]
fn an_address_keeps_its_accents_and_no_form() {
    assert_eq!(key(" Jose\u{301}@Demo.Chama "), key("josé@demo.chama"));
    assert_eq!(key("ａｎａ＠demo．chama"), "ana@demo.chama");
    assert_ne!(key("josé@demo.chama"), key("jose@demo.chama"));
}

#[test]
fn one_line_is_one_line() {
    for (typed, kept) in [
        ("Erro\r\nna\tnota", "Erro na nota"),
        ("  a \u{2028} b\u{2029}c\u{85}d ", "a b c d"),
        ("abc\u{202e}fdp.exe", "abcfdp.exe"),
        ("\u{2067}x\u{2069}\u{200b}\u{7}\0y", "xy"),
        ("👩\u{200d}👧 e می\u{200c}خواهم", "👩\u{200d}👧 e می\u{200c}خواهم"),
        ("\u{202e}\u{200b}", ""),
    ] {
        assert_eq!(one_line(typed), kept);
    }
}

#[test]
fn what_turns_directions_in_a_message_is_named() {
    assert_eq!(visible("oi\r\nvocê\t✓"), "oi\nvocê\t✓");
    assert_eq!(visible("abc\u{202e}fdp.exe\u{7}"), "abc[U+202E]fdp.exe[U+0007]");
}

#[test]
fn a_text_from_right_to_left_is_set_apart_in_a_sentence() {
    assert_eq!(isolated("Ana (2)"), "Ana (2)");
    assert_eq!(isolated("שלום (2)"), "\u{2068}שלום (2)\u{2069}");
    assert_eq!(isolated("a\u{202e}b"), "ab");
    assert_eq!(isolated("\u{2069}שלום"), "\u{2068}שלום\u{2069}");
    // Once more, as part of a longer sentence: it stays apart.
    let sentence = format!("para {}: 3", isolated("שלום"));
    assert_eq!(isolated(&sentence), format!("\u{2068}{sentence}\u{2069}"));
}

proptest! {
    #[test]
    fn no_line_turns_a_direction(text in any::<String>()) {
        let line = one_line(&text);
        prop_assert_eq!(one_line(&line), line.clone());
        let odd = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
        prop_assert!(!line.contains(odd), "{line:?}");
        let whole = isolated(&text).into_owned();
        let depth = whole.chars().try_fold(0_i32, |depth, c| match c {
            '\u{2066}'..='\u{2068}' => Some(depth + 1),
            '\u{2069}' => (depth > 0).then_some(depth - 1),
            _ => Some(depth),
        });
        prop_assert_eq!(depth, Some(0), "{:?}", whole);
    }

    #[test]
    fn a_text_is_found_in_a_text_that_begins_with_it(text in any::<String>(), more in "[ -~]*") {
        let whole = format!("{text} {more}");
        prop_assert!(fold(&whole).starts_with(&fold(&text)));
    }
}
