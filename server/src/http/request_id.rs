//! The names of requests.

use std::sync::atomic::{AtomicU64, Ordering};

/// Makes the names of requests: one chance a start, then a count.
pub struct RequestIds {
    start: u32,
    count: AtomicU64,
}

impl RequestIds {
    /// `start` tells this run of the program from others.
    pub fn new(start: u32) -> Self {
        Self { start, count: AtomicU64::new(0) }
    }

    pub(super) fn next(&self) -> RequestId {
        RequestId(format!("{:08x}-{}", self.start, self.count.fetch_add(1, Ordering::Relaxed)))
    }
}

/// A request's name: in its answer, in its log lines, and on its error page.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestId(pub(crate) String);
