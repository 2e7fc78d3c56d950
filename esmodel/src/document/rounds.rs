//! How often something is tried again when somebody else was faster, and after which pauses: the same for every verb
//! that does so.

use std::time::Duration;

use crate::error::{Error, Result};

/// How often a write is tried, unless the call says otherwise.
pub(super) const ATTEMPTS: u32 = 8;
/// The pause after the first conflict is up to this long; it doubles with every further one.
const FIRST_PAUSE: Duration = Duration::from_millis(10);
/// No pause is longer.
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// The attempts of one call.
#[derive(Debug)]
pub(super) struct Rounds {
    left: u32,
    pause: Duration,
}

impl Rounds {
    pub(super) const fn new(attempts: u32) -> Self {
        Self { left: attempts, pause: FIRST_PAUSE }
    }

    /// Ends an attempt that failed: waits after a conflict; gives the error back when it is another one, or when that
    /// was the last attempt. The pause is random, so that those who met here do not meet again.
    pub(super) async fn after(&mut self, error: Error) -> Result<()> {
        self.left = self.left.saturating_sub(1);
        if !error.is_conflict() || self.left == 0 {
            return Err(error);
        }
        tokio::time::sleep(self.pause.mul_f64(fastrand::f64())).await;
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        Ok(())
    }
}
