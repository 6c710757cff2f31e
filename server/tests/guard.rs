//! What guards every request: origin, headers, limits, panics, health, error pages.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails its test")]

#[expect(dead_code, reason = "each test file uses its part")]
mod common;

use axum::Router;
use axum::routing::{get, post};
use common::{AGENT, CLIENT, House, Wish, house, house_with};
use reqwest::header::{ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONTENT_ENCODING, CONTENT_TYPE, COOKIE};
use serde_json::{Value, json};
use server::http::Limits;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Names and values of a request's headers.
type Headers<'h> = &'h [(&'static str, &'h str)];

#[tokio::test]
async fn t4_another_origin_changes_nothing_and_hears_nothing() {
    let house = house().await;
    let cookie = house.sign_in(AGENT).await;
    let own = format!("http://{}", house.address);
    let localhost = format!("http://localhost:{}", house.address.port());
    // What is sent, and whether it passes with a cookie, and without.
    let cases: [(Headers, bool, bool); 10] = [
        (&[("sec-fetch-site", "same-origin")], true, true),
        (&[("sec-fetch-site", "same-site")], false, false),
        (&[("sec-fetch-site", "cross-site")], false, false),
        (&[("sec-fetch-site", "none")], false, false),
        (&[("origin", &own)], true, true),
        (&[("origin", &localhost)], true, true),
        (&[("origin", "null")], false, false),
        (&[("origin", "http://evil.example")], false, false),
        (&[("origin", "http://evil.example"), ("sec-fetch-site", "cross-site")], false, false),
        (&[], false, true),
    ];
    for (headers, with_cookie, without) in cases {
        for (cookie, passes) in [(Some(&cookie), with_cookie), (None, without)] {
            let mut request = house.client.post(house.url("/preferencias")).form(&[("theme", "dark")]);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            if let Some(cookie) = cookie {
                request = request.header(COOKIE, &cookie.0);
            }
            let response = request.send().await.unwrap();
            let signed = cookie.is_some();
            assert_eq!(
                response.status(),
                if passes { 303 } else { 403 },
                "POST {headers:?}, cookie: {signed}"
            );
            if !passes {
                assert!(response.headers().get("set-cookie").is_none());
                let page = response.text().await.unwrap();
                assert!(page.contains("O pedido não veio desta página"), "a clear sentence: {page}");
            }
            let socket = house.socket_with(cookie, None, headers).await;
            let expected = match (passes, signed) {
                (false, _) => Some(403),
                (true, false) => Some(401),
                (true, true) => None,
            };
            assert_eq!(socket.err(), expected, "upgrade {headers:?}, cookie: {signed}");
        }
    }
}

#[tokio::test]
async fn t3_every_answer_has_a_policy_and_no_script_is_inline() {
    let house = house().await;
    let cookie = house.sign_in(AGENT).await;
    let mut nonces = std::collections::HashSet::new();
    let paths = [
        "/",
        "/entrar",
        "/quadro",
        "/chamados",
        "/nothing-here",
        "/x.js",
        "/api/board",
        "/feed",
        "/feed/page",
        "/health/live",
    ];
    for path in paths {
        for cookie in [None, Some(&cookie)] {
            let request = house.get(path);
            let request = if let Some(cookie) = cookie { request.header(COOKIE, &cookie.0) } else { request };
            let response = request.send().await.unwrap();
            let headers = response.headers().clone();
            let policy = headers["content-security-policy"].to_str().unwrap().to_owned();
            assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
            assert!(
                policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"),
                "{path}: {policy}"
            );
            assert!(
                !policy.contains("unsafe-inline") && !policy.contains("unsafe-eval "),
                "{path}: {policy}"
            );
            assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
            assert_eq!(headers["referrer-policy"], "same-origin", "{path}");
            assert_eq!(headers["cross-origin-opener-policy"], "same-origin", "{path}");
            assert_eq!(headers["cache-control"], "no-store", "{path}");
            assert!(
                headers.contains_key("permissions-policy") && headers.contains_key("x-request-id"),
                "{path}"
            );
            let status = response.status();
            let body = response.text().await.unwrap();
            if let Some(nonce) = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()) {
                assert!(nonces.insert(nonce.to_owned()), "a nonce is used once");
                for script in body.split("<script").skip(1) {
                    let tag = script.split('>').next().unwrap();
                    assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{path}: <script{tag}>");
                }
            } else {
                assert!(!body.contains("<script"), "{path} {status}: {body}");
            }
            assert!(
                !body.contains(" style=\"") && !body.contains(" onclick="),
                "{path}: no inline style or handler"
            );
        }
    }
    assert!(nonces.len() >= 4, "pages have nonces: {nonces:?}");
}

