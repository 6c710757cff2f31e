//! Writing on a ticket's page by plain forms: nothing that was typed is ever lost, and nothing reaches whom it is not
//! for.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails its test")]

#[expect(dead_code, reason = "each test file uses its part")]
mod common;

use common::{ADMINISTRATOR, AGENT, CLIENT, Cookie, House, OTHER_CLIENT, house, op};
use domain::ticket::TEXT_MAX;
use reqwest::Response;
use reqwest::header::{CONTENT_TYPE, COOKIE, LOCATION};

/// What would end a field, and begin something else, if it were written as it is.
const SLY: &str = "\nOlá & até </textarea><script>alert(1)</script> \"já\"";
/// The same as the inside of a `textarea`. The first line break is the parser's, the second one the text's.
const SLY_INSIDE: &str = ">\n\nOlá &amp; até &lt;/textarea>&lt;script>alert(1)&lt;/script> \"já\"</textarea>";

async fn write(house: &House, code: &str, to: &str, cookie: Option<&Cookie>, text: &str) -> Response {
    let fields = [("op_id", op().to_string()), ("text", text.to_owned())];
    let request = house.post(&format!("/t/{code}?para={to}")).header("accept", "text/html");
    let request = request.header("referer", "http://evil.example/").form(&fields);
    match cookie {
        Some(cookie) => request.header(COOKIE, &cookie.0),
        None => request,
    }
    .send()
    .await
    .unwrap()
}

#[tokio::test]
async fn r76_what_is_written_is_there_and_only_for_whom_it_is_meant() {
    let house = house().await;
    let (agent, client) = (house.sign_in(AGENT).await, house.sign_in(CLIENT).await);
    let (_, code) = house.ticket_of(&client, &agent).await;
    for (to, cookie, text) in
        [("cliente", &client, "Do cliente."), ("cliente", &agent, SLY), ("equipe", &agent, "Só nosso.")]
    {
        let response = write(&house, &code, to, Some(cookie), text).await;
        let place = response.headers()[LOCATION].to_str().unwrap();
        assert_eq!((response.status().as_u16(), place), (303, &*format!("/t/{code}")), "{to}");
    }
    let page = async |cookie: &Cookie| {
        let page = house.get(&format!("/t/{code}")).header(COOKIE, &cookie.0).send().await.unwrap();
        page.text().await.unwrap()
    };
    let (of_agent, of_client) = (page(&agent).await, page(&client).await);
    for text in ["Do cliente.", "Olá &amp; até &lt;/textarea&gt;"] {
        assert!(of_agent.contains(text) && of_client.contains(text), "{text}");
    }
    assert!(of_agent.contains("Só nosso."));
    assert!(!of_client.contains("Só nosso."));
}

#[tokio::test]
async fn what_is_refused_comes_back_in_its_field_with_the_reason() {
    let house = house().await;
    let (agent, client) = (house.sign_in(AGENT).await, house.sign_in(CLIENT).await);
    let (_, code) = house.ticket_of(&client, &agent).await;
    let long = "ã".repeat(TEXT_MAX + 1);
    let max = TEXT_MAX.to_string();
    for (to, cookie, text, why) in [
        ("cliente", &client, "  ", "Escreva a resposta antes de enviar."),
        ("cliente", &agent, &*long, &*format!("O texto passa de {max} caracteres.")),
        ("equipe", &agent, " \n", "Escreva o comentário antes de adicionar."),
    ] {
        let response = write(&house, &code, to, Some(cookie), text).await;
        assert_eq!(response.status(), 422, "{why}");
        // Without the marks by which the browser takes the page over.
        let page = response.text().await.unwrap().replace("<!>", "");
        let form = page.split("<form").find(|form| form.contains(&format!("para={to}\""))).unwrap();
        assert!(form.contains(&format!("<span>{why}</span>")), "{form}");
        assert!(form.contains(&format!(">\n{text}</textarea>")), "{why}: the text is in the field");
        // Said once, and in no other box.
        assert_eq!(page.matches(&format!(">{why}<")).count(), 1);
    }
}

