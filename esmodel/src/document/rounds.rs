//! How often something is tried again when somebody else was faster, and after which pauses: the same for every verb
//! that does so.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::error::{Error, Result};

/// No attempt begins later after the call began.
const DEADLINE: Duration = Duration::from_secs(60);
/// The pause after the first conflict is up to this long; it doubles with every further one.
const FIRST_PAUSE: Duration = Duration::from_millis(10);
/// No pause is longer.
const LONGEST_PAUSE: Duration = Duration::from_millis(160);

/// The attempts of one call.
#[derive(Debug)]
pub(super) struct Rounds {
    /// How many more there may be, where the call says so.
    left: Option<u32>,
    pause: Duration,
    began: Instant,
}

impl Rounds {
    /// At most `attempts`, where the call says so.
    pub(super) fn new(attempts: Option<u32>) -> Self {
        Self { left: attempts, pause: FIRST_PAUSE, began: Instant::now() }
    }

    /// Ends an attempt that failed: waits after a conflict; gives the error back when it is another one, or when that
    /// was the last attempt.
    pub(super) async fn after(&mut self, error: Error) -> Result<()> {
        self.left = self.left.map(|left| left.saturating_sub(1));
        if !error.is_conflict() || self.left == Some(0) || self.began.elapsed() >= DEADLINE {
            return Err(error);
        }
        self.pause().await;
        Ok(())
    }

    /// Waits. The pause is random, so that those who met here do not meet again.
    pub(super) async fn pause(&mut self) {
        sleep(self.pause.mul_f64(fastrand::f64())).await;
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
    }
}
