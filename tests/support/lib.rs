//! What the suites share: the engines that tests run on, and a client with indices of its own for each test.

#![expect(clippy::missing_panics_doc, reason = "a test that cannot be set up panics")]

mod engines;
mod harness;
pub mod models;

pub use engines::{Engine, Engines};
pub use harness::{Alone, Context, Test, TestFuture, run};
