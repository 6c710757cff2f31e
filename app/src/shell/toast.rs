//! Short notes at the bottom left, each with a way back where there is one. They never steal the focus, and of those that
//! pass by themselves the newest is shown alone: more would lie over the cards.

use crate::i18n::{Words, words};
use crate::ui::RwSignal;
use crate::ui::view;
use crate::ui::{Glyph, Icon};
use crate::ui::{each, hears, pressed_anywhere};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

/// Milliseconds that a note stays (`ux.md` 2.1), unless the pointer or the focus is on it.
#[cfg(feature = "hydrate")]
const STAY_MS: u32 = 8_000;

/// A change that takes longer is told to be on its way (`ux.md` 3.4).
pub const SAVING_AFTER: Duration = Duration::from_millis(600);

/// A note.
#[derive(Clone)]
pub struct Toast {
    /// What happened.
    pub text: String,
    /// How to take it back.
    pub undo: Option<Callback<()>>,
}

/// A note on the page.
#[derive(Clone)]
struct Shown {
    id: u32,
    /// It stays until it is closed.
    stays: bool,
    toast: Toast,
}

/// A change that the desk has not answered. Who cannot wait may take it back already: that is done once it is answered.
#[derive(Clone)]
pub struct Awaited(Arc<AtomicBool>);

/// The notes of the page.
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Shown>>,
    awaited: StoredValue<Vec<Weak<AtomicBool>>>,
    last: StoredValue<u32>,
    words: &'static Words,
    held: RwSignal<bool>,
}

impl Toasts {
    /// No notes yet.
    pub fn new() -> Self {
        Self {
            list: RwSignal::new(vec![]),
            awaited: StoredValue::new(vec![]),
            last: StoredValue::new(0),
            words: words(),
            held: RwSignal::new(false),
        }
    }

    /// Shows a note for a while. The ones before it are counted on it, and can be taken back as long as it stands.
    pub fn show(self, toast: Toast) {
        let id = self.put(toast, false);
        self.expire(id);
    }

    /// Shows what came of a change; or takes it back at once, if that was asked for meanwhile. Ctrl+Z that is faster than
    /// the desk means this change, and nothing that was done before it.
    pub fn tell(self, awaited: &Awaited, toast: Toast) {
        match toast.undo.filter(|_| awaited.0.load(Ordering::Relaxed)) {
            Some(undo) => undo.run(()),
            None => self.show(toast),
        }
    }

    /// Shows a note that stays until it is closed: something was lost on people who look away for 8 seconds.
    pub fn keep(self, text: String) {
        self.put(Toast { text, undo: None }, true);
    }

    fn put(self, toast: Toast, stays: bool) -> u32 {
        let id = self.last.get_value() + 1;
        self.last.set_value(id);
        self.list.update(|list| {
            list.push(Shown { id, stays, toast });
            let mut excess = list.iter().filter(|shown| !shown.stays).count().saturating_sub(3);
            list.retain(|shown| {
                shown.stays || excess == 0 || {
                    excess -= 1;
                    false
                }
            });
        });
        id
    }

    /// Takes a note away.
    pub fn dismiss(self, id: u32) {
        self.list.update(|list| list.retain(|shown| shown.id != id));
    }

    /// A change is on its way: until its answer is let go of, it is what "undo" means.
    pub fn awaits(self) -> Awaited {
        let awaited = Arc::new(AtomicBool::new(false));
        self.awaited.update_value(|all| {
            all.retain(|other| other.strong_count() > 0);
            all.push(Arc::downgrade(&awaited));
        });
        Awaited(awaited)
    }

    /// Takes back the newest change: one that is on its way, or what the newest note with a way back tells. `false`:
    /// there is none.
    pub fn undo_last(self) -> bool {
        let on_its_way = self.awaited.with_value(|all| {
            let live = all.iter().rev().filter_map(Weak::upgrade);
            { live }.find(|flag| !flag.swap(true, Ordering::Relaxed))
        });
        if let Some(flag) = on_its_way {
            self.say_later(&flag);
            return true;
        }
        let newest = self.list.with_untracked(|list| {
            list.iter().rev().find_map(|shown| shown.toast.undo.map(|undo| (shown.id, undo)))
        });
        if let Some((id, undo)) = newest {
            self.dismiss(id);
            undo.run(());
        }
        newest.is_some()
    }

