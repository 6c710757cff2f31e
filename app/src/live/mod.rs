//! The live channel and the clock of a page. One socket a tab, at the root, serves every screen.

mod clock;
mod connection;
#[cfg(feature = "hydrate")]
mod device;
#[cfg(any(test, feature = "hydrate"))]
mod liveness;
#[cfg(any(test, feature = "hydrate"))]
mod offset;
#[cfg(feature = "hydrate")]
mod poll;
#[cfg(feature = "hydrate")]
mod socket;

pub use clock::Clock;
pub use connection::{Connection, Link, Next};

use crate::ui::RwSignal;
use domain::feed::{ClientFrame, Doing, Packet, Present, TeamFrame};
use domain::rules::BoardRules;
use domain::{Role, Seq, TicketId};
use leptos::prelude::*;
use std::collections::VecDeque;
use std::sync::Arc;

/// Frames kept for a screen that begins to listen a moment after its data was read.
const KEPT: usize = 256;

/// What a screen hears.
#[derive(Clone, Debug)]
pub enum News {
    /// A change, for the people who serve. `unread`: this viewer has something unread in it.
    Team {
        /// The change.
        frame: Box<TeamFrame>,
        /// Whether this viewer has something unread in the ticket now.
        unread: bool,
    },
    /// A change, for the people who asked.
    Client {
        /// The change.
        frame: Box<ClientFrame>,
        /// Whether this viewer has something unread in the ticket now.
        unread: bool,
    },
    /// Too far behind, or another audience now: fetch a fresh snapshot.
    Reset,
    /// Other settings; cards and places are as they were.
    Rules(Box<BoardRules>),
}

impl News {
    fn seq(&self) -> Option<Seq> {
        match self {
            Self::Team { frame, .. } => Some(frame.seq),
            Self::Client { frame, .. } => Some(frame.seq),
            Self::Reset | Self::Rules(_) => None,
        }
    }
}

/// On the server a page is let go of on any thread, so nothing in it may be bound to one.
type Listener = Arc<dyn Fn(&News) + Send + Sync>;

/// The feed of this tab, as screens see it.
#[derive(Clone, Copy)]
pub struct Feed {
    /// How the connection stands.
    pub link: RwSignal<Link>,
    /// People of the team who are connected.
    pub online: RwSignal<u32>,
    /// The server is of another build than this page.
    pub other_build: RwSignal<bool>,
    /// The session has ended: sign in again, in place.
    pub signed_out: RwSignal<bool>,
    /// Changes that arrived after a cut, for "Atualizado: 12 mudanças".
    pub caught_up: RwSignal<u32>,
    /// Who of the team is at which ticket now.
    pub present: RwSignal<Vec<(TicketId, Vec<Present>)>>,
    /// Somebody listens: the line is needed.
    pub wanted: RwSignal<bool>,
    /// Where this tab's person is: told to the colleagues who see the ticket.
    pub here: RwSignal<Option<(TicketId, Doing)>>,
    clock: Clock,
    inner: StoredValue<Inner>,
}

struct Inner {
    role: Option<Role>,
    seq: Seq,
    kept: VecDeque<News>,
    listeners: Vec<(u32, Listener)>,
    next_listener: u32,
    /// The connection was cut: what the next one brings first was missed.
    cut: bool,
    /// Up to here it was missed.
    missed_to: Seq,
    /// The version of the rules that the page goes by, once it is known.
    rules: Option<i32>,
}

impl Feed {
    /// The feed of the page, not connected yet. On the server it stays so.
    pub fn new(clock: Clock) -> Self {
        Self {
            link: RwSignal::new(Link::Connecting),
            online: RwSignal::new(0),
            other_build: RwSignal::new(false),
            signed_out: RwSignal::new(false),
            caught_up: RwSignal::new(0),
            present: RwSignal::new(vec![]),
            wanted: RwSignal::new(false),
            here: RwSignal::new(None),
            clock,
            inner: StoredValue::new(Inner {
                role: None,
                seq: 0,
                kept: VecDeque::new(),
                listeners: vec![],
                next_listener: 0,
                cut: false,
                missed_to: 0,
                rules: None,
            }),
        }
    }

    /// Hears everything after `since`, the command up to which the screen's own data reaches, until the
    /// screen goes. The first call wants a connection; what arrived between the read and the call is heard at once.
    pub fn listen(self, role: Role, since: Seq, hear: impl Fn(&News) + Send + Sync + 'static) {
        let hear: Listener = Arc::new(hear);
        let mut first = false;
        let mut missed = vec![];
        let mut id = 0;
        self.inner.update_value(|inner| {
            if inner.role.is_none() {
                first = true;
                inner.role = Some(role);
                inner.seq = since;
            }
            missed = inner.kept.iter().filter(|n| n.seq().is_some_and(|s| s > since)).cloned().collect();
            id = inner.next_listener;
            inner.next_listener += 1;
            inner.listeners.push((id, hear.clone()));
        });
        for news in &missed {
            hear(news);
        }
        on_cleanup(move || {
            self.inner.try_update_value(|inner| inner.listeners.retain(|(l, _)| *l != id));
        });
        if first {
            self.wanted.set(true);
        }
    }

