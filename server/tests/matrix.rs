//! Who may what: every address and every server function, by role. One without an entry fails (security.md T1).

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails its test")]

#[expect(dead_code, reason = "each test file uses its part")]
mod common;
#[path = "matrix/unreadable.rs"]
mod unreadable;

use common::{
    ADMINISTRATOR, AGENT, CLIENT, Cookie, House, MANAGER, ORGANIZATION_MANAGER, OTHER_AGENT, OTHER_CLIENT,
    Wish, house_with, op,
};
use domain::desk::BoardQuery;
use domain::port::Boards;
use reqwest::Method;
use reqwest::header::COOKIE;
use serde_json::{Value, json};
use server::http::{Limits, addresses};
use std::time::Duration;

/// Who asks, in the order of the columns below. `None`: nobody signed in.
const WHO: [Option<&str>; 8] = [
    None,
    Some(CLIENT),
    Some(ORGANIZATION_MANAGER),
    Some(OTHER_CLIENT),
    Some(AGENT),
    Some(OTHER_AGENT),
    Some(MANAGER),
    Some(ADMINISTRATOR),
];

/// What is asked, how, and what each gets. The ticket is one of the client's, in the agent's department.
struct Entry {
    path: &'static str,
    method: Method,
    /// The body of a server function; the fields of a form.
    body: Value,
    statuses: [u16; 8],
}

fn entry(method: Method, path: &'static str, body: Value, statuses: [u16; 8]) -> Entry {
    Entry { path, method, body, statuses }
}

