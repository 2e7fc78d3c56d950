//! Everything that only a real engine can show. Each test runs on every engine.
#![expect(clippy::unwrap_used, reason = "a test that fails may panic")]

mod bad_input;
mod bulk;
mod documents;
mod routing;
mod schema;
mod web;

use std::process::ExitCode;

fn main() -> ExitCode {
    esmodel_tests::run(&[bad_input::TESTS, bulk::TESTS, documents::TESTS, routing::TESTS, schema::TESTS, web::TESTS])
}
