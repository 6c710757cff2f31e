//! The browser's end of the feed: a websocket, or a long poll where a proxy blocks it.

use super::liveness::{Liveness, Verdict, WAKING_MS};
use super::{Connection, Feed, Link, Next};
use crate::ui::is_seen;
use domain::feed::STILL_THERE;
use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, CloseEvent, EventTarget, MessageEvent, WebSocket};

/// Cuts shorter than this are not shown (`ux.md` 2.1).
const BLINK_MS: u32 = 1_500;
/// Close code of a session that has ended.
const SIGNED_OUT: u16 = 4_401;
/// How often it is looked whether the line is alive.
const TICK_MS: u32 = 1_000;
/// Where a person is holds for 30 s on the server; it is said again this often.
const AGAIN_MS: u32 = 12_000;
/// While nobody is signed in nothing is asked of the server; the page looks so often whether somebody is again.
const SIGNED_OUT_LOOK_MS: u32 = 500;

struct Line {
    feed: Feed,
    connection: Connection,
    socket: Option<WebSocket>,
    /// Handlers of the present socket; those of retired sockets are dropped with them.
    handlers: Vec<Closure<dyn FnMut(JsValue)>>,
    /// Counts sockets, so that a word of a retired one is ignored.
    generation: u32,
    /// Of the present socket or poll; none while the next one is waited for.
    liveness: Option<Liveness>,
    /// Lets go of the present poll.
    poll: Option<AbortController>,
}

type Shared = Rc<RefCell<Line>>;

/// Connects, and stays connected for as long as the tab lives.
pub(super) fn run(feed: Feed) {
    let line: Shared = Rc::new(RefCell::new(Line {
        feed,
        connection: Connection::default(),
        socket: None,
        handlers: vec![],
        generation: 0,
        liveness: None,
        poll: None,
    }));
    watch_window(&line);
    tick(&line);
    open(&line);
    say_where(&line);
}

/// Tells the colleagues where this tab's person is: when that changes, and again before it is forgotten.
fn say_where(line: &Shared) {
    let feed = line.borrow().feed;
    let changed = line.clone();
    Effect::new(move |before: Option<bool>| {
        let here = feed.here.get();
        if before == Some(true) || here.is_some() {
            say(&changed);
        }
        here.is_some()
    });
    let again = line.clone();
    Interval::new(AGAIN_MS, move || {
        if feed.here.with_untracked(Option::is_some) {
            say(&again);
        }
    })
    .forget();
}

