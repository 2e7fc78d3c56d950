//! A type that passed every rule: the only thing that `expand` sees.

use proc_macro2::{Span, TokenStream};
use syn::{ExprPath, Generics, Ident, Type, Visibility};

use crate::{
    kinds::KindSpec,
    parse::{Check, Literal, Text},
};

/// A struct of named fields, a model or an object; or an enum with data.
#[derive(Debug)]
pub(crate) struct Model<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) vis: &'a Visibility,
    pub(crate) generics: &'a Generics,
    /// The path of `esmodel::__private`.
    pub(crate) private: TokenStream,
    pub(crate) names: Names,
    pub(crate) fields: Vec<Field<'a>>,
    /// The constants of `analysis`.
    pub(crate) shared: &'a [ExprPath],
    /// What only a model has.
    pub(crate) facts: Option<Facts<'a>>,
    pub(crate) form: Form<'a>,
}

/// What the fields belong to.
#[derive(Debug)]
pub(crate) enum Form<'a> {
    /// A struct.
    Struct,
    /// A variant with named fields: its values are the enum's.
    Variant,
    /// An enum: a field for each variant that holds something.
    Enum(Tagging, Vec<EnumVariant<'a>>),
}

/// Where serde writes the name of a variant.
#[derive(Debug)]
pub(crate) enum Tagging {
    /// As the key around its content.
    External,
    /// Among its fields.
    Internal { tag: String },
    /// Beside its content.
    Adjacent { tag: String, content: String },
}

/// A variant of an enum with data.
#[derive(Debug)]
pub(crate) struct EnumVariant<'a> {
    pub(crate) ident: &'a Ident,
    /// The name in JSON.
    pub(crate) name: String,
    /// Other names that it is read by.
    pub(crate) aliases: Vec<String>,
    pub(crate) form: VariantForm<'a>,
}

/// What a variant holds; the number is that of its field in the enum's model.
#[derive(Debug)]
pub(crate) enum VariantForm<'a> {
    Unit,
    Newtype(usize),
    Struct(usize, Box<Model<'a>>),
    /// What this program does not know.
    Unknown,
}

/// Names of what is generated. They stand in a `const _`, and nothing that the user wrote names them.
#[derive(Debug)]
pub(crate) struct Names {
    /// The parameter that says where a token's object stands: `P`.
    pub(crate) place: Ident,
    /// The token of the object: `EmployeeFields`.
    pub(crate) fields: Ident,
    /// The tokens of its fields with multi-fields: `EmployeeMulti`.
    pub(crate) multi: Ident,
}

/// One field.
#[derive(Debug)]
pub(crate) struct Field<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
    /// The name in JSON.
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) role: Role<'a>,
    /// A list that may be stored as one value.
    pub(crate) takes_one: bool,
    /// serde hides it, and it is stored.
    pub(crate) is_hidden: bool,
    /// Whether documents have its key.
    pub(crate) presence: Presence,
    /// Further names under which serde reads it.
    pub(crate) aliases: Vec<String>,
    /// In an object: a write of the document sets it.
    pub(crate) stamp: Option<Stamp>,
}

/// Whether documents have the key of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    /// All that serde writes, and reads.
    Always,
    /// serde reads documents without it.
    Defaulted,
    /// serde leaves it out for some values.
    Skipped,
}

/// Which writes set a timestamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stamp {
    /// Those that find it empty.
    Created,
    /// All.
    Updated,
}