#[tokio::test]
async fn t12_a_body_too_large_is_refused_by_its_size() {
    let house = house().await;
    let cookie = house.sign_in(AGENT).await;
    let form = house.post("/entrar").form(&[("email", "a".repeat(20_000))]).send().await.unwrap();
    assert_eq!(form.status(), 413);
    assert!(form.text().await.unwrap().contains("Conteúdo grande demais"));
    let body = json!({ "code": "A".repeat(300_000) });
    let call = house.call("ticket", Some(&cookie), &body).await;
    assert_eq!(call.status(), 413);
    assert_eq!(call.json::<Value>().await.unwrap(), json!("unreadable"));
    // The same without a Content-Length, in chunks.
    let chunks = futures_util::stream::iter((0..40).map(|_| Ok::<_, std::io::Error>(vec![b' '; 10_000])));
    let call = house
        .post("/api/ticket")
        .header(CONTENT_TYPE, "application/json")
        .body(reqwest::Body::wrap_stream(chunks))
        .send()
        .await
        .unwrap();
    assert_eq!(call.status(), 413);
}

#[tokio::test]
async fn a_request_names_one_host_or_is_unreadable() {
    let house = house().await;
    // The head after its first line, under HTTP/1.1, and the status.
    let cases = [
        ("host: desk.example\r\n", 200),
        ("host: 127.0.0.1:3000\r\n", 200),
        ("host: [::1]:3000\r\n", 200),
        ("", 400),
        ("host:\r\n", 400),
        ("host: desk.example\r\nhost: desk.example\r\n", 400),
        ("host: desk.example\r\nHost: evil.example\r\n", 400),
        ("host: desk.example, evil.example\r\n", 400),
        ("host: somebody@desk.example\r\n", 400),
        ("host: desk.example/x\r\n", 400),
        ("host: desk\u{e9}.example\r\n", 400),
    ];
    for path in ["/health/live", "/entrar"] {
        for (head, status) in cases {
            let answer =
                answer_to(&house, &format!("GET {path} HTTP/1.1\r\n{head}connection: close\r\n\r\n")).await;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{path} {head:?}: {answer}");
            assert!(status == 200 || answer.contains("x-request-id: "), "{path} {head:?}: {answer}");
        }
    }
    // What watches over programs speaks HTTP/1.0 now and then, which knows no such header.
    let answer = answer_to(&house, "GET /health/live HTTP/1.0\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.0 200"), "{answer}");
}

/// The whole answer to bytes that no client library would send.
async fn answer_to(house: &House, request: &str) -> String {
    let mut stream = TcpStream::connect(house.address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = vec![];
    let reading = stream.read_to_end(&mut answer);
    tokio::time::timeout(Duration::from_secs(5), reading).await.expect("an answer that ends").unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn an_address_that_is_no_text_is_nobodys_fault() {
    let house = house().await;
    let cookie = house.sign_in(AGENT).await;
    for path in
        ["/t/%ff", "/quadro/%ff", "/quadro/%00", "/%ff", "/entrar?next=%ff", "/quadro?q=%ff", "/x%2f..%2fy"]
    {
        for ask in [house.get(path), house.post(path)] {
            let response = ask.header(COOKIE, &cookie.0).header("accept", "text/html").send().await.unwrap();
            let (status, kind) = (response.status(), response.headers().get(CONTENT_TYPE).cloned());
            assert!(!status.is_server_error(), "{path}: {status}");
            let page = response.text().await.unwrap();
            assert!(
                status == 303 || kind.is_some_and(|kind| kind == "text/html; charset=utf-8"),
                "{path}: {status} {page}"
            );
            assert!(!page.contains("Invalid") && !page.contains("UTF-8"), "{path}: {page}");
        }
    }
}

#[tokio::test]
async fn t12_a_head_that_does_not_end_is_cut_off() {
    let limits = Limits { head: Duration::from_millis(700), ..Limits::default() };
    let house = house_with(Wish { limits, ..Wish::default() }).await;
    for start in ["", "GET / HTTP/1.1\r\nhost: x\r\nx-a: "] {
        let mut stream = TcpStream::connect(house.address).await.unwrap();
        stream.write_all(start.as_bytes()).await.unwrap();
        let started = Instant::now();
        let mut rest = vec![];
        tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut rest))
            .await
            .expect("cut off")
            .ok();
        assert!(started.elapsed() >= Duration::from_millis(600), "not before its time");
    }
    let mut stream = TcpStream::connect(house.address).await.unwrap();
    let many = "x-filler: 0123456789012345678901234567890123456789\r\n".repeat(99);
    let large = format!("GET / HTTP/1.1\r\nhost: x\r\nx-large: {}\r\n{many}\r\n", "a".repeat(40_000));
    stream.write_all(large.as_bytes()).await.unwrap();
    let mut answer = [0; 64];
    let read = stream.read(&mut answer).await.unwrap();
    assert!(String::from_utf8_lossy(&answer[..read]).starts_with("HTTP/1.1 431"), "{answer:?}");
}

#[tokio::test]
async fn t12_a_body_that_does_not_end_is_left() {
    let limits = Limits { body: Duration::from_millis(500), ..Limits::default() };
    let house = house_with(Wish { limits, ..Wish::default() }).await;
    let mut stream = TcpStream::connect(house.address).await.unwrap();
    let head = "POST /entrar HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 50\r\n\r\nemail=";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 64];
    let read = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut answer)).await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&answer[..read]).starts_with("HTTP/1.1 408"), "{answer:?}");
}

