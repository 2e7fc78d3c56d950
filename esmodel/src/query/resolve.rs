//! Fields by name: what a path that comes as text stands for in a model. Typed tokens never pass here.

use super::lacks::Lacks;
use crate::schema::{Kind, Property};

/// What a dotted path stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Resolved<'p> {
    /// The field's kind.
    pub(crate) kind: Kind,
    /// Its multi-fields.
    pub(crate) fields: Vec<&'static str>,
    /// What its parameters forbid.
    pub(crate) lacks: Lacks,
    /// The paths of the nested lists around it, outermost first.
    pub(crate) nested: Vec<&'p str>,
}

/// Looks `path` up; `None` where the model has no such field.
pub(crate) fn resolve<'p>(properties: &'static [Property], path: &'p str) -> Option<Resolved<'p>> {
    let mut nested = Vec::new();
    let property = find(properties, path, path, &mut nested)?;
    let fields = property.fields.iter().map(|field| field.name).collect();
    Some(Resolved { kind: property.of_kind(), fields, lacks: Lacks::of(property), nested })
}

/// The field at `path`; `None` where the model has no such field.
pub(crate) fn property_at(properties: &'static [Property], path: &str) -> Option<&'static Property> {
    find(properties, path, path, &mut Vec::new())
}

/// The property that `rest`, the end of `path`, names.
fn find<'p>(
    properties: &'static [Property],
    path: &'p str,
    rest: &'p str,
    nested: &mut Vec<&'p str>,
) -> Option<&'static Property> {
    for property in properties {
        if property.is_flatten {
            if let Some(found) = find(property.field_type.properties, path, rest, nested) {
                return Some(found);
            }
            continue;
        }
        let Some(tail) = rest.strip_prefix(property.name) else { continue };
        if tail.is_empty() {
            return Some(property);
        }
        let Some(inner) = tail.strip_prefix('.') else { continue };
        if let Some(multi) = property.fields.iter().find(|field| field.name == inner) {
            return Some(multi);
        }
        let list = path.strip_suffix(tail).filter(|_| property.of_kind() == Kind::Nested);
        nested.extend(list);
        if let Some(found) = find(property.field_type.properties, path, inner, nested) {
            return Some(found);
        }
        if list.is_some() {
            nested.pop();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::FieldType;

    const RAW: &[Property] = &[Property::new("raw", FieldType::scalar(Kind::Keyword))];
    const TOOL: &[Property] = &[Property::new("name", FieldType::scalar(Kind::Keyword))];
    const SKILL: &[Property] = &[
        Property::new("name", FieldType::scalar(Kind::Keyword)),
        Property::new("tools", FieldType::object(TOOL).many()),
    ];
    const FLAT: &[Property] = &[Property::new("city", FieldType::scalar(Kind::Keyword))];
    const MODEL: &[Property] = &[
        Property::new("name", FieldType::scalar(Kind::Text)).fields(RAW),
        Property::new("name_length", FieldType::scalar(Kind::Long)),
        Property::flatten(FieldType::object(FLAT)),
        Property::new("skills", FieldType::object(SKILL).many()),
    ];

    #[test]
    fn leaves_sub_fields_flattened_and_nested_fields_are_found() {
        assert_eq!(resolve(MODEL, "name").unwrap().kind, Kind::Text);
        assert_eq!(resolve(MODEL, "name").unwrap().fields, ["raw"]);
        assert_eq!(resolve(MODEL, "name.raw").unwrap().kind, Kind::Keyword);
        assert_eq!(resolve(MODEL, "name_length").unwrap().kind, Kind::Long);
        assert_eq!(resolve(MODEL, "city").unwrap().kind, Kind::Keyword);
        assert_eq!(resolve(MODEL, "skills.name").unwrap().nested, ["skills"]);
        assert_eq!(resolve(MODEL, "skills.tools.name").unwrap().nested, ["skills", "skills.tools"]);
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        for path in ["", "nam", "names", "name.", "name.rows", "skills.tools.raw", ".name", "city.x"] {
            assert!(resolve(MODEL, path).is_none(), "{path}");
        }
    }
}
