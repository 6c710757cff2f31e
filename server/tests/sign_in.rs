//! Signing in and out over HTTP.

#[expect(dead_code, reason = "each test file uses its part")]
mod common;

use common::{AGENT, CLIENT, MANAGER, Wish, cookie_of, house, house_with, op, set_cookie};
use desk::SignInLimits;
use domain::port::Desk;
use futures_util::StreamExt;
use reqwest::header::{COOKIE, LOCATION, RETRY_AFTER};
use serde_json::json;
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

#[tokio::test]
async fn each_lands_where_their_work_is() {
    let house = house().await;
    for (email, home) in [(AGENT, "/quadro"), (CLIENT, "/chamados")] {
        let response = house.try_sign_in(email, desk::demo::PASSWORD).await;
        assert_eq!(response.status(), 303);
        assert_eq!(response.headers()[LOCATION], home);
        let cookie = cookie_of(response.headers());
        for path in ["/", "/entrar"] {
            let response = house.get(path).header(COOKIE, &cookie).send().await.unwrap();
            assert_eq!(
                (response.status().as_u16(), &response.headers()[LOCATION]),
                (303, &home.parse().unwrap())
            );
        }
        let page = house.get(home).header(COOKIE, &cookie).send().await.unwrap();
        assert_eq!(page.status(), 200, "{home}");
    }
}

#[tokio::test]
async fn t5_a_wrong_password_is_said_and_the_email_kept() {
    let house = house().await;
    for (email, password) in [(AGENT, "wrong"), ("nobody@demo.chama", "chama-demo")] {
        let response = house.try_sign_in(email, password).await;
        assert_eq!(response.status(), 401);
        assert!(response.headers().get("set-cookie").is_none());
        let page = response.text().await.unwrap();
        assert!(page.contains(&format!("value=\"{email}\"")), "the e-mail is kept: {page}");
        assert!(!page.contains("wrong") || !page.contains("value=\"wrong\""), "the password is not");
    }
    let response = house.try_sign_in("", "").await;
    assert_eq!(response.status(), 422);
}

#[tokio::test]
async fn t5_too_many_failures_must_wait() {
    let sign_ins = SignInLimits { per_email: 2, per_address: 50, ..SignInLimits::default() };
    let house = house_with(Wish { sign_ins, ..Wish::default() }).await;
    for _ in 0..2 {
        assert_eq!(house.try_sign_in(AGENT, "wrong").await.status(), 401);
    }
    let limited = house.try_sign_in(AGENT, desk::demo::PASSWORD).await;
    assert_eq!(limited.status(), 429);
    let wait: u64 = limited.headers()[RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!((1..=900).contains(&wait), "{wait} s");
    house.sign_in(CLIENT).await;
}

#[tokio::test]
async fn t5_the_cookie_has_the_form_of_its_base_url() {
    let plain = house().await;
    let response = plain.try_sign_in(AGENT, desk::demo::PASSWORD).await;
    let cookie = set_cookie(response.headers());
    assert!(cookie.starts_with("sid="), "{cookie}");
    assert_eq!(cookie.split_once("; ").unwrap().1, "Path=/; HttpOnly; SameSite=Lax");
    assert!(response.headers().get("strict-transport-security").is_none());

    let tls = house_with(Wish { base: Some("https://desk.example"), ..Wish::default() }).await;
    let response = tls.try_sign_in(AGENT, desk::demo::PASSWORD).await;
    let cookie = set_cookie(response.headers());
    assert!(cookie.starts_with("__Host-sid="), "{cookie}");
    assert_eq!(cookie.split_once("; ").unwrap().1, "Path=/; HttpOnly; SameSite=Lax; Secure");
    assert!(response.headers().get("strict-transport-security").is_some());
    // The plain form is nothing there: a cookie that any network could set must not sign in.
    let weak = cookie_of(response.headers()).replace("__Host-", "");
    let page = tls.get("/quadro").header(COOKIE, weak).send().await.unwrap();
    assert_eq!(page.status(), 303);
}

#[tokio::test]
async fn t5_each_sign_in_has_a_new_token_and_ends_the_former() {
    let house = house().await;
    let first = house.sign_in(AGENT).await;
    let fields = [("email", CLIENT), ("password", desk::demo::PASSWORD)];
    let response = house.post("/entrar").header(COOKIE, &first.0).form(&fields).send().await.unwrap();
    assert_ne!(cookie_of(response.headers()), first.0);
    assert_eq!(house.get("/quadro").header(COOKIE, &first.0).send().await.unwrap().status(), 303);
}

#[tokio::test]
async fn after_signing_in_one_goes_on_to_where_one_wanted() {
    let house = house().await;
    let asked = house.get("/quadro/suporte?f=late").send().await.unwrap();
    assert_eq!(asked.headers()[LOCATION], "/entrar?next=/quadro/suporte%3Ff%3Dlate");
    let page =
        house.get("/entrar?next=/quadro/suporte%3Ff%3Dlate").send().await.unwrap().text().await.unwrap();
    assert!(page.contains("/quadro/suporte?f=late"), "the form carries it");
    for (next, to) in [
        ("/quadro/suporte?f=late", "/quadro/suporte?f=late"),
        ("https://evil.example/", "/quadro"),
        ("//evil.example/", "/quadro"),
        ("/\\evil.example/", "/quadro"),
        ("/..//evil.example/", "/quadro"),
        ("/.//evil.example/", "/quadro"),
        ("/%2e%2e//evil.example/", "/quadro"),
        ("/quadro/..//evil.example/", "/quadro"),
        ("/quadro/%2e%2e", "/quadro"),
        ("/nothing-here", "/quadro"),
        ("/sair", "/quadro"),
        ("/entrar", "/quadro"),
    ] {
        let fields = [("email", AGENT), ("password", desk::demo::PASSWORD), ("next", next)];
        let response = house.post("/entrar").form(&fields).send().await.unwrap();
        assert_eq!(response.headers()[LOCATION], to, "{next}");
    }
}

#[tokio::test]
async fn t5_signing_out_ends_the_session_and_its_sockets_within_5_s() {
    let house = house().await;
    let (cookie, other) = (house.sign_in(AGENT).await, house.sign_in(AGENT).await);
    let mut socket = house.socket(Some(&cookie), None).await.unwrap();
    let mut stays = house.socket(Some(&other), None).await.unwrap();
    assert!(matches!(socket.next().await, Some(Ok(Message::Text(_)))));
    assert!(matches!(stays.next().await, Some(Ok(Message::Text(_)))));

    let started = Instant::now();
    let response = house.post("/sair").header(COOKIE, &cookie.0).send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()[LOCATION]),
        (303, &"/entrar".parse().unwrap())
    );
    assert!(set_cookie(response.headers()).contains("Max-Age=0"));
    let close = loop {
        match tokio::time::timeout(Duration::from_secs(5), socket.next()).await.expect("closed within 5 s") {
            Some(Ok(Message::Close(frame))) => break frame.unwrap(),
            Some(Ok(_)) => {}
            other => panic!("closed without a code: {other:?}"),
        }
    };
    assert_eq!(close.code, CloseCode::Library(4401));
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_eq!(house.get("/quadro").header(COOKIE, &cookie.0).send().await.unwrap().status(), 303);
    assert_eq!(house.socket(Some(&cookie), None).await.unwrap_err(), 401);
    // The same person's other session goes on.
    assert_eq!(house.get("/quadro").header(COOKIE, &other.0).send().await.unwrap().status(), 200);
    let quiet = tokio::time::timeout(Duration::from_secs(2), async {
        loop {
            match stays.next().await {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => {}
            }
        }
    });
    assert!(quiet.await.is_err(), "the other session's socket stays");
}

