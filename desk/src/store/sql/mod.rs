//! All statements, by subject. They are constants: nothing that anyone typed ever becomes SQL.

pub(crate) mod demo;
pub(crate) mod desk;
pub(crate) mod events;
pub(crate) mod people;
pub(crate) mod tickets;

/// Every statement by name, for the tests that prepare and explain them.
#[cfg(test)]
pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    [desk::ALL, demo::ALL, events::ALL, people::ALL, tickets::ALL].into_iter().flatten().copied()
}