/// What a field is to the index.
#[derive(Debug)]
pub(crate) enum Role<'a> {
    /// The id, its type without `Option`.
    Id { id: &'a Type, is_optional: bool },
    /// Filled by a method, never stored.
    Computed,
    /// Loaded by an async method, never stored; an API may answer without one that is optional.
    Lazy { is_optional: bool },
    /// Not in the JSON.
    Skipped,
    /// Its fields stand in the parent; the type is without `Option`.
    Flatten { object: &'a Type, is_optional: bool },
    /// A field of the mapping.
    Mapped(Mapping),
}

/// A field of the mapping.
#[derive(Debug, Default)]
pub(crate) struct Mapping {
    /// The kind that is written; else it comes from the type.
    pub(crate) kind: Option<&'static KindSpec>,
    pub(crate) params: Vec<Param>,
    /// The variant of `Dynamic`.
    pub(crate) dynamic: Option<&'static str>,
    /// Where its value comes from, when documents do not hold it.
    pub(crate) unstored: Option<Unstored>,
    /// `object(enabled = false)`.
    pub(crate) is_disabled: bool,
    /// serde writes it by a function of the user's: the type does not tell the shape.
    pub(crate) is_opaque: bool,
    pub(crate) sub_fields: Vec<SubField>,
}

/// Where the value of a field comes from that documents do not hold.
#[derive(Debug)]
pub(crate) enum Unstored {
    /// The field at that path.
    Alias(Text),
    /// The server works it out.
    Runtime(Span, Vec<Param>),
}

/// A multi-field.
#[derive(Debug)]
pub(crate) struct SubField {
    /// The accessor.
    pub(crate) ident: Ident,
    pub(crate) name: String,
    pub(crate) kind: &'static KindSpec,
    pub(crate) params: Vec<Param>,
}

/// A key and its JSON value.
#[derive(Debug)]
pub(crate) struct Param {
    pub(crate) key: String,
    /// Of the key.
    pub(crate) span: Span,
    pub(crate) value: ParamValue,
}

/// A JSON value.
#[derive(Debug)]
pub(crate) enum ParamValue {
    One(Literal),
    Many(Vec<Literal>),
    Map(Vec<Param>),
    Maps(Vec<Vec<Param>>),
}

/// What only a model has.
#[derive(Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) index: String,
    /// What yields the index of one document.
    pub(crate) index_for: Option<&'a ExprPath>,
    pub(crate) settings: Vec<Param>,
    /// The variant of `Dynamic`.
    pub(crate) dynamic: &'static str,
    /// Documents are kept, and nothing of them is indexed.
    pub(crate) is_disabled: bool,
    pub(crate) default_sort: Vec<SortKey>,
    pub(crate) routing: Routing<'a>,
    pub(crate) root: Root,
    pub(crate) analysis: Analysis,
    pub(crate) lazy_depth: u32,
    /// The positions of the timestamps among the fields.
    pub(crate) created_at: Option<usize>,
    pub(crate) updated_at: Option<usize>,
    /// Those of the authors.
    pub(crate) created_by: Option<usize>,
    pub(crate) updated_by: Option<usize>,
    /// That of the field that says when a document was deleted.
    pub(crate) soft_delete: Option<usize>,
    pub(crate) before_save: Option<&'a ExprPath>,
    pub(crate) after_load: Option<&'a ExprPath>,
    pub(crate) validate: Option<&'a Check>,
    pub(crate) description: String,
    pub(crate) lock: Option<Lock>,
}

/// A lock file, as it was read.
#[derive(Debug)]
pub(crate) struct Lock {
    /// The path as it is written.
    pub(crate) file: Text,
    pub(crate) pending: Vec<String>,
    /// Whether the index requires routing; `None` where nothing is deployed, or that is pending.
    pub(crate) routing: Option<bool>,
    /// What the index keeps in `_source`; `None` as above.
    pub(crate) source: Option<Vec<Param>>,
    /// The deployed fields without the pending ones, sorted by name.
    pub(crate) fields: Vec<Locked>,
}

/// A deployed field.
#[derive(Debug)]
pub(crate) struct Locked {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) params: Vec<Param>,
    pub(crate) fields: Vec<Locked>,
    pub(crate) properties: Vec<Locked>,
}

/// What a mapping says besides its fields.
#[derive(Debug, Default)]
pub(crate) struct Root {
    pub(crate) includes: Vec<Literal>,
    pub(crate) excludes: Vec<Literal>,
    pub(crate) meta: Vec<Param>,
    pub(crate) detection: Vec<Param>,
    pub(crate) templates: Vec<Template>,
    /// Where `dynamic_templates` stands.
    pub(crate) templates_span: Option<Span>,
    pub(crate) index_sort: Vec<SortKey>,
}

