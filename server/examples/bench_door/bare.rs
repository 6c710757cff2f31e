//! What is measured against: the same bytes by axum alone, in a process of its own.

use crate::Failed;
use axum::Router;
use axum::body::Bytes;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::http::header::CONTENT_TYPE;
use axum::routing::{get, post};
use std::path::Path;
use std::sync::Arc;
use tokio::sync::broadcast;

/// Bytes that a socket keeps for reading: as many as the program's own sockets.
const READ_BUFFER: usize = 4 * 1_024;

/// `GET /` gives the file as a page, `POST /say` gives its body to all who listen at `GET /hear`.
pub(crate) async fn serve(page: &Path) -> Result<(), Failed> {
    let page = Bytes::from(std::fs::read(page)?);
    let (say, _) = broadcast::channel::<Utf8Bytes>(1_024);
    let heard = Arc::new(say.clone());
    let static_page = move || async move { ([(CONTENT_TYPE, "text/html; charset=utf-8")], page) };
    let said = move |body: String| async move {
        // Nobody may be listening.
        drop(say.send(body.into()));
    };
    let hear = move |upgrade: WebSocketUpgrade| async move {
        let upgrade = upgrade.read_buffer_size(READ_BUFFER).write_buffer_size(0);
        upgrade.on_upgrade(move |socket| forward(socket, heard.subscribe()))
    };
    let router =
        Router::new().route("/", get(static_page)).route("/say", post(said)).route("/hear", get(hear));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(axum::serve::ListenerExt::tap_io(listener, no_delay), router).await?;
    Ok(())
}

/// As the program does it: small packets leave at once.
fn no_delay(stream: &mut tokio::net::TcpStream) {
    if let Err(error) = stream.set_nodelay(true) {
        eprintln!("{error}");
    }
}

async fn forward(mut socket: WebSocket, mut hears: broadcast::Receiver<Utf8Bytes>) {
    loop {
        tokio::select! {
            said = hears.recv() => {
                let Ok(said) = said else { return };
                if socket.send(Message::Text(said)).await.is_err() {
                    return;
                }
            }
            came = socket.recv() => {
                if !matches!(came, Some(Ok(_))) {
                    return;
                }
            }
        }
    }
}