#[tokio::test]
async fn r17_a_comment_that_is_refused_never_stands_in_the_box_of_the_public_reply() {
    let house = house().await;
    let (agent, client) = (house.sign_in(AGENT).await, house.sign_in(CLIENT).await);
    let (_, code) = house.ticket_of(&client, &agent).await;
    let secret = format!("segredo {}", "x".repeat(TEXT_MAX));
    let page = write(&house, &code, "equipe", Some(&agent), &secret).await.text().await.unwrap();
    let boxes: Vec<_> = page.split("<form").filter(|form| form.contains(&secret)).collect();
    assert_eq!(boxes.len(), 1);
    assert!(boxes[0].contains("para=equipe") && !boxes[0].contains("para=cliente"));
    // A client has no such box: their words come back on a page that says no more than of a ticket that is not there.
    let response = write(&house, &code, "equipe", Some(&client), SLY).await;
    assert_eq!(response.status(), 404);
    assert!(response.text().await.unwrap().contains("Página não encontrada"));
}

#[tokio::test]
async fn t3_what_comes_back_is_text_and_never_markup() {
    let house = house().await;
    let client = house.sign_in(CLIENT).await;
    let agent = house.sign_in(AGENT).await;
    let (_, code) = house.ticket_of(&client, &agent).await;
    let text = format!("{SLY}{}", "x".repeat(TEXT_MAX));
    let page = write(&house, &code, "cliente", Some(&client), &text).await.text().await.unwrap();
    let inside = SLY_INSIDE.trim_end_matches("</textarea>");
    assert!(page.contains(inside) && !page.contains("<script>alert"), "in its page");
    let page = write(&house, &code, "cliente", None, SLY).await.text().await.unwrap();
    assert!(
        page.contains("Olá &amp; até &lt;/textarea&gt;") && !page.contains("<script>alert"),
        "on its own"
    );
}