/// A rule for fields that the mapping does not know.
#[derive(Debug)]
pub(crate) struct Template {
    pub(crate) name: String,
    pub(crate) conditions: Vec<Param>,
    pub(crate) kind: &'static KindSpec,
    pub(crate) params: Vec<Param>,
    pub(crate) is_runtime: bool,
}

/// Where the routing value comes from.
#[derive(Debug)]
pub(crate) enum Routing<'a> {
    None,
    /// The position of a field.
    Field(usize),
    Hook(&'a ExprPath),
}

/// One key of the default order.
#[derive(Debug)]
pub(crate) struct SortKey {
    /// Its span is that of the whole literal.
    pub(crate) path: Text,
    pub(crate) is_descending: bool,
}

/// The declared parts of the analysis.
#[derive(Debug, Default)]
pub(crate) struct Analysis {
    pub(crate) analyzers: Vec<Component>,
    pub(crate) normalizers: Vec<Component>,
    pub(crate) tokenizers: Vec<Component>,
    pub(crate) filters: Vec<Component>,
    pub(crate) char_filters: Vec<Component>,
}

impl Analysis {
    /// Each part, with the server's word for its section.
    pub(crate) fn sections(&self) -> impl Iterator<Item = (&'static str, &Component)> {
        let Self { analyzers, normalizers, tokenizers, filters, char_filters } = self;
        let sections = [
            ("analyzer", analyzers),
            ("normalizer", normalizers),
            ("tokenizer", tokenizers),
            ("filter", filters),
            ("char_filter", char_filters),
        ];
        sections.into_iter().flat_map(|(section, components)| components.iter().map(move |part| (section, part)))
    }

    /// Whether nothing is declared.
    pub(crate) const fn is_empty(&self) -> bool {
        self.analyzers.is_empty()
            && self.normalizers.is_empty()
            && self.tokenizers.is_empty()
            && self.filters.is_empty()
            && self.char_filters.is_empty()
    }
}

/// A named part of the analysis.
#[derive(Debug)]
pub(crate) struct Component {
    pub(crate) name: String,
    /// Its `type`.
    pub(crate) kind: Literal,
    pub(crate) params: Vec<Param>,
}

/// A type with `EsProjection`.
#[derive(Debug)]
pub(crate) struct Projection<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) private: TokenStream,
    /// The model or object whose fields these are.
    pub(crate) of: &'a ExprPath,
    /// The field for the id, and its type without `Option`.
    pub(crate) id: Option<(String, &'a Type)>,
    pub(crate) fields: Vec<ProjectedField<'a>>,
    /// `deny_unknown_fields`.
    pub(crate) is_strict: bool,
}

/// A field that a projection reads.
#[derive(Debug)]
pub(crate) struct ProjectedField<'a> {
    pub(crate) name: String,
    pub(crate) name_span: Span,
    pub(crate) ty: &'a Type,
    /// serde reads it by a function of the user's: the type does not tell the shape.
    pub(crate) is_opaque: bool,
    /// A list that may be stored as one value.
    pub(crate) takes_one: bool,
    /// serde has a value where the document has none.
    pub(crate) has_default: bool,
}

/// A type with `EsValue`.
#[derive(Debug)]
pub(crate) struct Value<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) private: TokenStream,
    pub(crate) place: Ident,
    pub(crate) form: ValueForm<'a>,
}

/// The two forms of values.
#[derive(Debug)]
pub(crate) enum ValueForm<'a> {
    /// The variants.
    Enum(Vec<Variant<'a>>),
    /// The type inside.
    Newtype(&'a Type),
}

/// A variant of an enum.
#[derive(Debug)]
pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    /// The name in JSON.
    pub(crate) name: String,
    /// The position of its parent, where the enum is a family's relations.
    pub(crate) parent: Option<usize>,
}
