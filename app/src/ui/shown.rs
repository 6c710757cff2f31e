//! Parts of a view that come and go.

use super::dynamic;
use super::memo;
use leptos::prelude::*;

/// Shows its children while a condition holds. Like Leptos' `Show`, but of one type wherever it stands: see
/// [`dynamic`].
#[component]
pub fn Shown<W>(
    /// The condition.
    when: W,
    /// What is shown.
    children: ChildrenFn,
) -> impl IntoView
where
    W: Fn() -> bool + Send + Sync + 'static,
{
    let when = memo(when);
    dynamic(move || when.get().then(|| children()))
}
