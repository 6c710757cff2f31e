//! Parts of a view that change.

use leptos::prelude::{AnyView, IntoAny};
use leptos::tachys::reactive_graph::SharedReactiveFunction;
use std::sync::{Arc, Mutex};

/// A part of a view that is rendered anew when what it reads changes.
///
/// One type for all of them: a closure that stands in a view by itself is compiled into a renderer of its own,
/// and those were a third of what the browser downloads.
pub fn dynamic<V: IntoAny>(mut view: impl FnMut() -> V + Send + 'static) -> SharedReactiveFunction<AnyView> {
    Arc::new(Mutex::new(move || view().into_any()))
}
