//! What the variants of an enum have in common: the fields that one level of the mapping has for all of them.

use super::{Declared, FieldType, Kind, Property};
use crate::model::Omit;

/// What one variant of an enum brings to a level that all variants share.
#[derive(Debug, Clone, Copy)]
pub struct VariantFields {
    /// The variant's name in the program; empty for the tag.
    pub name: &'static str,
    /// Its type: an object, but for the content of an adjacently tagged enum, which may be any.
    pub field_type: FieldType,
    /// What is special about its keys.
    pub omit: &'static Omit,
}

impl VariantFields {
    /// Those of a variant.
    pub const fn new(name: &'static str, field_type: FieldType, omit: &'static Omit) -> Self {
        Self { name, field_type, omit }
    }

    /// The tag, with the analyses of the enum itself.
    pub const fn tag(properties: &'static [Property], analysis: &'static [Declared]) -> Self {
        Self { name: "", field_type: FieldType::object(properties).with_analysis(analysis), omit: Omit::NONE }
    }

    const fn is_tag(&self) -> bool {
        self.name.is_empty()
    }
}

/// The fields of a level, each name once. `N` is the most that there can be.
#[derive(Debug)]
pub struct Level<const N: usize> {
    fields: [Property; N],
    len: usize,
}

impl Level<0> {
    /// The most fields that these variants can bring.
    #[expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]
    pub const fn most(variants: &[VariantFields]) -> usize {
        let (mut at, mut most) = (0, 0);
        while at < variants.len() {
            most += spread(variants[at].field_type.properties);
            at += 1;
        }
        most
    }
}

impl<const N: usize> Level<N> {
    /// The fields of all variants. Whether those of one name agree is checked apart, where it can be told.
    #[expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]
    pub const fn of(variants: &[VariantFields]) -> Self {
        let none = Property::new("", FieldType::scalar(Kind::Object));
        let mut level = Self { fields: [none; N], len: 0 };
        let mut at = 0;
        while at < variants.len() {
            level.add(variants[at].field_type.properties, !variants[at].is_tag());
            at += 1;
        }
        level
    }

    /// The fields.
    pub const fn fields(&'static self) -> &'static [Property] {
        self.fields.split_at(self.len).0
    }

    #[expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]
    const fn add(&mut self, properties: &'static [Property], is_of_variant: bool) {
        let mut at = 0;
        while at < properties.len() {
            let mut property = properties[at];
            if property.is_flatten && !property.field_type.is_map {
                self.add(property.field_type.properties, is_of_variant);
            } else if !self.has(&property) {
                // The documents of other variants do not have it.
                property.field_type.is_optional = is_of_variant;
                self.fields[self.len] = property;
                self.len += 1;
            }
            at += 1;
        }
    }

    #[expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]
    const fn has(&self, property: &Property) -> bool {
        let mut at = 0;
        while at < self.len {
            if super::check::same(self.fields[at].name, property.name) {
                return true;
            }
            at += 1;
        }
        false
    }
}

#[expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]
const fn spread(properties: &[Property]) -> usize {
    let (mut at, mut total) = (0, 0);
    while at < properties.len() {
        let inside = properties[at].is_flatten && !properties[at].field_type.is_map;
        total += if inside { spread(properties[at].field_type.properties) } else { 1 };
        at += 1;
    }
    total
}

/// How many analyses these variants use.
#[expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]
pub const fn count_analyses(variants: &[VariantFields]) -> usize {
    let (mut at, mut total) = (0, 0);
    while at < variants.len() {
        total += variants[at].field_type.analysis.len();
        at += 1;
    }
    total
}

/// The analyses that these variants use.
#[expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]
pub const fn analyses<const N: usize>(variants: &[VariantFields]) -> [Declared; N] {
    let mut all = [Declared { by: "", analysis: super::Analysis::NONE }; N];
    let (mut at, mut len) = (0, 0);
    while at < variants.len() {
        let own = variants[at].field_type.analysis;
        let mut each = 0;
        while each < own.len() {
            all[len] = own[each];
            len += 1;
            each += 1;
        }
        at += 1;
    }
    all
}

/// The field that holds the content of all variants of an adjacently tagged enum: of the first one's kind, with the
/// fields of all.
#[expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]
pub const fn content(
    name: &'static str,
    variants: &[VariantFields],
    properties: &'static [Property],
    analysis: &'static [Declared],
) -> Property {
    let mut field_type = variants[0].field_type;
    field_type.properties = properties;
    field_type.analysis = analysis;
    field_type.is_optional = true;
    Property::new(name, field_type)
}
