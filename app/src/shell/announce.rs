//! What a screen reader is told: two live regions that stand in the page from the first byte.

use crate::ui::RwSignal;
use crate::ui::dynamic;
use crate::ui::view;
use leptos::prelude::*;

/// Speaks to screen readers.
#[derive(Clone, Copy)]
pub struct Announcer {
    polite: RwSignal<String>,
    assertive: RwSignal<String>,
}

impl Announcer {
    /// One that has said nothing yet.
    pub fn new() -> Self {
        Self { polite: RwSignal::new(String::new()), assertive: RwSignal::new(String::new()) }
    }

    /// Said when the reader has finished its sentence.
    pub fn polite(self, text: String) {
        say(self.polite, text);
    }

    /// Said at once: the place of a lifted card, a refusal, a conflict.
    pub fn assertive(self, text: String) {
        say(self.assertive, text);
    }
}

impl Default for Announcer {
    fn default() -> Self {
        Self::new()
    }
}

/// The same sentence twice must still be a change, or it is not read again.
fn say(region: RwSignal<String>, text: String) {
    let again = region.with_untracked(|said| *said == text);
    region.set(if again { format!("{text}\u{a0}") } else { text });
}

/// The two regions, for the end of the body.
pub fn live_regions() -> impl IntoView {
    let Announcer { polite, assertive } = expect_context();
    view! {
        <div class="visually-hidden" role="status" aria-live="polite" id="polite">{dynamic(move || polite.get())}</div>
        <div class="visually-hidden" role="alert" aria-live="assertive" id="assertive">{dynamic(move || assertive.get())}</div>
    }
}
