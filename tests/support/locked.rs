//! What the compiler says of a model and a lock file, asked for while a test runs.

use esmodel::{
    EsModel,
    schema::{
        Param, ParamValue,
        check::{self, Locked, LockedRoot},
    },
};
use serde_json::{Map, Value};

/// The check that the derive writes for a lock file of that text: `None` where the model fits, and otherwise the message.
/// What it is given lives as long as the test.
pub fn misfit<T: EsModel>(text: &str) -> Option<String> {
    let file: Value = serde_json::from_str(text).expect("the text of a lock file");
    let at = |pointer: &str| file.pointer(pointer).unwrap_or(&Value::Null);
    let root = LockedRoot {
        routing: Some(!at("/mappings/_routing").is_null()),
        source: Some(params(at("/mappings/_source"))),
    };
    let fields = fields(at("/mappings/properties"));
    let found = check::misfit(const { &T::SCHEMA }, "a.mapping.json", root, fields)?;
    Some(found.as_str().to_owned())
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn fields(list: &Value) -> &'static [Locked] {
    let mut fields: Vec<Locked> = object(list).map(|(name, field)| locked(name, field)).collect();
    fields.sort_by_key(|field| field.name);
    fields.leak()
}

fn locked(name: &str, field: &Value) -> Locked {
    let Value::Object(mut given) = field.clone() else { panic!("`{name}` is no field: {field}") };
    let (properties, multi) = (given.remove("properties"), given.remove("fields"));
    let kind = given.remove("type");
    Locked {
        name: text(name),
        kind: kind.as_ref().and_then(Value::as_str).map_or("object", text),
        params: params(&Value::Object(given)),
        fields: fields(&multi.unwrap_or_default()),
        properties: fields(&properties.unwrap_or_default()),
    }
}

fn params(map: &Value) -> &'static [Param] {
    let params: Vec<Param> =
        object(map).filter_map(|(key, given)| Some(Param::new(text(key), value(given)?))).collect();
    params.leak()
}

fn value(value: &Value) -> Option<ParamValue> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(truth) => ParamValue::Bool(*truth),
        Value::Number(number) => {
            number.as_i64().map(ParamValue::Int).or_else(|| number.as_f64().map(ParamValue::Float))?
        }
        Value::String(string) => ParamValue::Str(text(string)),
        Value::Array(list) => ParamValue::List(list.iter().map(self::value).collect::<Option<Vec<_>>>()?.leak()),
        Value::Object(_) => ParamValue::Map(params(value)),
    })
}

fn text(text: &str) -> &'static str {
    text.to_owned().leak()
}
