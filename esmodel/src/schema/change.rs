//! One difference between what is declared and what is deployed, and what it takes.

use std::{collections::HashSet, fmt};

use serde::Serialize;

/// What it takes to make the index fit; the greater, the more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Needs {
    /// Nothing: the index has more than the model, and that is left alone.
    Nothing,
    /// An update of the mapping, while the index is in use.
    InPlace,
    /// An update of settings, while the index is in use.
    DynamicSettings,
    /// The index is closed for a moment: neither read nor written.
    CloseAndOpen,
    /// The index is closed, and not by `apply()`: whoever closed it opens it.
    Opening,
    /// A new index, with all documents indexed again.
    Rebuild,
}

impl fmt::Display for Needs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "nothing",
            Self::InPlace => "an update in place",
            Self::DynamicSettings => "an update of dynamic settings",
            Self::CloseAndOpen => "a close and open",
            Self::Opening => "its opening",
            Self::Rebuild => "a rebuild",
        })
    }
}

/// What happened to a field, a parameter or a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It is declared and not deployed.
    Added,
    /// It is declared in another way than it is deployed.
    Changed,
    /// It is deployed and no longer declared.
    Removed,
}

/// Of an index behind a pattern that somebody closed: old months that are kept and not searched.
pub(crate) const STANDS_CLOSED: &str = "somebody closed it; it is neither compared nor changed";

/// Of what only the index has and is no field: a runtime field, a part of the analysis, a setting, an option.
pub(super) const LEFT: &str = "only the index has it, and may have it from somebody else";

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// The full dotted path of a field (`address.city`, `name.raw`), the full name of a setting
    /// (`index.refresh_interval`, `index.analysis.analyzer.folded`), an option of the mapping (`_meta`), or `(index)` where
    /// the index is closed.
    pub path: String,
    /// The parameter of the field that differs; `None` where the field as a whole does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub param: Option<String>,
    /// What happened.
    pub what: What,
    /// What the index has: a kind, or a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployed: Option<String>,
    /// What is declared: a kind, or a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declared: Option<String>,
    /// What it takes.
    pub needs: Needs,
    /// Why it takes that.
    pub reason: &'static str,
    /// Whether the lock file's `pending` section allows it: the program runs before the index is rebuilt.
    pub pending: bool,
    /// The indices that differ so, where a plan is about several and it is not all of them; empty otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub indices: Vec<String>,
}

impl Change {
    /// A difference of the whole field or setting.
    pub(crate) const fn new(path: String, what: What, needs: Needs, reason: &'static str) -> Self {
        Self {
            path,
            param: None,
            what,
            deployed: None,
            declared: None,
            needs,
            reason,
            pending: false,
            indices: Vec::new(),
        }
    }

    /// What both sides have.
    pub(crate) fn between(mut self, deployed: Option<String>, declared: Option<String>) -> Self {
        self.deployed = deployed;
        self.declared = declared;
        self
    }

    /// Of one parameter only.
    pub(crate) fn of_param(mut self, param: &str) -> Self {
        self.param = Some(param.to_owned());
        self
    }

    /// Whether [`apply`](crate::index::Schema::apply) has anything to do about it or to refuse.
    pub fn is_open(&self) -> bool {
        self.needs != Needs::Nothing && !self.pending
    }

    /// Whether it is only told: it is pending, or left alone and no field of documents, so that a rebuild takes it away
    /// and no `pending` section can name it.
    pub(crate) fn is_only_told(&self) -> bool {
        self.pending || self.reason == LEFT || self.reason == STANDS_CLOSED
    }
}

/// One line: a mark, the path (padded to the width that is asked), what it was and becomes, and in which indices.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match (self.needs, self.what) {
            (Needs::CloseAndOpen | Needs::Opening | Needs::Rebuild, _) => '!',
            (_, What::Added) => '+',
            (_, What::Changed) => '~',
            (_, What::Removed) => '-',
        };
        let width = f.width().unwrap_or(0);
        write!(f, "{mark} {:width$}  ", self.path)?;
        if let Some(param) = &self.param {
            write!(f, "{param}: ")?;
        }
        match (&self.deployed, &self.declared) {
            (Some(deployed), Some(declared)) => write!(f, "{deployed} -> {declared}"),
            (Some(one), None) | (None, Some(one)) => f.write_str(one),
            (None, None) => Ok(()),
        }?;
        if self.indices.is_empty() { Ok(()) } else { write!(f, "  (in {})", self.indices.join(", ")) }
    }
}

/// Marks what waits for a rebuild because the lock file says so.
pub(crate) fn mark_pending(changes: &mut [Change], pending: &[&str]) {
    let pending: HashSet<&str> = pending.iter().copied().collect();
    let waits = |change: &&mut Change| change.needs == Needs::Rebuild || change.what == What::Removed;
    for change in changes.iter_mut().filter(waits) {
        change.pending = itself_and_above(&change.path).any(|path| pending.contains(path));
    }
    // A field that waits is not sent, and nothing below it either.
    let waits = |change: &&Change| change.pending && change.needs == Needs::Rebuild;
    let roots: HashSet<String> = changes.iter().filter(waits).map(|change| change.path.clone()).collect();
    for change in changes {
        change.pending |= itself_and_above(&change.path).any(|path| roots.contains(path));
    }
}

/// The path, and those of the objects that it stands in: as many as it has names, however many paths it is looked for
/// among.
fn itself_and_above(path: &str) -> impl Iterator<Item = &str> {
    let above = path.match_indices('.').filter_map(|(end, _)| path.get(..end));
    above.chain([path])
}

/// Whether `path` is one of those, or stands below one of them.
pub(super) fn is_under<S: AsRef<str>>(path: &str, roots: &[S]) -> bool {
    roots
        .iter()
        .map(AsRef::as_ref)
        .any(|root| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_looked_up_as_often_as_it_has_names() {
        assert_eq!(itself_and_above("a.b.c").collect::<Vec<_>>(), ["a", "a.b", "a.b.c"]);
        assert_eq!(itself_and_above("").collect::<Vec<_>>(), [""]);
    }
}
