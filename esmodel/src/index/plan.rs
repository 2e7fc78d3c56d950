//! What it takes to make an index fit its model.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    hash::Hash,
};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{closing, is_pattern};
use crate::{
    client::Client,
    error::{Advice, Error, FieldMismatch, MappingMismatch, Result},
    schema::{
        Change, Flat, LockFile, ModelSchema, Needs, Report, STANDS_CLOSED, What, canonical, diff, diff_settings,
        emptied, mapping_body, mark_pending, settings_body, width,
    },
    wire::{Effect, Method, Request, RequestPath},
};

/// What a plan comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The index has exactly what the model declares.
    InSync,
    /// There is no such index; of a pattern, none that matches.
    Create,
    /// They differ, and this is the most that one of the differences takes.
    Changes(Needs),
}

/// A model against its index; see [`Schema::plan`](super::Schema::plan). Printed, it is a list for a person;
/// serialised, it is data.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Plan {
    /// The model's Rust name.
    pub model: &'static str,
    /// The index, alias or pattern that was asked, with the client's prefix.
    pub index: String,
    /// The indices behind it; none when it is to be created.
    pub indices: Vec<String>,
    /// What it comes to.
    pub verdict: Verdict,
    /// Every difference; where the index is to be created, all that it will be made with.
    pub changes: Vec<Change>,
    /// The lock file that the model was compiled against.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lock: Option<&'static str>,
}

impl Plan {
    /// Whether there is anything left to do or to decide: a difference that the lock file does not name as pending. What
    /// only the index has counts where it is a field of documents, and not where it is a setting, an analyzer, a runtime
    /// field or an option of the mapping. That no index matches a pattern does not count: the first document makes one.
    pub fn needs_action(&self) -> bool {
        if self.verdict == Verdict::Create {
            return !is_pattern(&self.index);
        }
        self.changes.iter().any(|change| !change.is_only_told())
    }

    /// The error that says of each of these changes that the index does not fit.
    pub(super) fn mismatch(&self, refused: impl Fn(&Change) -> bool, advice: Advice) -> Option<Error> {
        let fields: Vec<_> = self.changes.iter().filter(|change| refused(change)).map(as_mismatch).collect();
        let index = if let [only] = self.indices.as_slice() { only } else { &self.index };
        (!fields.is_empty()).then(|| MappingMismatch::new(index, fields, advice).into())
    }
}

fn as_mismatch(change: &Change) -> FieldMismatch {
    let said = |side: &Option<String>| side.clone().unwrap_or_else(|| "missing".to_owned());
    FieldMismatch {
        path: change.path.clone(),
        param: change.param.clone(),
        deployed: said(&change.deployed),
        declared: said(&change.declared),
        indices: change.indices.clone(),
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { model, index, .. } = self;
        match self.verdict {
            Verdict::InSync => write!(f, "{model}: index `{index}` is in sync"),
            Verdict::Create => {
                if is_pattern(index) {
                    let first = "the program makes the first one by `.for_document(&value)`";
                    write!(f, "{model}: no index matches `{index}` yet; {first}, with")?;
                } else {
                    write!(f, "{model}: index `{index}` is not there; it would be made with")?;
                }
                let width = width(&self.changes);
                self.changes.iter().try_for_each(|change| write!(f, "\n    {change:width$}"))
            }
            Verdict::Changes(_) => {
                let count = self.changes.len();
                let noun = if count == 1 { "difference" } else { "differences" };
                write!(f, "{model}: index `{index}` has {count} {noun}\n{}", Report(&self.changes))
            }
        }
    }
}

/// A plan, and what carries it out.
pub(super) struct Work {
    pub(super) plan: Plan,
    /// The mapping that is declared, in the server's words.
    pub(super) mapping: Value,
    /// The settings that are declared.
    pub(super) settings: Value,
    /// The settings to be changed.
    pub(super) updates: Vec<Update>,
    /// `_meta` of each index that is there.
    pub(super) metas: BTreeMap<String, Value>,
}

/// Settings of one index that are to be changed.
pub(super) struct Update {
    pub(super) index: String,
    pub(super) needs: Needs,
    pub(super) settings: Flat,
}

