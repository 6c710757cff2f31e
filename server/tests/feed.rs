//! The feed's socket and its long poll.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails its test")]

#[expect(dead_code, reason = "each test file uses its part")]
mod common;

use common::{
    ADMINISTRATOR, AGENT, CLIENT, Cookie, House, OTHER_AGENT, OTHER_CLIENT, Socket, Wish, house, house_with,
    op,
};
use domain::TicketId;
use futures_util::{SinkExt, StreamExt};
use reqwest::header::COOKIE;
use serde_json::{Value, json};
use server::http::Limits;
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// The next packet, as text and as JSON.
async fn packet(socket: &mut Socket) -> (String, Value) {
    loop {
        let message =
            tokio::time::timeout(Duration::from_secs(5), socket.next()).await.expect("a packet within 5 s");
        match message.expect("an open socket").expect("a message") {
            Message::Text(text) => return (text.to_string(), plain(serde_json::from_str(&text).unwrap())),
            Message::Ping(_) | Message::Pong(_) => {}
            other => panic!("not a packet: {other:?}"),
        }
    }
}

/// A packet with its tag among its fields, which reads better in a test.
fn plain(packet: Value) -> Value {
    let Value::Object(packet) = packet else { return json!({ "type": packet }) };
    let (tag, mut fields) = packet.into_iter().next().expect("a tag");
    fields["type"] = json!(tag);
    fields
}

fn all_plain(packets: Vec<Value>) -> Vec<Value> {
    packets.into_iter().map(plain).collect()
}

/// The next frame; beats are passed over.
async fn frame(socket: &mut Socket) -> (String, Value) {
    loop {
        let (text, value) = packet(socket).await;
        if value["type"] == "frame" {
            return (text, value);
        }
    }
}

/// All texts until nothing comes for a while.
async fn texts(socket: &mut Socket, quiet: Duration) -> Vec<String> {
    let mut all = vec![];
    while let Ok(Some(Ok(message))) = tokio::time::timeout(quiet, socket.next()).await {
        if let Message::Text(text) = message {
            all.push(text.to_string());
        }
    }
    all
}

async fn execute(house: &House, cookie: &Cookie, command: Value) -> Value {
    let response = house.call("execute", Some(cookie), &json!({ "op_id": op(), "command": command })).await;
    let status = response.status();
    let outcome: Value = response.json().await.unwrap();
    assert_eq!(status, 200, "{outcome}");
    outcome["done"].clone()
}

async fn comment(house: &House, cookie: &Cookie, ticket: TicketId, text: &str) -> i64 {
    execute(house, cookie, json!({ "comment": [ticket, text] })).await["seq"].as_i64().unwrap()
}

async fn reply(house: &House, cookie: &Cookie, ticket: TicketId, text: &str) -> i64 {
    let command = json!({ "reply": [ticket, { "text": text, "then": null }] });
    execute(house, cookie, command).await["seq"].as_i64().unwrap()
}

#[tokio::test]
async fn a_change_arrives_in_the_same_second() {
    let house = house().await;
    let (agent, client) = (house.sign_in(AGENT).await, house.sign_in(CLIENT).await);
    let (ticket, _) = house.ticket_of(&client, &agent).await;
    let mut socket = house.socket(Some(&client), None).await.unwrap();
    let (_, hello) = packet(&mut socket).await;
    assert_eq!((&hello["type"], &hello["build"]), (&json!("hello"), &json!(server::http::build())));

    let started = Instant::now();
    let seq = reply(&house, &agent, ticket, "Já estamos vendo.").await;
    let (text, frame) = frame(&mut socket).await;
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    assert_eq!(frame["seq"], json!(seq));
    assert!(text.contains("Já estamos vendo."));
    assert!(frame["body"]["card"]["id"] == json!(ticket), "{frame}");
}

#[tokio::test]
async fn a_socket_resumes_by_since_with_nothing_missed_and_nothing_twice() {
    let house = house().await;
    let (agent, client) = (house.sign_in(AGENT).await, house.sign_in(CLIENT).await);
    let (ticket, _) = house.ticket_of(&client, &agent).await;
    let mut socket = house.socket(Some(&agent), None).await.unwrap();
    let (_, hello) = packet(&mut socket).await;
    let since = hello["seq"].as_i64().unwrap();
    drop(socket);

    let missed = [reply(&house, &agent, ticket, "um").await, comment(&house, &agent, ticket, "dois").await];
    let mut socket = house.socket(Some(&agent), Some(since)).await.unwrap();
    // A resume gives the distinct tickets that changed, at their present state (decisions.md 5).
    let (text, caught_up) = frame(&mut socket).await;
    assert_eq!(caught_up["seq"], json!(missed[1]), "{text}");
    assert!(text.contains("um") && text.contains("dois"), "{text}");
    let live = comment(&house, &agent, ticket, "três").await;
    let (_, next) = frame(&mut socket).await;
    assert_eq!(
        (&next["seq"], &next["prev"]),
        (&json!(live), &caught_up["seq"]),
        "nothing between, nothing twice"
    );
}

