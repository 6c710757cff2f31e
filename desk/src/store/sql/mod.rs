//! All statements, by subject.
