//! One change: how soon it is answered, how soon a second browser knows, and how many a second there can be.

use crate::program::Running;
use crate::table::{Goal, median, row};
use crate::{Failed, PATIENCE, ms};
use desk::{Ids, SystemIds};
use domain::board::{Filter, Order, View};
use domain::desk::BoardQuery;
use domain::ticket::Move;
use domain::{Change, Command, OpId, StatusId, TicketId};
use futures_util::StreamExt;
use futures_util::future::try_join_all;
use reqwest::Client;
use std::time::Instant;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

/// Moves by one caller.
pub(crate) const MOVES: usize = 1_000;
/// Callers at once, and moves of them all.
const CALLERS: usize = 8;
const MOVES_AT_ONCE: usize = 4_000;
/// Milliseconds until a second browser sees it, and durable changes a second (`race.md`).
const SEEN: Goal = Goal::AtMost(50.0);
const A_SECOND: Goal = Goal::AtLeast(1_500.0);
/// "Novo" and "Em andamento".
const STATUSES: [i32; 2] = [1, 2];
/// Who may move anything of their department back and forth.
pub(crate) const MOVER: &str = "gerente@demo.chama";

/// The `n`th move of so many tickets: each to the second column, then each back.
pub(crate) fn nth_move(n: usize, tickets: &[TicketId]) -> Command {
    let status = StatusId(STATUSES[1 - n / tickets.len() % 2]);
    let to = Move { status, anchor: None, seen: i64::MAX, confirm: true, reason: None, also: None };
    Command::Change(tickets[n % tickets.len()], Change::Move(to))
}

/// New tickets that the board shows first.
pub(crate) async fn tickets(
    program: &Running,
    client: &Client,
    cookie: &str,
) -> Result<Vec<TicketId>, Failed> {
    let filter = Filter { view: View::New, ..Filter::default() };
    let board = program
        .board(client, cookie, &BoardQuery { filter, order: Order::Sla, ..BoardQuery::default() })
        .await?;
    let cards = board.columns.into_iter().next().ok_or("no column")?.cards;
    if cards.is_empty() {
        Err("no cards".into())
    } else {
        Ok(cards.iter().map(domain::board::Card::id).collect())
    }
}

/// A socket of someone at the feed.
pub(crate) async fn socket(
    address: &str,
    origin: &str,
    cookie: &str,
) -> Result<
    tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>,
    Failed,
> {
    let mut request = format!("{}{address}", origin.replacen("http", "ws", 1)).into_client_request()?;
    request.headers_mut().insert("cookie", cookie.parse()?);
    request.headers_mut().insert("origin", origin.parse()?);
    Ok(tokio_tungstenite::connect_async(request).await?.0)
}

async fn say(bare: &Running, client: &Client) -> Result<(), Failed> {
    client.post(format!("{}/say", bare.origin)).body("x").send().await?.error_for_status()?;
    Ok(())
}

/// One caller, whose changes another person's socket hears; then several at once.
pub(crate) async fn measure(
    program: &Running,
    bare: &Running,
    client: &Client,
    tickets: usize,
) -> Result<(), Failed> {
    let mover = program.sign_in(client, MOVER, desk::demo::PASSWORD).await?;
    let other = program.sign_in(client, "admin@demo.chama", desk::demo::PASSWORD).await?;
    let moved = self::tickets(program, client, &mover).await?;
    let mut hears = socket("/feed", &program.origin, &other).await?;
    let (mut answered, mut heard) = (vec![], vec![]);
    for n in 0..MOVES {
        let op = OpId(SystemIds.uuid());
        let asked = Instant::now();
        let moving = async {
            program.execute(client, &mover, op, nth_move(n, &moved)).await?;
            Ok::<_, Failed>(ms(asked))
        };
        let hearing = async {
            loop {
                let message = hears.next().await.ok_or("the socket ended")??;
                if message.to_text().is_ok_and(|text| text.contains(&op.0.to_string())) {
                    return Ok::<_, Failed>(ms(asked));
                }
            }
        };
        let both = tokio::time::timeout(PATIENCE, async { tokio::try_join!(moving, hearing) });
        let (answer, news) = both.await??;
        answered.push(answer);
        heard.push(news);
    }
    drop(hears);
    let mut bare_answered = vec![];
    for _ in 0..MOVES {
        let asked = Instant::now();
        say(bare, client).await?;
        bare_answered.push(ms(asked));
    }
    let empty = ("an empty POST to bare axum", median(&bare_answered));
    let what = format!("one move over HTTP, durable, {tickets} tickets, 1 caller, p50");
    row(&what, "ms", Goal::None, median(&answered), empty);
    row("from that move's click to a second person's socket, p50", "ms", SEEN, median(&heard), empty);

    let each = MOVES_AT_ONCE / CALLERS;
    let rate = |began: Instant| f64::from(u32::try_from(each * CALLERS).unwrap_or(0)) * 1_000.0 / ms(began);
    let began = Instant::now();
    try_join_all((0..CALLERS).map(|caller| {
        let own: Vec<TicketId> = moved.iter().copied().skip(caller).step_by(CALLERS).collect();
        let mover = &mover;
        async move {
            for n in 0..each {
                program.execute(client, mover, OpId(SystemIds.uuid()), nth_move(n, &own)).await?;
            }
            Ok::<_, Failed>(())
        }
    }))
    .await?;
    let through = rate(began);
    let began = Instant::now();
    try_join_all((0..CALLERS).map(|_| async {
        for _ in 0..each {
            say(bare, client).await?;
        }
        Ok::<_, Failed>(())
    }))
    .await?;
    let what =
        format!("moves a second over HTTP, durable, {tickets} tickets, {CALLERS} callers, none refused");
    row(&what, "/s", A_SECOND, through, ("empty POSTs to bare axum", rate(began)));
    Ok(())
}
