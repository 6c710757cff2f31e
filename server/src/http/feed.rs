//! The feed: `GET /feed?since=SEQ` as a websocket, `GET /feed/page?since=SEQ` as a long poll of the same packets.
//!
//! Nothing comes in but pongs, "still there?" and where the person is (`presence.rs`); changes go through the server functions.

use super::Door;
use super::error_page::{Problem, refuse};
use super::presence::{Said, Speech};
use super::request_context::{SignedIn, signed_in};
use axum::body::Body;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts, Request, State};
use axum::response::{IntoResponse, Response};
use desk::{CloseReason, Delivery, Subscription};
use domain::{PersonId, Seq};
use http::header::{CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderValue};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};
use tracing::debug;

/// Bytes of a message that a page may send: it says next to nothing (T12).
const INCOMING: usize = 4 * 1024;
/// Bytes kept for reading: the default of 128 KiB a socket would be most of its cost.
const READ_BUFFER: usize = 4 * 1024;
/// Between two pings, and after how much silence a socket is dropped (T12).
const PING: Duration = Duration::from_secs(25);
const SILENCE: Duration = Duration::from_mins(1);
/// Sockets and polls of one person at one time (T12).
const PER_PERSON: usize = 10;
/// After the first change, a poll waits this long for others of the same moment.
const GATHER: Duration = Duration::from_millis(30);
/// Packets in one answer of a poll; the next poll brings the rest.
const POLL_PACKETS: usize = 500;
/// Bytes after which an answer of a poll takes no more packets.
const POLL_BYTES: usize = 1024 * 1024;

/// Codes of a close (RFC 6455; 4000 and up are an application's own).
mod code {
    /// The session ended.
    pub(super) const SIGNED_OUT: u16 = 4401;
    /// Come back in a moment.
    pub(super) const RESTART: u16 = 1012;
    /// Slower than things happen: come back with `since`.
    pub(super) const TOO_SLOW: u16 = 1013;
    /// A page that speaks breaks the protocol.
    pub(super) const POLICY: u16 = 1008;
}

/// How many connections each person has.
#[derive(Default)]
pub(super) struct Sockets(Arc<Mutex<HashMap<PersonId, usize>>>);

/// One of a person's connections, until it is dropped.
struct Seat(Arc<Mutex<HashMap<PersonId, usize>>>, PersonId);

impl Sockets {
    fn take(&self, person: PersonId) -> Option<Seat> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(person).or_default();
        if *count >= PER_PERSON {
            return None;
        }
        *count += 1;
        Some(Seat(self.0.clone(), person))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.1);
            }
        }
    }
}

/// What is settled before anything is sent: who it is, that they have a seat, and from where they go on.
struct Admitted {
    signed_in: SignedIn,
    seat: Seat,
    since: Option<Seq>,
    /// How long a poll waits at most, if the page says so.
    wait: Option<Duration>,
}

fn admit(door: &Door, request: &Request) -> Result<Admitted, Problem> {
    let signed_in = request.extensions().get::<SignedIn>().cloned().ok_or(Problem::SignedOut)?;
    let query = request.uri().query().unwrap_or_default();
    let since = number(query, "since=")?;
    let wait = number(query, "wait=")?.map(|seconds| Duration::from_secs(seconds.unsigned_abs()));
    if door.stopping.is_cancelled() {
        return Err(Problem::Busy);
    }
    let seat = door.sockets.take(signed_in.actor.person).ok_or(Problem::TooManySockets)?;
    Ok(Admitted { signed_in, seat, since, wait })
}

/// A number of a query, such as `since=`; a page that has nothing yet sends none.
fn number(query: &str, name: &str) -> Result<Option<Seq>, Problem> {
    let Some(text) = query.split('&').find_map(|pair| pair.strip_prefix(name)) else { return Ok(None) };
    match text.parse::<Seq>() {
        Ok(seq) if seq >= 0 => Ok(Some(seq)),
        _ => Err(Problem::Unreadable),
    }
}

/// `GET /feed`: refused before the upgrade, where a status can still be said.
pub(super) async fn socket(State(door): State<Arc<Door>>, request: Request) -> Response {
    let admitted = match admit(&door, &request) {
        Ok(admitted) => admitted,
        Err(problem) => return refuse(&request, problem),
    };
    // Of the head, the cookie alone is needed later: for looking again whether the session still stands.
    let cookies = only_cookies(request.headers());
    let (mut parts, _) = request.into_parts();
    let Ok(upgrade) = WebSocketUpgrade::from_request_parts(&mut parts, &()).await else {
        // The library's own words would name its insides.
        return refuse(&Request::from_parts(parts, Body::empty()), Problem::Unreadable);
    };
    upgrade
        .max_message_size(INCOMING)
        .max_frame_size(INCOMING)
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .on_upgrade(move |socket| {
            let tasks = door.tasks.clone();
            tasks.track_future(async move { converse(&door, socket, admitted, cookies).await })
        })
}