fn entries(what: &Known) -> Vec<Entry> {
    let (get, post) = (Method::GET, Method::POST);
    let query = json!(BoardQuery::default());
    let mut of_department = query.clone();
    of_department["filter"]["department"] = what.department.clone();
    let plain = |text: &str| json!({ "op_id": null, "text": text });
    //                                      nobody client manager-of-org stranger agent other-agent manager admin
    vec![
        entry(get.clone(), "/", Value::Null, [303; 8]),
        entry(get.clone(), "/entrar", Value::Null, [200, 303, 303, 303, 303, 303, 303, 303]),
        entry(get.clone(), "/quadro", Value::Null, [303, 404, 404, 404, 200, 200, 200, 200]),
        entry(get.clone(), "/quadro/{department}", Value::Null, [303, 404, 404, 404, 200, 404, 200, 200]),
        entry(get.clone(), "/imprimir/quadro", Value::Null, [303, 404, 404, 404, 200, 200, 200, 200]),
        entry(
            get.clone(),
            "/imprimir/quadro/{department}",
            Value::Null,
            [303, 404, 404, 404, 200, 404, 200, 200],
        ),
        entry(get.clone(), "/imprimir/chamados", Value::Null, [303, 200, 200, 200, 404, 404, 404, 404]),
        entry(get.clone(), "/t/{code}", Value::Null, [303, 200, 200, 404, 200, 404, 200, 200]),
        entry(get.clone(), "/chamados", Value::Null, [303, 200, 200, 200, 404, 404, 404, 404]),
        entry(get.clone(), "/etiquetas", Value::Null, [303, 404, 404, 404, 404, 404, 200, 200]),
        entry(get.clone(), "/motivos", Value::Null, [303, 404, 404, 404, 404, 404, 404, 200]),
        entry(get.clone(), "/feed", Value::Null, [401, 400, 400, 400, 400, 400, 400, 400]),
        entry(get.clone(), "/feed/page", Value::Null, [401, 200, 200, 200, 200, 200, 200, 200]),
        entry(get.clone(), "/health/live", Value::Null, [200; 8]),
        entry(get, "/health/ready", Value::Null, [200; 8]),
        entry(post.clone(), "/entrar", json!({ "email": "", "password": "" }), [422; 8]),
        entry(post.clone(), "/preferencias", json!({ "theme": "dark" }), [303; 8]),
        entry(
            post.clone(),
            "/api/board",
            json!({ "query": query, "department": null }),
            [401, 403, 403, 403, 200, 200, 200, 200],
        ),
        entry(
            post.clone(),
            "/api/column",
            json!({ "query": query, "column": what.column, "lane": null, "from": { "before": what.key } }),
            [401, 403, 403, 403, 200, 200, 200, 200],
        ),
        entry(
            post.clone(),
            "/api/summary",
            json!({ "query": query, "tops": [{ "column": what.column, "lane": null, "key": what.key }] }),
            [401, 403, 403, 403, 200, 200, 200, 200],
        ),
        entry(
            post.clone(),
            "/api/ticket",
            json!({ "code": what.code }),
            [401, 404, 404, 404, 200, 404, 200, 200],
        ),
        entry(
            post.clone(),
            "/api/my_ticket",
            json!({ "code": what.code }),
            [401, 200, 200, 404, 404, 404, 404, 404],
        ),
        entry(
            post.clone(),
            "/api/mark_read",
            json!({ "ticket": what.ticket, "seq": 1 }),
            [401, 200, 200, 404, 200, 404, 200, 200],
        ),
        entry(
            post.clone(),
            "/api/my_tickets",
            json!({ "tab": "open", "before": null }),
            [401, 200, 200, 200, 403, 403, 403, 403],
        ),
        // An internal comment: the strictest of the commands; the others are the desk's own matrix.
        entry(
            post.clone(),
            "/api/execute",
            json!({ "op_id": null, "command": { "comment": [what.ticket, "só para a equipe"] } }),
            [401, 422, 422, 404, 200, 404, 200, 200],
        ),
        // Refusals are answers inside: the status tells of none of them.
        entry(
            post.clone(),
            "/api/act_all",
            json!({ "commands": [[op(), { "comment": [what.ticket, "só para a equipe"] }]] }),
            [401, 200, 200, 200, 200, 200, 200, 200],
        ),
        entry(
            post.clone(),
            "/api/loads",
            json!({ "department": null }),
            [401, 403, 403, 403, 200, 200, 200, 200],
        ),
        entry(post.clone(), "/api/views", json!({}), [401, 403, 403, 403, 200, 200, 200, 200]),
        // For the team: only who leads that department may, and of all departments the administrator alone.
        entry(
            post.clone(),
            "/api/save_view",
            json!({ "view": { "name": "Atrasados", "query": of_department, "shared": true } }),
            [401, 403, 403, 403, 422, 422, 200, 200],
        ),
        entry(
            post.clone(),
            "/api/save_view",
            json!({ "view": { "name": "Atrasados", "query": query, "shared": true } }),
            [401, 403, 403, 403, 422, 422, 422, 200],
        ),
        entry(
            post.clone(),
            "/api/remove_view",
            json!({ "view": op() }),
            [401, 403, 403, 403, 404, 404, 404, 404],
        ),
        // A setting of the agent's department.
        entry(
            post.clone(),
            "/api/set_limit",
            json!({ "limit": { "department": what.department, "column": what.column, "limit": 8, "hard": false } }),
            [401, 403, 403, 403, 403, 404, 200, 200],
        ),
        // Who serves makes a tag; who leads changes one.
        entry(
            post.clone(),
            "/api/change_tags",
            json!({ "change": { "add": "NF-e" } }),
            [401, 403, 403, 403, 200, 200, 200, 200],
        ),
        entry(
            post.clone(),
            "/api/change_tags",
            json!({ "change": { "rename": [1, "Nota fiscal"] } }),
            [401, 403, 403, 403, 403, 403, 200, 200],
        ),
        entry(
            post.clone(),
            "/etiquetas",
            json!({ "do": "rename", "tag": "1", "name": "NF-e" }),
            [401, 404, 404, 404, 404, 404, 303, 303],
        ),
        entry(
            post.clone(),
            "/etiquetas",
            json!({ "do": "merge", "tag": "1", "name": "nenhuma" }),
            [401, 404, 404, 404, 404, 404, 422, 422],
        ),
        // The administrator says of which changes the team tells why: here of none.
        entry(post.clone(), "/motivos", json!({}), [401, 404, 404, 404, 404, 404, 404, 303]),
        entry(
            post.clone(),
            "/t/{code}?muda=etiqueta",
            json!({ "op_id": null, "text": "NF-e" }),
            [401, 404, 404, 404, 303, 404, 303, 303],
        ),
        // Plain forms lead back to the ticket; a client has no box for comments.
        entry(
            post.clone(),
            "/t/{code}?para=cliente",
            plain("resposta"),
            [401, 303, 303, 404, 303, 404, 303, 303],
        ),
        entry(
            post.clone(),
            "/t/{code}?para=equipe",
            plain("só para a equipe"),
            [401, 404, 404, 404, 303, 404, 303, 303],
        ),
        entry(post.clone(), "/t/{code}?muda=status", plain(""), [401, 422, 422, 404, 422, 404, 422, 422]),
        entry(post.clone(), "/api/who_am_i", json!({}), [200; 8]),
        // Last: it ends the sessions.
        entry(post, "/sair", json!({}), [303; 8]),
    ]
}

