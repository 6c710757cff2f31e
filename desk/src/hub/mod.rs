//! The feed: what was committed, to every screen that may know it.

use std::sync::Arc;

/// A session by the SHA-256 of its token: enough to find its sockets, useless to sign in with.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SessionKey(pub [u8; 32]);

impl std::fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionKey(…)")
    }
}

/// What a subscription has next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// One JSON `Packet<TeamFrame>` or `Packet<ClientFrame>`, by the side of the viewer.
    Text(Arc<str>),
    /// Nothing comes after this.
    Close(CloseReason),
}

/// Why a subscription ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// The session ended, or the person may not sign in any more.
    SignedOut,
    /// The desk closes: come back in a moment, with `since`.
    Restart,
    /// The viewer reads slower than things happen: come back with `since`.
    TooSlow,
}

/// One viewer's part of the feed. Dropping it ends it.
pub struct Subscription(());

impl Subscription {
    /// What comes next; waits for it. After a [`Delivery::Close`] it gives nothing but that.
    pub async fn next(&mut self) -> Delivery {
        unimplemented!()
    }
}
