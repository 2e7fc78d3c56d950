//! How often, and how long between.

use std::time::Duration;

/// How often a request is sent again, and how long the pauses are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// How often it is sent again after the first time: 3 unless said otherwise.
    pub retries: u32,
    /// The first pause is at most this long, each further one twice as long: 100 ms unless said otherwise.
    pub first_pause: Duration,
    /// No pause is longer, whatever the server asks for: 5 s unless said otherwise.
    pub longest_pause: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self { retries: 3, first_pause: Duration::from_millis(100), longest_pause: Duration::from_secs(5) }
    }
}

impl Retry {
    /// The pause before retry number `done`, from 0: a random part of the full one, so that clients that failed
    /// together do not come back together; but no shorter than the server asks for.
    pub(crate) fn pause(&self, done: u32, asked: Option<Duration>) -> Duration {
        let full = self.first_pause.saturating_mul(2_u32.saturating_pow(done)).min(self.longest_pause);
        let jittered = full.mul_f64(fastrand::f64());
        asked.map_or(jittered, |asked| asked.max(jittered)).min(self.longest_pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_the_longest() {
        let retry = Retry::default();
        for (done, longest) in [(0, 100), (1, 200), (2, 400), (20, 5000), (u32::MAX, 5000)] {
            assert!(retry.pause(done, None) <= Duration::from_millis(longest), "{done}");
        }
    }

    #[test]
    fn the_server_may_ask_for_a_longer_pause_within_bounds() {
        let retry = Retry::default();
        assert!(retry.pause(0, Some(Duration::from_secs(2))) >= Duration::from_secs(2));
        assert_eq!(retry.pause(0, Some(Duration::from_secs(3600))), Duration::from_secs(5));
    }
}
