//! A value of every kind that goes over the wire or into the database, for whoever must read them all: the golden
//! files, the browser's reader, benches.

mod board;
mod desk;
mod feed;
mod people;
mod rules;
mod ticket;

use crate::time::{Time, from_millis};
use uuid::Uuid;

/// Values of a type: every variant, every field once with and once without what may be missing.
pub trait Samples: Sized {
    /// All of them.
    fn samples() -> Vec<Self>;
}

/// What is made of each sample of `T`.
fn each<T: Samples, U>(make: impl FnMut(T) -> U) -> Vec<U> {
    T::samples().into_iter().map(make).collect()
}

/// The first sample.
fn one<T: Samples>() -> T {
    T::samples().swap_remove(0)
}

fn uuid(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// So many minutes after a Thursday morning in 2026.
fn at(minute: i64) -> Time {
    from_millis(1_768_471_200_000 + minute * 60_000).unwrap_or(Time::UNIX_EPOCH)
}

/// The samples of an enum: those of each variant beside its pattern. A variant without samples does not compile.
macro_rules! variants {
    ($type:ty { $($pattern:pat => [$($sample:expr),+ $(,)?]),+ $(,)? }) => {
        impl $crate::samples::Samples for $type {
            fn samples() -> Vec<Self> {
                // No wild card stands here: that is the point.
                let name = |of: &Self| match of { $($pattern => stringify!($pattern)),+ };
                let mut all: Vec<Self> = vec![];
                $($(
                    let sample = $sample;
                    assert_eq!(name(&sample), stringify!($pattern), "it stands beside another variant");
                    all.push(sample);
                )+)+
                all
            }
        }
    };
}
use variants;
