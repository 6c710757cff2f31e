//! Why a subscription is over.

use super::CloseReason;
use domain::port::DeskError;

/// The subscription is over.
pub(super) struct Ended(pub(super) CloseReason);

impl From<DeskError> for Ended {
    fn from(error: DeskError) -> Self {
        tracing::warn!(%error, "a subscription could not go on");
        // The viewer comes back with `since` and misses nothing.
        Self(CloseReason::Restart)
    }
}

impl From<store::StoreError> for Ended {
    fn from(error: store::StoreError) -> Self {
        DeskError::from(error).into()
    }
}
