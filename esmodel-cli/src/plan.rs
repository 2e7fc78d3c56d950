//! `schema plan`: what it takes to make the indices fit the models.

use esmodel::{Client, index::Plan};

use crate::{Failure, Model, Outcome, output::Output};

pub(crate) async fn plan(models: &[&Model], es: &Client, output: Output) -> Result<Outcome, Failure> {
    let mut plans = Vec::new();
    for model in models {
        plans.push((model.plan)(es).await?);
    }
    output.print(&plans)?;
    Ok(if plans.iter().any(Plan::needs_action) { Outcome::Differs } else { Outcome::InSync })
}
