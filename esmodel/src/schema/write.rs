//! The JSON of mappings and settings for a dialect. Built when an index is created or compared, never per document.

use serde_json::{Map, Value, json};

use super::{Declared, Dynamic, Kind, ModelSchema, Param, ParamValue, Property, Unstored, analysis::Part, kind::since};
use crate::{
    dialect::{Dialect, Since, Version},
    error::{Error, Result, Unsupported},
};

mod root;
mod support;
mod vector;

type Object = Map<String, Value>;

/// The settings of the model's index, with the analysis in them.
pub(crate) fn settings_body(schema: &ModelSchema, dialect: Dialect) -> Value {
    let mut settings = params(schema.settings);
    let analysis = analysis(schema);
    if !analysis.is_empty() {
        settings.insert("analysis".to_owned(), Value::Object(analysis));
    }
    sort(schema, &mut settings);
    vectors(schema, dialect, &mut settings);
    Value::Object(settings)
}

/// The mapping alone, as `PUT /index/_mapping` takes it.
pub(crate) fn mapping_body(schema: &ModelSchema, dialect: Dialect) -> Result<Value> {
    let mut mapping = Object::new();
    mapping.insert("dynamic".to_owned(), dynamic(schema.dynamic, "the mapping", dialect)?.into());
    if schema.routing_required {
        mapping.insert("_routing".to_owned(), json!({ "required": true }));
    }
    root::options(&schema.root, dialect, &mut mapping)?;
    mapping.insert("properties".to_owned(), Value::Object(properties(schema.properties, "", dialect)?));
    let mut computed = Object::new();
    root::runtime(schema.properties, "", dialect, &mut computed)?;
    if !computed.is_empty() {
        let key = if dialect.is_opensearch() { "derived" } else { "runtime" };
        mapping.insert(key.to_owned(), Value::Object(computed));
    }
    Ok(Value::Object(mapping))
}

/// The word for what happens to unknown fields, where the server has it.
fn dynamic(dynamic: Dynamic, owner: &str, dialect: Dialect) -> Result<&'static str> {
    // OpenSearch refuses the word, and Elasticsearch has it as long as runtime fields.
    let since = if dynamic == Dynamic::Runtime { Since::of(since(7, 11), None) } else { Since::ALWAYS };
    if since.within(dialect) {
        return Ok(dynamic.as_str());
    }
    Err(Error::from(Unsupported::new(format!("`dynamic = \"runtime\"`, which {owner} has"), dialect)))
}

fn properties(list: &[Property], parent: &str, dialect: Dialect) -> Result<Object> {
    let mut out = Object::new();
    for property in list {
        if property.is_flatten {
            out.append(&mut properties(property.field_type.properties, parent, dialect)?);
            continue;
        }
        let path = join(parent, property.name);
        match property.unstored {
            None => {}
            Some(Unstored::Alias(target)) => {
                let alias = json!({ "type": "alias", "path": join(parent, target) });
                out.insert(property.name.to_owned(), alias);
                continue;
            }
            Some(Unstored::Runtime(_)) => continue,
        }
        out.insert(property.name.to_owned(), Value::Object(field(property, &path, dialect)?));
    }
    Ok(out)
}

fn field(property: &Property, path: &str, dialect: Dialect) -> Result<Object> {
    let kind = property.of_kind();
    if !kind.is_in(dialect) {
        let what = format!("field kind `{}`, which `{path}` has", kind.name());
        return Err(Error::from(Unsupported::new(what, dialect)));
    }
    if kind == Kind::Raw {
        return Ok(params(property.params));
    }
    let mut out = Object::new();
    let children = properties(property.field_type.properties, path, dialect)?;
    // The server leaves `object` out where there are fields, and so must we to compare equal.
    if kind != Kind::Object || children.is_empty() {
        out.insert("type".to_owned(), word(property, dialect).into());
    }
    let mut given = params(property.field_type.params);
    given.extend(params(property.params));
    match kind {
        Kind::DenseVector => out.extend(vector::params(given, path, dialect)?),
        Kind::SemanticText | Kind::Semantic => out.extend(semantic(given, dialect)),
        _ => out.extend(given),
    }
    support::check(kind, &out, path, dialect)?;
    if let Some(dynamic) = property.dynamic {
        out.insert("dynamic".to_owned(), self::dynamic(dynamic, &format!("`{path}`"), dialect)?.into());
    }
    if !property.enabled {
        out.insert("enabled".to_owned(), Value::Bool(false));
    }
    if !children.is_empty() {
        out.insert("properties".to_owned(), Value::Object(children));
    }
    if !property.fields.is_empty() {
        out.insert("fields".to_owned(), Value::Object(properties(property.fields, path, dialect)?));
    }
    Ok(out)
}

