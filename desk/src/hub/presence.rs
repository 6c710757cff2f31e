//! Who is at which ticket now: told to the team alone, never written down, and no part of the feed's numbers.
//!
//! What is told is a ticket's whole state, so that telling it twice or late is harmless. It has a channel of its own:
//! however often people come and go, no change of a ticket is lost for it.

use super::{Hub, Seats};
use domain::feed::{Doing, Packet, Present, TeamFrame};
use domain::ticket::PersonRef;
use domain::{Actor, PersonId, TicketId};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::time::Instant;

/// Who says nothing for so long is there no more (`ux.md` 3.5).
const STAYS: Duration = Duration::from_secs(30);
/// States that wait for a slow subscription before it is told of all tickets instead.
pub(super) const BUFFER: usize = 256;

/// Where a seat is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    ticket: TicketId,
    doing: Doing,
    until: Instant,
}

/// Everyone at a ticket, by name.
#[derive(Debug)]
pub(super) struct Gathering {
    pub(super) ticket: TicketId,
    people: Vec<Present>,
    /// The packet for those who are not there themselves: serialised once for all of them.
    text: Arc<str>,
}

impl Gathering {
    fn new(ticket: TicketId, people: Vec<Present>) -> Self {
        Self { text: packet(ticket, people.clone()), ticket, people }
    }

    /// What a person is told, who knows where they are themself; `None` where nobody else is there.
    fn text_for(&self, viewer: PersonId) -> Option<Arc<str>> {
        let others = || self.people.iter().filter(|p| p.person.id != viewer);
        if others().next().is_none() {
            None
        } else if others().count() == self.people.len() {
            Some(Arc::clone(&self.text))
        } else {
            Some(packet(self.ticket, others().cloned().collect()))
        }
    }
}

fn packet(ticket: TicketId, people: Vec<Present>) -> Arc<str> {
    // Ids, names and words: there is nothing in it that JSON cannot say.
    serde_json::to_string(&Packet::<TeamFrame>::Presence { ticket, people }).unwrap_or_default().into()
}

/// One subscription's part.
#[derive(Debug)]
pub(super) struct Watch {
    /// None for a client: there is nothing for them to hear.
    notes: Option<broadcast::Receiver<Arc<Gathering>>>,
    /// What was last told of each ticket at which somebody is.
    told: HashMap<TicketId, Arc<str>>,
}

/// What there is to tell.
pub(super) enum Heard {
    /// Of one ticket.
    One(Arc<Gathering>),
    /// Too much was missed: of all of them.
    All,
}

impl Watch {
    pub(super) fn of(hub: &Hub, viewer: &Actor) -> Self {
        let notes = viewer.role.is_team().then(|| hub.presence.subscribe());
        Self { notes, told: HashMap::new() }
    }

    /// Waits for news. It may be dropped at any time.
    pub(super) async fn next(&mut self) -> Heard {
        let Some(notes) = &mut self.notes else { return std::future::pending().await };
        match notes.recv().await {
            Ok(gathering) => Heard::One(gathering),
            Err(RecvError::Lagged(_)) => {
                // What waits is older than what is told instead.
                *notes = notes.resubscribe();
                Heard::All
            }
            // The hub is gone with its account: the subscription hears so elsewhere.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }

    /// The viewer's screen begins anew: nothing was told yet.
    pub(super) fn forget(&mut self) {
        self.told.clear();
    }

    /// What the viewer is to be told of a ticket that they see, if it is something new.
    pub(super) fn tell(&mut self, gathering: &Gathering, viewer: &Actor) -> Option<Arc<str>> {
        match gathering.text_for(viewer.person) {
            Some(text) => {
                let before = self.told.insert(gathering.ticket, Arc::clone(&text));
                (before.as_ref() != Some(&text)).then_some(text)
            }
            None => self.lose(gathering.ticket),
        }
    }

    /// The viewer sees a ticket no more, or nobody does.
    pub(super) fn lose(&mut self, ticket: TicketId) -> Option<Arc<str>> {
        self.told.remove(&ticket).map(|_| packet(ticket, vec![]))
    }

    /// The tickets of which the viewer was told that somebody is there.
    pub(super) fn told(&self) -> Vec<TicketId> {
        self.told.keys().copied().collect()
    }
}

impl Hub {
    /// A seat is at a ticket now, or at none. Gives when that ends if it is not said again.
    pub(super) fn be_at(&self, seat: u64, at: Option<(TicketId, Doing)>) -> Option<Instant> {
        let mut seats = self.seats();
        let until = Instant::now() + STAYS;
        let place = at.map(|(ticket, doing)| Place { ticket, doing, until });
        let taken = seats.taken.get_mut(&seat)?;
        let before = std::mem::replace(&mut taken.place, place).map(|p| (p.ticket, p.doing));
        if before != at {
            let left = before.map(|(ticket, _)| ticket);
            let entered = at.map(|(ticket, _)| ticket);
            for ticket in left.into_iter().chain(entered.filter(|t| Some(*t) != left)) {
                self.gather(&seats, ticket);
            }
        }
        place.map(|place| place.until)
    }

    /// Tells who is at a ticket now. The seats are held meanwhile: states are told in their order.
    pub(super) fn gather(&self, seats: &Seats, ticket: TicketId) {
        if self.presence.receiver_count() > 0 {
            // An error says that nobody listens any more, which is no fault.
            drop(self.presence.send(Arc::new(Gathering::new(ticket, people(seats, ticket)))));
        }
    }

    /// Everyone who is somewhere, ticket by ticket, and nobody at each of `known` that is left.
    pub(super) fn gatherings(&self, known: Vec<TicketId>) -> Vec<Gathering> {
        let seats = self.seats();
        let mut tickets = known;
        tickets.extend(seats.taken.values().filter_map(|seat| seat.place).map(|place| place.ticket));
        tickets.sort_unstable();
        tickets.dedup();
        tickets.into_iter().map(|ticket| Gathering::new(ticket, people(&seats, ticket))).collect()
    }
}

/// The people at a ticket by name, each once, with the most that one of their screens does.
fn people(seats: &Seats, ticket: TicketId) -> Vec<Present> {
    let now = Instant::now();
    let mut people: Vec<Present> = vec![];
    for seat in seats.taken.values().filter(|seat| seat.team) {
        let Some(place) = seat.place.filter(|place| place.ticket == ticket && place.until > now) else {
            continue;
        };
        match people.iter_mut().find(|p| p.person.id == seat.person) {
            Some(present) => present.doing = present.doing.max(place.doing),
            None => people.push(Present {
                person: PersonRef { id: seat.person, name: seat.name.clone() },
                doing: place.doing,
            }),
        }
    }
    people.sort_by(|a, b| (&a.person.name, a.person.id).cmp(&(&b.person.name, b.person.id)));
    people
}

/// Until an instant that may not come.
pub(super) async fn until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

/// What is told to a watch that may not be.
pub(super) async fn heard(watch: &mut Option<Watch>) -> Heard {
    match watch {
        Some(watch) => watch.next().await,
        None => std::future::pending().await,
    }
}
