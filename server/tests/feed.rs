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
    // What a client is told of when it was says nothing of the number that it has for the team.
    let told = frame["seq"].as_i64().unwrap();
    assert!(told > hello["seq"].as_i64().unwrap() && !text.contains(&format!(":{seq},")), "{text}");
    let at = frame["body"]["at"].as_i64().unwrap();
    assert!((told / 1_000 - at).abs() < 1_000, "it is the time: {told}, {at}");
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
    let mut away = house.socket(Some(&client), None).await.unwrap();
    let before = packet(&mut away).await.1["seq"].as_i64().unwrap();
    drop(away);
    comment(&house, &agent, ticket, SECRET).await;
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
    let asked = house.call("my_ticket", Some(&client), &json!({ "code": code })).await.text().await.unwrap();
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

/// The code with which a socket is closed; `None` where the line breaks.
async fn closed(socket: &mut Socket) -> Option<CloseCode> {
    let ended = async {
        loop {
            match socket.next().await {
                Some(Ok(Message::Close(frame))) => return frame.map(|f| f.code),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(5), ended).await.expect("closed within 5 s")
}

#[tokio::test]
async fn t5_a_tab_left_open_ends_with_its_session() {
    let limits =
        Limits { session: Duration::from_millis(200), poll: Duration::from_millis(100), ..Limits::default() };
    let house = house_with(Wish { limits, ..Wish::default() }).await;
    let (cookie, used) = (house.sign_in(AGENT).await, house.sign_in(CLIENT).await);
    let (mut socket, mut other) =
        (house.socket(Some(&cookie), None).await.unwrap(), house.socket(Some(&used), None).await.unwrap());
    let since = packet(&mut socket).await.1["seq"].as_i64().unwrap();
    packet(&mut other).await;
    let query = json!({ "query": domain::desk::BoardQuery::default(), "tops": [] });
    for hour in 1..=12 {
        // What an open page asks by itself: the socket's check, polls, a new socket, counts, who it is.
        house.clock.push(Duration::from_hours(1) - Duration::from_millis(1));
        tokio::time::sleep(Duration::from_millis(300)).await;
        if hour < 12 {
            assert_eq!(poll(&house, &cookie, since).await.status(), 200, "hour {hour}");
            assert_eq!(house.call("summary", Some(&cookie), &query).await.status(), 200);
            drop(house.socket(Some(&cookie), Some(since)).await.unwrap());
        }
        if hour == 6 {
            // The other person opens a page.
            let page = house.get("/chamados").header(COOKIE, &used.0).send().await.unwrap();
            assert_eq!(page.status(), 200);
        }
    }
    house.clock.push(Duration::from_secs(1));
    assert_eq!(closed(&mut socket).await, Some(CloseCode::Library(4401)), "twelve hours without a use");
    assert_eq!(house.socket(Some(&cookie), None).await.unwrap_err(), 401);
    assert_eq!(poll(&house, &used, since).await.status(), 200, "who used it goes on");
}

#[tokio::test]
async fn t11_who_becomes_another_fetches_anew_at_once_or_on_their_return() {
    let limits = Limits { session: Duration::from_millis(200), ..Limits::default() };
    let house = house_with(Wish { limits, ..Wish::default() }).await;
    let (agent, admin) = (house.sign_in(AGENT).await, house.sign_in(ADMINISTRATOR).await);
    let client = house.sign_in(CLIENT).await;
    let (ticket, _) = house.ticket_of(&client, &agent).await;
    let mut socket = house.socket(Some(&agent), None).await.unwrap();
    let since = packet(&mut socket).await.1["seq"].as_i64().unwrap();
    drop(socket);
    let mut open = house.socket(Some(&agent), Some(since)).await.unwrap();
    assert_eq!(packet(&mut open).await.1["type"], "hello");
    // By another way than this desk: a row is another.
    house.run("DELETE FROM membership WHERE person_id IN (SELECT id FROM person WHERE email = 'agente@demo.chama')").await;
    let (_, told) = packet(&mut open).await;
    assert_eq!(told["type"], "reset", "the open socket, at its next check: {told}");
    drop(open);
    // A tab that was away all the while.
    comment(&house, &admin, ticket, "só-da-equipe-9912").await;
    for _ in 0..2 {
        let mut back = house.socket(Some(&agent), Some(since)).await.unwrap();
        assert_eq!(packet(&mut back).await.1["type"], "hello");
        assert_eq!(packet(&mut back).await.1["type"], "reset");
        assert!(texts(&mut back, Duration::from_millis(400)).await.is_empty());
    }
    let polled = poll(&house, &agent, since).await.text().await.unwrap();
    assert!(polled.contains("reset") && !polled.contains("9912"), "{polled}");
}

#[tokio::test]
async fn f6_who_falls_behind_again_and_again_is_told_to_come_back() {
    let house = house().await;
    let (agent, client) = (house.sign_in(AGENT).await, house.sign_in(CLIENT).await);
    let (ticket, _) = house.ticket_of(&client, &agent).await;
    let mut socket = house.socket(Some(&agent), None).await.unwrap();
    packet(&mut socket).await;
    let mut ended = None;
    for n in 1..=4 {
        // More than waits for a subscription, at one moment: this thread is the only one.
        for _ in 0..300 {
            house.desk.reset_person(domain::PersonId(uuid::Uuid::nil()));
        }
        let seq = comment(&house, &agent, ticket, "nota").await;
        if n == 4 {
            ended = closed(&mut socket).await;
        } else {
            let (_, frame) = frame(&mut socket).await;
            assert_eq!(frame["seq"], json!(seq), "it reads the log for the {n}. time");
        }
    }
    assert_eq!(ended, Some(CloseCode::Again), "1013");
}

#[tokio::test]
async fn f6_who_does_not_read_is_dropped_and_holds_nobody_up() {
    let limits = Limits { send: Duration::from_millis(400), ..Limits::default() };
    let house = house_with(Wish { limits, ..Wish::default() }).await;
    let (agent, client) = (house.sign_in(AGENT).await, house.sign_in(CLIENT).await);
    let admin = house.sign_in(ADMINISTRATOR).await;
    let (ticket, _) = house.ticket_of(&client, &agent).await;
    let mut deaf = house.socket(Some(&admin), None).await.unwrap();
    packet(&mut deaf).await;
    let mut reads = house.socket(Some(&agent), None).await.unwrap();
    packet(&mut reads).await;
    assert_eq!(house.desk.online(), 2);
    let text = "𝄞".repeat(20_000);
    let mut said = 0;
    while house.desk.online() == 2 {
        assert!(said < 600, "the socket that does not read is kept");
        said += 1;
        // The other one hears each, while the system's buffers of the first fill up.
        let seq = comment(&house, &agent, ticket, &text).await;
        let (_, frame) = frame(&mut reads).await;
        assert_eq!(frame["seq"], json!(seq));
    }
    assert!(said > 1, "it was not dropped for nothing");
    drop(deaf);
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