/// The server's word for the kind. OpenSearch keeps weights as `rank_features`, unless it is told how to index them.
fn word(property: &Property, dialect: Dialect) -> &'static str {
    if is_sparse(property) && dialect.is_opensearch() {
        return Kind::SparseVector.name();
    }
    property.of_kind().name_in(dialect.product())
}

fn is_sparse(property: &Property) -> bool {
    property.of_kind() == Kind::SparseVector && property.params.iter().any(|param| param.key == "method")
}

/// OpenSearch names a model where Elasticsearch names an inference endpoint.
fn semantic(given: Object, dialect: Dialect) -> Object {
    if !dialect.is_opensearch() {
        return given;
    }
    let renamed = given.into_iter().map(|(key, value)| match &*key {
        "inference_id" => ("model_id".to_owned(), value),
        "search_inference_id" => ("search_model_id".to_owned(), value),
        _ => (key, value),
    });
    renamed.collect()
}

/// What an index of vectors must say besides its mapping.
fn vectors(schema: &ModelSchema, dialect: Dialect, settings: &mut Object) {
    const KEEPS_NO_VECTORS: Version = Version::new(9, 2, 0);
    const EXCLUDED: &str = "index.mapping.exclude_source_vectors";
    let any = |found: fn(&Property) -> bool| holds(schema.properties, found);
    if dialect.is_opensearch() {
        for (key, is_needed) in
            [("index.knn", any(|property| property.of_kind() == Kind::DenseVector)), ("index.sparse", any(is_sparse))]
        {
            if is_needed {
                settings.insert(key.to_owned(), Value::Bool(true));
            }
        }
        return;
    }
    // From then on documents come back without their vectors, unless the index says otherwise.
    let is_vector =
        |property: &Property| matches!(property.of_kind(), Kind::DenseVector | Kind::RankVectors | Kind::SparseVector);
    let is_said = settings.keys().any(|key| bare(key) == bare(EXCLUDED));
    if dialect.version() >= KEEPS_NO_VECTORS && !is_said && any(is_vector) {
        settings.insert(EXCLUDED.to_owned(), Value::Bool(false));
    }
}

/// The name of a setting, which may be written with or without `index.`.
fn bare(key: &str) -> &str {
    key.strip_prefix("index.").unwrap_or(key)
}

/// The order of segments stands in the settings.
fn sort(schema: &ModelSchema, settings: &mut Object) {
    let keys = schema.root.index_sort;
    if keys.is_empty() {
        return;
    }
    let fields: Vec<&str> = keys.iter().map(|key| key.path).collect();
    let orders: Vec<&str> = keys.iter().map(|key| if key.descending { "desc" } else { "asc" }).collect();
    settings.insert("index.sort.field".to_owned(), json!(fields));
    settings.insert("index.sort.order".to_owned(), json!(orders));
}

fn holds(list: &[Property], found: fn(&Property) -> bool) -> bool {
    list.iter().any(|property| found(property) || holds(property.field_type.properties, found))
}

/// All parts that the model and the objects inside of it use.
fn analysis(schema: &ModelSchema) -> Object {
    let mut out = Object::new();
    declared(schema.analysis, &mut out);
    declared_below(schema.properties, &mut out);
    out
}

fn declared_below(properties: &[Property], out: &mut Object) {
    for Property { field_type, .. } in properties {
        declared(field_type.analysis, out);
        declared_below(field_type.properties, out);
    }
}

fn declared(list: &[Declared], out: &mut Object) {
    for (Declared { analysis, .. }, part) in list.iter().flat_map(|declared| Part::ALL.map(|part| (declared, part))) {
        for component in (0..).map_while(|at| analysis.component(part, at)) {
            let section = out.entry(part.as_str()).or_insert_with(|| json!({}));
            let definition = component.params().map(|param| (param.key.to_owned(), value(param.value)));
            section[component.name()] = Value::Object(definition.collect());
        }
    }
}

fn params(list: &[Param]) -> Object {
    list.iter().map(|param| (param.key.to_owned(), value(param.value))).collect()
}

pub(super) fn value(value: ParamValue) -> Value {
    match value {
        ParamValue::Str(text) => text.into(),
        ParamValue::Int(number) => number.into(),
        ParamValue::Float(number) => number.into(),
        ParamValue::Bool(truth) => truth.into(),
        ParamValue::List(list) => list.iter().copied().map(self::value).collect(),
        ParamValue::Words(words) => words.iter().copied().map(Value::from).collect(),
        ParamValue::Map(map) => Value::Object(params(map)),
    }
}

pub(super) fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") }
}
