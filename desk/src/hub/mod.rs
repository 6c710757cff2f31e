//! The feed: what was committed, to every screen that may know it (`architecture.md` 3).
//!
//! A subscription is told the hello, then what it missed, then what happens, each once and in order. Its buffer
//! is bounded: whoever falls behind reads the log again, and in the end a fresh snapshot.

pub(crate) mod access_fingerprint;
mod ended;
pub(crate) mod entries;
pub(crate) mod numbers;
mod presence;
mod resume;
mod subscription;
mod update;

pub use subscription::Subscription;
pub(crate) use update::{Made, Update};

use domain::{Actor, PersonId};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{broadcast, watch};

/// Changes that wait for a slow subscription before it must read the log instead.
const BUFFER: usize = 256;

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

/// What is announced to all subscriptions of an account.
#[derive(Clone, Debug)]
enum Note {
    /// A ticket changed.
    Update(Arc<Update>),
    /// Places changed without a command of their own: everyone fetches anew.
    Everyone,
    /// A person's role or membership changed.
    Person(PersonId),
    /// Settings changed: their version, and a packet for the people who serve.
    Rules(i32, Arc<str>),
}

/// One subscription, as the hub knows it.
#[derive(Debug)]
struct Seat {
    person: PersonId,
    name: String,
    session: SessionKey,
    team: bool,
    /// At which ticket they are, if they said so.
    place: Option<presence::Place>,
    close: watch::Sender<Option<CloseReason>>,
}

/// The subscriptions of one account.
#[derive(Debug)]
pub(crate) struct Hub {
    notes: broadcast::Sender<Note>,
    presence: broadcast::Sender<Arc<presence::Gathering>>,
    seats: Mutex<Seats>,
}

#[derive(Debug, Default)]
struct Seats {
    next: u64,
    taken: HashMap<u64, Seat>,
}

impl Hub {
    pub(crate) fn new() -> Self {
        Self {
            notes: broadcast::Sender::new(BUFFER),
            presence: broadcast::Sender::new(presence::BUFFER),
            seats: Mutex::default(),
        }
    }

    /// Tells everyone of a committed change. Changes of an account are told in the order of their numbers.
    pub(crate) fn publish(&self, change: Update) {
        self.tell(Note::Update(Arc::new(change)));
    }

    /// Makes everyone fetch anew.
    pub(crate) fn reset_all(&self) {
        self.tell(Note::Everyone);
    }

    /// Makes a person's screens fetch anew, with what the person now is.
    pub(crate) fn reset_person(&self, person: PersonId) {
        self.tell(Note::Person(person));
    }

    /// Tells the people who serve of other settings.
    pub(crate) fn tell_rules(&self, version: i32, packet: Arc<str>) {
        self.tell(Note::Rules(version, packet));
    }

    fn tell(&self, note: Note) {
        // An error says that nobody listens, which is no fault.
        drop(self.notes.send(note));
    }

    /// Closes a session's subscriptions at once.
    pub(crate) fn end_session(&self, session: SessionKey) {
        self.close_where(CloseReason::SignedOut, |seat| seat.session == session);
    }

    /// Closes all subscriptions.
    pub(crate) fn close_all(&self, reason: CloseReason) {
        self.close_where(reason, |_| true);
    }

    fn close_where(&self, reason: CloseReason, which: impl Fn(&Seat) -> bool) {
        for seat in self.seats().taken.values().filter(|seat| which(seat)) {
            seat.close.send_replace(Some(reason));
        }
    }

    fn close_seat(&self, seat: u64, reason: CloseReason) {
        if let Some(seat) = self.seats().taken.get(&seat) {
            seat.close.send_replace(Some(reason));
        }
    }

    /// People of the team who are connected.
    pub(crate) fn online(&self) -> HashSet<PersonId> {
        self.seats().taken.values().filter(|s| s.team).map(|s| s.person).collect()
    }

    fn sit(&self, actor: &Actor, session: SessionKey) -> (u64, watch::Receiver<Option<CloseReason>>) {
        let (close, closed) = watch::channel(None);
        let mut seats = self.seats();
        seats.next += 1;
        let number = seats.next;
        let seat = Seat {
            person: actor.person,
            name: actor.name.clone(),
            session,
            team: actor.role.is_team(),
            place: None,
            close,
        };
        seats.taken.insert(number, seat);
        (number, closed)
    }

    /// The person is another now, and is nowhere until they say so.
    fn set_actor(&self, seat: u64, actor: &Actor) {
        self.be_at(seat, None);
        if let Some(seat) = self.seats().taken.get_mut(&seat) {
            seat.team = actor.role.is_team();
            seat.name.clone_from(&actor.name);
        }
    }

    fn leave(&self, seat: u64) {
        self.be_at(seat, None);
        self.seats().taken.remove(&seat);
    }

    fn seats(&self) -> std::sync::MutexGuard<'_, Seats> {
        // A panic while it was held leaves at worst a seat too many: the map itself is whole.
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
