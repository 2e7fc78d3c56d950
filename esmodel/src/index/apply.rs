//! Making an index fit its model, as far as that is safe and allowed.

use std::{collections::BTreeMap, fmt, future::IntoFuture};

use futures_util::future::BoxFuture;
use serde_json::{Map, Value, json};

use super::{
    Schema, is_pattern,
    plan::{Plan, Verdict, Work, work},
    target,
};
use crate::{
    client::Client,
    error::{Advice, Error, Result, ServerError, Unsupported},
    model::ModelDefinition,
    schema::{Change, Flat, Needs, default_value},
    wire::{Effect, Method, Request, RequestPath},
};

/// Looks at an index that others may be changing: one may make it meanwhile, and one may open it while it is to be
/// closed, which that one does only once its settings are there.
const ROUNDS: usize = 3;

/// How much [`Apply`] may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Nothing: an index that is missing or lacks something is an error. For programs without the right to change
    /// indices.
    Validate,
    /// What can be changed while the index is in use: a missing index is made, fields, parameters and dynamic settings
    /// are added. The default.
    #[default]
    Extend,
    /// A missing index is made; one that is there is not changed, and it is an error if it would have to be.
    Refuse,
}

/// What [`Schema::apply`] did: what this process sent. Where several apply at once, each that saw a field missing sends
/// and reports it; only one of them reports that it made the index.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Applied {
    /// The index fitted already.
    Unchanged,
    /// The index was made.
    Created,
    /// These fields and settings were added or changed, by their full paths.
    Extended(Vec<String>),
}

/// The future behind [`Schema::apply`].
#[must_use = "a schema is not applied until this is awaited"]
pub struct Apply<'c, T> {
    schema: Schema<'c, T>,
    mode: Mode,
    may_close: bool,
}

impl<T: ModelDefinition> fmt::Debug for Apply<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Apply").field("schema", &self.schema).field("mode", &self.mode).finish_non_exhaustive()
    }
}

impl<'c, T: ModelDefinition> Apply<'c, T> {
    pub(super) const fn new(schema: Schema<'c, T>) -> Self {
        Self { schema, mode: Mode::Extend, may_close: false }
    }

    /// How much may be changed.
    pub const fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// Allows to close the index for a moment, which new analyzers need: it is neither read nor written then. When the
    /// future is dropped in between, the index stays closed.
    pub const fn allow_close(mut self) -> Self {
        self.may_close = true;
        self
    }

    async fn run(self) -> Result<Applied> {
        let Self { schema: Schema { es, index, .. }, mode, may_close } = self;
        let index = target::<T>(es, index?)?;
        let allowed = Allowed { mode, may_close };
        let mut round = 1;
        loop {
            let work = work(es, &T::SCHEMA, index.clone()).await?;
            match allowed.carry_out(es, &work).await? {
                Done::Yes(applied) => return Ok(applied),
                // Another process made or changed the index in between: what is left to do?
                Done::Raced(_) if round < ROUNDS => round += 1,
                Done::Raced(error) => return Err(error),
            }
        }
    }
}

/// What may be changed.
#[derive(Debug, Clone, Copy)]
struct Allowed {
    mode: Mode,
    may_close: bool,
}

impl Allowed {
    async fn carry_out(self, es: &Client, work: &Work) -> Result<Done> {
        let plan = &work.plan;
        if plan.verdict == Verdict::Create {
            return match self.mode {
                Mode::Extend | Mode::Refuse if !is_pattern(&plan.index) => create(es, work).await,
                Mode::Validate | Mode::Extend | Mode::Refuse => Err(Error::index_not_found(&plan.index)),
            };
        }
        if let Some(error) = self.refusal(plan) {
            return Err(error);
        }
        let (mut live, mut closed) = (Flat::new(), BTreeMap::<_, Flat>::new());
        for update in &work.updates {
            let settings = match update.needs {
                Needs::DynamicSettings => &mut live,
                Needs::CloseAndOpen => closed.entry(update.index.as_str()).or_default(),
                _ => continue,
            };
            settings.extend(update.settings.clone());
        }
        // First the limits, then the analyzers, then the fields that need them.
        if !live.is_empty() {
            set(es, &plan.index, &live).await?;
        }
        // One at a time, so that no more than one is away; and servers close none by a pattern.
        for (index, settings) in closed {
            post(es, index, "_close", "the closing").await?;
            let done = set(es, index, &settings).await;
            post(es, index, "_open", "the opening").await?;
            if let Err(error) = done {
                return Ok(Done::Raced(error));
            }
        }
        if plan.changes.iter().any(|change| change.needs == Needs::InPlace && change.is_open()) {
            let path = RequestPath::new(&[&plan.index, "_mapping"])?;
            let body = update(&work.mapping, &plan.changes).to_string();
            let request = Request::new(Method::Put, path, Effect::Idempotent).json(body);
            es.send(request).await?.acknowledged(&plan.index, "the extension")?;
        }
        Ok(Done::Yes(done(plan)))
    }

    /// The error that names everything that this mode does not allow.
    fn refusal(self, plan: &Plan) -> Option<Error> {
        let beyond = |most: Needs| move |change: &Change| change.is_open() && change.needs > most;
        let most = match self.mode {
            Mode::Validate | Mode::Refuse => Needs::Nothing,
            Mode::Extend if self.may_close => Needs::CloseAndOpen,
            Mode::Extend => Needs::DynamicSettings,
        };
        let advice = if plan.changes.iter().any(beyond(Needs::CloseAndOpen)) {
            Advice::Rebuild
        } else if self.mode == Mode::Extend {
            Advice::AllowClose
        } else {
            Advice::Extend
        };
        plan.mismatch(beyond(most), advice)
    }
}