    /// Says that the way back waits, if the answer takes as long as a move that is marked (`ux.md` 3.4).
    fn say_later(self, flag: &Arc<AtomicBool>) {
        let (flag, text) = (Arc::downgrade(flag), self.words.common.undo_waits);
        let say = move || {
            if flag.strong_count() > 0 {
                self.show(Toast { text: text.to_owned(), undo: None });
            }
        };
        set_timeout(say, SAVING_AFTER);
    }

    #[cfg(feature = "hydrate")]
    fn expire(self, id: u32) {
        gloo_timers::callback::Timeout::new(STAY_MS, move || {
            if self.held.get_untracked() { self.expire(id) } else { self.dismiss(id) }
        })
        .forget();
    }

    #[cfg(not(feature = "hydrate"))]
    #[expect(clippy::unused_self, reason = "as the browser's half")]
    fn expire(self, _id: u32) {}
}

impl Default for Toasts {
    fn default() -> Self {
        Self::new()
    }
}

/// The notes, for the end of the body.
pub fn toasts() -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let hold = move |held: bool| toasts.held.set(held);
    Effect::new(move |_| {
        pressed_anywhere(move |event| {
            if asks_to_undo(&event) && toasts.undo_last() {
                event.prevent_default();
            }
        });
    });
    let shown = move || toasts.list.with(|list| on_screen(list));
    view! {
        <div
            class="toasts"
            on:pointerenter=hears(move |_| hold(true))
            on:pointerleave=hears(move |_| hold(false))
            on:focusin=hears(move |_| hold(true))
            on:focusout=hears(move |_| hold(false))
        >
            {each(shown, |(shown, more)| format!("{} {more}", shown.id), move |(shown, more)| one(toasts, shown, more))}
        </div>
    }
}

/// Those that stay until they are closed, and the newest of the others with how many are behind it.
fn on_screen(list: &[Shown]) -> Vec<(Shown, usize)> {
    let passing = list.iter().filter(|shown| !shown.stays);
    let newest = passing.clone().next_back().map(|shown| (shown.clone(), passing.count() - 1));
    list.iter().filter(|shown| shown.stays).map(|shown| (shown.clone(), 0)).chain(newest).collect()
}

/// Ctrl+Z, where it does not belong to a field and nobody else has taken it.
fn asks_to_undo(event: &leptos::ev::KeyboardEvent) -> bool {
    let wanted = (event.ctrl_key() || event.meta_key()) && !event.shift_key() && !event.alt_key();
    wanted
        && !event.default_prevented()
        && event.key().eq_ignore_ascii_case("z")
        && event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .is_none_or(|element| !matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

fn one(toasts: Toasts, shown: Shown, more: usize) -> impl IntoView {
    let words = words();
    let Shown { id, toast, .. } = shown;
    let more = (more > 0).then(|| view! { <span class="toast-more">"+"{more.to_string()}</span> });
    let undo = toast.undo.map(|undo| {
        let take_back = move |_| {
            toasts.dismiss(id);
            undo.run(());
        };
        view! { <button type="button" class="toast-undo" on:click=hears(take_back)>
            {words.common.undo}<span class="with-keys">" (Ctrl+Z)"</span>
        </button> }
    });
    view! {
        <div class="toast" role="group">
            <span>{toast.text}</span>
            {more}
            {undo}
            <button type="button" class="toast-close" aria-label=words.common.close on:click=hears(move |_| toasts.dismiss(id))>
                <Icon kind=Glyph::Close/>
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_notes_that_pass_the_newest_is_shown_with_a_count_and_those_that_stay_all_are() {
        let note = |id: u32, stays| Shown { id, stays, toast: Toast { text: id.to_string(), undo: None } };
        let list = [note(1, false), note(2, true), note(3, false), note(4, false)];
        let shown: Vec<_> = on_screen(&list).into_iter().map(|(shown, more)| (shown.id, more)).collect();
        assert_eq!(shown, [(2, 0), (4, 2)]);
        assert_eq!(on_screen(&list[..2]).len(), 2);
        assert!(on_screen(&[]).is_empty());
    }
}