#[tokio::test]
async fn whoever_may_not_or_is_signed_out_keeps_their_words_and_is_led_nowhere() {
    let house = house().await;
    let (agent, client) = (house.sign_in(AGENT).await, house.sign_in(CLIENT).await);
    let stranger = house.sign_in(OTHER_CLIENT).await;
    let (_, code) = house.ticket_of(&client, &agent).await;
    let cases: [(&str, Option<&Cookie>, u16, &str, bool); 3] = [
        (&code, None, 401, "Sua sessão terminou", true),
        (&code, Some(&stranger), 404, "Página não encontrada", false),
        ("00000000", Some(&client), 404, "Página não encontrada", false),
    ];
    for (code, cookie, status, says, again) in cases {
        let response = write(&house, code, "cliente", cookie, "Guarde isto.").await;
        assert_eq!(response.status().as_u16(), status);
        assert!(response.headers().get(LOCATION).is_none());
        let page = response.text().await.unwrap();
        assert!(page.contains(says) && page.contains(">\nGuarde isto.</textarea>"), "{page}");
        let action = format!(r#"action="/t/{code}?para=cliente""#);
        assert_eq!((page.contains(&action), page.contains("<button")), (true, again), "{page}");
    }
    // For nobody in particular, and on no ticket: nothing is written, and nobody is led away.
    for path in [format!("/t/{code}"), format!("/t/{code}?para=todos"), "/t/zzz?para=cliente".to_owned()] {
        let request = house.post(&path).header(COOKIE, &client.0).header("referer", "http://evil.example/");
        let response = request.form(&[("text", "x")]).send().await.unwrap();
        assert!(response.status().is_client_error(), "{path}");
        assert!(response.headers().get(LOCATION).is_none(), "{path}");
    }
}

#[tokio::test]
async fn a_desk_that_does_not_answer_gives_the_words_back_to_be_sent_again() {
    let house = house().await;
    let client = house.sign_in(CLIENT).await;
    // Sessions are read, tickets are not.
    house.tamper("ALTER TABLE ticket RENAME TO away").await;
    let response = write(&house, "A1B2C3D4", "cliente", Some(&client), SLY).await;
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
    let page = response.text().await.unwrap();
    assert!(page.contains("Muitos acessos agora"), "{page}");
    assert!(page.contains(">\n\nOlá &amp; até &lt;/textarea&gt;") && page.contains("<button"), "{page}");
}

#[tokio::test]
async fn a_form_without_scripts_says_why_and_the_client_reads_of_a_cancellation_alone() {
    let house = house().await;
    let (agent, client) = (house.sign_in(AGENT).await, house.sign_in(CLIENT).await);
    let admin = house.sign_in(ADMINISTRATOR).await;
    let (_, code) = house.ticket_of(&client, &agent).await;
    let send = async |path: String, cookie: &Cookie, fields: &[(&str, &str)]| {
        let request = house.post(&path).header("accept", "text/html").header(COOKIE, &cookie.0);
        let response = request.form(fields).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap().replace("<!>", ""))
    };
    let page = async |path: &str, cookie: &Cookie| {
        house.get(path).header(COOKIE, &cookie.0).send().await.unwrap().text().await.unwrap()
    };
    let ticket = format!("/t/{code}");
    assert!(!page(&ticket, &agent).await.contains(r#"name="why""#), "where nothing is asked, nothing asks");
    let asked = ["resolution", "priority", "tags"];
    let fields = [(asked[0], "on"), (asked[1], "on"), (asked[2], "on"), ("nothing", "on")];
    assert_eq!(send("/motivos".to_owned(), &admin, &fields).await.0, 303);
    let ticked = page("/motivos", &admin).await;
    for (kind, on) in asked.map(|kind| (kind, true)).into_iter().chain([("archive", false)]) {
        let tag = ticked.split("<input").find(|tag| tag.contains(&format!("name=\"{kind}\""))).unwrap();
        assert_eq!(tag.split('>').next().unwrap().contains(" checked"), on, "{kind}: {tag}");
    }

    let change = async |what: &str, fields: &[(&str, &str)]| {
        send(format!("{ticket}?muda={what}"), &agent, fields).await
    };
    let (status, refused) = change("prioridade", &[("priority", "urgent"), ("why", " ")]).await;
    assert_eq!((status, refused.matches("<span>Diga o motivo.</span>").count()), (422, 1), "{refused}");
    // What is refused for another reason comes back in a field of the team's, and in none that a client reads.
    let secret = "segredo \"nosso\" & <b>";
    let long = format!("{secret}{}", "x".repeat(TEXT_MAX));
    let (status, refused) = change("prioridade", &[("priority", "urgent"), ("why", &long)]).await;
    assert_eq!(status, 422);
    let kept = refused.split("<form").filter(|form| form.contains("segredo")).collect::<Vec<_>>();
    assert!(
        kept.iter().all(|form| form.contains("value=\"segredo &quot;nosso&quot; &amp; &lt;b>")),
        "{kept:?}"
    );
    assert!(kept.len() > 1 && !kept.iter().any(|form| form.contains(r#"class="reason"#)), "{kept:?}");
    // A tag that nobody puts on is not made.
    assert_eq!(change("etiqueta", &[("text", "Nova")]).await.0, 422);
    assert!(!page(&ticket, &agent).await.contains("Nova"));
    let all: [(&str, &[(&str, &str)]); 3] = [
        ("prioridade", &[("priority", "urgent"), ("why", secret)]),
        ("etiqueta", &[("text", "Nova"), ("why", secret)]),
        ("status", &[("status", "3"), ("seen", "1000000"), ("why", secret), ("reason", "não é daqui")]),
    ];
    for (what, fields) in all {
        // Who resolves it leads.
        let (status, answer) = send(format!("{ticket}?muda={what}"), &admin, fields).await;
        assert_eq!(status, 303, "{what}: {answer}");
    }
    let team = page(&ticket, &agent).await;
    assert_eq!(team.matches("segredo").count() % 3, 0, "each line says why: {team}");
    assert!(team.contains("segredo") && !team.contains("não é daqui"));
    let theirs = page(&ticket, &client).await;
    assert!(!theirs.contains("segredo") && !theirs.contains("não é daqui"), "{theirs}");
    // The other way round: what the client reads of a cancellation is what stands in its own field.
    let (_, code) = house.ticket_of(&client, &agent).await;
    let cancel = [("status", "8"), ("seen", "1000000"), ("why", secret), ("reason", "Duplicado")];
    assert_eq!(send(format!("/t/{code}?muda=status"), &agent, &cancel).await.0, 303);
    let theirs = page(&format!("/t/{code}"), &client).await;
    assert!(theirs.contains("Duplicado") && !theirs.contains("segredo"), "{theirs}");
}