impl<'c, T: ModelDefinition> IntoFuture for Apply<'c, T> {
    type Output = Result<Applied>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// How one round ended.
enum Done {
    Yes(Applied),
    /// Somebody else was there at the same time, or the server refused.
    Raced(Error),
}

fn done(plan: &Plan) -> Applied {
    let mut paths: Vec<String> =
        plan.changes.iter().filter(|change| change.is_open()).map(|change| change.path.clone()).collect();
    if paths.is_empty() {
        return Applied::Unchanged;
    }
    paths.sort_unstable();
    paths.dedup();
    Applied::Extended(paths)
}

async fn create(es: &Client, work: &Work) -> Result<Done> {
    let index = work.plan.index.as_str();
    let body = json!({ "settings": work.settings, "mappings": work.mapping }).to_string();
    let request = Request::new(Method::Put, RequestPath::new(&[index])?, Effect::Idempotent).json(body);
    let response = es.send(request).await?;
    if response.status() == 400 {
        let error = ServerError::from_body(400, response.body());
        if error.kind() == "resource_already_exists_exception" {
            return Ok(Done::Raced(Error::refused(error, index, "the creation")));
        }
        if error.reason().contains("unknown setting [index.knn]") {
            return Err(
                Unsupported::new("vectors without the k-NN plugin, which is not installed", es.dialect()).into()
            );
        }
    }
    response.acknowledged(index, "the creation")?;
    Ok(Done::Yes(Applied::Created))
}

async fn set(es: &Client, index: &str, settings: &Flat) -> Result<()> {
    let path = RequestPath::new(&[index, "_settings"])?;
    let settings: Map<String, Value> = settings.clone().into_iter().collect();
    let request = Request::new(Method::Put, path, Effect::Idempotent).json(Value::Object(settings).to_string());
    es.send(request).await?.acknowledged(index, "a change of settings")
}

async fn post(es: &Client, index: &str, verb: &str, what: &str) -> Result<()> {
    let path = RequestPath::new(&[index, verb])?;
    let request = Request::new(Method::Post, path, Effect::Idempotent);
    es.send(request).await?.acknowledged(index, what)
}

/// The mapping to send: without the fields that wait for a rebuild, which the server would refuse, and with the defaults
/// of parameters that are no longer declared, which it would otherwise keep.
fn update(declared: &Value, changes: &[Change]) -> Value {
    let mut body = declared.clone();
    for change in changes.iter().filter(|change| change.needs == Needs::Rebuild) {
        remove(&mut body, &change.path);
    }
    for change in changes.iter().filter(|change| change.needs == Needs::InPlace) {
        let (Some(param), Some(field)) = (&change.param, field_at(&mut body, &change.path)) else { continue };
        let kind = field.get("type").and_then(Value::as_str).unwrap_or("object");
        let value = default_value(kind, param).or_else(|| change.declared.clone().map(Value::from));
        if let (false, Some(value)) = (field.contains_key(param), value) {
            field.insert(param.clone(), value);
        }
    }
    body
}

fn remove(body: &mut Value, path: &str) {
    let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
    let Some(parent) = field_at(body, parent) else { return };
    for part in ["properties", "fields"] {
        if let Some(Value::Object(fields)) = parent.get_mut(part) {
            fields.remove(name);
        }
    }
    if matches!(path, "_routing" | "_source") {
        parent.remove(path);
    }
}

/// The field at a path; the mapping itself at the empty one.
fn field_at<'v>(body: &'v mut Value, path: &str) -> Option<&'v mut Map<String, Value>> {
    let mut at = body.as_object_mut()?;
    for name in path.split('.').filter(|name| !name.is_empty()) {
        let is_sub_field = at.get("properties").is_none_or(|fields| fields.get(name).is_none());
        let part = if is_sub_field { "fields" } else { "properties" };
        at = at.get_mut(part)?.get_mut(name)?.as_object_mut()?;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::What;

    #[test]
    fn what_waits_for_a_rebuild_is_not_sent_and_lost_parameters_are_set_to_their_defaults() {
        let source = json!({"excludes": ["zip"]});
        let declared = json!({"dynamic": "strict", "_routing": {"required": true}, "_source": source, "properties": {
            "zip": {"type": "keyword"},
            "name": {"type": "text", "fields": {"raw": {"type": "keyword"}}},
            "home": {"properties": {"lat": {"type": "double"}, "city": {"type": "keyword"}}}}});
        let change = |path: &str, needs| Change::new(path.to_owned(), What::Changed, needs, "");
        let changes = [
            change("zip", Needs::Rebuild),
            change("home.lat", Needs::Rebuild),
            change("_routing", Needs::Rebuild),
            change("_source", Needs::Rebuild),
            change("name.raw", Needs::InPlace).of_param("ignore_above"),
            change("name", Needs::InPlace).of_param("search_analyzer").between(None, Some("default".to_owned())),
        ];
        let expected = json!({"dynamic": "strict", "properties": {
            "name": {"type": "text", "search_analyzer": "default",
                "fields": {"raw": {"type": "keyword", "ignore_above": 2_147_483_647}}},
            "home": {"properties": {"city": {"type": "keyword"}}}}});
        assert_eq!(update(&declared, &changes), expected);
    }
}
