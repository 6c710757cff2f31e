//! How the browser goes from page to page.

use super::{BASE, Pages, of_path};
use crate::board::TICKET;
use crate::chunk::{Chunk, fetch};
use crate::location::{COME_BACK, LEAVES, Location, present, push};
use crate::shell::Announcer;
use leptos::ev;
use leptos::prelude::*;
use std::cell::RefCell;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// A page's title follows its data, which comes from the desk; then it is said.
const TITLE_AFTER: Duration = Duration::from_millis(400);

/// The page that one works from, out of the document: its elements, how far each was scrolled, what had the focus.
struct Away {
    page: Element,
    parent: Element,
    scrolled: Vec<(Element, i32, i32)>,
    /// How far down the window was.
    window: f64,
    focus: Option<HtmlElement>,
}

thread_local! {
    /// A document has one.
    static AWAY: RefCell<Option<Away>> = const { RefCell::new(None) };
}

impl Pages {
    fn current(self) -> Option<Location> {
        self.over.get_untracked().or_else(|| self.base.get_untracked())
    }

    /// Goes to an address of this side. `false`: the browser shall load it.
    fn go(self, to: &str, announcer: Announcer) -> bool {
        let (path, query) = to.split_once('?').unwrap_or((to, ""));
        if let Some(at) = self.current().filter(|at| at.path() == path) {
            at.go(to, false);
            return true;
        }
        let Some(chunk) = of_path(path).filter(|chunk| *chunk != Chunk::SignIn) else { return false };
        let base = self.base.get_untracked();
        let to = match base.filter(|_| chunk.is_base()) {
            // Another board is another document.
            Some(base) if base.path() != path => return false,
            // Back to it, as it was left.
            Some(base) if query.is_empty() => untrack(|| base.link()),
            _ => to.to_owned(),
        };
        let turn = self.begin();
        leptos::task::spawn_local(async move {
            // What cannot be had says so where it would stand.
            fetch(&chunk.whole()).await.ok();
            if !self.is_at(turn) {
                return;
            }
            push(&to, false);
            let (path, query) = to.split_once('?').unwrap_or((&to, ""));
            self.show(chunk, path, query);
            set_timeout(move || announcer.polite(document().title()), TITLE_AFTER);
        });
        true
    }

    fn begin(self) -> u32 {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.turn.get_value()
    }

    /// Nobody went elsewhere since.
    fn is_at(self, turn: u32) -> bool {
        self.turn.get_value() == turn
    }

    /// Shows the page of an address.
    fn show(self, chunk: Chunk, path: &str, query: &str) {
        let (path, query) = (path.to_owned(), query.to_owned());
        if chunk.is_base() {
            self.over.set(None);
            match self.base.get_untracked() {
                Some(base) => base.set_query(query),
                None => self.base.set(Some(Location::at(path, query))),
            }
            come_back();
        } else {
            if let Some(base) = self.base.get_untracked() {
                leave();
                // Its panel opens anew, with what was written meanwhile.
                base.forget(TICKET);
            }
            self.over.set(Some(Location::at(path, query)));
            request_animation_frame(|| {
                window().scroll_to_with_x_and_y(0.0, 0.0);
                focus_on("#content");
            });
        }
    }

    /// Another address by the browser's own buttons.
    fn moved(self) {
        let (path, query) = present();
        let turn = self.begin();
        match (self.current(), of_path(&path)) {
            (Some(at), _) if at.path() == path => at.set_query(query),
            (_, Some(chunk)) if !chunk.is_base() || self.is_base(&path) => {
                leptos::task::spawn_local(async move {
                    fetch(&chunk.whole()).await.ok();
                    if self.is_at(turn) {
                        self.show(chunk, &path, &query);
                    }
                });
            }
            _ => {
                window().location().reload().ok();
            }
        }
    }

    fn is_base(self, path: &str) -> bool {
        self.base.get_untracked().is_none_or(|base| base.path() == path)
    }

    /// Follows the browser's buttons and the links of the pages, from now on.
    pub(crate) fn follow(self, announcer: Announcer) {
        window_event_listener(ev::popstate, move |_| self.moved());
        window_event_listener(ev::click, move |event| {
            let plain = event.button() == 0
                && !event.default_prevented()
                && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
            let link = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok())
                .and_then(|target| target.closest("a[href^='/']:not([rel], [target])").ok().flatten());
            let Some((link, to)) =
                link.filter(|_| plain).and_then(|link| Some((link.clone(), link.get_attribute("href")?)))
            else {
                return;
            };
            let done = if link.has_attribute("data-here") {
                self.current().map(|at| at.go(&to, false)).is_some()
            } else {
                self.go(&to, announcer)
            };
            if done {
                event.prevent_default();
            }
        });
    }
}

fn focus_on(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.focus().ok();
    }
}

/// Tells whoever listens on the window.
fn tell(name: &str) {
    if let Ok(event) = web_sys::Event::new(name) {
        window().dispatch_event(&event).ok();
    }
}

/// Takes the page that one works from out of the document.
fn leave() {
    let page = document().get_element_by_id(BASE);
    let Some((page, parent)) = page.and_then(|page| Some((page.clone(), page.parent_element()?))) else {
        return;
    };
    let lists = page.query_selector_all(".board, .cards").ok();
    let lists = lists
        .iter()
        .flat_map(|all| (0..all.length()).filter_map(|at| all.get(at)?.dyn_into::<Element>().ok()));
    let scrolled = lists.map(|list| (list.clone(), list.scroll_left(), list.scroll_top())).collect();
    let focus = document().active_element().and_then(|active| active.dyn_into().ok());
    let scroll_y = window().scroll_y().unwrap_or_default();
    // What is open above it would come back without its place above all else.
    if let Ok(Some(dialog)) = page.query_selector("dialog[open]")
        && let Ok(cancel) = web_sys::Event::new("cancel")
    {
        dialog.dispatch_event(&cancel).ok();
    }
    tell(LEAVES);
    page.remove();
    AWAY.with_borrow_mut(|away| *away = Some(Away { page, parent, scrolled, window: scroll_y, focus }));
}

/// Puts it back as it was left.
fn come_back() {
    let Some(Away { page, parent, scrolled, window: scroll_y, focus }) = AWAY.with_borrow_mut(Option::take)
    else {
        return;
    };
    parent.prepend_with_node_1(&page).ok();
    for (list, left, top) in scrolled {
        list.set_scroll_left(left);
        list.set_scroll_top(top);
    }
    window().scroll_to_with_x_and_y(0.0, scroll_y);
    if let Some(focus) = focus {
        focus.focus().ok();
    }
    // It went with the panel, say.
    if document().active_element().is_none_or(|active| active.tag_name() == "BODY") {
        focus_on("[data-ticket][tabindex=\"0\"]");
    }
    tell(COME_BACK);
}