fn say(line: &Shared) {
    use domain::feed::Doing;
    let line = line.borrow();
    let open = line.socket.as_ref().filter(|socket| socket.ready_state() == WebSocket::OPEN);
    let Some(socket) = open.filter(|_| line.feed.is_team()) else { return };
    let text = match line.feed.here.get_untracked() {
        None => r#"{"ticket":null,"doing":"viewing"}"#.to_owned(),
        Some((ticket, doing)) => {
            let doing = match doing {
                Doing::Viewing => "viewing",
                Doing::Typing => "typing",
                Doing::Dragging => "dragging",
            };
            format!(r#"{{"ticket":"{ticket}","doing":"{doing}"}}"#)
        }
    };
    // Who is not told now is told in a moment.
    socket.send_with_str(&text).ok();
}

/// A tab that wakes, somebody who comes back to it, or a network that does: it asks at once.
fn watch_window(line: &Shared) {
    for event in ["online", "pageshow", "focus"] {
        let wakes = line.clone();
        hear(&window(), event, Box::new(move || wake(&wakes)));
    }
    for event in ["visibilitychange", "resume"] {
        let wakes = line.clone();
        let act = move || {
            if is_seen() {
                wake(&wakes);
            }
        };
        hear(&document(), event, Box::new(act));
    }
    let gone = line.clone();
    let act = move || {
        gone.borrow().feed.link.set(Link::Offline);
        retire(&gone);
    };
    hear(&window(), "offline", Box::new(act));
}

/// For as long as the tab lives.
fn hear(target: &EventTarget, event: &str, mut act: Box<dyn FnMut()>) {
    let handler = Closure::<dyn FnMut(JsValue)>::new(move |_| act());
    if target.add_event_listener_with_callback(event, handler.as_ref().unchecked_ref()).is_ok() {
        handler.forget();
    }
}

fn wake(line: &Shared) {
    if line.borrow().feed.signed_out.get_untracked() {
        return;
    }
    let liveness = line.borrow().liveness;
    let Some(mut liveness) = liveness else { return open(line) };
    let now = js_sys::Date::now();
    let is_stale = liveness.is_stale(now);
    let verdict = match &line.borrow().socket {
        Some(_) => liveness.wake(now),
        // A poll cannot be asked; one that should be back by now is made anew.
        None if is_stale => Verdict::Dead,
        None => Verdict::Fine,
    };
    line.borrow_mut().liveness = Some(liveness);
    if is_stale {
        line.borrow().feed.link.set(Link::Reconnecting);
    }
    if verdict == Verdict::Ask {
        // The clock's next second may be a second away.
        let soon = line.clone();
        Timeout::new(WAKING_MS, move || look(&soon)).forget();
    }
    carry_out(line, verdict);
}

/// Looks every second whether the line is alive.
fn tick(line: &Shared) {
    let line = line.clone();
    Interval::new(TICK_MS, move || look(&line)).forget();
}

fn look(line: &Shared) {
    let verdict = line.borrow_mut().liveness.as_mut().map(|l| l.tick(js_sys::Date::now(), is_seen()));
    carry_out(line, verdict.unwrap_or(Verdict::Fine));
}

fn carry_out(line: &Shared, verdict: Verdict) {
    match verdict {
        Verdict::Fine => {}
        Verdict::Ask => {
            if let Some(socket) = &line.borrow().socket {
                // What cannot be asked is not answered either.
                socket.send_with_str(STILL_THERE).ok();
            }
        }
        Verdict::Dead => {
            let (generation, polls, opened) = {
                let line = line.borrow();
                let opened = line.liveness.is_some_and(|liveness| !liveness.is_opening());
                (line.generation, line.poll.is_some(), opened)
            };
            // So long a silence is no blink.
            if opened || polls {
                line.borrow().feed.link.set(Link::Reconnecting);
            }
            if polls { poll_failed(line) } else { cut(line, generation, opened, 0) }
        }
    }
}

/// Lets go of the present socket: nothing that it still says is heard.
fn retire(line: &Shared) {
    let mut line = line.borrow_mut();
    line.generation += 1;
    line.feed.cut();
    line.let_go();
}

impl Line {
    fn let_go(&mut self) {
        self.liveness = None;
        if let Some(poll) = self.poll.take() {
            poll.abort();
        }
        if let Some(socket) = self.socket.take() {
            socket.set_onopen(None);
            socket.set_onmessage(None);
            socket.set_onclose(None);
            // Closing a socket that is closed already is no fault.
            socket.close().ok();
        }
    }

    fn heard(&mut self) {
        if let Some(liveness) = &mut self.liveness {
            liveness.heard(js_sys::Date::now());
        }
    }
}

fn open(line: &Shared) {
    retire(line);
    let (feed, generation) = {
        let line = line.borrow();
        (line.feed, line.generation)
    };
    let location = window().location();
    let scheme = if location.protocol().is_ok_and(|p| p == "https:") { "wss" } else { "ws" };
    let Ok(host) = location.host() else { return };
    let address = format!("{scheme}://{host}/feed?since={}", feed.seq());
    let Ok(socket) = WebSocket::new(&address) else { return cut(line, generation, false, 0) };

    let opened = Rc::new(RefCell::new(false));
    let on_message = {
        let (line, opened) = (line.clone(), opened.clone());
        Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
            if line.borrow().generation != generation {
                return;
            }
            let first = !opened.replace(true);
            line.borrow_mut().connection.heard(true);
            line.borrow_mut().heard();
            feed.link.set(Link::Live);
            if let Some(text) = event.unchecked_into::<MessageEvent>().data().as_string()
                && feed.take(&text).is_err()
            {
                // Another build's language: a reload mends it.
                feed.other_build.set(true);
            }
            if first {
                say(&line);
            }
        })
    };
    let on_close = {
        let line = line.clone();
        Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
            let code = event.unchecked_into::<CloseEvent>().code();
            cut(&line, generation, *opened.borrow(), code);
        })
    };
    socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
    let mut line = line.borrow_mut();
    line.handlers = vec![on_message, on_close];
    line.socket = Some(socket);
    line.liveness = Some(Liveness::opening(js_sys::Date::now()));
}

