//! The lock file: the mapping that is deployed, pinned in the repository.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use serde_json::Value;

use super::{
    Change, Needs, What,
    canonical::{canonical, emptied},
    change::is_under,
    check::Nearest,
    diff::diff,
    write::join,
};
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
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "mapping")]
    mappings: Option<Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pending: Vec<String>,
}

/// A mapping, as servers write one.
fn mapping<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Option<Value>, D::Error> {
    let mapping = Value::deserialize(deserializer)?;
    let has_fields = mapping.get("properties").is_none_or(Value::is_object);
    if mapping.is_object() && has_fields {
        return Ok(Some(mapping));
    }
    Err(D::Error::custom("`mappings` is an object with `properties` in it, which is an object too"))
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
        let mut mapping = canonical(mapping, product);
        // The text is the same whatever features `serde_json` was built with.
        mapping.sort_all_objects();
        Self { mappings: Some(mapping), pending: Vec::new() }
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
    ///
    /// # Errors
    /// [`Error::Invalid`] when the mapping has no such field.
    pub fn accept(&mut self, path: impl Into<String>) -> Result<()> {
        let path = path.into();
        if !self.has(&path) {
            let advice = self.nearest(&path).map_or_else(
                || "write the full path, such as `address.city`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(Error::invalid(format!("`{path}` is no field of the deployed mapping; {advice}")));
        }
        if !self.pending.contains(&path) {
            self.pending.push(path);
            self.pending.sort_unstable();
        }
        Ok(())
    }

    fn has(&self, path: &str) -> bool {
        let Some(mapping) = &self.mappings else { return false };
        if matches!(path, "_routing" | "_source") {
            return true;
        }
        path.split('.')
            .try_fold(mapping, |at, name| {
                let inside = |part: &str| at.get(part)?.get(name);
                inside("properties").or_else(|| inside("fields"))
            })
            .is_some()
    }

    /// The field whose path is nearest to one that is none's.
    fn nearest(&self, path: &str) -> Option<String> {
        let mut nearest = Nearest::to(path);
        each_path(self.mappings.as_ref()?, "", &mut |known| nearest.name(known));
        Some(nearest.found().to_owned()).filter(|found| !found.is_empty())
    }

    /// Takes over what is deployed now. A pending path stays until the field there has changed, which a rebuild does.
    pub fn refresh(&mut self, deployed: Self) {
        let changed = self.diff(&deployed);
        let is_met = |path: &String, change: &Change| {
            // What the file has and the index lacks would have to be added: it is gone.
            let is_other = change.what == What::Added || change.needs == Needs::Rebuild;
            is_other && (is_under(&change.path, &[path]) || is_under(path, &[&change.path]))
        };
        self.pending.retain(|path| !changed.iter().any(|change| is_met(path, change)));
        self.mappings = deployed.mappings;
    }

    /// What it takes to give an index that has the mapping `deployed` the one of this file. Fields that documents brought
    /// are no difference.
    pub fn diff(&self, deployed: &Self) -> Vec<Change> {
        match (&self.mappings, &deployed.mappings) {
            (Some(own), Some(deployed)) => diff(own, deployed),
            (Some(own), None) => diff(own, &emptied(own)),
            (None, Some(deployed)) => diff(&emptied(deployed), deployed),
            (None, None) => Vec::new(),
        }
    }
}

/// Calls `see` with the full path of each field.
fn each_path(at: &Value, parent: &str, see: &mut impl FnMut(&str)) {
    for part in ["properties", "fields"] {
        for (name, field) in at.get(part).and_then(Value::as_object).into_iter().flatten() {
            let path = join(parent, name);
            see(&path);
            each_path(field, &path, see);
        }
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
        lock.accept("zip").unwrap();
        assert_eq!(Lock::parse(&lock.to_string()).unwrap(), lock);
        assert_eq!(Lock::parse("{}").unwrap().to_string(), "{}\n");
        assert!(Lock::parse("{\"mapping\": {}}").unwrap_err().to_string().contains("`mapping`"));
    }

    #[test]
    fn a_mapping_that_is_none_is_refused() {
        for text in [r#"{"mappings": 3}"#, r#"{"mappings": null}"#, r#"{"mappings": {"properties": []}}"#] {
            let error = Lock::parse(text).unwrap_err().to_string();
            assert!(error.contains("`mappings` is an object"), "{text}: {error}");
        }
    }

    #[test]
    fn a_difference_is_what_the_index_lacks_has_otherwise_or_has_alone() {
        let now = json!({"dynamic": "strict", "properties": {"zip": {"type": "keyword"}, "new": {"type": "date"}}});
        let found = lock("long").diff(&Lock::of(&now, Product::OpenSearch));
        let told: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["+ old  object of 1 field", "! zip  keyword -> long", "- new  date"]);
    }

    #[test]
    fn an_empty_file_lacks_every_field_and_nothing_else() {
        let told: Vec<_> = Lock::default().diff(&lock("long")).iter().map(ToString::to_string).collect();
        assert_eq!(told, ["- old  object of 1 field", "- zip  long"]);
        let told: Vec<_> = lock("long").diff(&Lock::default()).iter().map(ToString::to_string).collect();
        assert_eq!(told, ["+ old  object of 1 field", "+ zip  long"]);
    }

    #[test]
    fn a_pending_path_stays_until_the_field_is_another() {
        let mut file = lock("long");
        file.accept("zip").unwrap();
        file.accept("old.a").unwrap();
        let told = file.accept("old.b").unwrap_err().to_string();
        assert!(told.contains("`old.b`") && told.contains("did you mean `old.a`?"), "{told}");
        let told = file.accept("elsewhere").unwrap_err().to_string();
        assert!(told.contains("write the full path"), "{told}");
        file.refresh(lock("long"));
        assert_eq!(file.pending(), ["old.a", "zip"]);
        file.refresh(lock("keyword"));
        assert_eq!(file.pending(), ["old.a"]);
        let gone = json!({"dynamic": "strict", "properties": {"zip": {"type": "keyword"}}});
        file.refresh(Lock::of(&gone, Product::OpenSearch));
        assert!(file.pending().is_empty());
    }

    #[test]
    fn what_source_keeps_is_accepted_like_a_field_and_leaves_with_the_rebuild() {
        let excluding = |path: &str| {
            let mapping = json!({"_source": {"excludes": [path]}, "properties": {"a": {"type": "ip"}}});
            Lock::of(&mapping, Product::OpenSearch)
        };
        let mut file = excluding("a");
        file.accept("_source").unwrap();
        file.refresh(excluding("a"));
        assert_eq!(file.pending(), ["_source"]);
        file.refresh(excluding("b"));
        assert!(file.pending().is_empty());
    }
}
