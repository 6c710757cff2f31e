//! Closures that are handed on by address: what takes them is compiled once, not once for each of them. Like
//! [`dynamic`](super::dynamic), for what the browser downloads.

#[cfg(feature = "ssr")]
use leptos::prelude::Signal;

/// What an element does when it hears an event.
pub fn hears<E>(act: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(act)
}

/// What [`memo`] gives: Leptos' memo of a number that counts the changes, and beside it the value. A memo of each type of
/// its own would be a machine of its own in the browser's program.
#[cfg(not(feature = "ssr"))]
pub struct Memo<T: 'static> {
    changes: leptos::prelude::Memo<u32>,
    value: leptos::prelude::StoredValue<Option<T>>,
}

#[cfg(not(feature = "ssr"))]
impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

#[cfg(not(feature = "ssr"))]
impl<T> Copy for Memo<T> {}

#[cfg(not(feature = "ssr"))]
impl<T: Send + Sync> Memo<T> {
    /// Reads it, and again when it is another.
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        use leptos::prelude::Get;
        self.changes.get();
        self.seen(read)
    }

    /// Reads it once.
    pub fn with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        use leptos::prelude::GetUntracked;
        self.changes.get_untracked();
        self.seen(read)
    }

    fn seen<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        use leptos::prelude::WithValue;
        self.value.with_value(|value| read(value.as_ref().expect("a memo that was asked has a value")))
    }
}

#[cfg(not(feature = "ssr"))]
impl<T: Clone + Send + Sync> Memo<T> {
    /// As it is, and again when it is another.
    pub fn get(&self) -> T {
        self.with(T::clone)
    }

    /// As it is now.
    pub fn get_untracked(&self) -> T {
        self.with_untracked(T::clone)
    }
}

#[cfg(not(feature = "ssr"))]
impl<T: Clone + Send + Sync> From<Memo<T>> for leptos::prelude::Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::derive(move || memo.get())
    }
}

/// What [`memo`] gives: on the server a page is drawn once, and what is read once need not be kept. A board has two
/// thousand of them, and their books were a fifth of its time.
#[cfg(feature = "ssr")]
pub type Memo<T> = Signal<T>;

/// Whether the page works by now: what only a script can do is not offered before.
pub fn alive() -> leptos::prelude::RwSignal<bool> {
    use leptos::prelude::{Effect, RwSignal, Set};
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    alive
}

/// A value that is computed anew when what it reads changes, and is news only when it differs.
pub fn memo<T: PartialEq + Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    kept(Box::new(value))
}

#[cfg(not(feature = "ssr"))]
fn kept<T: PartialEq + Send + Sync + 'static>(compute: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    use leptos::prelude::UpdateValue;
    let value = leptos::prelude::StoredValue::new(None::<T>);
    let changed = move || {
        let new = compute();
        value
            .try_update_value(|old| {
                let other = old.as_ref() != Some(&new);
                if other {
                    *old = Some(new);
                }
                other
            })
            .unwrap_or(false)
    };
    Memo { changes: changes(Box::new(changed)), value }
}

/// Counts how often something was found changed.
#[cfg(not(feature = "ssr"))]
fn changes(changed: Box<dyn Fn() -> bool + Send + Sync>) -> leptos::prelude::Memo<u32> {
    leptos::prelude::Memo::new(move |before: Option<&u32>| {
        let before = before.copied().unwrap_or(0);
        if changed() { before.wrapping_add(1) } else { before }
    })
}

#[cfg(feature = "ssr")]
fn kept<T: PartialEq + Send + Sync + 'static>(value: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    Signal::derive(value)
}
