//! The keys of a ticket: those of its panel count while the focus is in it, those of its page anywhere on it, and
//! letters only while no field holds the focus (WCAG 2.1.4).

use super::composer::Writing;
use super::mode::Mode;
use super::way::Way;
use crate::action::{self, Key};
use crate::i18n::words;
use crate::shell::KeysDialog;
use crate::ui::RwSignal;
use crate::ui::{dynamic, letters, pressed_anywhere, view};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// What an address ends in that opens the board's commands.
pub const COMMANDS: &str = "#comandos";

/// What a letter does.
type Does = fn(Keys);

/// The keys of a ticket's page as their list shows them, and what a letter of them does.
const KEYS: [(Key, Option<Does>); 9] = [
    (action::REPLY, Some(|keys| keys.write(Mode::Public))),
    (action::COMMENT, Some(|keys| keys.write(Mode::Internal))),
    (action::TAGS, Some(Keys::tag)),
    (Key { name: "J  K", word: |w| w.ticket.keys_walk }, None),
    (Key { name: "Ctrl + Enter", word: |w| w.ticket.keys_send }, None),
    (action::PALETTE, None),
    (action::UNDO, None),
    (action::HELP, None),
    (Key { name: "Esc", word: |w| w.ticket.keys_escape }, None),
];

/// What the keys of a ticket move.
#[derive(Clone, Copy)]
pub(super) struct Keys {
    /// Which of the two boxes is open.
    pub internal: RwSignal<bool>,
    pub writings: [Writing; 2],
    /// The ticket's code.
    code: StoredValue<String>,
    /// The panel's way to close; a page has none.
    pub way: Option<Way>,
    /// The page's keys are explained.
    pub help: RwSignal<bool>,
    /// A narrow screen shows the facts.
    facts: RwSignal<bool>,
}

impl Keys {
    pub(super) fn new(
        internal: RwSignal<bool>,
        writings: [Writing; 2],
        way: Option<Way>,
        code: StoredValue<String>,
        facts: RwSignal<bool>,
    ) -> Self {
        let keys = Self { internal, writings, code, way, help: RwSignal::new(false), facts };
        if way.is_none() {
            Effect::new(move |heard: Option<()>| {
                if heard.is_none() {
                    pressed_anywhere(move |event| keys.press(&event));
                }
            });
        }
        keys
    }

    /// Hears a key.
    pub(super) fn press(self, event: &KeyboardEvent) {
        if !event.default_prevented() && self.means(event) {
            event.prevent_default();
            // The board has keys of its own.
            event.stop_propagation();
        }
    }

    /// Whether the key meant something.
    fn means(self, event: &KeyboardEvent) -> bool {
        let (key, page) = (event.key(), self.way.is_none());
        let ctrl = event.ctrl_key() || event.meta_key();
        if is_in(event, "dialog, [popover]:popover-open") {
            return false;
        }
        if ctrl || event.alt_key() {
            let wanted = page && ctrl && key.eq_ignore_ascii_case("k");
            if wanted {
                self.command();
            }
            return wanted;
        }
        let in_field = is_in(event, "input, textarea, select, [contenteditable]");
        if key == "Escape" {
            match self.way {
                Some(way) => way.on_close.run(()),
                // Who writes leaves the field first, and what they wrote stays.
                None if in_field => leave_field(),
                None => go("/quadro"),
            }
            return true;
        }
        if in_field || (page && !letters()) {
            return false;
        }
        match key.as_str() {
            "j" | "J" => walk(1),
            "k" | "K" => walk(-1),
            "?" if page => self.help.set(true),
            _ => {
                let does = KEYS.iter().find(|(own, _)| own.is(&key)).and_then(|(_, does)| *does);
                let Some(does) = does else { return false };
                does(self);
            }
        }
        true
    }

    /// To the field in which one types a tag.
    fn tag(self) {
        self.facts.set(true);
        request_animation_frame(focus_tags);
    }

    /// The board has the commands: it opens with this ticket beside it, and them.
    fn command(self) {
        go(&format!("/quadro?t={}{COMMANDS}", self.code.get_value()));
    }

    /// Opens one of the two boxes, with the focus in it.
    pub(super) fn write(self, mode: Mode) {
        self.internal.set(mode == Mode::Internal);
        for writing in self.writings {
            if writing.mode == mode {
                request_animation_frame(move || writing.focus());
            }
        }
    }

    /// The keys of the page, while somebody reads them.
    pub(super) fn dialog(self) -> impl IntoView {
        let w = &words().board;
        let lines: Vec<_> = KEYS.iter().map(|(key, _)| key.line(words())).collect();
        let read = Callback::new(move |()| self.help.set(false));
        let open = move || {
            let lines = lines.clone();
            view! { <KeysDialog title=w.help_title lines more=w.help_letters read/> }
        };
        dynamic(move || self.help.get().then(&open))
    }
}

/// Goes to another page.
pub(super) fn go(href: &str) {
    // A browser that refuses to go stays here.
    window().location().assign(href).ok();
}

/// Whether a key was pressed within something.
#[cfg(feature = "hydrate")]
fn is_in(event: &KeyboardEvent, selector: &str) -> bool {
    use wasm_bindgen::JsCast;
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| element.closest(selector).ok().flatten().is_some())
}

/// Into the field in which one types a tag, if this person may.
#[cfg(feature = "hydrate")]
fn focus_tags() {
    use wasm_bindgen::JsCast;
    let field = document().get_element_by_id(super::tags::FIELD);
    let field = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(field) = field {
        // What cannot take the focus leaves it where it was.
        field.focus().ok();
    }
}

#[cfg(feature = "hydrate")]
fn leave_field() {
    use wasm_bindgen::JsCast;
    let active =
        document().active_element().and_then(|active| active.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(active) = active {
        // A field that keeps the focus is still a field.
        active.blur().ok();
    }
}

/// To the next thing that was said, or the one before; at first to the newest.
#[cfg(feature = "hydrate")]
fn walk(by: i32) {
    use wasm_bindgen::JsCast;
    let Ok(rows) = document().query_selector_all(".ticket .timeline > li") else { return };
    let count = i32::try_from(rows.length()).unwrap_or(0);
    let active =
        document().active_element().and_then(|active| active.closest(".timeline > li").ok().flatten());
    let at = (0..count).find(|at| {
        let row = rows.item(at.unsigned_abs());
        row.is_some_and(|row| active.as_ref().is_some_and(|active| row.is_same_node(Some(active))))
    });
    let newest = if super::said::newest_first() { 0 } else { count - 1 };
    let to = at.map_or(newest, |at| at + by).clamp(0, (count - 1).max(0));
    let row = rows.item(to.unsigned_abs()).and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(row) = row {
        // What cannot take the focus stays where it was.
        row.focus().ok();
    }
}

/// Only browsers have keys and a focus.
#[cfg(not(feature = "hydrate"))]
fn is_in(_event: &KeyboardEvent, _selector: &str) -> bool {
    false
}

/// Only browsers have a focus.
#[cfg(not(feature = "hydrate"))]
fn leave_field() {}

/// Only browsers have a focus.
#[cfg(not(feature = "hydrate"))]
fn focus_tags() {}

/// Only browsers have a focus.
#[cfg(not(feature = "hydrate"))]
fn walk(_by: i32) {}
