//! What cannot be read is the asker's fault: 400 and the typed error, for every server function, and nothing in the
//! log that would wake somebody.

use super::common::{AGENT, house};
use super::{ADMINISTRATOR, CLIENT, Cookie, Entry, House, Known, MANAGER, WHO, entries, known, op};
use reqwest::Method;
use reqwest::header::{ALLOW, CONTENT_TYPE, COOKIE};
use serde_json::{Value, json};
use std::io;
use std::sync::{Arc, Mutex};
use tracing::subscriber::DefaultGuard;

/// Words of a query that are known or unreadable: whatever else stands there is a mistake of the page.
const KNOWN_WORDS: [&str; 5] = ["order", "lanes", "tab", "op_id", "column"];

/// What the server would have written to its log, from warnings on.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Listens on this thread, on which the whole house of a test runs.
    fn listen(&self) -> DefaultGuard {
        let own = self.clone();
        let log = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::WARN)
            .with_ansi(false)
            .with_writer(move || own.clone())
            .finish();
        tracing::subscriber::set_default(log)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Asking {
    house: House,
    functions: Vec<Entry>,
    cookies: Vec<Option<Cookie>>,
    wrong: Vec<String>,
}

async fn asking() -> Asking {
    let house = house().await;
    let mut cookies = vec![];
    for who in WHO {
        cookies.push(if let Some(email) = who { Some(house.sign_in(email).await) } else { None });
    }
    let who =
        |email: &str| cookies[WHO.iter().position(|who| *who == Some(email)).unwrap()].as_ref().unwrap();
    let what: Known = known(&house, who(CLIENT), who(AGENT)).await;
    let mut functions: Vec<_> = entries(&what).into_iter().filter(|e| e.path.starts_with("/api/")).collect();
    for function in &mut functions {
        if let Some(id) = function.body.get_mut("op_id") {
            *id = json!(op());
        }
    }
    assert!(functions.len() > 10, "the matrix knows the server functions");
    Asking { house, functions, cookies, wrong: vec![] }
}

impl Asking {
    /// Somebody for whom the function does something, the one with the most rights first.
    fn able(&self, function: &Entry) -> &Cookie {
        let able = (0..WHO.len()).rev().find(|n| self.cookies[*n].is_some() && function.statuses[*n] < 300);
        // What nobody may do in this table: the administrator is told so.
        let who = WHO.iter().position(|who| *who == Some(ADMINISTRATOR)).unwrap();
        self.cookies[able.unwrap_or(who)].as_ref().unwrap()
    }

    async fn send(&self, path: &str, cookie: Option<&Cookie>, body: Vec<u8>) -> (u16, String) {
        let request = self.house.post(path).header(CONTENT_TYPE, "application/json").body(body);
        let request = if let Some(cookie) = cookie { request.header(COOKIE, &cookie.0) } else { request };
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// Sends what cannot be read, and writes down what is answered otherwise than with the typed error.
    async fn refuses(&mut self, path: &'static str, cookie: Option<&Cookie>, what: &str, body: Vec<u8>) {
        let shown = String::from_utf8_lossy(&body).into_owned();
        let (status, answer) = self.send(path, cookie, body).await;
        if (status, answer.as_str()) != (400, "\"unreadable\"") {
            self.wrong.push(format!("{path}, {what}: {status} {answer} to {shown}"));
        }
    }
}

/// Every place in a value, the value itself as the empty one.
fn places(value: &Value) -> Vec<String> {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, inner)| (name.clone(), inner)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(n, inner)| (n.to_string(), inner)).collect(),
        _ => vec![],
    };
    let below = |(name, inner): (String, &Value)| {
        places(inner).into_iter().map(move |rest| format!("/{name}{rest}")).collect::<Vec<_>>()
    };
    [String::new()].into_iter().chain(inner.into_iter().flat_map(below)).collect()
}

