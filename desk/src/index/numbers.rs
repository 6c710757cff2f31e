//! Ids by small numbers, in the order of their first appearance: a ticket names many of them, and each is long.

use domain::board::{Swimlane, Swimlanes};
use domain::{DepartmentId, OrganizationId, PersonId, Priority, TagId};
use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

/// No person's number: nobody is responsible. No organization's either.
pub(super) const NOBODY: u32 = u32::MAX;
/// The number of what no ticket names.
const UNKNOWN: u32 = u32::MAX - 1;

/// Values by their numbers. They are few and none is forgotten.
#[derive(Debug)]
pub(super) struct Numbered<K> {
    numbers: HashMap<K, u32>,
    all: Vec<K>,
}

impl<K> Default for Numbered<K> {
    fn default() -> Self {
        Self { numbers: HashMap::new(), all: vec![] }
    }
}

impl<K: Clone + Eq + Hash> Numbered<K> {
    /// The number of a value, a new one for a new value.
    pub(super) fn number<Q>(&mut self, value: &Q) -> u32
    where
        K: Borrow<Q> + From<Q::Owned>,
        Q: Eq + Hash + ToOwned + ?Sized,
    {
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(UNKNOWN).min(UNKNOWN - 1);
        let value = K::from(value.to_owned());
        self.numbers.insert(value.clone(), number);
        self.all.push(value);
        number
    }

    /// The number of a value; that of none where no ticket names it.
    pub(super) fn known(&self, value: &K) -> u32 {
        self.numbers.get(value).copied().unwrap_or(UNKNOWN)
    }

    /// The value of a number.
    pub(super) fn value(&self, number: u32) -> Option<&K> {
        self.all.get(number as usize)
    }

    /// All values, in the order of their numbers.
    pub(super) fn all(&self) -> &[K] {
        &self.all
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }
}

/// What tickets name by numbers.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    pub(super) departments: Numbered<DepartmentId>,
    pub(super) people: Numbered<PersonId>,
    pub(super) organizations: Numbered<OrganizationId>,
    /// The tags of a ticket, taken together.
    pub(super) tags: Numbered<Box<[TagId]>>,
    /// What the text filter looks into beside a ticket's own words: who asks, and the words of its tags.
    pub(super) tails: Numbered<Box<str>>,
}

impl Numbers {
    /// How many numbers a division into lanes may have.
    pub(super) fn lanes(&self, lanes: Swimlanes) -> usize {
        match lanes {
            Swimlanes::None => 0,
            Swimlanes::Agent => self.people.len(),
            Swimlanes::Priority => Priority::ALL.len(),
            Swimlanes::Department => self.departments.len(),
            Swimlanes::Organization => self.organizations.len(),
        }
    }

    /// The number of a lane among those of its division: what [`Line::lane`] says of its tickets.
    pub(super) fn lane(&self, lane: Swimlane) -> u32 {
        match lane {
            Swimlane::Agent(None) | Swimlane::Organization(None) => NOBODY,
            Swimlane::Agent(Some(person)) => self.people.known(&person),
            Swimlane::Priority(priority) => priority as u32,
            Swimlane::Department(department) => self.departments.known(&department),
            Swimlane::Organization(Some(organization)) => self.organizations.known(&organization),
        }
    }
}
