//! The board's page: its time against a static page of the same bytes, and what a first visit downloads.

use crate::program::Running;
use crate::table::{Goal, median, row};
use crate::{Failed, ms};
use reqwest::Client;
use reqwest::header::{ACCEPT_ENCODING, COOKIE};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

const BOARD: &str = "/quadro";
/// Requests of one measurement, after some that warm up.
const REQUESTS: usize = 200;
const WARM_UP: usize = 20;
/// Callers at once, and milliseconds that `race.md` allows them.
const CALLERS: [(usize, f64); 2] = [(1, 6.0), (4, 12.0)];
/// What a first visit to the board may download (`race.md`).
const COLD: Goal = Goal::AtMost(300.0);

/// An agent of the demo.
const AGENT: &str = "agente@demo.chama";

/// Milliseconds for one page, in the middle of many, by that many callers at once; and how many of them did not come.
async fn time(
    program: &Running,
    client: &Client,
    path: &str,
    cookie: &str,
    callers: usize,
    compressed: bool,
) -> Result<(f64, usize), Failed> {
    let ask = async || {
        if compressed {
            wire(program, client, path, cookie).await.map(drop)
        } else {
            program.page(client, path, cookie).await.map(drop)
        }
    };
    let caller = async || {
        let (mut took, mut lost) = (vec![], 0);
        for n in 0..WARM_UP + REQUESTS / callers {
            let asked = Instant::now();
            if let Err(error) = ask().await {
                eprintln!("{path}: {error}");
                lost += 1;
            } else if n >= WARM_UP {
                took.push(ms(asked));
            }
        }
        (took, lost)
    };
    let all = futures_util::future::join_all((0..callers).map(|_| caller())).await;
    let lost = all.iter().map(|(_, lost)| lost).sum();
    let took: Vec<f64> = all.into_iter().flat_map(|(took, _)| took).collect();
    if took.is_empty() { Err("no page came".into()) } else { Ok((median(&took), lost)) }
}

/// The board of an agent, and the same bytes as a static page; the page is left in that file.
pub(crate) async fn measure(
    program: &Running,
    client: &Client,
    file: &Path,
    tickets: usize,
) -> Result<(), Failed> {
    let cookie = program.sign_in(client, AGENT, desk::demo::PASSWORD).await?;
    let page = program.page(client, BOARD, &cookie).await?;
    std::fs::write(file, &page)?;
    let plain = Running::bare(file)?;
    for (callers, goal) in CALLERS {
        let (board, lost) = time(program, client, BOARD, &cookie, callers, false).await?;
        let (bare, _) = time(&plain, client, "/", &cookie, callers, false).await?;
        let lost = if lost == 0 { String::new() } else { format!(", **{lost} without an answer in 5 s**") };
        let size = page.len() / 1_000;
        let what = format!("board page, {tickets} tickets, {size} kB, {callers} at once, p50{lost}");
        row(&what, "ms", Goal::AtMost(goal), board, ("static page", bare));
    }
    let (small, _) = time(program, client, BOARD, &cookie, 1, true).await?;
    let (whole, _) = time(program, client, BOARD, &cookie, 1, false).await?;
    let what = format!("the same, compressed as for a browser, {tickets} tickets, 1 at once, p50");
    row(&what, "ms", Goal::None, small, ("uncompressed", whole));
    Ok(())
}

/// Bytes of an answer, head included, as they go over the wire to a browser that takes brotli.
async fn wire(
    program: &Running,
    client: &Client,
    path: &str,
    cookie: &str,
) -> Result<(usize, Vec<u8>), Failed> {
    let get = client.get(format!("{}{path}", program.origin)).header(COOKIE, cookie);
    let answer = get.header(ACCEPT_ENCODING, "gzip, deflate, br, zstd").send().await?.error_for_status()?;
    let head: usize =
        answer.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    let body = answer.bytes().await?;
    Ok((head + body.len(), body.to_vec()))
}

/// Everything that a browser without a cache downloads for the board: the page, what it names, and the fonts whose
/// letters it shows.
pub(crate) async fn cold(program: &Running, client: &Client) -> Result<(), Failed> {
    let cookie = program.sign_in(client, AGENT, desk::demo::PASSWORD).await?;
    let (html, _) = wire(program, client, BOARD, &cookie).await?;
    // Uncompressed, to be read.
    let page = String::from_utf8(program.page(client, BOARD, &cookie).await?.to_vec())?;
    let head = page.split("</head>").next().unwrap_or_default();
    let mut files: BTreeSet<String> = named(head);
    let css = files.iter().find(|path| has_ending(path, "css")).ok_or("the page has no style sheet")?;
    let style = String::from_utf8(program.page(client, css, &cookie).await?.to_vec())?;
    // Portuguese, English and Spanish are written without the letters of latin-ext.
    files.extend(
        named(&style).into_iter().filter(|path| path.contains("latin-") && !path.contains("latin-ext")),
    );
    // What comes as soon as the page can be read is no part of what it is read by: a row of its own.
    let (mut read, mut soon, mut wasm) = (html, 0, 0);
    for path in &files {
        let (bytes, _) = wire(program, client, path, &cookie).await?;
        match (has_ending(path, "pack"), path.contains("-later.")) {
            (true, true) => soon += bytes,
            (true, false) => (wasm, read) = (wasm + bytes, read + bytes),
            _ => read += bytes,
        }
    }
    let kib = |bytes: usize| u32::try_from(bytes).map_or(f64::NAN, f64::from) / 1_024.0;
    let what = format!(
        "board's first visit over the wire, page and {} files (HTML {:.0} KiB)",
        files.len(),
        kib(html)
    );
    row(&what, "KiB", COLD, kib(read), ("the wasm alone", kib(wasm)));
    let what = "the same with what comes as soon as it can be read";
    row(what, "KiB", Goal::None, kib(read + soon), ("what comes then alone", kib(soon)));
    Ok(())
}

/// Paths of this site's files that a text names in quotes or brackets.
fn named(text: &str) -> BTreeSet<String> {
    let parts = text.split(['"', '\'', '(', ')']);
    let is_file = |part: &&str| {
        part.starts_with('/')
            && ["js", "pack", "txt", "css", "woff2", "svg", "webmanifest"]
                .iter()
                .any(|end| has_ending(part, end))
    };
    parts.filter(is_file).map(str::to_owned).collect()
}

fn has_ending(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|end| end == ending)
}
