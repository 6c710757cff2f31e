//! All statements, by subject. They are constants: nothing that anyone typed ever becomes SQL.

pub mod demo;
pub mod desk;
pub mod events;
pub mod people;
pub mod tickets;
pub mod views;

/// Every statement by name: there are no others. A test prepares each on both engines.
pub fn statements() -> impl Iterator<Item = (&'static str, &'static str)> {
    [desk::ALL, demo::ALL, events::ALL, people::ALL, tickets::ALL, views::ALL].into_iter().flatten().copied()
}