#[tokio::test]
async fn preferences_are_kept_and_lead_back() {
    let house = house().await;
    let fields = [("language", "es"), ("theme", "dark"), ("next", "/entrar")];
    let response = house.post("/preferencias").form(&fields).send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()[LOCATION]),
        (303, &"/entrar".parse().unwrap())
    );
    let cookies: Vec<_> = response
        .headers()
        .get_all("set-cookie")
        .iter()
        .map(|v| v.to_str().unwrap().split(';').next().unwrap().to_owned())
        .collect();
    assert_eq!(cookies, ["chama_lang=es", "chama_theme=dark"]);
    let page =
        house.get("/entrar").header(COOKIE, cookies.join("; ")).send().await.unwrap().text().await.unwrap();
    assert!(page.contains(r#"lang="es""#) && page.contains(r#"data-theme="dark""#), "{page}");
    let fields = [("language", "xx"), ("theme", "<b>"), ("next", "//evil.example")];
    let response = house.post("/preferencias").form(&fields).send().await.unwrap();
    assert_eq!(response.headers()[LOCATION], "/");
    assert!(response.headers().get("set-cookie").is_none());
    assert!(house.desk.build() == server::http::build());
}

/// Decisions, 5: a queue is never sent under another sign-in. The page says whose wish it is, and the door compares.
#[tokio::test]
async fn a_wish_of_one_person_is_not_carried_out_under_another_s_session() {
    let house = house().await;
    let (agent, client) = (house.sign_in(AGENT).await, house.sign_in(CLIENT).await);
    let manager = house.sign_in(MANAGER).await;
    let (ticket, code) = house.ticket_of(&client, &agent).await;
    let from = house.actor(&agent).await.person;
    let comment = json!({ "comment": [ticket, "Só de Ana Paula"] });
    let one = json!({ "op_id": op(), "command": comment, "from": from });
    let many = json!({ "commands": [[op(), comment]], "from": from });
    for (function, body) in [("execute", &one), ("act_all", &many)] {
        assert_eq!(house.call(function, Some(&manager), body).await.status(), 401, "{function}");
    }
    let page = house.call("ticket", Some(&manager), &json!({ "code": code })).await.text().await.unwrap();
    assert!(!page.contains("Só de Ana Paula"), "nothing was written");
    for (function, body) in [("execute", &one), ("act_all", &many)] {
        assert_eq!(house.call(function, Some(&agent), body).await.status(), 200, "{function}");
    }
}