/// What the entries are about.
struct Known {
    ticket: Value,
    code: String,
    column: Value,
    department: Value,
    key: Value,
}

async fn known(house: &House, client: &Cookie, agent: &Cookie) -> Known {
    let (ticket, code) = house.ticket_of(client, agent).await;
    let board = house.desk.board(&house.actor(agent).await, &BoardQuery::default(), None).await.unwrap();
    let column = board.columns.iter().find(|column| !column.cards.is_empty()).expect("a column with cards");
    let key = board.order.key(&column.cards[0].facts);
    let department = json!(column.cards[0].facts.audience.department);
    Known { ticket: json!(ticket), code, column: json!(column.id), department, key: json!(key) }
}

async fn ask(house: &House, entry: &Entry, what: &Known, cookie: Option<&Cookie>) -> u16 {
    let path = entry.path.replace("{department}", "suporte").replace("{code}", &what.code);
    let request = if entry.method == Method::GET {
        house.get(&path)
    } else {
        let mut body = entry.body.clone();
        if let Some(id) = body.get_mut("op_id") {
            *id = json!(op());
        }
        let is_form = !path.starts_with("/api/") || path.ends_with("_form");
        let request = house.post(&path);
        if is_form { request.form(&body) } else { request.json(&body) }
    };
    let request = match cookie {
        Some(cookie) => request.header(COOKIE, &cookie.0),
        None => request,
    };
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn t1_every_address_answers_each_role_as_the_matrix_says() {
    let limits = Limits { poll: Duration::from_millis(200), ..Limits::default() };
    let house = house_with(Wish { limits, ..Wish::default() }).await;
    let mut cookies = vec![];
    for who in WHO {
        cookies.push(match who {
            Some(email) => Some(house.sign_in(email).await),
            None => None,
        });
    }
    let what = known(&house, cookies[1].as_ref().unwrap(), cookies[4].as_ref().unwrap()).await;
    let entries = entries(&what);

    // Axum and the app write parameters by their own names; the matrix by its own.
    let shape = |path: &str| {
        let parts = path.split('/').map(|part| if part.starts_with(['{', ':']) { "{}" } else { part });
        parts.collect::<Vec<_>>().join("/")
    };
    let listed: Vec<_> = entries.iter().map(|e| (shape(e.path), e.method.clone())).collect();
    let real: Vec<_> = addresses().into_iter().map(|(path, method)| (shape(&path), method)).collect();
    let missing: Vec<_> = real.iter().filter(|address| !listed.contains(address)).collect();
    assert!(missing.is_empty(), "addresses without an entry in the matrix: {missing:?}");
    let gone: Vec<_> = listed.iter().filter(|address| !real.contains(address)).collect();
    assert!(gone.is_empty(), "entries without an address: {gone:?}");

    let mut wrong = vec![];
    for entry in &entries {
        for ((who, cookie), expected) in WHO.iter().zip(&cookies).zip(entry.statuses) {
            let got = ask(&house, entry, &what, cookie.as_ref()).await;
            if got != expected {
                let who = who.unwrap_or("nobody");
                wrong.push(format!("{} {} as {who}: {got}, not {expected}", entry.method, entry.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
