//! `schema lock`: what is deployed, written into lock files.

use std::{fmt, fs};

use esmodel::{Client, schema::Lock};
use serde::Serialize;

use crate::{
    Failure, Model, Outcome,
    command::{Connection, LockOptions},
    connect,
    output::Output,
    target::{Target, locked},
};

/// What became of one file.
#[derive(Serialize)]
struct Written {
    file: String,
    /// The full name of the index; `None` where there is none yet, or only paths were accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<String>,
    /// Whether the file has another text now.
    changed: bool,
    pending: Vec<String>,
    /// Whether the file says that nothing is deployed yet.
    #[serde(rename = "empty")]
    is_empty: bool,
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.changed { "written" } else { "unchanged" };
        write!(f, "{}: {what}", self.file)?;
        if self.is_empty {
            write!(f, ", nothing is deployed yet")?;
        }
        if let Some(index) = &self.index {
            write!(f, ", as index `{index}` has it")?;
        }
        if !self.pending.is_empty() {
            write!(f, "; pending: {}", self.pending.join(", "))?;
        }
        Ok(())
    }
}

pub(crate) async fn lock(
    models: &[Model],
    options: &LockOptions,
    connection: &Connection,
    output: Output,
) -> Result<Outcome, Failure> {
    let written = match (&options.file, &options.index) {
        (Some(file), None) if options.accept.is_empty() => {
            let file = file.display();
            return Err(
                format!("`--index NAME` says which index `{file}` is about, `--accept PATH` what it allows").into()
            );
        }
        (Some(file), None) => {
            let target = Target::file(file, "");
            vec![write(&target, None, target.read()?, &options.accept)?]
        }
        (Some(file), Some(index)) => {
            vec![refresh(&Target::file(file, index), &connect(connection).await?, &options.accept).await?]
        }
        (None, _) => {
            let targets = locked(&options.choice.of(models)?)?;
            let es = connect(connection).await?;
            let mut written = Vec::new();
            for target in &targets {
                written.push(refresh(target, &es, &options.accept).await?);
            }
            written
        }
    };
    output.print(&written)?;
    Ok(Outcome::InSync)
}

async fn refresh(target: &Target, es: &Client, accept: &[String]) -> Result<Written, Failure> {
    let index = es.index_named(&target.index);
    let mut lock = target.read_or_begin()?;
    let deployed = index.lock().await?;
    let is_deployed = deployed.is_some();
    match deployed {
        Some(deployed) => lock.refresh(deployed),
        None if lock.is_empty() && target.is_named => {
            let (name, file) = (index.name(), &target.name);
            return Err(format!(
                "there is no index `{name}`; correct `--index` or `--index-prefix`, or where nothing is deployed yet, write \
                 `{{}}` into `{file}`"
            )
            .into());
        }
        None if lock.is_empty() => {}
        None => {
            let name = index.name();
            return Err(format!(
                "there is no index `{name}`, and `{}` says that there is; {}",
                target.name,
                target.advice(es)
            )
            .into());
        }
    }
    write(target, is_deployed.then(|| index.name().to_owned()), lock, accept)
}

fn write(target: &Target, index: Option<String>, mut lock: Lock, accept: &[String]) -> Result<Written, Failure> {
    for path in accept {
        lock.accept(path.as_str()).map_err(|error| match path.split_once(',') {
            None => format!("{}: {error}", target.name),
            Some((first, _)) => format!(
                "{}: `{path}` is no field of the deployed mapping; repeat the option for each path: `--accept {first} --accept ..`",
                target.name
            ),
        })?;
    }
    let (text, before) = (lock.to_string(), fs::read_to_string(&target.path).unwrap_or_default());
    let changed = text != before;
    if changed {
        fs::write(&target.path, text).map_err(|error| format!("{}: {error}", target.name))?;
    }
    Ok(Written {
        file: target.name.clone(),
        index,
        changed,
        pending: lock.pending().to_vec(),
        is_empty: lock.is_empty(),
    })
}
