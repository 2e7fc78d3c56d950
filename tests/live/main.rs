//! Everything that only a real engine can show. Each test runs on every engine.

use std::process::ExitCode;

fn main() -> ExitCode {
    esmodel_tests::run(&[])
}