#[tokio::test]
async fn an_internal_comment_reaches_no_client_by_any_packet() {
    const SECRET: &str = "segredo-interno-8471";
    let house = house().await;
    let (agent, client, stranger) =
        (house.sign_in(AGENT).await, house.sign_in(CLIENT).await, house.sign_in(OTHER_CLIENT).await);
    let (other_agent, admin) = (house.sign_in(OTHER_AGENT).await, house.sign_in(ADMINISTRATOR).await);
    let (ticket, code) = house.ticket_of(&client, &agent).await;
    let mut sockets = vec![];
    for cookie in [&client, &stranger, &other_agent, &admin] {
        sockets.push(house.socket(Some(cookie), None).await.unwrap());
    }
    let before = comment(&house, &agent, ticket, SECRET).await - 1;
    reply(&house, &agent, ticket, "resposta-pública-2210").await;
    comment(&house, &agent, ticket, SECRET).await;

    let mut heard = vec![];
    for socket in &mut sockets {
        heard.push(texts(socket, Duration::from_millis(700)).await.join("\n"));
    }
    let [client_heard, stranger_heard, other_heard, admin_heard] = heard.try_into().unwrap();
    assert!(admin_heard.contains(SECRET) && admin_heard.contains("resposta-pública-2210"));
    assert!(
        client_heard.contains("resposta-pública-2210") && !client_heard.contains(SECRET),
        "{client_heard}"
    );
    assert!(!client_heard.contains("comment"), "not even that there is one: {client_heard}");
    for other in [stranger_heard, other_heard] {
        assert!(
            !other.contains(SECRET) && !other.contains("2210") && !other.contains(&ticket.to_string()),
            "{other}"
        );
    }
    // Resumed, polled, asked for, and rendered: the same.
    let mut resumed = house.socket(Some(&client), Some(before)).await.unwrap();
    let resumed = texts(&mut resumed, Duration::from_millis(700)).await.join("\n");
    let polled = poll(&house, &client, before).await.text().await.unwrap();
    let asked = house.call("ticket", Some(&client), &json!({ "code": code })).await.text().await.unwrap();
    let page = house
        .get(&format!("/t/{code}"))
        .header(COOKIE, &client.0)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    for text in [resumed, polled, asked, page] {
        assert!(text.contains("resposta-pública-2210") && !text.contains(SECRET), "{text}");
    }
    let list = house.get("/chamados").header(COOKIE, &client.0).send().await.unwrap().text().await.unwrap();
    assert!(!list.contains(SECRET));
}

async fn poll(house: &House, cookie: &Cookie, since: i64) -> reqwest::Response {
    house.get(&format!("/feed/page?since={since}")).header(COOKIE, &cookie.0).send().await.unwrap()
}

#[tokio::test]
async fn a_poll_gives_the_packets_of_the_socket() {
    let house = house().await;
    let (agent, client) = (house.sign_in(AGENT).await, house.sign_in(CLIENT).await);
    let (ticket, _) = house.ticket_of(&client, &agent).await;
    let mut socket = house.socket(Some(&client), None).await.unwrap();
    let since = packet(&mut socket).await.1["seq"].as_i64().unwrap();
    reply(&house, &agent, ticket, "pela fila").await;
    let (_, by_socket) = frame(&mut socket).await;

    // What is there already comes at once.
    let started = Instant::now();
    let response = poll(&house, &client, since).await;
    assert!(started.elapsed() < Duration::from_secs(1));
    assert_eq!(response.headers()["content-type"], "application/json");
    let packets = all_plain(response.json().await.unwrap());
    assert_eq!(packets[0]["type"], "hello");
    let by_poll = packets.iter().find(|p| p["type"] == "frame").expect("the frame");
    // `unread` is the envelope's to say: a card that went to many sockets at once cannot know it.
    let card = |packet: &Value| {
        let mut card = packet["body"]["card"].clone();
        card.as_object_mut().unwrap().remove("unread");
        card
    };
    assert_eq!((&by_poll["seq"], &by_poll["unread"]), (&by_socket["seq"], &by_socket["unread"]));
    assert_eq!(card(by_poll), card(&by_socket));

    // What comes later ends the wait.
    let since = by_poll["seq"].as_i64().unwrap();
    let (packets, _) =
        tokio::join!(async { all_plain(poll(&house, &client, since).await.json().await.unwrap()) }, async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            reply(&house, &agent, ticket, "mais tarde").await
        });
    assert!(packets.iter().any(|p| p.to_string().contains("mais tarde")), "{packets:?}");

    // Nothing: the poll ends after its time, with where the feed stands.
    let since = packets.last().unwrap()["seq"].as_i64().unwrap();
    let started = Instant::now();
    let packets = all_plain(poll(&house, &client, since).await.json().await.unwrap());
    assert!(started.elapsed() >= Duration::from_secs(2), "{:?}", started.elapsed());
    assert!(packets.iter().all(|p| p["type"] != "frame"), "{packets:?}");
}