fn with(value: &Value, place: &str, other: Value) -> Vec<u8> {
    let mut value = value.clone();
    *value.pointer_mut(place).unwrap() = other;
    value.to_string().into_bytes()
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_the_typed_error() {
    let mut asking = asking().await;
    let log = Log::default();
    let _listening = log.listen();
    for n in 0..asking.functions.len() {
        let (path, good) = (asking.functions[n].path, asking.functions[n].body.clone());
        let able = asking.able(&asking.functions[n]).clone();
        let text = good.to_string();
        let bytes = |text: &str| text.as_bytes().to_vec();
        let mut not_utf8 = bytes(&text);
        not_utf8.insert(1, 0xff);
        let nonsense = [
            ("an empty body", vec![]),
            ("null", bytes("null")),
            ("a list", bytes("[]")),
            ("a text", bytes("\"text\"")),
            ("a number", bytes("7")),
            ("no JSON", bytes("query=1")),
            ("truncated", bytes(&text[..text.len() - 1])),
            ("more than one value", bytes(&format!("{text}{text}"))),
            ("not UTF-8", not_utf8),
            ("UTF-16", text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            ("too deep", bytes(&format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)))),
        ];
        for (what, body) in nonsense {
            asking.refuses(path, Some(&able), what, body.clone()).await;
            asking.refuses(path, None, what, body).await;
        }
        for place in places(&good).iter().filter(|place| !place.is_empty()) {
            let other =
                if good.pointer(place).unwrap().is_object() { json!("text") } else { json!({ "x": [7] }) };
            asking
                .refuses(path, Some(&able), &format!("another type at {place}"), with(&good, place, other))
                .await;
            if KNOWN_WORDS.iter().any(|word| place.ends_with(&format!("/{word}"))) {
                let body = with(&good, place, json!("no such word"));
                asking.refuses(path, Some(&able), &format!("an unknown word at {place}"), body).await;
            }
        }
    }
    assert!(asking.wrong.is_empty(), "{}", asking.wrong.join("\n"));
    assert_eq!(log.text(), "", "nothing of it is a fault of the server");
}

/// What can be read and means nothing is refused or ignored, and never a fault.
#[tokio::test]
async fn what_is_out_of_range_is_no_fault_of_the_server() {
    let asking = asking().await;
    let log = Log::default();
    let _listening = log.listen();
    let odd = [
        Value::Null,
        json!(-1),
        json!(i64::MIN),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1.5),
        json!(1e300),
        json!(""),
        json!("no such word"),
        json!("a\u{0}b"),
        json!("\u{202e}\u{feff}"),
        json!("x".repeat(20_000)),
        json!([]),
        json!({}),
    ];
    let mut wrong = vec![];
    for function in &asking.functions {
        let able = asking.able(function);
        for place in places(&function.body) {
            for other in &odd {
                let body = with(&function.body, &place, other.clone());
                let (status, answer) = asking.send(function.path, Some(able), body).await;
                if status >= 500 || answer.contains("internal") {
                    let other: String = other.to_string().chars().take(40).collect();
                    wrong.push(format!("{} with {other} at {place}: {status} {answer}", function.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(log.text(), "", "nothing of it is a fault of the server");
}

#[tokio::test]
async fn another_method_kind_or_size_is_told_apart() {
    let asking = asking().await;
    let log = Log::default();
    let _listening = log.listen();
    let manager = asking.cookies[WHO.iter().position(|who| *who == Some(MANAGER)).unwrap()].as_ref().unwrap();
    for function in &asking.functions {
        let (path, text) = (function.path, function.body.to_string());
        let others = [Method::GET, Method::HEAD, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];
        for method in others {
            let request = asking.house.client.request(method.clone(), asking.house.url(path));
            let request = request.header("sec-fetch-site", "same-origin").header(COOKIE, &manager.0);
            let response = request.send().await.unwrap();
            assert_eq!(response.status(), 405, "{method} {path}");
            assert_eq!(response.headers()[ALLOW], "POST", "{method} {path}");
            if method != Method::HEAD {
                assert_eq!(response.text().await.unwrap(), "\"unreadable\"", "{method} {path}");
            }
        }
        let kinds = [
            None,
            Some("text/plain"),
            Some("application/x-www-form-urlencoded"),
            Some("multipart/form-data; boundary=x"),
            Some("application/jsonp"),
            Some("application/json; charset=iso-8859-1"),
            Some("text/plain, application/json"),
        ];
        for kind in kinds {
            let request = asking.house.post(path).header(COOKIE, &manager.0).body(text.clone());
            let request = if let Some(kind) = kind { request.header(CONTENT_TYPE, kind) } else { request };
            let response = request.send().await.unwrap();
            assert_eq!(response.status(), 415, "{path} as {kind:?}");
            assert_eq!(response.text().await.unwrap(), "\"unreadable\"", "{path} as {kind:?}");
        }
        let (status, answer) = asking.send(path, Some(manager), vec![b' '; 300_000]).await;
        assert_eq!((status, answer.as_str()), (413, "\"unreadable\""), "{path}");
    }
    assert_eq!(log.text(), "", "nothing of it is a fault of the server");
}
