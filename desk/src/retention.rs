//! What is kept for a while only.

use crate::account::{Account, Core};
use domain::Time;
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use store::StoreError;
use tokio_util::sync::CancellationToken;

/// How often it is purged.
const PURGE: Duration = Duration::from_mins(10);

/// Purges until the desk closes, whatever panics.
pub(crate) async fn purge_until(
    core: Arc<Core>,
    accounts: impl Fn() -> Vec<Arc<Account>>,
    closing: CancellationToken,
) {
    loop {
        tokio::select! {
            () = closing.cancelled() => return,
            () = tokio::time::sleep(PURGE) => {}
        }
        match AssertUnwindSafe(purge(&core, &accounts())).catch_unwind().await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "what is old could not be purged"),
            Err(_) => tracing::error!("purging panicked, it goes on"),
        }
    }
}

/// Forgets, in slices, what is kept for a while only, and gives how many rows went.
pub(crate) async fn purge(core: &Core, accounts: &[Arc<Account>]) -> Result<u64, StoreError> {
    let now = core.now();
    for account in accounts {
        account.index_mut().prune(now);
    }
    let mut all = 0;
    loop {
        let gone = purge_slice(core, now).await?;
        if gone == 0 {
            core.db.count_rows().await?;
            return Ok(all);
        }
        all += gone;
        // Commands go first: they wait at most for one slice.
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Requests are remembered for seven days (`decisions.md` 5).
async fn purge_slice(core: &Core, now: Time) -> Result<u64, StoreError> {
    let mut conn = core.db.write().await?;
    conn.begin().await?;
    let gone = store::desk::purge(&mut conn, now - chrono::TimeDelta::days(7), now).await?;
    conn.commit().await?;
    Ok(gone)
}
