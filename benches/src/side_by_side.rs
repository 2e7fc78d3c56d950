//! Two pieces of work in turn, and the median of the ratios pair by pair: what a noisy machine does to one, it does to
//! the other.

use std::time::{Duration, Instant};

/// How often each is run, after one run that does not count.
const ROUNDS: usize = 15;

/// The times of both, of each round.
#[derive(Debug, Default)]
pub(crate) struct Rounds {
    by_hand: Vec<Duration>,
    esmodel: Vec<Duration>,
}

impl Rounds {
    /// How many rounds there are, the uncounted one included.
    pub(crate) fn all() -> std::ops::RangeInclusive<usize> {
        0..=ROUNDS
    }

    /// Takes the times of one round; the first does not count.
    pub(crate) fn add(&mut self, round: usize, by_hand: Duration, esmodel: Duration) {
        if round > 0 {
            self.by_hand.push(by_hand);
            self.esmodel.push(esmodel);
        }
    }

    /// Prints one row: medians per item, the median ratio, and the ratio to reach.
    #[expect(clippy::print_stdout, clippy::cast_precision_loss, reason = "a row for a person")]
    pub(crate) fn print(&self, work: &str, items: usize, reach: f64) {
        let per_item = |times: &[Duration]| median(times.iter().map(|time| time.as_nanos() as f64 / items as f64));
        let pairs = self.by_hand.iter().zip(&self.esmodel);
        let ratio = median(pairs.map(|(by_hand, esmodel)| esmodel.as_secs_f64() / by_hand.as_secs_f64()));
        let verdict = if ratio <= reach { "" } else { "  not reached" };
        println!(
            "{work:<44} {:>9.0} ns {:>9.0} ns {ratio:>7.2} {reach:>7.2}{verdict}",
            per_item(&self.by_hand),
            per_item(&self.esmodel)
        );
    }
}

/// How long `work` takes; its outcome is dropped after the clock has stopped.
pub(crate) fn time<R>(work: impl FnOnce() -> R) -> Duration {
    let started = Instant::now();
    let outcome = std::hint::black_box(work());
    let elapsed = started.elapsed();
    drop(outcome);
    elapsed
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
