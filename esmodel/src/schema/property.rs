//! One field of a struct, as the mapping will have it.

use super::{Declared, Dynamic, Kind, Param, ParamValue, Unstored};

/// How serde writes the values of a type that a date field holds. The format of the field must read them.
#[derive(Debug, Clone, Copy, Default)]
pub enum Written {
    /// It is not known: text of the user's own.
    #[default]
    Anyhow,
    /// Like these samples, which together show each form that a value may take.
    Like(&'static [&'static str]),
    /// As a whole number.
    Number,
    /// In this format, of which an alternative of the field's format must be the same.
    In(&'static str),
}

/// What a Rust type is in a mapping.
#[expect(clippy::struct_excessive_bools, reason = "facts that are independent of each other")]
#[derive(Debug, Clone, Copy)]
pub struct FieldType {
    /// The kind.
    pub kind: Kind,
    /// Parameters that come from the type itself, such as a vector's `dims`.
    pub params: &'static [Param],
    /// The fields of a struct.
    pub properties: &'static [Property],
    /// Whether the type is a map with keys of its own: it needs `flattened` or a dynamic object.
    pub is_map: bool,
    /// Whether the type is a list or a set. Mappings do not tell; partial reading does.
    pub is_list: bool,
    /// Whether the type is an `Option`, so that null may be stored. Mappings do not tell; partial reading does.
    pub is_optional: bool,
    /// Whether the type is a list that may hold null. Mappings do not tell; kinds that take no null do not compile.
    pub holds_null: bool,
    /// Analyzers and their parts that a struct's fields use.
    pub analysis: &'static [Declared],
    /// How values are written, where the kind is a date.
    pub written: Written,
}

impl FieldType {
    /// A scalar of that kind.
    pub const fn scalar(kind: Kind) -> Self {
        Self {
            kind,
            params: &[],
            properties: &[],
            is_map: false,
            is_list: false,
            is_optional: false,
            holds_null: false,
            analysis: &[],
            written: Written::Anyhow,
        }
    }

    /// A struct with those fields.
    pub const fn object(properties: &'static [Property]) -> Self {
        Self { properties, ..Self::scalar(Kind::Object) }
    }

    /// A map from strings.
    pub const fn map() -> Self {
        Self { is_map: true, ..Self::scalar(Kind::Object) }
    }

    /// Adds parameters that the type determines.
    #[must_use]
    pub const fn with_params(mut self, params: &'static [Param]) -> Self {
        self.params = params;
        self
    }

    /// Says how values are written.
    #[must_use]
    pub const fn written(mut self, written: Written) -> Self {
        self.written = written;
        self
    }

    /// The same kind, of a type that is a list.
    #[must_use]
    pub const fn listed(mut self) -> Self {
        self.is_list = true;
        self.holds_null |= self.is_optional;
        self.is_optional = false;
        self
    }

    /// The same kind, of a type that is an `Option`.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.is_optional = true;
        self
    }

    /// Adds the analysis that the fields of a struct use.
    #[must_use]
    pub const fn with_analysis(mut self, analysis: &'static [Declared]) -> Self {
        self.analysis = analysis;
        self
    }

    /// A list of this: of structs, `nested`; of scalars, the scalar's kind (every field holds any number of values).
    #[must_use]
    pub const fn many(mut self) -> Self {
        self = self.listed();
        if self.kind.is(Kind::Object) && !self.is_map {
            self.kind = Kind::Nested;
        }
        self
    }
}

