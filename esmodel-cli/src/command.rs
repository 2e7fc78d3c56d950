//! The command line.

use std::path::PathBuf;

use clap::{
    Args, CommandFactory as _, Parser, Subcommand, ValueEnum,
    error::{ContextKind, ContextValue, ErrorKind},
};
use esmodel::index;

use crate::{Failure, Model};

/// Elasticsearch and OpenSearch schemas of esmodel.
///
/// The exit code is 0 where all is in sync, 1 where something differs or is left to do, 2 for an error.
#[derive(Debug, Parser)]
#[command(name = "esmodel", version)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// Print data instead of text: results to standard output, an error to standard error.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) group: Group,
}

/// Which server.
#[derive(Debug, Args)]
pub(crate) struct Connection {
    /// The server: `http://localhost:9200`, `https://user:password@host`; `ESMODEL_URL` unless given.
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// What stands before the name of every index.
    #[arg(long, global = true, value_name = "PREFIX", default_value = "", hide_default_value = true)]
    pub(crate) index_prefix: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    /// Lock files, models and the indices that are deployed.
    Schema {
        #[command(subcommand)]
        command: Command,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write what is deployed into lock files.
    Lock(LockOptions),
    /// Show where lock files and cluster differ.
    Diff(Files),
    /// Say in a line each whether lock files, models and cluster agree.
    Check(Files),
    /// Show what it takes to make the indices fit the models.
    Plan(Choice),
    /// Make the indices fit the models, as far as that is safe.
    Apply(ApplyOptions),
}

/// A lock file and its index, or models.
#[derive(Debug, Args)]
pub(crate) struct Files {
    /// The lock file; those of the models unless given.
    #[arg(value_name = "FILE", requires = "index")]
    pub(crate) file: Option<PathBuf>,
    /// The index or alias that the file is about.
    #[arg(long, value_name = "NAME", requires = "file")]
    pub(crate) index: Option<String>,
    #[command(flatten)]
    pub(crate) choice: Choice,
}

#[derive(Debug, Args)]
pub(crate) struct LockOptions {
    /// The lock file; those of the models unless given.
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// The index or alias whose mapping is written, and which must be there; without it the file only takes over what
    /// is accepted.
    #[arg(long, value_name = "NAME", requires = "file")]
    pub(crate) index: Option<String>,
    /// A field in which the struct may differ until the index is rebuilt; give it once for each.
    #[arg(long, value_name = "PATH")]
    pub(crate) accept: Vec<String>,
    #[command(flatten)]
    pub(crate) choice: Choice,
}

#[derive(Debug, Args)]
pub(crate) struct ApplyOptions {
    #[command(flatten)]
    pub(crate) choice: Choice,
    /// How much may be changed.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) mode: Mode,
    /// Allow to close an index for a moment, which new analyzers need.
    #[arg(long)]
    pub(crate) allow_close: bool,
    /// Another index than the model's, of one model: such as the new one of a rebuild.
    #[arg(long, value_name = "NAME")]
    pub(crate) index: Option<String>,
}

/// How much `apply` may change.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum Mode {
    /// Nothing: what is missing is an error.
    Validate,
    /// What can be changed while the index is in use.
    #[default]
    Extend,
    /// Only a missing index is made.
    Refuse,
}

impl From<Mode> for index::Mode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Validate => Self::Validate,
            Mode::Extend => Self::Extend,
            Mode::Refuse => Self::Refuse,
        }
    }
}

/// The models, of a command that can do nothing without.
pub(crate) fn known(models: &[Model]) -> Result<&[Model], Failure> {
    if models.is_empty() {
        return Err(
            "`schema plan` and `schema apply` need models, and this binary knows none: run the binary of your own \
                    package whose `main` is `esmodel_cli::run::<(City,)>()`; `schema lock`, `diff` and `check` work \
                    here, with a lock file and `--index`"
                .into(),
        );
    }
    Ok(models)
}

/// The command line of this process; one that is wrong is told, and ends the process.
pub(crate) fn parsed() -> Arguments {
    Arguments::try_parse().unwrap_or_else(|error| beside(&error).unwrap_or(error).exit())
}

/// A better word where the group was left out: `plan` for `schema plan`.
fn beside(error: &clap::Error) -> Option<clap::Error> {
    let Some(ContextValue::String(name)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    let told = format!("unrecognized subcommand `{name}`: did you mean `schema {name}`?");
    Command::has_subcommand(name).then(|| Arguments::command().error(ErrorKind::InvalidSubcommand, told))
}

/// Which models.
#[derive(Debug, Args)]
pub(crate) struct Choice {
    /// Only this model, by its Rust name; all unless given.
    #[arg(long = "model", value_name = "NAME")]
    pub(crate) names: Vec<String>,
}

impl Choice {
    /// The models that are meant.
    pub(crate) fn of<'m>(&self, models: &'m [Model]) -> Result<Vec<&'m Model>, Failure> {
        if models.is_empty() {
            return Err("this binary knows no models: name a lock file and `--index`, or write a binary of your own \
                        whose `main` is `esmodel_cli::run::<(City,)>()`"
                .into());
        }
        if let Some(unknown) = self.names.iter().find(|name| models.iter().all(|model| model.name() != *name)) {
            let known: Vec<&str> = models.iter().map(Model::name).collect();
            return Err(format!("there is no model `{unknown}`; there are {}", known.join(", ")).into());
        }
        let is_meant = |model: &&Model| self.names.is_empty() || self.names.iter().any(|name| model.name() == name);
        Ok(models.iter().filter(is_meant).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(arguments: &[&str]) -> String {
        let error = Arguments::try_parse_from(arguments).unwrap_err();
        beside(&error).unwrap_or(error).to_string()
    }

    #[test]
    fn a_mistyped_command_and_one_without_its_group_are_told_the_right_one() {
        assert!(told(&["esmodel", "schema", "lok"]).contains("'lock'"), "{}", told(&["esmodel", "schema", "lok"]));
        assert!(told(&["esmodel", "plan"]).contains("did you mean `schema plan`?"), "{}", told(&["esmodel", "plan"]));
        assert!(!told(&["esmodel", "nothing"]).contains("did you mean"), "{}", told(&["esmodel", "nothing"]));
    }

    #[test]
    fn a_plan_without_models_asks_for_a_binary_with_models() {
        let error = known(&[]).unwrap_err().to_string();
        assert!(error.contains("`esmodel_cli::run::<(City,)>()`") && !error.contains("name a lock file"), "{error}");
    }
}
