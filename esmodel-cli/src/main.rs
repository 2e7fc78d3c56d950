//! The `esmodel` binary: lock files against a cluster. It knows no models; a binary of your own does, see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    esmodel_cli::run::<()>()
}
