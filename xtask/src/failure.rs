//! Why a command stopped.

use std::{fmt, io, path::Path};

/// One sentence for the person at the keyboard; where something mends it, the sentence names the command.
#[derive(Debug)]
pub(crate) struct Failure(String);

/// What every step answers.
pub(crate) type Done<T = ()> = Result<T, Failure>;

impl Failure {
    /// A failure with its sentence.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// For a file that could not be used: names it, so that the sentence stands without context.
    pub(crate) fn file(doing: &str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let sentence = format!("could not {doing} {}", path.display());
        move |error| Self(format!("{sentence}: {error}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
