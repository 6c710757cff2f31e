//! Fires what is due, at most a second late.

use crate::account::{Account, Core};
use crate::writer::{Job, Task};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// The machine's clock may be set: it is looked at this often at least, so that no alarm is a second late.
const LOOK: Duration = Duration::from_millis(500);
/// How long a database that does not answer is left alone.
const PATIENCE: Duration = Duration::from_millis(500);

/// Fires an account's alarms until the desk closes, whatever panics.
pub(crate) async fn fire_until(
    core: Arc<Core>,
    account: Arc<Account>,
    writer: mpsc::Sender<Job>,
    closing: CancellationToken,
) {
    while AssertUnwindSafe(fire(&core, &account, &writer, &closing)).catch_unwind().await.is_err() {
        tracing::error!("firing the alarms panicked, it goes on");
        account.alarms.replace(account.reminders());
        tokio::time::sleep(PATIENCE).await;
    }
}

async fn fire(core: &Core, account: &Account, writer: &mpsc::Sender<Job>, closing: &CancellationToken) {
    loop {
        let now = core.now();
        let wait = match account.alarms.due(now, |ticket| account.index().alarm_at(ticket)) {
            Ok(due) => {
                let (job, answered) = Job::new(Task::Fire(due.clone()));
                if writer.send(job).await.is_err() {
                    return;
                }
                match answered.await {
                    Ok(Ok(_)) => continue,
                    Ok(Err(error)) => {
                        tracing::warn!(%error, "alarms could not be recorded, they are tried again");
                    }
                    // The writer panicked, and goes on.
                    Err(_) => tracing::warn!("alarms were not answered, they are tried again"),
                }
                account.alarms.load(due.into_iter());
                PATIENCE
            }
            Err(Some(at)) => (at - now).to_std().unwrap_or_default().min(LOOK),
            Err(None) => Duration::from_hours(1),
        };
        tokio::select! {
            () = closing.cancelled() => return,
            () = account.alarms.sooner() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}
