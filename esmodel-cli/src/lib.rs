//! Schema work from a terminal: lock files, plans, and applying models to a cluster.
//!
//! The `esmodel` binary of this package compares lock files with a cluster. A binary that knows your models is one call,
//! and has the same commands, `plan` and `apply` among them:
//!
//! ```no_run
//! use esmodel::prelude::*;
//!
//! /// A place where people live.
//! #[derive(Serialize, Deserialize, EsModel)]
//! #[es(index = "cities")]
//! struct City {
//!     #[es(id)]
//!     id: u32,
//!     name: String,
//! }
//!
//! fn main() -> std::process::ExitCode {
//!     esmodel_cli::run::<(City,)>()
//! }
//! ```
//!
//! | command | does | needs |
//! |---|---|---|
//! | `schema lock` | writes what is deployed into lock files; `--accept PATH` adds to their `pending` section | a file, or models |
//! | `schema diff` | shows where lock files and cluster differ | a file, or models |
//! | `schema check` | the same in a line each, and whether the models fit: for CI | a file, or models |
//! | `schema plan` | shows what it takes to make the indices fit the models | models |
//! | `schema apply` | does so, as far as that is safe | models |
//!
//! The address is `--url` or the variable `ESMODEL_URL`. `--json` prints data instead of text, an error as
//! `{"error": "what is wrong"}` to standard error; a command line that cannot be read is told in text. The exit code is 0 where
//! all is in sync, 1 where something differs or is left to do, 2 for an error.

mod apply;
mod check;
mod command;
mod diff;
mod lock;
mod models;
mod output;
mod plan;
mod target;

use std::process::ExitCode;

use esmodel::Client;

pub use self::models::{Model, Models};
use self::{
    command::{Arguments, Command, Connection, Group, known},
    output::Output,
};

/// Why a command could not be carried out.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Nothing is left to do.
    InSync,
    /// Something differs, or was refused.
    Differs,
}

/// Runs the command line of this process for these models: a tuple of up to sixteen, `()` for none. It prints to
/// standard output, errors to standard error, and gives the exit code.
///
/// It starts a runtime of its own, so it is called from a plain `main`, not from within an async one.
pub fn run<M: Models>() -> ExitCode {
    let arguments = command::parsed();
    let done = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::from)
        .and_then(|runtime| runtime.block_on(carry_out(&M::list(), &arguments)));
    match done {
        Ok(Outcome::InSync) => ExitCode::SUCCESS,
        Ok(Outcome::Differs) => ExitCode::from(1),
        Err(error) => {
            Output::new(arguments.json).print_error(&error);
            ExitCode::from(2)
        }
    }
}

async fn carry_out(models: &[Model], arguments: &Arguments) -> Result<Outcome, Failure> {
    let Group::Schema { command } = &arguments.group;
    let connection = &arguments.connection;
    let output = Output::new(arguments.json);
    match command {
        Command::Lock(options) => lock::lock(models, options, connection, output).await,
        Command::Diff(choice) => diff::diff(models, choice, connection, output).await,
        Command::Check(choice) => check::check(models, choice, connection, output).await,
        Command::Plan(choice) => plan::plan(&choice.of(known(models)?)?, &connect(connection).await?, output).await,
        Command::Apply(options) => {
            apply::apply(&options.choice.of(known(models)?)?, options, &connect(connection).await?, output).await
        }
    }
}

async fn connect(connection: &Connection) -> Result<Client, Failure> {
    let url = connection.url.clone().or_else(|| std::env::var("ESMODEL_URL").ok());
    let url = url.ok_or("no address of a server: write `--url http://localhost:9200`, or set ESMODEL_URL")?;
    Ok(Client::builder().node(url).index_prefix(connection.index_prefix.as_str()).connect().await?)
}

/// The guide's code compiles.
#[cfg(doctest)]
#[doc = include_str!("../../docs/schema.md")]
struct Guide;
