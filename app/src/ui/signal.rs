//! Signals and memos of the browser: one machine for all types. Leptos' own are a machine for each type of value: 30 kB of
//! the program before it is compressed. Here a signal says that something has changed, and the value lies beside it.
//!
//! On the server they are Leptos' own: there they are many, and live for one page.

use leptos::prelude as l;
use leptos::prelude::{
    Get, GetUntracked, IsDisposed, Notify, SetValue, StoredValue, Track, UpdateValue, WithValue,
};
use std::any::Any;
use std::marker::PhantomData;

/// Where values lie, whatever they are.
type Place = StoredValue<Box<dyn Any + Send + Sync>>;

/// Shows what lies there. `false`: its owner has gone.
fn look(place: Place, see: &mut dyn FnMut(&dyn Any)) -> bool {
    place.try_with_value(|value| see(&**value)).is_some()
}

/// Lets what lies there be changed. `false`: its owner has gone.
fn change(place: Place, act: &mut dyn FnMut(&mut dyn Any)) -> bool {
    place.try_update_value(|value| act(&mut **value)).is_some()
}

fn seen<T: 'static, R>(place: Place, read: impl FnOnce(&T) -> R) -> Option<R> {
    let (mut read, mut told) = (Some(read), None);
    look(place, &mut |value| told = value.downcast_ref().and_then(|value| Some(read.take()?(value))));
    told
}

fn changed<T: 'static, R>(place: Place, act: impl FnOnce(&mut T) -> R) -> Option<R> {
    let (mut act, mut told) = (Some(act), None);
    change(place, &mut |value| told = value.downcast_mut().and_then(|value| Some(act.take()?(value))));
    told
}

/// As Leptos' own: who asks for a value whose owner has gone has a fault.
const GONE: &str = "a signal is read by those who go with it";

/// A value that tells when it is changed: [`leptos::prelude::RwSignal`].
pub struct RwSignal<T: 'static> {
    told: l::RwSignal<()>,
    value: Place,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RwSignal<T> {}

#[expect(missing_docs, reason = "as Leptos' own, which the server has in their place")]
impl<T: Send + Sync + 'static> RwSignal<T> {
    pub fn new(value: T) -> Self {
        Self { told: l::RwSignal::new(()), value: StoredValue::new(Box::new(value)), of: PhantomData }
    }

    pub fn is_disposed(&self) -> bool {
        self.told.is_disposed()
    }

    pub fn track(&self) {
        self.told.track();
    }

    pub fn notify(&self) {
        self.told.notify();
    }

    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.track();
        self.with_untracked(read)
    }

    pub fn with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.try_with_untracked(read).expect(GONE)
    }

    pub fn try_with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> Option<R> {
        seen(self.value, read)
    }

    pub fn set(&self, value: T) {
        self.try_set(value);
    }

    /// What could not be set, since its owner has gone.
    pub fn try_set(&self, value: T) -> Option<T> {
        let mut value = Some(value);
        self.try_update(|old| {
            if let Some(value) = value.take() {
                *old = value;
            }
        });
        value
    }

    pub fn update(&self, act: impl FnOnce(&mut T)) {
        self.try_update(act);
    }

    pub fn try_update<R>(&self, act: impl FnOnce(&mut T) -> R) -> Option<R> {
        let told = self.try_update_untracked(act);
        if told.is_some() {
            self.notify();
        }
        told
    }

    pub fn update_untracked(&self, act: impl FnOnce(&mut T)) {
        self.try_update_untracked(act);
    }

    pub fn try_update_untracked<R>(&self, act: impl FnOnce(&mut T) -> R) -> Option<R> {
        changed(self.value, act)
    }
}

#[expect(missing_docs, reason = "as Leptos' own, which the server has in their place")]
impl<T: Clone + Send + Sync + 'static> RwSignal<T> {
    pub fn get(&self) -> T {
        self.with(T::clone)
    }

    pub fn get_untracked(&self) -> T {
        self.with_untracked(T::clone)
    }

    pub fn try_get_untracked(&self) -> Option<T> {
        self.try_with_untracked(T::clone)
    }
}

impl<T: Clone + Send + Sync + 'static> From<RwSignal<T>> for l::Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self::derive(move || signal.get())
    }
}

/// What [`memo`](super::memo) gives: a count of the changes, and the value beside it.
pub struct Memo<T: 'static> {
    changes: l::Memo<u32>,
    value: Place,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

#[expect(missing_docs, reason = "as Leptos' own, which the server has in their place")]
impl<T: Send + Sync + 'static> Memo<T> {
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.changes.get();
        seen(self.value, read).expect(GONE)
    }

    pub fn with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.changes.get_untracked();
        seen(self.value, read).expect(GONE)
    }
}

#[expect(missing_docs, reason = "as Leptos' own, which the server has in their place")]
impl<T: Clone + Send + Sync + 'static> Memo<T> {
    pub fn get(&self) -> T {
        self.with(T::clone)
    }

    pub fn get_untracked(&self) -> T {
        self.with_untracked(T::clone)
    }
}

impl<T: Clone + Send + Sync + 'static> From<Memo<T>> for l::Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::derive(move || memo.get())
    }
}

/// A memo of what `compute` gives.
pub(super) fn kept<T: PartialEq + Send + Sync + 'static>(
    compute: Box<dyn Fn() -> T + Send + Sync>,
) -> Memo<T> {
    let value: Place = StoredValue::new(Box::new(()));
    let compute = move || {
        let new = compute();
        let same = seen(value, |old: &T| *old == new).unwrap_or(false);
        (!same).then(|| Box::new(new) as Box<dyn Any + Send + Sync>)
    };
    Memo { changes: changes(value, Box::new(compute)), value, of: PhantomData }
}

type Compute = Box<dyn Fn() -> Option<Box<dyn Any + Send + Sync>> + Send + Sync>;

/// Counts how often something else was computed, and lays it down.
fn changes(value: Place, compute: Compute) -> l::Memo<u32> {
    l::Memo::new(move |before: Option<&u32>| {
        let before = before.copied().unwrap_or(0);
        let Some(new) = compute() else { return before };
        value.set_value(new);
        before.wrapping_add(1)
    })
}
