//! Keys that are pressed: the one door by which they come in. While an input method composes a text (Japanese, Korean,
//! an accent by its dead key), every key is its own: it chooses, confirms and cancels, and means nothing to us.

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;

/// What browsers report instead of a key that an input method has taken. Safari says only this of the key that ends a
/// composition: its `isComposing` is false by then.
const TAKEN: u32 = 229;

/// What an element does when it hears a key.
pub fn pressed(mut act: impl FnMut(KeyboardEvent) + 'static) -> Box<dyn FnMut(KeyboardEvent)> {
    Box::new(move |event| {
        if is_ours(&event) {
            act(event);
        }
    })
}

/// No input method has the key.
fn is_ours(event: &KeyboardEvent) -> bool {
    !event.is_composing() && event.key_code() != TAKEN
}

/// Hears the keys of the whole page, until its owner goes.
pub fn pressed_anywhere(act: impl Fn(KeyboardEvent) + 'static) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if is_ours(&event) {
            act(event);
        }
    });
    on_cleanup(move || handle.remove());
}

const LETTERS: &str = "chama.letters";

/// Whether letters by themselves are shortcuts: this browser remembers (WCAG 2.1.4).
pub fn letters() -> bool {
    super::kept(LETTERS).is_none_or(|word| word != "off")
}

/// Switches them on or off.
pub fn set_letters(on: bool) {
    super::keep(LETTERS, if on { "on" } else { "off" });
}