fn only_cookies(headers: &HeaderMap) -> HeaderMap {
    headers.get_all(COOKIE).into_iter().map(|value| (COOKIE, value.clone())).collect()
}

async fn converse(door: &Door, mut socket: WebSocket, admitted: Admitted, cookies: HeaderMap) {
    let Admitted { signed_in, seat: _seat, since, .. } = admitted;
    let end = match door.desk.subscribe(&signed_in.actor, signed_in.key, since).await {
        Ok(mut subscription) => {
            subscription.see_presence();
            talk(door, &mut socket, &mut subscription, signed_in, &cookies).await
        }
        Err(error) => {
            tracing::warn!(%error, "a subscription was refused");
            Some(closing(CloseReason::Restart))
        }
    };
    if let Some((code, reason)) = end {
        let frame = CloseFrame { code, reason: reason.into() };
        let close = async {
            socket.send(Message::Close(Some(frame))).await?;
            // The other side's answer, so that the code is not lost with the connection.
            while let Some(Ok(_)) = socket.recv().await {}
            Ok::<(), axum::Error>(())
        };
        if timeout(Duration::from_secs(2), close).await.is_err() {
            debug!(code, "a socket did not answer its close");
        }
    }
}

/// Until something ends it: then the code to close with, if the other side may still be listening.
async fn talk(
    door: &Door,
    socket: &mut WebSocket,
    subscription: &mut Subscription,
    mut signed_in: SignedIn,
    cookies: &HeaderMap,
) -> Option<(u16, &'static str)> {
    let start = Instant::now();
    let mut heard = start;
    let mut speech = Speech::new(start);
    let mut ping = interval_at(start + PING, PING);
    let mut check = interval_at(start + door.limits.session, door.limits.session);
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    check.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let message = tokio::select! {
            biased;
            () = door.stopping.cancelled() => return Some((code::RESTART, "restart")),
            // Before what there is to send: a busy feed must not keep a session from being looked at.
            _ = check.tick() => match look_again(door, subscription, &mut signed_in, cookies).await {
                None => continue,
                Some(reason) => return Some(closing(reason)),
            },
            delivery = subscription.next() => match delivery {
                Delivery::Text(text) => Message::text(&*text),
                Delivery::Close(reason) => return Some(closing(reason)),
            },
            incoming = socket.recv() => match incoming {
                Some(Ok(Message::Pong(_) | Message::Ping(_))) => {
                    heard = Instant::now();
                    continue;
                }
                Some(Ok(Message::Text(text))) => {
                    heard = Instant::now();
                    match speech.hear(&text, signed_in.actor.role, heard) {
                        Said::Here(here) => subscription.be_at(here),
                        Said::StillThere => subscription.beat_now(),
                        Said::TooOften => {}
                        Said::Nonsense => return Some((code::POLICY, "not a word of this feed")),
                    }
                    continue;
                }
                Some(Ok(Message::Binary(_))) => return Some((code::POLICY, "nothing is read here")),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
            },
            _ = ping.tick() => {
                if heard.elapsed() >= SILENCE {
                    return None;
                }
                Message::Ping(axum::body::Bytes::new())
            }
        };
        match timeout(door.limits.send, socket.send(message)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => return None,
        }
    }
}

/// Looks whether the session still stands (T5); a person who is another now is told to fetch anew (T11). Gives
/// why the feed ends, if it does.
async fn look_again(
    door: &Door,
    subscription: &mut Subscription,
    known: &mut SignedIn,
    cookies: &HeaderMap,
) -> Option<CloseReason> {
    match signed_in(door, cookies, false).await {
        Ok(Some(now)) => {
            if now.actor != known.actor {
                subscription.look_anew();
                *known = now;
            }
            None
        }
        Ok(None) => Some(CloseReason::SignedOut),
        // A database that does not answer ends nobody's session.
        Err(_) => None,
    }
}

fn closing(reason: CloseReason) -> (u16, &'static str) {
    match reason {
        CloseReason::SignedOut => (code::SIGNED_OUT, "signed out"),
        CloseReason::Restart => (code::RESTART, "restart"),
        CloseReason::TooSlow => (code::TOO_SLOW, "too slow"),
    }
}

