//! `schema apply`: makes the indices fit the models, as far as that is safe.

use std::fmt;

use esmodel::{Client, Error, error::Advice, index::Applied};
use serde::Serialize;

use crate::{
    Failure, Model, Outcome,
    command::ApplyOptions,
    models::{is_pattern, none_matches},
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
    Extended {
        paths: Vec<String>,
    },
    Refused {
        fields: Vec<String>,
        advice: &'static str,
    },
    /// The mode does not allow to make the index.
    Missing,
    /// No index matches the pattern: the program makes the first one.
    NoneMatches,
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
            Result::Missing => {
                write!(f, "{model}: there is no index `{index}`; `schema apply` without `--mode` makes it")
            }
            Result::NoneMatches => f.write_str(&none_matches(model, index)),
        }
    }
}

pub(crate) async fn apply(
    models: &[&Model],
    options: &ApplyOptions,
    es: &Client,
    output: Output,
) -> std::result::Result<Outcome, Failure> {
    if options.index.is_some() && models.len() != 1 {
        return Err("`--index` is the index of one model: name the model too, by `--model NAME`".into());
    }
    let (mut reports, mut outcome) = (Vec::new(), Outcome::InSync);
    for model in models {
        let index = options.index.as_deref().unwrap_or(model.schema.index);
        let result = match (model.apply)(es, options).await {
            Ok(Applied::Created) => Result::Created,
            Ok(Applied::Extended(paths)) => Result::Extended { paths },
            Ok(_) => Result::Unchanged,
            Err(Error::MappingMismatch(mismatch)) => {
                outcome = Outcome::Differs;
                Result::Refused {
                    fields: mismatch.fields().iter().map(ToString::to_string).collect(),
                    advice: advice(mismatch.advice()),
                }
            }
            Err(Error::NotFound(_)) if is_pattern(index) => Result::NoneMatches,
            Err(Error::NotFound(_)) => {
                outcome = Outcome::Differs;
                Result::Missing
            }
            Err(error) => return Err(error.into()),
        };
        reports.push(Report { model: model.name(), index: es.index_name(index).into_owned(), result });
    }
    output.print(&reports)?;
    Ok(outcome)
}

/// What to do, in the words of the command line.
fn advice(advice: Advice) -> &'static str {
    match advice {
        Advice::Rebuild => {
            "change the model back, or load the documents into a new index; an index that a save made before \
             `schema apply` has a mapping of the server's guess: delete it"
        }
        Advice::AllowClose => "`--allow-close` closes the index for a moment to change that",
        Advice::Open => "somebody closed the index, and `schema apply` does not open it: `POST /INDEX/_open`",
        Advice::Extend => "`schema apply` without `--mode` makes the index fit",
    }
}
