//! What a piece of work costs this thread. Everything runs on one: the runtime, its connections, the work.

use std::{
    any::Any,
    time::{Duration, Instant},
};

use nix::time::{ClockId, clock_gettime};
use stats_alloc::INSTRUMENTED_SYSTEM;

/// One run of some work, with all that it needs. What it yields is dropped after the clock has stopped.
pub(crate) type Work = Box<dyn FnOnce() -> Box<dyn Any>>;

/// Wraps a run.
pub(crate) fn work<R: 'static>(run: impl FnOnce() -> R + 'static) -> Work {
    Box::new(move || Box::new(run()))
}

/// Time, CPU time, and allocations where an allocator counts them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    pub(crate) cpu: Duration,
    pub(crate) allocations: usize,
}

/// Runs `work`. Not inlined, so that callgrind can be told to count in here alone.
#[inline(never)]
pub(crate) fn measured(work: Work) -> Cost {
    let allocations = allocations();
    let cpu = cpu_time();
    let started = Instant::now();
    let outcome = std::hint::black_box(work());
    let wall = started.elapsed();
    let cost = Cost { wall, cpu: cpu_time().saturating_sub(cpu), allocations: self::allocations() - allocations };
    drop(outcome);
    cost
}

/// The time that this thread was on a CPU, user and system.
fn cpu_time() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or(Duration::ZERO, Duration::from)
}

/// How often memory was asked for or grown so far; 0 in the binary that does not count.
fn allocations() -> usize {
    let stats = INSTRUMENTED_SYSTEM.stats();
    stats.allocations + stats.reallocations
}
