//! Everything that only a real engine can show. Each test runs on every engine.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails may panic; what the lints allow in `#[test]`s does not reach these"
)]

mod aggregations;
mod bad_input;
mod bulk;
mod documents;
mod engines;
mod nested;
mod routing;
mod schema;
mod search;
mod values;
mod web;

use std::process::ExitCode;

fn main() -> ExitCode {
    esmodel_tests::run(&[
        aggregations::TESTS,
        bad_input::TESTS,
        bulk::TESTS,
        documents::TESTS,
        engines::TESTS,
        nested::TESTS,
        routing::TESTS,
        schema::TESTS,
        search::TESTS,
        values::TESTS,
        web::TESTS,
    ])
}
