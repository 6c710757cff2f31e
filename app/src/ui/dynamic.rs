//! Parts of a view that change.

use leptos::prelude::{AnyView, IntoAny, View};
use leptos::tachys::reactive_graph::SharedReactiveFunction;
use std::sync::{Arc, Mutex};

/// A part of a view that is rendered anew when what it reads changes.
///
/// One type for all of them: a closure that stands in a view by itself is compiled into a renderer of its own,
/// and those were a third of what the browser downloads.
pub fn dynamic<V: IntoAny>(mut view: impl FnMut() -> V + Send + 'static) -> SharedReactiveFunction<AnyView> {
    Arc::new(Mutex::new(move || view().into_any()))
}

/// A view whose type is forgotten; without Leptos' wrapper, which would make two types of each element.
pub fn erased<V: IntoAny>(view: View<V>) -> AnyView {
    view.into_inner().into_any()
}

/// Leptos' `view!`, whose value is of one type whatever it shows: each other type is a renderer of its own, which the
/// browser downloads.
macro_rules! erased_view {
    ($($view:tt)*) => {
        $crate::ui::erased(::leptos::view! { $($view)* })
    };
}
pub(crate) use erased_view;
