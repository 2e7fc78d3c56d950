//! What the derive says of a type: its schema, its id, its routing, what is left out when it is stored.
//!
//! Nothing here sends anything; the verbs on models are in `verbs`.

mod addition;
mod author;
mod blob;
mod boxed;
mod completion;
mod computed;
mod doc;
mod field;
mod filter;
mod flat_map;
mod foreign;
mod formatted;
mod hooks;
mod id;
mod index_hook;
mod join;
pub(crate) mod lazy;
mod lazy_work;
mod load;
mod media;
mod moment;
mod omit;
mod overlay;
mod partial;
mod position;
mod projection;
mod range;
mod routing;
mod shape;
pub mod soft_delete;
mod stamp;
mod store;
mod stored_query;
mod summary;
mod unknown_variant;
mod unstored;
mod value;
mod vector;
mod wkt;

#[doc(hidden)]
pub use addition::{Adding, Additions, AdditionsInside, AddsNothing};
pub use author::Author;
#[doc(hidden)]
pub use author::{Signature, Signatures};
pub use blob::Blob;
pub use completion::{Completion, Context};
pub use computed::Computed;
pub(crate) use doc::Seen;
pub use doc::{Doc, DocVersion, Meta};
pub use field::{EsField, Holds};
pub use flat_map::FlatMap;
pub use formatted::{DateFormat, Formatted, formats};
pub(crate) use hooks::prepare;
#[doc(hidden)]
pub use hooks::{Changes, Checks, Fits, FitsNot, after_load, before_save, validate};
pub use hooks::{HookOutcome, Rules};
pub use id::{Id, IdFor, RawId};
pub use index_hook::IndexHook;
pub use join::{Join, Relations};
pub use lazy::{Lazy, LazyError, LazyFailure};
#[doc(hidden)]
pub use lazy_work::{LazyFunction, LazyValues, LazyWork, Made};
pub(crate) use load::{LoadSeed, Misread, Nothing, Objection, PartOf, Routed, load_source, load_without_source};
pub use media::{Meaning, MediaKind};
pub use moment::Moment;
pub use omit::Omit;
pub(crate) use overlay::{Overlay, Writer};
pub(crate) use partial::check_partial;
pub use position::Position;
pub use projection::{EsProjection, FromDocument, Projected};
#[doc(hidden)]
pub use projection::{InPart, Included, Part, ReadAs, Reads, SourceFilter, Text, Whole, read_as};
pub use range::{Range, RangeBound, RangeKind};
pub use routing::{RoutingHook, RoutingValue};
pub use shape::{GeoShape, Shape, XyPoint, XyShape};
pub use soft_delete::{SoftDelete, Tombstone};
#[doc(hidden)]
pub use stamp::Stamped;
pub use stamp::{Millis, Stamp, Stamps};
pub(crate) use store::{write_partial, write_raw, write_source};
pub use stored_query::StoredQuery;
pub use summary::{Buckets, ExponentialHistogram, Histogram, Metrics, TDigest, ZeroBucket};
pub use unknown_variant::UnknownVariant;
#[doc(hidden)]
pub use unknown_variant::Variants;
pub use unstored::Unstored;
pub use value::{Newtype, Scalar, Term};
pub use vector::{GeoPoint, Vector, VectorElement, VectorError};

use std::{borrow::Cow, sync::Arc};

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error::{Result, Violations},
    query::path::Path,
    schema::{Declared, ModelSchema, Property},
};

/// A struct with mapped fields. Derive it with `#[derive(EsObject)]` for a struct inside documents;
/// `#[derive(EsModel)]` implements it too.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an object that a mapping can describe",
    note = "put `#[derive(EsObject)]` on it"
)]
pub trait EsObject: 'static {
    /// The mapped fields, in the order of the struct. The id, computed fields and skipped fields are not among them.
    const PROPERTIES: &'static [Property];
    /// The analyses that the fields of an object use; those of a model stand in its schema.
    const ANALYSIS: &'static [Declared] = &[];
    /// What is left out when a value is stored, at any depth.
    const OMIT: &'static Omit;
    /// Whether this struct or one inside it has computed fields.
    const COMPUTES: bool;
    /// Whether this struct or one inside it has lazy properties.
    const HAS_LAZY: bool = false;
    /// Whether a write adds something to this struct or one inside it: fields that serde hides and that are stored,
    /// timestamps of objects.
    const ADDS: bool = false;
    /// Whether a write looks into this struct or one inside it: it adds something, or checks keys of maps that serde
    /// flattens.
    const GATHERS: bool = Self::ADDS;
    /// Whether an object here, this one or one inside it, has timestamps.
    const STAMPS: bool = false;
    /// Whether it is an enum that keeps variants which it does not know.
    const KEEPS_UNKNOWN: bool = false;
    /// The tokens of the fields of such an object at `P`.
    type Fields<P: Path>: Copy;

    /// The tokens at `P`.
    #[doc(hidden)]
    fn fields_at<P: Path>() -> Self::Fields<P>;

    /// Fills the computed fields, innermost first.
    #[doc(hidden)]
    fn compute(&mut self);

    /// Starts the functions of all lazy properties, in the order of the fields.
    #[doc(hidden)]
    fn start_lazy<'a>(&'a self, work: &mut LazyWork<'a>) {
        let _ = work;
    }

    /// Takes what they made, in the same order.
    #[doc(hidden)]
    fn take_lazy(&mut self, values: &mut LazyValues) {
        let _ = values;
    }

    /// Gathers what a write adds to the JSON of this struct and of those inside it.
    #[doc(hidden)]
    fn gather_additions<'v>(&'v self, additions: &mut Additions<'v>) {
        let _ = additions;
    }

    /// Takes over the timestamps of objects, after a write at that time succeeded.
    #[doc(hidden)]
    fn stamp_inside(&mut self, at: Millis) {
        let _ = at;
    }
}

