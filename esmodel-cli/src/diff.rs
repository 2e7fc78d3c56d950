//! `schema diff`: where lock files and cluster differ.

use std::fmt;

use esmodel::{
    Client,
    schema::{Change, Report},
};
use serde::Serialize;

use crate::{
    Failure, Model, Outcome,
    command::{Connection, Files},
    connect,
    output::Output,
    target::{Target, targets},
};

/// One lock file and its index.
#[derive(Serialize)]
pub(crate) struct Compared {
    pub(crate) file: String,
    /// The full name of the index.
    pub(crate) index: String,
    /// Whether the index is there.
    pub(crate) deployed: bool,
    /// Whether it is not although the file says that it is.
    pub(crate) missing: bool,
    /// What may be wrong where it is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) advice: Option<String>,
    pub(crate) changes: Vec<Change>,
}

impl Compared {
    pub(crate) const fn is_in_sync(&self) -> bool {
        !self.missing && self.changes.is_empty()
    }

    /// The first line.
    pub(crate) fn headline(&self) -> String {
        let Self { file, index, .. } = self;
        match self.changes.len() {
            _ if self.missing => {
                let advice = self.advice.as_deref().map(|advice| format!("; {advice}")).unwrap_or_default();
                format!("{file}: there is no index `{index}`, and the file says that there is{advice}")
            }
            _ if !self.deployed => format!("{file}: there is no index `{index}` yet, as the file says"),
            0 => format!("{file}: as index `{index}` has it"),
            1 => format!("{file}: index `{index}` has 1 difference"),
            count => format!("{file}: index `{index}` has {count} differences"),
        }
    }
}

impl fmt::Display for Compared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline())?;
        if self.changes.is_empty() {
            return Ok(());
        }
        writeln!(f, "\n{}", Report(&self.changes))?;
        write!(f, "  `esmodel schema lock` takes over what the index has")
    }
}

pub(crate) async fn diff(
    models: &[Model],
    files: &Files,
    connection: &Connection,
    output: Output,
) -> Result<Outcome, Failure> {
    let targets = targets(models, files)?;
    let es = connect(connection).await?;
    let mut compared = Vec::new();
    for target in &targets {
        compared.push(compare(target, &es).await?);
    }
    output.print(&compared)?;
    Ok(if compared.iter().all(Compared::is_in_sync) { Outcome::InSync } else { Outcome::Differs })
}

/// One file against its index.
pub(crate) async fn compare(target: &Target, es: &Client) -> Result<Compared, Failure> {
    let index = es.index_named(&target.index);
    let lock = target.read()?;
    let deployed = index.lock().await?;
    let missing = deployed.is_none() && !lock.is_empty();
    Ok(Compared {
        file: target.name.clone(),
        index: index.name().to_owned(),
        deployed: deployed.is_some(),
        missing,
        advice: missing.then(|| target.advice(es)),
        changes: deployed.map(|deployed| lock.diff(&deployed)).unwrap_or_default(),
    })
}
