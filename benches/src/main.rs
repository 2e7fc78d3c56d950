//! See the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    esmodel_benches::run()
}
