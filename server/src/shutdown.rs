//! The end: a signal is a wish to end in order; a second one, to end at once.

use tokio_util::sync::CancellationToken;

/// How long tasks under way may take to finish (T12).
pub const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// Cancels `soft` at the first SIGTERM or SIGINT, and `hard` at the second.
pub async fn on_signal(soft: CancellationToken, hard: CancellationToken) {
    let mut signals = match Signals::new() {
        Ok(signals) => signals,
        Err(error) => {
            tracing::error!(%error, "signals cannot be heard: end this process by its window");
            return;
        }
    };
    signals.next().await;
    tracing::info!("ending: connections are told to come back; a second signal ends at once");
    soft.cancel();
    signals.next().await;
    tracing::warn!("ending at once");
    hard.cancel();
}

#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[expect(clippy::unnecessary_wraps, reason = "the same shape as on Unix")]
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