    /// Connects, once somebody listens; in the browser.
    #[cfg(feature = "hydrate")]
    pub fn connect(self) {
        socket::run(self);
    }

    #[cfg(not(feature = "hydrate"))]
    #[expect(missing_docs, reason = "as the browser's half")]
    pub fn connect(self) {}

    /// The last command that this tab knows of: where a new connection goes on.
    pub fn seq(self) -> Seq {
        self.inner.with_value(|inner| inner.seq)
    }

    /// Whether this person's colleagues are told where they are. Who asks for help says nothing: nobody is told, and the
    /// desk closes a line on which they do.
    pub fn is_team(self) -> bool {
        self.inner.with_value(|inner| inner.role.is_some_and(Role::is_team))
    }

    /// The connection was cut: what comes next was missed.
    #[cfg(feature = "hydrate")]
    fn cut(self) {
        self.inner.update_value(|inner| inner.cut = true);
    }

    /// Takes in one message of the feed. `Err`: it is not of this feed's language.
    pub fn take(self, text: &str) -> Result<(), crate::api::Unreadable> {
        let team = self.is_team();
        if team {
            let packet = crate::api::read::<Packet<TeamFrame>>(text)?;
            self.packet(packet, |frame, unread| (frame.seq, News::Team { frame: Box::new(frame), unread }));
        }
        if !team {
            let packet = crate::api::read::<Packet<ClientFrame>>(text)?;
            self.packet(packet, |frame, unread| (frame.seq, News::Client { frame: Box::new(frame), unread }));
        }
        Ok(())
    }

    fn packet<F>(self, packet: Packet<F>, read: impl Fn(F, bool) -> (Seq, News)) {
        match packet {
            Packet::Hello { seq, now, build, online, rules } => {
                // What is older was missed; what comes later is news, not "Atualizado: 12 mudanças".
                self.inner.update_value(|inner| {
                    inner.missed_to = if std::mem::take(&mut inner.cut) { seq } else { 0 };
                });
                self.clock.server_says(now);
                #[cfg(feature = "hydrate")]
                device::is_fresh();
                self.online.set(online);
                // Who is there now is told anew.
                self.present.set(vec![]);
                self.other_build.set(crate::ui::page_build().is_some_and(|ours| ours != build));
                self.caught_up.set(0);
                // They were set while the line was cut.
                let known = self.inner.try_update_value(|inner| inner.rules.replace(rules)).flatten();
                if known.is_some_and(|known| known != rules) {
                    self.tell(&News::Reset);
                }
            }
            Packet::Rules { version, rules } => {
                self.inner.update_value(|inner| inner.rules = Some(version));
                self.tell(&News::Rules(rules));
            }
            Packet::Frame { unread, body, .. } => {
                let (seq, news) = read(body, unread);
                let known = self.inner.with_value(|inner| seq <= inner.seq);
                // A frame may come twice after a cut; state is state, but it is said once.
                if known {
                    return;
                }
                self.inner.update_value(|inner| {
                    inner.seq = seq;
                    if inner.kept.len() == KEPT {
                        inner.kept.pop_front();
                    }
                    inner.kept.push_back(news.clone());
                });
                if self.inner.with_value(|inner| seq <= inner.missed_to) {
                    self.caught_up.update(|n| *n += 1);
                }
                self.tell(&news);
            }
            Packet::Reset => {
                self.inner.update_value(|inner| inner.kept.clear());
                self.tell(&News::Reset);
            }
            Packet::Presence { ticket, people } => self.present.update(|present| {
                present.retain(|(at, _)| *at != ticket);
                if !people.is_empty() {
                    present.push((ticket, people));
                }
            }),
            Packet::Beat { seq, now, online } => {
                self.clock.server_says(now);
                self.online.set(online);
                self.inner.update_value(|inner| inner.seq = inner.seq.max(seq));
            }
        }
    }

    /// After a reset: a screen has read afresh, up to `seq`.
    pub fn caught_up_to(self, seq: Seq) {
        self.inner.update_value(|inner| inner.seq = inner.seq.max(seq));
    }

    fn tell(self, news: &News) {
        // A listener may add or remove listeners: tell a copy of the list.
        let listeners: Vec<Listener> =
            self.inner.with_value(|inner| inner.listeners.iter().map(|(_, l)| l.clone()).collect());
        for hear in listeners {
            hear(news);
        }
    }
}