/// One field of a mapping.
#[expect(clippy::struct_excessive_bools, reason = "facts that are independent of each other")]
#[derive(Debug, Clone, Copy)]
pub struct Property {
    /// The name in the index, which is serde's.
    pub name: &'static str,
    /// Its kind, the type's parameters, the children.
    pub field_type: FieldType,
    /// Parameters that the attribute gives; they win over the type's.
    pub params: &'static [Param],
    /// Multi-fields.
    pub fields: &'static [Property],
    /// For objects: what happens to unknown fields inside; `None` follows the parent.
    pub dynamic: Option<Dynamic>,
    /// For objects: `enabled: false` keeps the JSON and indexes nothing.
    pub enabled: bool,
    /// Whether serde flattens the children into the parent.
    pub is_flatten: bool,
    /// Whether serde hides it where a value is written, and it is stored all the same.
    pub is_hidden: bool,
    /// Whether documents may lack its key: serde leaves it out of some, or has a value where it is absent. Mappings do
    /// not tell; partial reading does.
    pub is_sparse: bool,
    /// Where its value comes from, when documents do not hold it.
    pub unstored: Option<Unstored>,
    /// The doc comment, or the attribute's description.
    pub description: &'static str,
}

impl Property {
    /// A field as its type has it.
    pub const fn new(name: &'static str, field_type: FieldType) -> Self {
        Self {
            name,
            field_type,
            params: &[],
            fields: &[],
            dynamic: None,
            enabled: true,
            is_flatten: false,
            is_hidden: false,
            is_sparse: false,
            unstored: None,
            description: "",
        }
    }

    /// A struct that serde flattens into its parent.
    pub const fn flatten(field_type: FieldType) -> Self {
        let mut property = Self::new("", field_type);
        property.is_flatten = true;
        property
    }

    /// Another kind than the type's own.
    #[must_use]
    pub const fn kind(mut self, kind: Kind) -> Self {
        self.field_type.kind = kind;
        self
    }

    /// Parameters of the attribute.
    #[must_use]
    pub const fn params(mut self, params: &'static [Param]) -> Self {
        self.params = params;
        self
    }

    /// Multi-fields.
    #[must_use]
    pub const fn fields(mut self, fields: &'static [Property]) -> Self {
        self.fields = fields;
        self
    }

    /// What happens to unknown fields inside an object.
    #[must_use]
    pub const fn dynamic(mut self, dynamic: Dynamic) -> Self {
        self.dynamic = Some(dynamic);
        self
    }

    /// Keeps the object's JSON without indexing it; its children leave the mapping.
    #[must_use]
    pub const fn disabled(mut self) -> Self {
        self.enabled = false;
        self.field_type.properties = &[];
        self.field_type.analysis = &[];
        self.field_type.is_map = false;
        self
    }

    /// One field for a whole JSON object; its children leave the mapping.
    #[must_use]
    pub const fn flattened(mut self) -> Self {
        self.field_type = FieldType::scalar(Kind::Flattened);
        self
    }

    /// A field that documents do not hold.
    #[must_use]
    pub const fn unstored(mut self, source: Unstored) -> Self {
        self.unstored = Some(source);
        self
    }

    /// A field that serde hides and that is stored.
    #[must_use]
    pub const fn hidden(mut self) -> Self {
        self.is_hidden = true;
        self
    }

    /// A field whose key documents may lack.
    #[must_use]
    pub const fn sparse(mut self) -> Self {
        self.is_sparse = true;
        self
    }

    /// The doc comment.
    #[must_use]
    pub const fn describe(mut self, description: &'static str) -> Self {
        self.description = description;
        self
    }

    /// The kind.
    pub const fn of_kind(&self) -> Kind {
        self.field_type.kind
    }

    /// The format of a date field, where the attribute or the type gives one.
    pub(crate) const fn date_format(&'static self) -> Option<&'static &'static str> {
        if !self.of_kind().is_date() {
            return None;
        }
        if let Some(Unstored::Runtime(params)) = self.unstored {
            return format_in(params);
        }
        match format_in(self.params) {
            Some(format) => Some(format),
            None => format_in(self.field_type.params),
        }
    }
}

/// The `format` among the parameters.
const fn format_in(params: &'static [Param]) -> Option<&'static &'static str> {
    let mut rest = params;
    while let Some((first, behind)) = rest.split_first() {
        if let (b"format", ParamValue::Str(format)) = (first.key.as_bytes(), &first.value) {
            return Some(format);
        }
        rest = behind;
    }
    None
}
