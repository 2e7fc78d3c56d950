//! A node that fails again and again is left alone for a while.
//!
//! A state machine over times that are handed in; it reads no clock.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// When a breaker opens, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakerSettings {
    /// Failures in a row that open it: 5 unless said otherwise.
    pub threshold: u32,
    /// How long it stays open before one request may try again: 10 s unless said otherwise.
    pub open_for: Duration,
}

impl Default for BreakerSettings {
    fn default() -> Self {
        Self { threshold: 5, open_for: Duration::from_secs(10) }
    }
}

/// The breaker of one node. It counts broken connections, time-outs and answers from 500 up.
#[derive(Debug)]
pub(crate) struct Breaker {
    settings: BreakerSettings,
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Requests pass; so many failed in a row.
    Closed { failures: u32 },
    /// Nothing passes until then; after that, one request. Without a time, nothing ever passes again.
    Open { until: Option<Instant> },
    /// That one request is under way.
    HalfOpen,
}

impl Breaker {
    pub(crate) const fn new(settings: BreakerSettings) -> Self {
        Self { settings, state: Mutex::new(State::Closed { failures: 0 }) }
    }

    /// Leave to send one request at `now`, where there is any.
    pub(crate) fn permit(&self, node: usize, now: Instant) -> Option<Permit<'_>> {
        self.with(|state| match *state {
            State::Closed { .. } => Some(false),
            State::Open { until: Some(until) } if now >= until => {
                *state = State::HalfOpen;
                Some(true)
            }
            State::Open { .. } | State::HalfOpen => None,
        })
        .map(|is_probe| Permit { breaker: self, node, is_probe, asked: now, settled: false })
    }

    /// A question about the node's health, which no breaker holds back, was answered: it closes.
    pub(crate) fn close(&self) {
        self.with(|state| *state = State::Closed { failures: 0 });
    }

    fn with<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Leave to send one request. Dropped without an outcome (the caller gave up), it counts for nothing, and a probe's
/// place is free again.
#[derive(Debug)]
pub(crate) struct Permit<'b> {
    breaker: &'b Breaker,
    node: usize,
    is_probe: bool,
    asked: Instant,
    settled: bool,
}

impl Permit<'_> {
    /// The node that may be asked.
    pub(crate) const fn node(&self) -> usize {
        self.node
    }

    /// Says how it went. Once the breaker is open only the probe's word counts: a request that was sent before tells
    /// how the node was before, and would let a second probe pass.
    pub(crate) fn settle(mut self, failed: bool, now: Instant) {
        self.settled = true;
        let is_probe = self.is_probe;
        let BreakerSettings { threshold, open_for } = self.breaker.settings;
        self.breaker.with(|state| {
            *state = match *state {
                State::Open { .. } | State::HalfOpen if !is_probe => return,
                _ if !failed => State::Closed { failures: 0 },
                State::Closed { failures } if failures.saturating_add(1) < threshold => {
                    State::Closed { failures: failures.saturating_add(1) }
                }
                _ => State::Open { until: now.checked_add(open_for) },
            };
        });
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if self.is_probe && !self.settled {
            let until = Some(self.asked);
            self.breaker.with(|state| *state = State::Open { until });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: BreakerSettings = BreakerSettings { threshold: 3, open_for: Duration::from_secs(10) };

    fn fail(breaker: &Breaker, times: u32, now: Instant) {
        for _ in 0..times {
            breaker.permit(0, now).unwrap().settle(true, now);
        }
    }

    #[test]
    fn failures_in_a_row_open_it_and_a_success_starts_the_count_again() {
        let (breaker, now) = (Breaker::new(SETTINGS), Instant::now());
        fail(&breaker, 2, now);
        breaker.permit(0, now).unwrap().settle(false, now);
        fail(&breaker, 2, now);
        assert!(breaker.permit(0, now).is_some());
        fail(&breaker, 1, now);
        assert!(breaker.permit(0, now).is_none());
    }

    #[test]
    fn after_its_time_exactly_one_probe_passes() {
        let (breaker, now) = (Breaker::new(SETTINGS), Instant::now());
        fail(&breaker, 3, now);
        let later = now + SETTINGS.open_for;
        let probe = breaker.permit(0, later).unwrap();
        assert!(breaker.permit(0, later).is_none());
        probe.settle(false, later);
        assert!(breaker.permit(0, later).is_some());
    }

    #[test]
    fn a_probe_that_fails_opens_it_again() {
        let (breaker, now) = (Breaker::new(SETTINGS), Instant::now());
        fail(&breaker, 3, now);
        let later = now + SETTINGS.open_for;
        breaker.permit(0, later).unwrap().settle(true, later);
        assert!(breaker.permit(0, later + Duration::from_secs(9)).is_none());
        assert!(breaker.permit(0, later + SETTINGS.open_for).is_some());
    }

    #[test]
    fn a_probe_that_is_dropped_gives_its_place_back() {
        let (breaker, now) = (Breaker::new(SETTINGS), Instant::now());
        fail(&breaker, 3, now);
        let later = now + SETTINGS.open_for;
        drop(breaker.permit(0, later).unwrap());
        assert!(breaker.permit(0, later).is_some());
    }

    #[test]
    fn requests_from_before_it_opened_neither_close_it_nor_let_a_second_probe_pass() {
        let (breaker, now) = (Breaker::new(SETTINGS), Instant::now());
        let slow: Vec<_> = (0..3).map(|_| breaker.permit(0, now).unwrap()).collect();
        fail(&breaker, 3, now);
        let mut slow = slow.into_iter();
        slow.next().unwrap().settle(false, now);
        assert!(breaker.permit(0, now).is_none(), "a late success closed it");

        let later = now + SETTINGS.open_for;
        let probe = breaker.permit(0, later).unwrap();
        slow.next().unwrap().settle(true, later);
        slow.next().unwrap().settle(false, later);
        assert!(breaker.permit(0, later + SETTINGS.open_for).is_none(), "a second probe passed");
        probe.settle(false, later);
        assert!(breaker.permit(0, later).is_some());
    }

    #[test]
    fn a_node_that_is_seen_to_be_well_is_used_at_once_and_a_probe_under_way_counts_as_any_request() {
        let (breaker, now) = (Breaker::new(SETTINGS), Instant::now());
        fail(&breaker, 3, now);
        let probe = breaker.permit(0, now + SETTINGS.open_for).unwrap();
        breaker.close();
        probe.settle(true, now);
        fail(&breaker, 1, now);
        assert!(breaker.permit(0, now).is_some());
    }

    #[test]
    fn one_that_opens_for_longer_than_time_can_tell_stays_open() {
        let settings = BreakerSettings { threshold: 1, open_for: Duration::MAX };
        let (breaker, now) = (Breaker::new(settings), Instant::now());
        fail(&breaker, 1, now);
        assert!(breaker.permit(0, now + Duration::from_secs(1 << 30)).is_none());
    }
}
