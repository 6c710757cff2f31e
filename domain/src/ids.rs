//! Names of things. Each kind has its own type, so that a contact is never taken for a person.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )*};
}

uuid_ids! {
    /// The company that runs the desk (R81 *Conta*).
    AccountId,
    /// Someone who can sign in.
    PersonId,
    /// Someone who asks for service; may have no sign-in and no e-mail.
    ContactId,
    /// A client company, to which contacts belong.
    OrganizationId,
    /// A department of the account.
    DepartmentId,
    /// A view that somebody saved.
    ViewId,
    /// A ticket. Its first eight hex digits are unique in the account: the [`code`](TicketId::code).
    TicketId,
    /// One intent of one person, made by the caller, so that a repeated request changes nothing twice.
    OpId,
}

impl TicketId {
    /// The eight-character identifier that people see and say (R11), in upper case.
    pub fn code(self) -> String {
        code_of(self.0)
    }
}

/// The first eight hex digits of an id, in upper case (R11).
pub fn code_of(id: Uuid) -> String {
    format!("{:08X}", id.as_fields().0)
}

/// Reads a code as people type it: any case, spaces around. `None` unless it is eight hex digits.
pub fn read_code(text: &str) -> Option<String> {
    let text = text.trim();
    (text.len() == 8 && text.bytes().all(|b| b.is_ascii_hexdigit())).then(|| text.to_ascii_uppercase())
}

/// The number of a committed command in its account: gap-free, and the version of what it changed.
///
/// Clients are told none of these, since between two of them lies what the team did. What is called so in anything that
/// they are told, or name, is a moment: microseconds since the epoch, in the order of the commands.
pub type Seq = i64;

macro_rules! small_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i32);
    )*};
}

small_ids! {
    /// A status of the account.
    StatusId,
    /// A tag of the account.
    TagId,
    /// A column of the account's board.
    ColumnId,
    /// A calendar of business hours of the account.
    CalendarId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r11_code_is_the_first_eight_digits() {
        let id = TicketId(Uuid::parse_str("a1b2c3d4-0000-4000-8000-000000000000").unwrap());
        assert_eq!(id.code(), "A1B2C3D4");
        assert_eq!(read_code(" a1b2c3d4 ").as_deref(), Some("A1B2C3D4"));
        assert_eq!(read_code("a1b2c3dg"), None);
        assert_eq!(read_code("a1b2c3"), None);
    }
}