#[tokio::test]
async fn nobody_hears_without_a_session_and_nonsense_is_refused() {
    let house = house().await;
    assert_eq!(house.socket(None, None).await.unwrap_err(), 401);
    assert_eq!(house.get("/feed/page").send().await.unwrap().status(), 401);
    let cookie = house.sign_in(AGENT).await;
    assert_eq!(house.socket(Some(&cookie), Some(-5)).await.unwrap_err(), 400);
    assert_eq!(poll(&house, &cookie, -5).await.status(), 400);
    let forged = Cookie("sid=0000000000000000000000000000000000000000000000000000000000000000".into());
    assert_eq!(house.socket(Some(&forged), None).await.unwrap_err(), 401);
}

#[tokio::test]
async fn t12_a_person_has_ten_sockets_at_most() {
    let house = house().await;
    let (cookie, other) = (house.sign_in(AGENT).await, house.sign_in(CLIENT).await);
    let mut sockets = vec![];
    for _ in 0..10 {
        sockets.push(house.socket(Some(&cookie), None).await.unwrap());
    }
    assert_eq!(house.socket(Some(&cookie), None).await.unwrap_err(), 429);
    assert!(house.socket(Some(&other), None).await.is_ok(), "another person's are their own");
    let mut last = sockets.pop().unwrap();
    last.close(None).await.unwrap();
    while last.next().await.is_some() {}
    let again = async {
        while house.socket(Some(&cookie), None).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(3), again).await.expect("a place is free again");
}

#[tokio::test]
async fn t12_a_page_that_speaks_is_closed() {
    let house = house().await;
    let cookie = house.sign_in(AGENT).await;
    for (message, code) in
        [(Message::text("hello"), Some(CloseCode::Policy)), (Message::text("x".repeat(100_000)), None)]
    {
        let mut socket = house.socket(Some(&cookie), None).await.unwrap();
        socket.send(message).await.unwrap();
        let ended = async {
            loop {
                match socket.next().await {
                    Some(Ok(Message::Close(frame))) => return frame.map(|f| f.code),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return None,
                }
            }
        };
        let got = tokio::time::timeout(Duration::from_secs(5), ended).await.expect("closed");
        if code.is_some() {
            assert_eq!(got, code);
        }
    }
}

#[tokio::test]
async fn t5_a_session_that_ended_elsewhere_closes_its_socket() {
    let limits = Limits { session: Duration::from_millis(300), ..Limits::default() };
    let house = house_with(Wish { limits, ..Wish::default() }).await;
    let cookie = house.sign_in(AGENT).await;
    let mut socket = house.socket(Some(&cookie), None).await.unwrap();
    packet(&mut socket).await;
    // Another node's sign-out is only a row that is gone.
    house.end_session_elsewhere(&cookie).await;
    let ended = async {
        loop {
            if let Some(Ok(Message::Close(frame))) = socket.next().await {
                return frame.unwrap().code;
            }
        }
    };
    let code = tokio::time::timeout(Duration::from_secs(5), ended).await.expect("closed within 5 s");
    assert_eq!(code, CloseCode::Library(4401));
}

#[tokio::test]
async fn at_the_end_sockets_are_told_to_come_back() {
    let house = house().await;
    let cookie = house.sign_in(AGENT).await;
    let mut socket = house.socket(Some(&cookie), None).await.unwrap();
    packet(&mut socket).await;
    house.stopping.cancel();
    let ended = async {
        loop {
            if let Some(Ok(Message::Close(frame))) = socket.next().await {
                return frame.unwrap().code;
            }
        }
    };
    assert_eq!(
        tokio::time::timeout(Duration::from_secs(5), ended).await.expect("closed"),
        CloseCode::Restart
    );
    drop(socket);
    tokio::time::timeout(Duration::from_secs(5), house.listening).await.expect("ended in order").unwrap();
}
