//! What the parameters of a field forbid: to search by it, to sort and aggregate by it.

use super::{json::JsonWriter, node::At};
use crate::{
    dialect::Version,
    error::{Error, Unsupported},
    schema::{Kind, Property, check},
};

/// What the index does not keep of a field.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lacks {
    /// It has no index.
    index: bool,
    /// It has no columns.
    columns: bool,
    /// Nothing is found by it.
    all: bool,
}

/// From where on Elasticsearch searches the columns of a field that has no index.
const SEARCHES_COLUMNS: Version = Version::new(8, 1, 0);

impl Lacks {
    pub(crate) const NOTHING: Self = Self { index: false, columns: false, all: false };

    /// What that field lacks by its parameters.
    pub(crate) const fn of(property: &Property) -> Self {
        let kind = property.of_kind();
        let columns = check::is_off(property.params, "doc_values");
        // OpenSearch finds nothing by the columns of a `version` (3.8), and has both for a `wildcard` in any case.
        let has_columns = !columns && !kind.is_analyzed() && !matches!(kind, Kind::Version);
        let index = check::is_off(property.params, "index") && !matches!(kind, Kind::Wildcard);
        Self { index, columns, all: !property.enabled || index && !has_columns }
    }

    /// Whether nothing is sorted by it.
    pub(crate) const fn columns(self) -> bool {
        self.columns
    }

    /// Whether nothing is found by it.
    pub(crate) const fn all(self) -> bool {
        self.all
    }
}

impl At {
    /// Fails where the field has no value for any search: a server would find nothing, or refuse the whole search.
    pub(super) fn check_presence(self, json: &mut JsonWriter) {
        if self.lacks.all {
            json.fail(Error::invalid(format!(
                "nothing is found by `{}`, which the index does not hold: drop `index = false`, `doc_values = false` or \
                 `enabled = false`, or search by another field",
                self.path
            )));
        }
    }

    /// Fails where the server does not compare values of the field.
    pub(super) fn check_search(self, json: &mut JsonWriter) {
        self.check_presence(json);
        let dialect = json.dialect();
        if self.lacks.index && !dialect.is_opensearch() && dialect.version() < SEARCHES_COLUMNS {
            let what = format!("search by `{}`, which has `index = false`", self.path);
            json.fail(Unsupported::new(what, dialect).into());
        }
    }

    /// Fails where the field has no columns to sort or aggregate by.
    pub(super) fn check_columns(self, json: &mut JsonWriter) {
        if self.lacks.columns {
            json.fail(Error::invalid(format!(
                "nothing is sorted or aggregated by `{}`, which has `doc_values = false`: drop that, or take another field",
                self.path
            )));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{FieldType, Param, ParamValue};

    #[test]
    fn what_parameters_forbid_is_known() {
        const OFF: ParamValue = ParamValue::Bool(false);
        const KEPT: &[Param] = &[Param::new("index", OFF), Param::new("doc_values", OFF)];
        const NO_INDEX: &[Param] = &[Param::new("index", OFF)];
        let lacks = |kind, params| {
            let lacks = Lacks::of(&Property::new("x", FieldType::scalar(kind)).params(params));
            (lacks.index, lacks.columns, lacks.all)
        };
        assert_eq!(lacks(Kind::Keyword, KEPT), (true, true, true));
        assert_eq!(lacks(Kind::Long, NO_INDEX), (true, false, false));
        assert_eq!(lacks(Kind::Text, NO_INDEX), (true, false, true));
        assert_eq!(lacks(Kind::Wildcard, KEPT), (false, true, false));
        assert_eq!(lacks(Kind::Long, &[]), (false, false, false));
        assert!(Lacks::of(&Property::new("x", FieldType::scalar(Kind::Object)).disabled()).all);
    }
}
