//! How much work goes into what is built.

/// What is optimised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finish {
    /// The browser's program and the server: what ships.
    Both,
    /// The browser's program alone: what people's tasks are tried with.
    Program,
    /// Neither, for who works on a page: an edit is a running page within half a minute.
    Neither,
}

impl Finish {
    /// Of `--dev` and `--quick`.
    pub(crate) fn of(dev: bool, quick: bool) -> Self {
        match (dev, quick) {
            (_, true) => Self::Neither,
            (true, false) => Self::Program,
            (false, false) => Self::Both,
        }
    }

    /// Whether the server is quick to run instead of quick to build.
    pub(crate) fn server(self) -> bool {
        self == Self::Both
    }

    /// Whether the browser's program is small and quick to run instead of quick to build.
    pub(crate) fn program(self) -> bool {
        self != Self::Neither
    }
}