/// What `#[derive(EsModel)]` implements: the facts of a document type. Its verbs are those of
/// [`EsModel`](crate::EsModel), which every such type has.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    note = "put `#[derive(Serialize, Deserialize, EsModel)]` and `#[es(index = \"..\")]` on it",
    note = "a projection is a document that was read in part, and has no verbs: to save one, get the whole document"
)]
pub trait ModelDefinition: EsObject + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The type of the id; `String` where the model has no id field.
    type Id: Id;
    /// Everything that is known when the model is compiled.
    const SCHEMA: ModelSchema;
    /// The name of the id field in the value's own JSON, where it has one.
    const ID_KEY: Option<&'static str>;
    /// How deep in a chain of queries made by lazy properties those of this model still run: 1 is the outermost query
    /// only, 0 none.
    const LAZY_DEPTH: u32 = 1;
    /// The field that says when a document was deleted, where deleting keeps it; see [`soft_delete`].
    const DELETED_AT: Option<&'static str> = None;

    /// The fields that writes fill by themselves: timestamps, authors, the time of a soft delete.
    #[doc(hidden)]
    const FILLED: &'static [&'static str] = &[];

    /// The value's id; `None` where the server is to make one.
    #[doc(hidden)]
    fn document_id(&self) -> Option<Cow<'_, str>>;

    /// Takes over an id that the server made, or that was handed to `Doc::new`. Without an id field it does nothing.
    #[doc(hidden)]
    fn set_document_id(&mut self, id: &str) -> Result<(), String>;

    /// Whether [`document_routing`](Self::document_routing) may yield a value.
    #[doc(hidden)]
    const IS_ROUTED: bool = false;

    /// Whether [`document_index`](Self::document_index) yields names.
    #[doc(hidden)]
    const HAS_INDEX_HOOK: bool = false;

    /// The index that the value goes to, before the client's prefix, where it is not the model's.
    #[doc(hidden)]
    fn document_index(&self) -> Option<Cow<'_, str>> {
        None
    }

    /// What the routing hook yields.
    #[doc(hidden)]
    fn document_routing(&self) -> Option<Cow<'_, str>> {
        None
    }

    /// The timestamps to write over the value's own when it is stored; `None` for a change to a part.
    #[doc(hidden)]
    fn stamps(this: Option<&Self>) -> Stamps {
        let _ = this;
        Stamps::NONE
    }

    /// Takes the timestamps over, after the write succeeded.
    #[doc(hidden)]
    fn set_stamps(&mut self, stamps: Stamps, at: Millis) {
        let _ = (stamps, at);
    }

    /// Who to write over the value's own when it is stored by `actor`; `None` for a change to a part.
    #[doc(hidden)]
    fn signatures(this: Option<&Self>, actor: Option<&Arc<str>>) -> Result<Option<Box<Signatures>>> {
        let _ = (this, actor);
        Ok(None)
    }

    /// Takes them over, after the write succeeded.
    #[doc(hidden)]
    fn set_signatures(&mut self, signatures: &Signatures) {
        let _ = signatures;
    }

    /// A copy that went through `before_save`; `None` where the value is written as it is.
    #[doc(hidden)]
    fn prepared(&self) -> Result<Option<Box<Self>>> {
        Ok(None)
    }

    /// Adds the rules that the value breaks.
    #[doc(hidden)]
    fn collect_violations(&self, violations: &mut Violations) {
        let _ = violations;
    }

    /// What `after_load` does to a value that was read.
    #[doc(hidden)]
    fn loaded(&mut self) -> Result<()> {
        Ok(())
    }

    /// Whether the document is deleted softly.
    #[doc(hidden)]
    fn is_deleted(&self) -> bool {
        false
    }

    /// The time of a deletion, as the field for it reads it.
    #[doc(hidden)]
    fn deletion_text(at: Millis) -> String {
        at.to_string()
    }

    /// Takes over when it was deleted, or that it is not.
    #[doc(hidden)]
    fn set_deleted(&mut self, at: Option<Millis>) {
        let _ = at;
    }
}