/// `GET /feed/page`: for networks whose proxy blocks websockets. The same packets, as one JSON array.
pub(super) async fn page(State(door): State<Arc<Door>>, request: Request) -> Response {
    let admitted = match admit(&door, &request) {
        Ok(admitted) => admitted,
        Err(problem) => return refuse(&request, problem),
    };
    let Admitted { mut signed_in, seat: _seat, since, wait } = admitted;
    let mut subscription = match door.desk.subscribe(&signed_in.actor, signed_in.key, since).await {
        Ok(subscription) => subscription,
        Err(error) => {
            tracing::warn!(%error, "a subscription was refused");
            return refuse(&request, Problem::Busy);
        }
    };
    let cookies = only_cookies(request.headers());
    match gather(&door, &mut subscription, &mut signed_in, &cookies, wait).await {
        Ok(packets) => {
            let body = format!("[{}]", packets.join(","));
            ([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
        }
        Err(reason) => {
            let problem = if reason == CloseReason::SignedOut { Problem::SignedOut } else { Problem::Busy };
            refuse(&request, problem)
        }
    }
}

/// What there is at once; where that is only where the feed stands, what comes until the poll's time is over.
async fn gather(
    door: &Door,
    subscription: &mut Subscription,
    signed_in: &mut SignedIn,
    cookies: &HeaderMap,
    wait: Option<Duration>,
) -> Result<Vec<Arc<str>>, CloseReason> {
    let mut packets: Vec<Arc<str>> = Vec::new();
    let mut check = interval_at(Instant::now() + door.limits.session, door.limits.session);
    let mut until = Instant::now() + wait.map_or(door.limits.poll, |wait| wait.min(door.limits.poll));
    let mut bytes = 0;
    while packets.len() < POLL_PACKETS && bytes < POLL_BYTES {
        let delivery = tokio::select! {
            biased;
            () = door.stopping.cancelled() => Delivery::Close(CloseReason::Restart),
            _ = check.tick() => match look_again(door, subscription, signed_in, cookies).await {
                None => continue,
                Some(reason) => Delivery::Close(reason),
            },
            delivery = subscription.next() => delivery,
            () = tokio::time::sleep_until(until) => break,
        };
        match delivery {
            Delivery::Text(text) => {
                if tells_a_change(&text) {
                    until = until.min(Instant::now() + GATHER);
                }
                bytes += text.len();
                packets.push(text);
            }
            // What was gathered is given; the next poll hears why it ends.
            Delivery::Close(_) if packets.iter().any(|text| tells_a_change(text)) => break,
            Delivery::Close(reason) => return Err(reason),
        }
    }
    Ok(packets)
}

/// Anything but "here the feed stands" and "still here", which every subscription begins with and repeats.
fn tells_a_change(packet: &str) -> bool {
    !(packet.starts_with(r#"{"hello""#) || packet.starts_with(r#"{"beat""#))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::feed::{ClientFrame, Packet};

    #[test]
    fn t12_a_person_has_ten_seats_and_gives_them_back() {
        let sockets = Sockets::default();
        let person = PersonId(uuid::Uuid::from_u128(1));
        let mut seats: Vec<_> = (0..PER_PERSON).map(|_| sockets.take(person).unwrap()).collect();
        assert!(sockets.take(person).is_none());
        assert!(sockets.take(PersonId(uuid::Uuid::from_u128(2))).is_some());
        seats.pop();
        assert!(sockets.take(person).is_some());
        drop(seats);
        assert!(sockets.0.lock().unwrap().is_empty());
    }

    #[test]
    fn a_poll_waits_over_packets_that_tell_nothing() {
        let now = domain::time::from_millis(0).unwrap();
        let packets: [(Packet<ClientFrame>, bool); 3] = [
            (Packet::Hello { seq: 1, now, build: "b".into(), online: 1, rules: 1 }, false),
            (Packet::Beat { seq: 1, now, online: 1 }, false),
            (Packet::Reset, true),
        ];
        for (packet, tells) in packets {
            let text = serde_json::to_string(&packet).unwrap();
            assert_eq!(tells_a_change(&text), tells, "{text}");
        }
    }

    #[test]
    fn since_is_a_number_or_nothing() {
        assert_eq!(number("", "since="), Ok(None));
        assert_eq!(number("x=1&since=12", "since="), Ok(Some(12)));
        for text in ["since=", "since=-1", "since=1.5", "since=abc"] {
            assert_eq!(number(text, "since="), Err(Problem::Unreadable), "{text}");
        }
    }
}
