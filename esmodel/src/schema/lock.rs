//! The lock file: the mapping that is deployed, pinned in the repository.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Change, Needs, canonical::canonical, change::is_under, diff::diff};
use crate::{
    dialect::Product,
    error::{Error, Result},
};

/// The lock file that a model names: `#[es(lock = "employees.mapping.json")]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockFile {
    /// The path, from the folder of the package that the model is in.
    pub path: &'static str,
    /// The folder of that package where the model was compiled.
    pub folder: &'static str,
    /// The paths of fields that may differ until the index is rebuilt.
    pub pending: &'static [&'static str],
}

/// What a lock file holds: a mapping in a form that is the same on every server, and the paths of fields in which the
/// struct may differ from it until the index is rebuilt. The text `{}` says that nothing is deployed yet.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mappings: Option<Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pending: Vec<String>,
}

impl Lock {
    /// Reads the text of a lock file.
    ///
    /// # Errors
    /// [`Error::Decode`] when it is no JSON object with `mappings` and `pending` in it.
    pub fn parse(text: &str) -> Result<Self> {
        serde_json::from_str(text).map_err(|source| Error::decode("a lock file", source))
    }

    /// The mapping that a server has.
    pub(crate) fn of(mapping: &Value, product: Product) -> Self {
        Self { mappings: Some(canonical(mapping, product)), pending: Vec::new() }
    }

    /// Whether it says that nothing is deployed yet.
    pub const fn is_empty(&self) -> bool {
        self.mappings.is_none()
    }

    /// The paths of fields in which the struct may differ until the index is rebuilt.
    pub fn pending(&self) -> &[String] {
        &self.pending
    }

    /// Allows the struct to differ at `path` and below, until the index is rebuilt.
    pub fn accept(&mut self, path: impl Into<String>) {
        let path = path.into();
        if !self.pending.contains(&path) {
            self.pending.push(path);
            self.pending.sort_unstable();
        }
    }

    /// Takes over what is deployed now. A pending path stays until the field there has changed, which a rebuild does.
    pub fn refresh(&mut self, deployed: Self) {
        let mut changed = deployed.diff(self);
        changed.retain(|change| change.needs != Needs::InPlace);
        let is_met =
            |path: &String, change: &Change| is_under(&change.path, &[path]) || is_under(path, &[&change.path]);
        self.pending.retain(|path| !changed.iter().any(|change| is_met(path, change)));
        self.mappings = deployed.mappings;
    }

    /// How `deployed` differs from this.
    pub fn diff(&self, deployed: &Self) -> Vec<Change> {
        let nothing = Value::Object(serde_json::Map::new());
        let of = |lock: &Self| lock.mappings.clone().unwrap_or_else(|| nothing.clone());
        diff(&of(self), &of(deployed))
    }
}

/// The text of the file.
impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values of JSON can always be written.
        writeln!(f, "{}", serde_json::to_string_pretty(self).map_err(|_error| fmt::Error)?)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lock(kind: &str) -> Lock {
        let mapping = json!({"dynamic": "strict", "properties": {
            "zip": {"type": kind}, "old": {"properties": {"a": {"type": "ip"}}}}});
        Lock::of(&mapping, Product::OpenSearch)
    }

    #[test]
    fn the_text_is_read_back() {
        let mut lock = lock("long");
        lock.accept("zip");
        assert_eq!(Lock::parse(&lock.to_string()).unwrap(), lock);
        assert_eq!(Lock::parse("{}").unwrap().to_string(), "{}\n");
        assert!(Lock::parse("{\"mapping\": {}}").unwrap_err().to_string().contains("`mapping`"));
    }

    #[test]
    fn a_pending_path_stays_until_the_field_is_another() {
        let mut file = lock("long");
        file.accept("zip");
        file.accept("old.a");
        file.refresh(lock("long"));
        assert_eq!(file.pending(), ["old.a", "zip"]);
        file.refresh(lock("keyword"));
        assert_eq!(file.pending(), ["old.a"]);
        let gone = json!({"dynamic": "strict", "properties": {"zip": {"type": "keyword"}}});
        file.refresh(Lock::of(&gone, Product::OpenSearch));
        assert!(file.pending().is_empty());
    }
}
