//! Cards by their ids.

use super::Entry;
use domain::TicketId;

/// Cards in the order of their ids, in which one is found by halving. The standard library's maps are a machine of their own
/// for each kind of value: four kilobytes of what a board downloads, for a few thousand cards.
#[derive(Default)]
pub(in crate::board) struct CardMap(Vec<(TicketId, Box<Entry>)>);

impl CardMap {
    fn find(&self, id: TicketId) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.cmp(&id))
    }

    pub(in crate::board) fn len(&self) -> usize {
        self.0.len()
    }

    pub(in crate::board) fn get(&self, id: TicketId) -> Option<&Entry> {
        self.find(id).ok().map(|at| &*self.0[at].1)
    }

    pub(in crate::board) fn get_mut(&mut self, id: TicketId) -> Option<&mut Entry> {
        self.find(id).ok().map(|at| &mut *self.0[at].1)
    }

    /// In place of the one that has its id.
    pub(super) fn insert(&mut self, entry: Entry) {
        let id = entry.truth.id();
        let entry = (id, Box::new(entry));
        match self.find(id) {
            Ok(at) => self.0[at] = entry,
            Err(at) => self.0.insert(at, entry),
        }
    }

    pub(super) fn remove(&mut self, id: TicketId) {
        if let Ok(at) = self.find(id) {
            self.0.remove(at);
        }
    }

    pub(super) fn retain(&mut self, keeps: impl Fn(&Entry) -> bool) {
        self.0.retain(|(_, entry)| keeps(entry));
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = TicketId> {
        self.0.iter().map(|(id, _)| *id)
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &Entry> + Clone {
        self.0.iter().map(|(_, entry)| &**entry)
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.0.iter_mut().map(|(_, entry)| &mut **entry)
    }
}
