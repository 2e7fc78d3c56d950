//! Lock files and the indices that they are about.

use std::{
    fs,
    path::{Path, PathBuf},
};

use esmodel::{Client, schema::Lock};

use crate::{Failure, Model, command::Files};

/// One lock file.
pub(crate) struct Target {
    /// As the user wrote it, or as the model names it.
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    /// The index, before the client's prefix.
    pub(crate) index: String,
    /// Whether the user named file and index, so that a name may be mistyped.
    pub(crate) is_named: bool,
}

impl Target {
    /// The file that the user named.
    pub(crate) fn file(path: &Path, index: &str) -> Self {
        Self { name: path.display().to_string(), path: path.to_owned(), index: index.to_owned(), is_named: true }
    }

    /// The lock file of a model, where it has one: in the package that the model was compiled in.
    pub(crate) fn of(model: &Model) -> Option<Self> {
        let lock = model.schema.lock?;
        let folder = Path::new(lock.folder);
        // On another machine it is looked for in the folder that the command runs in.
        let folder = if folder.is_dir() { folder } else { Path::new("") };
        let (name, index) = (lock.path.to_owned(), model.schema.index.to_owned());
        Some(Self { name, path: folder.join(lock.path), index, is_named: false })
    }

    /// What may be wrong where the file is about an index that is not there. Writing `{}` switches the file's checks off,
    /// so a prefix that was forgotten or doubled is told first.
    pub(crate) fn advice(&self, es: &Client) -> String {
        let prefix = es.index_prefix();
        if prefix.is_empty() {
            return "if the program's client has a prefix, name it by `--index-prefix`; where the index was deleted, \
                    write `{}` into the file"
                .to_owned();
        }
        match self.index.strip_prefix(prefix) {
            Some(bare) if self.is_named => {
                format!("`--index-prefix` stands before the name anyway: write `--index {bare}`")
            }
            _ => "where it was deleted, write `{}` into the file".to_owned(),
        }
    }

    /// What is in the file.
    pub(crate) fn read(&self) -> Result<Lock, Failure> {
        let text = fs::read_to_string(&self.path).map_err(|error| format!("{}: {error}", self.name))?;
        Lock::parse(&text).map_err(|error| format!("{}: {error}", self.name).into())
    }

    /// What is in the file; nothing where it is yet to be made.
    pub(crate) fn read_or_begin(&self) -> Result<Lock, Failure> {
        if fs::exists(&self.path)? { self.read() } else { Ok(Lock::default()) }
    }
}

/// The file that is named, or those of the models.
pub(crate) fn targets(models: &[Model], files: &Files) -> Result<Vec<Target>, Failure> {
    match (&files.file, &files.index) {
        (Some(file), Some(index)) => Ok(vec![Target::file(file, index)]),
        _ => locked(&files.choice.of(models)?),
    }
}

/// The lock files of models.
pub(crate) fn locked(models: &[&Model]) -> Result<Vec<Target>, Failure> {
    let targets: Vec<Target> = models.iter().copied().filter_map(Target::of).collect();
    if targets.is_empty() {
        return Err("no model here has a lock file: write `#[es(lock = \"employees.mapping.json\")]` on one".into());
    }
    Ok(targets)
}
