//! How a viewer counts: the team by commands, clients by moments.

use crate::account::{Account, Core};
use crate::moments;
use domain::port::DeskError;
use domain::{Actor, Seq};
use std::sync::Arc;

/// Where somebody is in the feed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Position {
    /// Up to which command.
    pub(super) seq: Seq,
    /// As its viewer counts.
    pub(super) number: Seq,
}

/// Where the feed stands. Everything up to its number has happened up to its command.
pub(super) fn head(core: &Core, account: &Account, actor: &Actor) -> Position {
    // Asked before the command: what is committed in between has a later moment.
    let moment = account.moments.present(&*core.clock);
    let seq = account.seq();
    Position { seq, number: if actor.role.is_team() { seq } else { moment } }
}

/// The number that a viewer is told now.
pub(crate) async fn now(core: &Core, account: &Account, actor: &Actor) -> Seq {
    if actor.role.is_team() {
        return account.seq();
    }
    account.keep_moments(core).await;
    account.moments.present(&*core.clock)
}

/// Sees to it that a viewer can be told the present. Nobody waits for it.
pub(super) fn see_to_it(core: &Arc<Core>, account: &Arc<Account>, actor: &Actor) {
    if !actor.role.is_team() {
        let (core, account) = (Arc::clone(core), Arc::clone(account));
        tokio::spawn(async move { account.keep_moments(&core).await });
    }
}

/// Where a viewer was who names `since`. `None`: nobody told them that, or it is long ago.
pub(crate) async fn place(
    core: &Core,
    account: &Account,
    actor: &Actor,
    since: Seq,
) -> Result<Option<Position>, DeskError> {
    if actor.role.is_team() {
        return Ok(Some(Position { seq: since, number: since }));
    }
    let mut conn = core.db.snapshot().await?;
    let seq = moments::reached(&mut conn, (&account.moments, &*core.clock), account.id, since).await?;
    conn.roll_back().await?;
    Ok(seq.map(|seq| Position { seq, number: since }))
}
