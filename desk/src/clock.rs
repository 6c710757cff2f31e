//! Where time and chance come from. Everything else gets them as arguments.

use domain::Time;
use uuid::Uuid;

/// The source of the present time.
pub trait Clock: Send + Sync {
    /// The present instant, in UTC.
    fn now(&self) -> Time;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Time {
        Time::from(std::time::SystemTime::now())
    }
}

/// The source of chance.
pub trait Ids: Send + Sync {
    /// A fresh random id (UUID v4).
    fn uuid(&self) -> Uuid;
    /// 256 random bits, for a token.
    fn secret(&self) -> [u8; 32];
}

/// The operating system's generator, through a reseeded one of the thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    #[expect(clippy::disallowed_methods, reason = "this is the one source of ids")]
    fn uuid(&self) -> Uuid {
        Uuid::new_v4()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one source of secrets")]
    fn secret(&self) -> [u8; 32] {
        rand::random()
    }
}
