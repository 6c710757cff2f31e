//! Who is at a ticket, over the feed's socket: told to the team, by the team.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails its test")]

#[expect(dead_code, reason = "each test file uses its part")]
mod common;

use common::{ADMINISTRATOR, AGENT, CLIENT, ORGANIZATION_MANAGER, OTHER_AGENT, Socket, house};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// All packets until nothing comes for a while.
async fn packets(socket: &mut Socket) -> Vec<Value> {
    let mut all = vec![];
    while let Ok(Some(Ok(message))) = tokio::time::timeout(Duration::from_millis(500), socket.next()).await {
        if let Message::Text(text) = message {
            all.push(serde_json::from_str(&text).unwrap());
        }
    }
    all
}

/// The next presence; other packets are passed over.
async fn presence(socket: &mut Socket) -> Value {
    loop {
        let next =
            tokio::time::timeout(Duration::from_secs(5), socket.next()).await.expect("told within 5 s");
        if let Message::Text(text) = next.expect("an open socket").expect("a message") {
            let packet: Value = serde_json::from_str(&text).unwrap();
            if packet.get("presence").is_some() {
                return packet["presence"].clone();
            }
        }
    }
}

async fn say(socket: &mut Socket, ticket: &Value, doing: &str) {
    let text = json!({ "ticket": ticket, "doing": doing }).to_string();
    socket.send(Message::text(text)).await.unwrap();
}

#[tokio::test]
async fn a_colleague_sees_who_is_at_a_ticket_and_a_client_learns_nothing() {
    let house = house().await;
    let (agent, client) = (house.sign_in(AGENT).await, house.sign_in(CLIENT).await);
    let admin = house.sign_in(ADMINISTRATOR).await;
    let (ticket, _) = house.ticket_of(&client, &agent).await;
    let ticket = json!(ticket);
    let mut outside = vec![];
    for email in [CLIENT, ORGANIZATION_MANAGER, OTHER_AGENT] {
        let cookie = house.sign_in(email).await;
        outside.push((email, house.socket(Some(&cookie), None).await.unwrap()));
    }
    let mut watching = house.socket(Some(&admin), None).await.unwrap();
    let mut there = house.socket(Some(&agent), None).await.unwrap();

    say(&mut there, &ticket, "viewing").await;
    let told = presence(&mut watching).await;
    let name = house.actor(&agent).await.name;
    assert_eq!(told["ticket"], ticket);
    assert_eq!(told["people"].as_array().unwrap().len(), 1, "{told}");
    assert_eq!(told["people"][0]["person"]["name"], json!(name));
    assert_eq!(told["people"][0]["doing"], json!("viewing"));
    say(&mut there, &ticket, "typing").await;
    assert_eq!(presence(&mut watching).await["people"][0]["doing"], json!("typing"));

    // Who comes later is told after the hello; who polls is not.
    let mut late = house.socket(Some(&admin), None).await.unwrap();
    assert_eq!(presence(&mut late).await["people"][0]["doing"], json!("typing"));
    let poll = house.get("/feed/page").header("cookie", &admin.0).send().await.unwrap().text().await.unwrap();
    assert!(!poll.contains("presence"), "{poll}");

    // A socket that ends takes its person along.
    drop(there);
    assert_eq!(presence(&mut watching).await, json!({ "ticket": ticket, "people": [] }));
    for (email, socket) in &mut outside {
        let all = packets(socket).await;
        assert!(all.len() == 1 && all[0].get("hello").is_some(), "{email}: {all:?}");
    }
}

#[tokio::test]
async fn t12_what_a_page_may_not_say_closes_its_socket() {
    let house = house().await;
    let (agent, client) = (house.sign_in(AGENT).await, house.sign_in(CLIENT).await);
    let (ticket, _) = house.ticket_of(&client, &agent).await;
    let here = json!({ "ticket": ticket, "doing": "viewing" });
    let more = json!({ "ticket": ticket, "doing": "viewing", "name": "outra pessoa" });
    for (cookie, text) in
        [(&client, &here), (&agent, &more), (&agent, &json!({ "ticket": ticket, "doing": "sleeping" }))]
    {
        let mut socket = house.socket(Some(cookie), None).await.unwrap();
        socket.send(Message::text(text.to_string())).await.unwrap();
        assert_eq!(closed(&mut socket).await, Some(CloseCode::Policy), "{text}");
    }
    // A burst is passed over, a flood is not.
    let mut socket = house.socket(Some(&agent), None).await.unwrap();
    for _ in 0..60 {
        socket.send(Message::text(here.to_string())).await.unwrap();
    }
    assert!(packets(&mut socket).await.iter().all(|packet| packet.get("hello").is_some()));
    socket.send(Message::Ping(vec![1].into())).await.unwrap();
    let pong = tokio::time::timeout(Duration::from_secs(5), socket.next()).await.unwrap().unwrap().unwrap();
    assert!(matches!(pong, Message::Pong(_)), "still open: {pong:?}");
    for _ in 0..200 {
        // It may be closed before all are sent.
        if socket.send(Message::text(here.to_string())).await.is_err() {
            break;
        }
    }
    assert_eq!(closed(&mut socket).await, Some(CloseCode::Policy));
}

/// The code with which the socket is closed.
async fn closed(socket: &mut Socket) -> Option<CloseCode> {
    let ended = async {
        loop {
            match socket.next().await {
                Some(Ok(Message::Close(frame))) => return frame.map(|frame| frame.code),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(5), ended).await.expect("closed within 5 s")
}
