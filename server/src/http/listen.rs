//! Connections: accepted, limited, and ended in order.

use super::address::Peer;
use super::limits::{self, Limits};
use super::{Door, router};
use crate::shutdown;
use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;
use tracing::{debug, warn};

/// Answers on the listener until `soft` is cancelled; then lets what is under way finish, for a while, or until
/// `hard` is.
pub async fn listen(listener: TcpListener, door: Arc<Door>, hard: CancellationToken) {
    let router = router(&door);
    let soft = door.stopping.clone();
    loop {
        let accepted = tokio::select! {
            biased;
            () = soft.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                // Small packets of the feed leave at once.
                if let Err(error) = stream.set_nodelay(true) {
                    debug!(%error, "a connection is gone before it began");
                }
                let (router, soft, limits) = (router.clone(), soft.clone(), door.limits);
                door.tasks.spawn(async move { serve(stream, peer, router, limits, soft).await });
            }
            Err(error) => {
                warn!(%error, "a connection could not be accepted");
                // Out of file descriptors: some must close before the next try can succeed.
                if !is_of_the_connection(&error) {
                    sleep(Duration::from_millis(200)).await;
                }
            }
        }
    }
    drop(listener);
    door.tasks.close();
    tokio::select! {
        ended = timeout(shutdown::PATIENCE, door.tasks.wait()) => {
            if ended.is_err() {
                warn!(open = door.tasks.len(), "connections are cut: they did not end in time");
            }
        }
        () = hard.cancelled() => {}
    }
}

async fn serve(stream: TcpStream, peer: SocketAddr, router: Router, limits: Limits, soft: CancellationToken) {
    let service = hyper::service::service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        router.clone().oneshot(request.map(Body::new))
    });
    // HTTP/1.1 alone: browsers speak HTTP/2 over TLS only, and TLS ends at the proxy in front. The head must
    // come in time, which `axum::serve` does not ask for (T12).
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_header_size(limits::HEAD)
        .max_headers(limits::HEADERS)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = soft.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        debug!(%error, "a connection ended early");
    }
}

fn is_of_the_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}
