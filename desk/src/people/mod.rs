//! Accounts of people: sign-in, sessions, and adding people.
