//! A wire to PostgreSQL that a test can cut.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Passes bytes on to a database, and can be told not to.
pub(crate) struct Wire {
    /// The database, by way of this wire.
    pub(crate) address: String,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    lose_commit: AtomicBool,
    lost: AtomicU64,
    cut: AtomicBool,
}

impl Wire {
    /// A wire to the database of that address: `postgres://USER@HOST:PORT/NAME`.
    pub(crate) async fn to(address: &str) -> Self {
        let (user, rest) = address.split_once('@').unwrap();
        let (host, name) = rest.rsplit_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State::default());
        let (host, kept) = (host.to_owned(), state.clone());
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                if kept.cut.load(Ordering::SeqCst) {
                    continue;
                }
                let far = TcpStream::connect(&host).await.unwrap();
                tokio::spawn(pass(near, far, kept.clone()));
            }
        });
        Self { address: format!("{user}@127.0.0.1:{port}/{name}"), state }
    }

    /// The next COMMIT reaches the database; its answer is lost with the connection.
    pub(crate) fn lose_the_next_commit(&self) {
        self.state.lose_commit.store(true, Ordering::SeqCst);
    }

    /// Answers to a COMMIT that were lost.
    pub(crate) fn lost(&self) -> u64 {
        self.state.lost.load(Ordering::SeqCst)
    }

    /// Cuts all connections, and lets none through, until told otherwise.
    pub(crate) fn cut(&self, cut: bool) {
        self.state.cut.store(cut, Ordering::SeqCst);
    }
}

async fn pass(mut near: TcpStream, mut far: TcpStream, state: Arc<State>) {
    let (mut up, mut down) = ([0; 16_384], [0; 16_384]);
    let mut losing = false;
    loop {
        tokio::select! {
            n = near.read(&mut up) => match n {
                Ok(n) if n > 0 => {
                    let commit = up[..n].windows(6).any(|bytes| bytes == b"COMMIT");
                    losing |= commit && state.lose_commit.swap(false, Ordering::SeqCst);
                    far.write_all(&up[..n]).await.unwrap();
                }
                _ => return,
            },
            n = far.read(&mut down) => match n {
                Ok(n) if n > 0 => {
                    if losing {
                        // The answer is here, so it was carried out. Nobody shall know.
                        state.lost.fetch_add(1, Ordering::SeqCst);
                        return;
                    }
                    if near.write_all(&down[..n]).await.is_err() {
                        return;
                    }
                }
                _ => return,
            },
            () = tokio::time::sleep(Duration::from_millis(20)) => {}
        }
        if state.cut.load(Ordering::SeqCst) {
            return;
        }
    }
}
