//! The door: everything that comes in passes here, in one order.

pub mod address;
mod assets;
mod error_page;
mod feed;
mod functions;
mod language;
mod limits;
mod listen;
mod next;
mod pages;
mod preferences;
mod presence;
mod reasons;
mod request_context;
mod request_id;
mod request_layer;
mod router;
mod same_origin;
mod security_headers;
mod session;
mod sign_in;
mod tags;
mod whole;
mod write;

pub(crate) use assets::site;
pub use assets::{build, version};
pub use limits::Limits;
pub use listen::listen;
pub use request_id::RequestIds;
pub use router::{addresses, router};

use crate::base_url::BaseUrl;
use address::Range;
use axum::Router;
use desk::LiveDesk;
use domain::port::Desk;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// What every request's handling has at hand.
pub struct Door {
    /// The desk, as the pages see it.
    pub port: Arc<dyn Desk>,
    /// The desk, with what the door alone asks of it: sessions and the feed.
    pub desk: Arc<LiveDesk>,
    /// The address at which people reach it.
    pub base: BaseUrl,
    /// Origins whose pages may change something (T4).
    pub origins: Vec<String>,
    /// Proxies whose word about the client's address is believed (T5).
    pub proxies: Vec<Range>,
    /// The demo: its sign-in page offers the demo's people.
    pub demo: bool,
    /// What may be sent, and how long things may take.
    pub limits: Limits,
    /// Cancelled when the program ends: sockets tell their pages to come back.
    pub stopping: CancellationToken,
    /// Connections and sockets, waited for at the end.
    pub tasks: TaskTracker,
    routes: Router<Arc<Door>>,
    requests: RequestIds,
    permits: Semaphore,
    sockets: feed::Sockets,
}

/// What a door is made from.
pub struct Plan {
    /// The desk.
    pub desk: Arc<LiveDesk>,
    /// The address at which people reach it.
    pub base: BaseUrl,
    /// Further addresses at which people reach it.
    pub allowed: Vec<BaseUrl>,
    /// Proxies whose word about the client's address is believed (T5).
    pub proxies: Vec<Range>,
    /// The demo.
    pub demo: bool,
    /// What may be sent, and how long things may take.
    pub limits: Limits,
    /// Routes beside those of the house, under the same layers.
    pub routes: Router<Arc<Door>>,
    /// Names of requests.
    pub requests: RequestIds,
    /// Cancelled when the program ends.
    pub stopping: CancellationToken,
}

impl Door {
    /// A door for that plan.
    pub fn new(plan: Plan) -> Arc<Self> {
        let origins = plan.allowed.iter().fold(plan.base.origins(), |mut all, url| {
            all.extend(url.origins());
            all
        });
        Arc::new(Self {
            port: plan.desk.clone(),
            desk: plan.desk,
            base: plan.base,
            origins,
            proxies: plan.proxies,
            demo: plan.demo,
            permits: Semaphore::new(plan.limits.requests),
            limits: plan.limits,
            stopping: plan.stopping,
            tasks: TaskTracker::new(),
            routes: plan.routes,
            requests: plan.requests,
            sockets: feed::Sockets::default(),
        })
    }
}
