//! All statements, by subject. They are constants: nothing that anyone typed ever becomes SQL.

pub(crate) mod desk;
pub(crate) mod events;
pub(crate) mod tickets;