fn cut(line: &Shared, generation: u32, opened: bool, code: u16) {
    if line.borrow().generation != generation {
        return;
    }
    let feed = line.borrow().feed;
    if code == SIGNED_OUT {
        feed.signed_out.set(true);
    }
    if code == SIGNED_OUT || !opened {
        // A page cannot read why a socket was refused, and another tab may have signed in: ask over HTTP.
        leptos::task::spawn_local(async move {
            if let Ok(who) = crate::api::who_am_i().await {
                // A page belongs to the person that it was made for, whoever comes after them.
                let now = who.actor.map(|actor| actor.person.to_string());
                feed.signed_out.set(now != crate::ui::page_person());
            }
        });
    }
    show_cut(line);
    // Handlers of this socket may be running now: they are let go with the next one.
    let next = {
        let mut line = line.borrow_mut();
        line.generation += 1;
        line.let_go();
        line.connection.cut(opened, js_sys::Math::random())
    };
    feed.cut();
    schedule(line, next);
}

fn show_cut(line: &Shared) {
    let (feed, offline) = {
        let line = line.borrow();
        (line.feed, line.connection.is_offline())
    };
    // Tries that fail at once, one after the other, are no reason to alarm people before the others' 1.5 s.
    if offline && feed.link.get_untracked() != Link::Blinking {
        feed.link.set(Link::Offline);
    } else if feed.link.get_untracked() == Link::Live {
        feed.link.set(Link::Blinking);
        Timeout::new(BLINK_MS, move || {
            if feed.link.get_untracked() == Link::Blinking {
                feed.link.set(Link::Reconnecting);
            }
        })
        .forget();
    }
}

fn schedule(line: &Shared, next: Next) {
    let again = line.clone();
    let generation = line.borrow().generation;
    let (Next::Socket(wait) | Next::Poll(wait)) = next;
    let signed_out = line.borrow().feed.signed_out.get_untracked();
    let wait = if signed_out { SIGNED_OUT_LOOK_MS } else { wait };
    let due = move || {
        if again.borrow().generation != generation {
            return;
        }
        if again.borrow().feed.signed_out.get_untracked() {
            return schedule(&again, next);
        }
        match next {
            Next::Socket(_) => open(&again),
            Next::Poll(_) => poll(&again),
        }
    };
    Timeout::new(wait, due).forget();
}

fn poll(line: &Shared) {
    let (feed, generation) = {
        let line = line.borrow();
        (line.feed, line.generation)
    };
    let Ok(poll) = AbortController::new() else { return poll_failed(line) };
    let signal = poll.signal();
    {
        let mut line = line.borrow_mut();
        line.poll = Some(poll);
        line.liveness = Some(Liveness::opening(js_sys::Date::now()));
    }
    let line = line.clone();
    leptos::task::spawn_local(async move {
        let packets = super::poll::packets(feed.seq(), &signal).await;
        if line.borrow().generation != generation {
            return;
        }
        let Some(packets) = packets else { return poll_failed(&line) };
        feed.link.set(Link::Live);
        {
            let mut line = line.borrow_mut();
            line.connection.heard(false);
            line.poll = None;
            line.heard();
        }
        let understood = packets.iter().all(|text| feed.take(text).is_ok());
        if !understood {
            feed.other_build.set(true);
        }
        schedule(&line, Next::Poll(0));
    });
}

fn poll_failed(line: &Shared) {
    show_cut(line);
    retire(line);
    let next = line.borrow_mut().connection.poll_failed(js_sys::Math::random());
    schedule(line, next);
}
