//! `schema apply`: makes the indices fit the models, as far as that is safe.

use std::fmt;

use esmodel::{
    Client, Error,
    index::{Applied, Mode},
};
use serde::Serialize;

use crate::{
    Failure, Model, Outcome,
    command::{self, ApplyOptions},
    output::Output,
};

/// What became of one model.
#[derive(Serialize)]
struct Report {
    model: &'static str,
    index: String,
    #[serde(flatten)]
    result: Result,
}

#[derive(Serialize)]
#[serde(tag = "result", rename_all = "snake_case")]
enum Result {
    Unchanged,
    Created,
    Extended { paths: Vec<String> },
    Refused { fields: Vec<String>, advice: String },
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { model, index, result } = self;
        match result {
            Result::Unchanged => write!(f, "{model}: index `{index}` fitted already"),
            Result::Created => write!(f, "{model}: index `{index}` was made"),
            Result::Extended { paths } => {
                write!(f, "{model}: index `{index}` was changed")?;
                paths.iter().try_for_each(|path| write!(f, "\n    + {path}"))
            }
            Result::Refused { fields, advice } => {
                writeln!(f, "{model}: the model does not fit index `{index}`, and nothing was changed")?;
                fields.iter().try_for_each(|field| writeln!(f, "    ! {field}"))?;
                write!(f, "  {advice}")
            }
        }
    }
}

pub(crate) async fn apply(
    models: &[&Model],
    options: &ApplyOptions,
    es: &Client,
    output: Output,
) -> std::result::Result<Outcome, Failure> {
    let mode = match options.mode {
        command::Mode::Validate => Mode::Validate,
        command::Mode::Extend => Mode::Extend,
        command::Mode::Refuse => Mode::Refuse,
    };
    let (mut reports, mut outcome) = (Vec::new(), Outcome::InSync);
    for model in models {
        let result = match (model.apply)(es, mode, options.allow_close).await {
            Ok(Applied::Created) => Result::Created,
            Ok(Applied::Extended(paths)) => Result::Extended { paths },
            Ok(_) => Result::Unchanged,
            Err(error @ (Error::MappingMismatch(_) | Error::NotFound(_))) => {
                outcome = Outcome::Differs;
                refused(&error)
            }
            Err(error) => return Err(error.into()),
        };
        reports.push(Report { model: model.name(), index: es.index_name(model.schema.index).into_owned(), result });
    }
    output.print(&reports)?;
    Ok(outcome)
}

fn refused(error: &Error) -> Result {
    match error {
        Error::MappingMismatch(mismatch) => Result::Refused {
            fields: mismatch.fields().iter().map(ToString::to_string).collect(),
            advice: mismatch.advice().to_owned(),
        },
        other => Result::Refused { fields: Vec::new(), advice: other.to_string() },
    }
}
