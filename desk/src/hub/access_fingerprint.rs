//! A fingerprint of the access that a person has, to be found changed when they come back.
//!
//! A viewer who was away while their role or departments changed would be told only what happened since, with
//! the access that they now have; what they no longer may see, or see for the first time, would stay as it was. So
//! what they were is kept with the person, and where it is another, all their screens fetch anew.

use crate::account::Core;
use domain::port::DeskError;
use domain::{Actor, Seq};
use sha2::{Digest, Sha256};

/// Whether a viewer who goes on after `since` must fetch anew, since they are another than they were. `head`: where the
/// feed stands. Both as they count.
pub(crate) async fn changed_after(
    core: &Core,
    actor: &Actor,
    since: Seq,
    head: Seq,
) -> Result<bool, DeskError> {
    let now = fingerprint(actor)?;
    let kept = {
        let mut conn = core.db.read().await?;
        store::desk::access_fingerprint(&mut conn, actor.account, actor.person).await?
    };
    let Some((before, changed_at)) = kept else { return Ok(false) };
    if before.as_deref() == Some(now.as_slice()) {
        return Ok(since <= changed_at && changed_at > 0);
    }
    // Nobody knows what someone was who never listened: their page was made a moment ago.
    let changed_at = if before.is_some() { head } else { 0 };
    let mut conn = core.db.write().await?;
    store::desk::set_access_fingerprint(&mut conn, actor.account, actor.person, &now, changed_at).await?;
    Ok(before.is_some())
}

fn fingerprint(actor: &Actor) -> Result<[u8; 32], DeskError> {
    let mut departments = actor.departments.clone();
    departments.sort_unstable();
    let mut manages = actor.manages.clone();
    manages.sort_unstable();
    let what = (actor.role, actor.permissions, actor.contact, actor.organization, departments, manages);
    let text = serde_json::to_vec(&what).map_err(|e| DeskError::Internal(e.to_string()))?;
    Ok(Sha256::digest(text).into())
}
