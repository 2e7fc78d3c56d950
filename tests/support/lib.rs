//! What the suites share: the engines that tests run on, and a client with indices of its own for each test.

#![expect(
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that cannot be set up panics, and the harness talks to a person"
)]

mod engines;
mod harness;
pub mod locked;
pub mod models;
pub mod probe;
mod proxy;
mod recorder;

pub use engines::{Engine, Engines};
pub use harness::{Alone, Context, Test, TestFuture, run};
pub use proxy::{Fault, Held, Proxy};
pub use recorder::Recorder;
