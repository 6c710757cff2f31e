//! How much may be sent, and how long it may take (T12).

use super::error_page::Problem;
use axum::body::{Body, Bytes};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::error::Error;
use std::time::Duration;
use tokio::time::timeout;

/// Bytes in the body of a server function.
pub(crate) const FUNCTION: usize = 256 * 1024;
/// Bytes in the body of a plain form: e-mail, password and a path.
pub(crate) const FORM: usize = 16 * 1024;
/// Bytes in a request's line and headers together.
pub(crate) const HEAD: usize = 32 * 1024;
/// Headers in a request.
pub(crate) const HEADERS: usize = 100;

/// Limits that a test sets lower.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until a request's head is complete.
    pub head: Duration,
    /// Until its body is complete.
    pub body: Duration,
    /// Until its answer begins.
    pub answer: Duration,
    /// Until one message of the feed has left: a reader that is slower is dropped (T12).
    pub send: Duration,
    /// Requests answered at one time; more are told to come back. Sockets and long polls are counted by person.
    pub requests: usize,
    /// Between two looks at a socket's session (T5: a sign-out closes it within 5 s, on every node).
    pub session: Duration,
    /// How long a poll waits for a change.
    pub poll: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            body: Duration::from_secs(30),
            answer: Duration::from_secs(40),
            send: Duration::from_secs(10),
            requests: 512,
            session: Duration::from_secs(4),
            poll: Duration::from_secs(25),
        }
    }
}

/// Reads a body whole: counted, and in time.
pub(crate) async fn read_body(body: Body, most: usize, patience: Duration) -> Result<Bytes, Problem> {
    match timeout(patience, Limited::new(body, most).collect()).await {
        Err(_) => Err(Problem::SlowBody),
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if is_length(error.as_ref()) => Err(Problem::TooLarge),
        Ok(Err(_)) => Err(Problem::Unreadable),
    }
}

fn is_length(error: &(dyn Error + 'static)) -> bool {
    error.is::<LengthLimitError>() || error.source().is_some_and(is_length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn t12_a_body_is_counted() {
        let read = |size| read_body(Body::from(vec![0; size]), FORM, Duration::from_secs(1));
        assert_eq!(read(FORM).await.unwrap().len(), FORM);
        assert_eq!(read(FORM + 1).await.unwrap_err(), Problem::TooLarge);
    }

    #[tokio::test(start_paused = true)]
    async fn t12_a_body_that_never_ends_is_left() {
        let body = Body::from_stream(futures_util::stream::pending::<Result<Bytes, std::io::Error>>());
        assert_eq!(read_body(body, FORM, Duration::from_secs(30)).await.unwrap_err(), Problem::SlowBody);
    }
}
