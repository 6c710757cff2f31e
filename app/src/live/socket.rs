//! The browser's end of the feed: a websocket, or a long poll where a proxy blocks it.

use super::{Connection, Feed, Link, Next};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CloseEvent, MessageEvent, WebSocket};

/// Without a word for this long the socket is dead: the server beats every 20 s.
const SILENCE_MS: u32 = 45_000;
/// Cuts shorter than this are not shown (`ux.md` 2.1).
const BLINK_MS: u32 = 1_500;
/// Close code of a session that has ended.
const SIGNED_OUT: u16 = 4_401;
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
    silence: Option<Timeout>,
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
        silence: None,
    }));
    watch_window(&line);
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
    gloo_timers::callback::Interval::new(AGAIN_MS, move || {
        if feed.here.with_untracked(Option::is_some) {
            say(&again);
        }
    })
    .forget();
}

fn say(line: &Shared) {
    use domain::feed::Doing;
    let line = line.borrow();
    let Some(socket) = line.socket.as_ref().filter(|socket| socket.ready_state() == WebSocket::OPEN) else {
        return;
    };
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

/// A tab that wakes, or a network that comes back, tries at once.
fn watch_window(line: &Shared) {
    for event in ["online", "pageshow"] {
        let wake = line.clone();
        let handler = Closure::<dyn FnMut(JsValue)>::new(move |_| reopen(&wake));
        if window().add_event_listener_with_callback(event, handler.as_ref().unchecked_ref()).is_ok() {
            handler.forget();
        }
    }
    let gone = line.clone();
    let handler = Closure::<dyn FnMut(JsValue)>::new(move |_| {
        gone.borrow().feed.link.set(Link::Offline);
        retire(&gone);
    });
    if window().add_event_listener_with_callback("offline", handler.as_ref().unchecked_ref()).is_ok() {
        handler.forget();
    }
}

fn reopen(line: &Shared) {
    let live = line.borrow().socket.as_ref().is_some_and(|s| s.ready_state() == WebSocket::OPEN);
    let signed_out = line.borrow().feed.signed_out.get_untracked();
    if !live && !signed_out {
        open(line);
    }
}

/// Lets go of the present socket: nothing that it still says is heard.
fn retire(line: &Shared) {
    let mut line = line.borrow_mut();
    line.generation += 1;
    line.silence = None;
    line.feed.cut();
    if let Some(socket) = line.socket.take() {
        socket.set_onopen(None);
        socket.set_onmessage(None);
        socket.set_onclose(None);
        // Closing a socket that is closed already is no fault.
        socket.close().ok();
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
            listen_for_silence(&line, generation);
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
}

fn listen_for_silence(line: &Shared, generation: u32) {
    let silent = line.clone();
    line.borrow_mut().silence = Some(Timeout::new(SILENCE_MS, move || cut(&silent, generation, true, 0)));
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
                feed.signed_out.set(who.actor.is_none());
            }
        });
    }
    show_cut(line);
    // Handlers of this socket may be running now: they are let go with the next one.
    let next = {
        let mut line = line.borrow_mut();
        line.generation += 1;
        line.socket = None;
        line.silence = None;
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
    let line = line.clone();
    leptos::task::spawn_local(async move {
        let answer = fetch_text(&format!("/feed/page?since={}", feed.seq())).await;
        if line.borrow().generation != generation {
            return;
        }
        let next = if let Some(packets) = answer.as_deref().and_then(read_packets) {
            feed.link.set(Link::Live);
            line.borrow_mut().connection.heard(false);
            let understood = packets.iter().all(|text| feed.take(text).is_ok());
            if !understood {
                feed.other_build.set(true);
            }
            Next::Poll(0)
        } else {
            show_cut(&line);
            line.borrow_mut().connection.poll_failed(js_sys::Math::random())
        };
        schedule(&line, next);
    });
}

/// A long poll's answer is an array of the same packets that a socket sends.
fn read_packets(text: &str) -> Option<Vec<String>> {
    let packets: js_sys::Array = js_sys::JSON::parse(text).ok()?.dyn_into().ok()?;
    packets.iter().map(|packet| js_sys::JSON::stringify(&packet).ok().map(String::from)).collect()
}

async fn fetch_text(address: &str) -> Option<String> {
    let response = wasm_bindgen_futures::JsFuture::from(window().fetch_with_str(address)).await.ok()?;
    let response: web_sys::Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    wasm_bindgen_futures::JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}
