//! `schema check`: whether lock files, models and cluster agree, in a line each.

use std::fmt;

use esmodel::{
    index::{Plan, Verdict},
    schema::Needs,
};
use serde::Serialize;

use crate::{
    Failure, Model, Outcome,
    command::{Connection, Files},
    connect,
    diff::{Compared, compare},
    models::none_matches,
    output::Output,
    target::{Target, targets},
};

/// One file or model.
#[derive(Serialize)]
#[serde(untagged)]
enum Checked {
    File(Compared),
    Model(Plan),
}

impl Checked {
    fn is_in_sync(&self) -> bool {
        match self {
            Self::File(compared) => compared.is_in_sync(),
            Self::Model(plan) => !plan.needs_action(),
        }
    }
}

/// The most that is left to do: what is pending is not.
fn open(plan: &Plan) -> Option<Needs> {
    plan.changes.iter().filter(|change| change.is_open()).map(|change| change.needs).max()
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(compared) if compared.is_in_sync() => write!(f, "ok       {}", compared.headline()),
            Self::File(compared) => write!(f, "differs  {}", compared.headline()),
            Self::Model(plan) => {
                let Plan { model, index, .. } = plan;
                match plan.verdict {
                    Verdict::InSync => write!(f, "ok       {model}: index `{index}` is in sync"),
                    Verdict::Create if !plan.needs_action() => {
                        write!(f, "ok       {}", none_matches(model, index))
                    }
                    Verdict::Create => write!(f, "differs  {model}: there is no index `{index}`"),
                    Verdict::Changes(_) if !plan.needs_action() => {
                        write!(f, "ok       {model}: index `{index}` is in sync but for what is pending or left alone")
                    }
                    Verdict::Changes(_) => match open(plan) {
                        Some(needs) => write!(f, "differs  {model}: index `{index}` needs {needs}"),
                        None => write!(f, "differs  {model}: index `{index}` has fields that the model does not have"),
                    },
                }
            }
        }
    }
}

pub(crate) async fn check(
    models: &[Model],
    files: &Files,
    connection: &Connection,
    output: Output,
) -> Result<Outcome, Failure> {
    let mut checked = Vec::new();
    if files.file.is_some() {
        let targets = targets(models, files)?;
        let es = connect(connection).await?;
        for target in &targets {
            checked.push(Checked::File(compare(target, &es).await?));
        }
    } else {
        let models = files.choice.of(models)?;
        let es = connect(connection).await?;
        for model in models {
            if let Some(target) = Target::of(model) {
                checked.push(Checked::File(compare(&target, &es).await?));
            }
            checked.push(Checked::Model((model.plan)(&es).await?));
        }
    }
    output.print(&checked)?;
    Ok(if checked.iter().all(Checked::is_in_sync) { Outcome::InSync } else { Outcome::Differs })
}