#[tokio::test]
async fn t12_beyond_its_hands_the_door_says_when_to_come_back() {
    let house =
        house_with(Wish { limits: Limits { requests: 0, ..Limits::default() }, ..Wish::default() }).await;
    let response = house.get("/entrar").send().await.unwrap();
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "2");
    assert!(response.text().await.unwrap().contains("Muitos acessos agora"));
    assert_eq!(house.get("/health/live").send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn t12_a_panic_is_one_answer_and_no_more() {
    let panics = || async { panic!("on purpose") as () };
    let wish = Wish {
        routes: Router::new().route("/api/panics", post(panics)).route("/panics", get(panics)),
        limits: Limits { answer: Duration::from_secs(3), ..Limits::default() },
        ..Wish::default()
    };
    let house = house_with(wish).await;
    let cookie = house.sign_in(AGENT).await;
    for _ in 0..3 {
        let response = house.call("panics", Some(&cookie), &json!({})).await;
        assert_eq!(response.status(), 500);
        assert!(response.headers().contains_key("x-request-id"));
        assert_eq!(response.json::<Value>().await.unwrap(), json!("internal"));
    }
    let page = house.get("/panics").header(COOKIE, &cookie.0).send().await.unwrap();
    assert_eq!(page.status(), 500);
    let id = page.headers()["x-request-id"].to_str().unwrap().to_owned();
    assert!(page.text().await.unwrap().contains(&id), "the page names the request");
    assert_eq!(house.get("/health/ready").send().await.unwrap().status(), 200);
    house.sign_in(CLIENT).await;
}

#[tokio::test]
async fn pages_are_compressed_but_for_those_that_repeat_a_text_of_their_address() {
    let house = house().await;
    let cookie = house.sign_in(AGENT).await;
    let page = async |path: &str, accepted: &str| {
        let asked = house.get(path).header(COOKIE, &cookie.0).header(ACCEPT_ENCODING, accepted);
        let response = asked.send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        let encoding = response.headers().get(CONTENT_ENCODING).map(|name| name.to_str().unwrap().to_owned());
        (encoding, response.bytes().await.unwrap())
    };
    let (plain, whole) = page("/quadro", "br").await;
    assert_eq!(plain, None);
    let (gzip, small) = page("/quadro", "gzip, deflate, br, zstd").await;
    assert_eq!(gzip.as_deref(), Some("gzip"));
    assert!(
        small.starts_with(&[0x1f, 0x8b]) && small.len() * 5 < whole.len(),
        "{} {}",
        small.len(),
        whole.len()
    );
    assert_eq!(page("/quadro?ordem=antigos&q=nota", "gzip").await.0, None);
}

#[tokio::test]
async fn health_says_what_there_is() {
    let house = house().await;
    let live: Value = house.get("/health/live").send().await.unwrap().json().await.unwrap();
    assert_eq!(live, json!({ "live": true, "build": server::http::build() }));
    let response = house.get("/health/ready").send().await.unwrap();
    assert_eq!(response.status(), 200);
    let ready: Value = response.json().await.unwrap();
    assert_eq!((&ready["ready"], &ready["build"]), (&json!(true), &json!(server::http::build())));
    house.desk.close().await;
    let response = house.get("/health/ready").send().await.unwrap();
    assert_eq!(response.status(), 503);
    assert_eq!(response.json::<Value>().await.unwrap()["ready"], json!(false));
}

#[tokio::test]
async fn error_pages_speak_three_languages() {
    let house = house().await;
    let cases = [
        ("pt-BR,pt;q=0.9", r#"lang="pt-BR""#, "Página não encontrada", "Conteúdo grande demais"),
        ("en-GB,en;q=0.9", r#"lang="en""#, "Page not found", "Too much content"),
        ("es-419", r#"lang="es""#, "Página no encontrada", "demasiado grande"),
    ];
    for (accepted, lang, missing, large) in cases {
        let ask = |path: &str| house.get(path).header(ACCEPT_LANGUAGE, accepted);
        for path in ["/nothing-here", "/nothing.css"] {
            let response = ask(path).send().await.unwrap();
            assert_eq!(response.status(), 404, "{path}");
            let page = response.text().await.unwrap();
            assert!(page.contains(lang) && page.contains(missing), "{accepted} {path}: {page}");
        }
        let form =
            house.post("/entrar").header(ACCEPT_LANGUAGE, accepted).form(&[("email", "a".repeat(20_000))]);
        let page = form.send().await.unwrap().text().await.unwrap();
        assert!(
            page.contains(lang) && page.to_lowercase().contains(&large.to_lowercase()),
            "{accepted}: {page}"
        );
    }
    // The chosen language wins over the browser's.
    let page = house.get("/nothing").header(ACCEPT_LANGUAGE, "en").header(COOKIE, "chama_lang=es");
    assert!(page.send().await.unwrap().text().await.unwrap().contains(r#"lang="es""#));
}
