//! `#[es(..)]` on a field.

use darling::{FromAttributes, error::Accumulator};
use proc_macro2::Span;
use syn::{Field, Ident};

use super::{
    entry::{Entries, Given, Straight, Text, Word},
    serde::SerdeField,
    unknown::{Place, explain},
};
use crate::kinds::KindSpec;

/// A field as it is written.
#[derive(Debug)]
pub(crate) struct RawField<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) field: &'a Field,
    pub(crate) attrs: FieldAttrs,
    pub(crate) serde: SerdeField,
    /// Whether an attribute of it could not be read: it is reported, and takes no part in later rules.
    pub(crate) is_broken: bool,
}

impl<'a> RawField<'a> {
    pub(crate) fn read(field: &'a Field, errors: &mut Accumulator) -> Option<Self> {
        let ident = field.ident.as_ref()?;
        let attrs = FieldAttrs::from_attributes(&field.attrs).map_err(|error| explain(error, Place::Field));
        let attrs = errors.handle(attrs);
        let serde = errors.handle(SerdeField::read(&field.attrs));
        let is_broken = attrs.is_none() || serde.is_none();
        let (attrs, serde) = (attrs.unwrap_or_default(), serde.unwrap_or_default());
        Some(Self { ident, field, attrs, serde, is_broken })
    }
}

