//! Sort keys from text, and those that a model names itself.

use super::{Key, Order, Sort};
use crate::{
    error::{Error, Result},
    model::ModelDefinition,
    query::resolve::resolve,
    schema::ModelSchema,
};

impl<M: ModelDefinition> Sort<M> {
    /// Sort keys from text that may come from outside: `-joined,name.raw` is `joined` descending, then `name.raw`
    /// ascending; `joined desc` is understood too, and `_score`, `_doc`, `_id` besides the model's fields. Empty
    /// text gives no keys.
    ///
    /// # Errors
    /// [`Error::Invalid`] that names a field which the model does not have, or which cannot be sorted by.
    pub fn parse(text: &str) -> Result<Vec<Self>> {
        text.split(',').map(str::trim).filter(|key| !key.is_empty()).map(Self::parse_key).collect()
    }

    fn parse_key(text: &str) -> Result<Self> {
        let (name, order) = match (text.strip_prefix('-'), text.rsplit_once(char::is_whitespace)) {
            (Some(name), _) => (name, Order::Desc),
            (None, Some((name, "desc"))) => (name.trim_end(), Order::Desc),
            (None, Some((name, "asc"))) => (name.trim_end(), Order::Asc),
            _ => (text.strip_prefix('+').unwrap_or(text), Order::Asc),
        };
        Self::named(&M::SCHEMA, M::ID_KEY, name, order)
    }

    /// The model's own order.
    pub(crate) fn default_keys() -> Result<Vec<Self>> {
        let order = |descending| if descending { Order::Desc } else { Order::Asc };
        let keys = M::SCHEMA.default_sort.iter();
        keys.map(|key| Self::named(&M::SCHEMA, M::ID_KEY, key.path, order(key.descending))).collect()
    }

    fn named(schema: &ModelSchema, id_key: Option<&str>, path: &str, order: Order) -> Result<Self> {
        match path {
            "_score" => return Ok(Self::special("_score", order)),
            "_doc" => return Ok(Self::special("_doc", order)),
            _ if path == "_id" || Some(path) == id_key => return Ok(Self::special("_id", order)),
            _ => {}
        }
        let Some(found) = resolve(schema.properties, path) else {
            return Err(Error::invalid(format!("cannot sort by `{path}`: {} has no such field", schema.name)));
        };
        if !found.kind.is_sortable() {
            let kind = found.kind.name();
            let instead = match found.fields.first() {
                Some(field) => format!("sort by `{path}.{field}`"),
                None => "sort by a keyword, number or date field".to_owned(),
            };
            return Err(Error::invalid(format!("cannot sort by `{path}`, which is {kind}; {instead}")));
        }
        if found.lacks.columns() {
            return Err(Error::invalid(format!(
                "cannot sort by `{path}`, which has `doc_values = false`; drop that, or sort by another field"
            )));
        }
        let nested = found.nested.into_iter().map(Into::into).collect();
        Ok(Self::new(Key::Named { path: path.into(), nested, kind: found.kind }, order))
    }
}