/// Compares the model with the index, or with every index behind the alias or the pattern.
pub(super) async fn work(es: &Client, schema: &ModelSchema, index: String) -> Result<Work> {
    let product = es.dialect().product();
    let (mapping, settings) = (mapping_body(schema, es.dialect())?, settings_body(schema, es.dialect()));
    let declared = canonical(&mapping, product);
    let deployed = states(es, &index).await?;
    let (mut found, mut updates) = (Grouped::default(), Vec::new());
    let pending = schema.lock.map_or(&[][..], |lock| lock.pending);
    for (name, one) in &deployed {
        if one.is_closed() {
            let change = closed(&one.mappings, is_pattern(&index));
            let is_left = change.needs == Needs::Nothing;
            found.add(change, name);
            if is_left {
                continue;
            }
        }
        // Fields can be pending; a setting that is named like one is not.
        let mut fields = diff(&declared, &canonical(&one.mappings, product));
        mark_pending(&mut fields, pending);
        for change in fields {
            found.add(change, name);
        }
        for (change, flat) in diff_settings(&settings, &one.settings) {
            updates.push(Update { index: name.clone(), needs: change.needs, settings: flat });
            found.add(change, name);
        }
    }
    let mut changes: Vec<Change> = found.list.into_iter().map(|change| placed(change, deployed.len())).collect();
    if deployed.is_empty() {
        changes = diff(&declared, &emptied(&declared));
        changes.extend(diff_settings(&settings, &Map::new()).into_iter().map(|(change, _)| change));
        // One request makes all of it.
        for change in &mut changes {
            change.needs = Needs::InPlace;
            change.reason = "an index is made with it";
        }
    }
    let verdict = match changes.iter().map(|change| change.needs).max() {
        _ if deployed.is_empty() => Verdict::Create,
        None => Verdict::InSync,
        Some(needs) => Verdict::Changes(needs),
    };
    let lock = schema.lock.map(|LockFile { path, .. }| path);
    let metas =
        deployed.into_iter().map(|(name, state)| (name, state.mappings.get("_meta").cloned().unwrap_or_default()));
    let metas: BTreeMap<String, Value> = metas.collect();
    let indices = metas.keys().cloned().collect();
    let plan = Plan { model: schema.name, index, indices, verdict, changes, lock };
    Ok(Work { plan, mapping, settings, updates, metas })
}

/// That the index is closed, and what becomes of it.
fn closed(mapping: &Value, is_of_pattern: bool) -> Change {
    let (needs, reason) = if closing::is_marked(mapping.get("_meta")) {
        (Needs::DynamicSettings, "an `apply()` that did not end left it closed, and the next one opens it")
    } else if is_of_pattern {
        (Needs::Nothing, STANDS_CLOSED)
    } else {
        (Needs::Opening, "somebody closed it, and `apply()` does not know why")
    };
    let change = Change::new("(index)".to_owned(), What::Changed, needs, reason);
    change.between(Some("closed".to_owned()), Some("open".to_owned()))
}

/// What indices need, in the order in which it was found: what several need stands once, with the names of all of them.
#[derive(Debug)]
struct Grouped<T> {
    list: Vec<(T, Vec<String>)>,
    places: HashMap<T, usize>,
}

impl<T> Default for Grouped<T> {
    fn default() -> Self {
        Self { list: Vec::new(), places: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Grouped<T> {
    fn add(&mut self, one: T, index: &str) {
        let place = self.places.get(&one).and_then(|place| self.list.get_mut(*place));
        if let Some((_, indices)) = place {
            indices.push(index.to_owned());
        } else {
            self.places.insert(one.clone(), self.list.len());
            self.list.push((one, vec![index.to_owned()]));
        }
    }
}

/// The change with the indices that need it, unless all do.
fn placed((mut change, indices): (Change, Vec<String>), all: usize) -> Change {
    if indices.len() < all {
        change.indices = indices;
    }
    change
}

/// What the server says of one index.
#[derive(Debug, Deserialize)]
pub(super) struct State {
    #[serde(default)]
    pub(super) mappings: Value,
    /// By their full names.
    #[serde(default)]
    settings: Map<String, Value>,
}

impl State {
    /// Whether it is closed. Servers say so in no other way that comes with the mapping.
    pub(super) fn is_closed(&self) -> bool {
        self.settings.get("index.verified_before_close").is_some_and(|closed| *closed == "true" || *closed == true)
    }
}

/// The index, or every index behind the alias or the pattern, closed ones too; none when there is neither.
pub(super) async fn states(es: &Client, index: &str) -> Result<BTreeMap<String, State>> {
    let request = Request::new(Method::Get, RequestPath::new(&[index])?, Effect::Read)
        .param("flat_settings", "true")
        .param("expand_wildcards", "open,closed");
    let response = es.send(request).await?;
    if response.status() == 404 {
        return Ok(BTreeMap::new());
    }
    let response = response.checked(index, "a look at the schema")?;
    response.parse("an index's schema")
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, hash::Hasher};

    use super::*;

    thread_local!(static COMPARED: Cell<usize> = const { Cell::new(0) });

    /// Counts how often it is compared.
    #[derive(Debug, Clone, Eq)]
    struct Counted(usize);

    impl PartialEq for Counted {
        fn eq(&self, other: &Self) -> bool {
            COMPARED.set(COMPARED.get() + 1);
            self.0 == other.0
        }
    }

    impl Hash for Counted {
        fn hash<H: Hasher>(&self, state: &mut H) {
            self.0.hash(state);
        }
    }

    #[test]
    fn grouping_the_differences_of_two_indices_compares_each_a_few_times() {
        const FIELDS: usize = 100_000;
        let mut grouped = Grouped::default();
        for index in ["a", "b"] {
            (0..FIELDS).for_each(|field| grouped.add(Counted(field), index));
        }
        assert_eq!(grouped.list.len(), FIELDS);
        assert!(grouped.list.iter().all(|(_, indices)| *indices == ["a", "b"]));
        assert!(COMPARED.get() <= 4 * FIELDS, "{} comparisons", COMPARED.get());
    }
}
