//! The feed by long poll, where a proxy lets no sockets through.

use domain::Seq;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestInit, Response};

/// A poll is answered after so many seconds, changes or not: one that is not has died
/// ([`Liveness`](super::liveness::Liveness) waits for 8).
const SECONDS: u32 = 5;

/// The packets that come after `since`, as a socket would send them. `None`: there was no answer, or none of the feed's.
pub(super) async fn packets(since: Seq, signal: &AbortSignal) -> Option<Vec<String>> {
    let how = RequestInit::new();
    how.set_signal(Some(signal));
    let address = format!("/feed/page?since={since}&wait={SECONDS}");
    let answer = JsFuture::from(window().fetch_with_str_and_init(&address, &how)).await.ok()?;
    let answer: Response = answer.dyn_into().ok()?;
    if !answer.ok() {
        return None;
    }
    let text = JsFuture::from(answer.text().ok()?).await.ok()?.as_string()?;
    let packets: js_sys::Array = js_sys::JSON::parse(&text).ok()?.dyn_into().ok()?;
    packets.iter().map(|packet| js_sys::JSON::stringify(&packet).ok().map(String::from)).collect()
}