macro_rules! field_attrs {
    ($($(#[doc = $doc:literal])+ $kind:ident),+ $(,)?) => {
        /// `#[es(..)]` on a field.
        #[derive(Debug, Default, FromAttributes)]
        #[darling(attributes(es))]
        pub(crate) struct FieldAttrs {
            /// The document's id; not stored in the document. `Option<..>` lets the server make it.
            pub(crate) id: Word,
            /// Which shard the document goes to; also an ordinary field.
            pub(crate) routing: Word,
            /// Set by the first write.
            pub(crate) created_at: Word,
            /// Set by every write.
            pub(crate) updated_at: Word,
            /// Another name of the field at that path; the type is `Unstored<..>`.
            pub(crate) alias: Option<Text>,
            /// Worked out by the server while it searches: `runtime(script = "..")`; the type is `Unstored<..>`.
            pub(crate) runtime: Option<Entries>,
            /// Who wrote it first.
            pub(crate) created_by: Word,
            /// Who wrote it last.
            pub(crate) updated_by: Word,
            /// When it was deleted: a delete keeps the document.
            pub(crate) soft_delete: Word,
            /// Worked out by the method of the same name; never stored. The type is `Computed<..>`.
            pub(crate) computed: Word,
            /// Loaded by the async method of the same name after a query; never stored. The type is `Lazy<..>`. With
            /// `lazy(optional)` an API may answer without it.
            pub(crate) lazy: Option<Entries>,
            /// Stored, and hidden from the value's own JSON by `serde(skip_serializing)`.
            pub(crate) stored: Word,
            /// A list that is read also from a single value, or from null.
            pub(crate) one_or_many: Word,
            $( $(#[doc = $doc])+ pub(crate) $kind: Option<Entries>, )+
            /// Multi-fields: `fields(raw(keyword(ignore_above = 256)))`.
            pub(crate) fields: Option<Entries>,
            /// Whether it can be searched; for a field whose kind comes from its type.
            pub(crate) index: Option<Straight>,
            /// Whether it can be sorted by and aggregated.
            pub(crate) doc_values: Option<Straight>,
            /// Whether it is stored beside `_source`.
            pub(crate) store: Option<Straight>,
            /// The fields that its value is copied to: `copy_to = "all"`, `copy_to("all", "names")`.
            pub(crate) copy_to: Option<Straight>,
            /// Instead of the doc comment.
            pub(crate) description: Option<Text>,
        }

        impl FieldAttrs {
            /// The kinds that are written, in the order of the table.
            pub(crate) fn kinds(&self) -> Vec<(&'static KindSpec, &Entries)> {
                let written = [$((stringify!($kind), self.$kind.as_ref())),+];
                // Names are looked up only of what is written: this runs for each field.
                let written = written.into_iter().filter_map(|(name, entries)| Some((name, entries?)));
                written.filter_map(|(name, entries)| Some((KindSpec::named(name)?, entries))).collect()
            }
        }
    };
}

field_attrs! {
    /// Exact text; the kind of `String`.
    keyword,
    /// Exact text that is the same in every document.
    constant_keyword,
    /// Exact text whose values count as often as they occur.
    counted_keyword,
    /// Exact text in the order of a language; a plugin.
    icu_collation_keyword,
    /// Exact text, for patterns in the midst of it.
    wildcard,
    /// Versions of software, in their order.
    version,
    /// Analyzed text.
    text,
    /// Analyzed text that takes less room: without scores and positions.
    match_only_text,
    /// Analyzed text of logs, which takes least room.
    pattern_text,
    /// Analyzed text with marks at words; a plugin.
    annotated_text,
    /// Analyzed text that is found while it is typed.
    search_as_you_type,
    /// Suggestions by their beginning.
    completion,
    /// How many words a text has.
    token_count,
    /// 8 bits.
    byte,
    /// 16 bits.
    short,
    /// 32 bits.
    integer,
    /// 64 bits.
    long,
    /// 64 bits without a sign.
    unsigned_long,
    /// Floating point of 16 bits.
    half_float,
    /// Floating point of 32 bits.
    float,
    /// Floating point of 64 bits.
    double,
    /// A number with a fixed number of decimals.
    scaled_float,
    /// A number that raises scores.
    rank_feature,
    /// Numbers under names, each of which raises scores.
    rank_features,
    /// Truth values.
    boolean,
    /// Points in time, to the millisecond.
    date,
    /// Points in time, to the nanosecond.
    date_nanos,
    /// Addresses.
    ip,
    /// Base64; not searchable.
    binary,
    /// A hash of the value, for counting; a plugin.
    murmur3,
    /// A sketch of values, for counting different ones.
    hll,
    /// From one whole number of 32 bits to another.
    integer_range,
    /// From one whole number of 64 bits to another.
    long_range,
    /// From one `f32` to another.
    float_range,
    /// From one `f64` to another.
    double_range,
    /// From one point in time to another.
    date_range,
    /// From one address to another.
    ip_range,
    /// A place on Earth.
    geo_point,
    /// A shape on Earth.
    geo_shape,
    /// A point in a plane.
    point,
    /// A shape in a plane.
    shape,
    /// A document's place in a family of documents.
    join,
    /// A query that is stored and found by documents.
    percolator,
    /// Counts of values.
    histogram,
    /// Counts of values in buckets that grow exponentially.
    exponential_histogram,
    /// Counts of values around centroids.
    tdigest,
    /// Least, greatest, sum and count, of values that are not kept.
    aggregate_metric_double,
    /// A vector; `dims` comes from `Vector<N>`.
    dense_vector,
    /// Several vectors, for ranking by late interaction.
    rank_vectors,
    /// Weights under the names of words.
    sparse_vector,
    /// Text that is searched by its meaning.
    semantic_text,
    /// Text and media that are searched by their meaning.
    semantic,
    /// A struct whose fields belong to the document; opts a list out of `nested`.
    object,
    /// A struct whose fields can be named as if they stood beside it.
    passthrough,
    /// A struct (or list of them) searchable each as one.
    nested,
    /// Any JSON object in one field.
    flattened,
}

impl FieldAttrs {
    /// The common parameters that stand straight in `#[es(..)]`.
    pub(crate) fn straight(&self) -> Vec<(&'static str, Span, &Given)> {
        let common = [
            ("index", &self.index),
            ("doc_values", &self.doc_values),
            ("store", &self.store),
            ("copy_to", &self.copy_to),
        ];
        let written = common.into_iter().filter_map(|(key, given)| {
            let given = given.as_ref()?;
            Some((key, given.span, &given.given))
        });
        written.collect()
    }

    /// The flags that make more of a field than a value.
    pub(crate) fn flags(&self) -> Vec<(&'static str, Span)> {
        let flags = [
            ("id", self.id.span()),
            ("routing", self.routing.span()),
            ("created_at", self.created_at.span()),
            ("updated_at", self.updated_at.span()),
            ("created_by", self.created_by.span()),
            ("updated_by", self.updated_by.span()),
            ("soft_delete", self.soft_delete.span()),
            ("computed", self.computed.span()),
            ("lazy", self.lazy.as_ref().map(|lazy| lazy.span)),
        ];
        flags.into_iter().filter_map(|(name, span)| Some((name, span?))).collect()
    }
}
