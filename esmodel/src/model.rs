//! What the derive says of a type: its schema, its id, its routing, what is left out when it is stored.
//!
//! Nothing here sends anything; the verbs on models are in `verbs`.

mod blob;
mod completion;
mod computed;
mod doc;
mod field;
mod filter;
mod foreign;
mod id;
mod join;
mod lazy;
mod lazy_work;
mod load;
mod omit;
mod range;
mod routing;
mod shape;
mod stamp;
mod store;
mod stored_query;
mod summary;
mod unstored;
mod value;
mod vector;

pub use blob::Blob;
pub use completion::{Completion, Context};
pub use computed::Computed;
pub(crate) use doc::Seen;
pub use doc::{Doc, DocVersion, Meta};
pub use field::{EsField, Holds};
pub use id::{Id, IdFor, RawId};
pub use join::{Join, Relations};
pub use lazy::{Lazy, LazyError};
#[doc(hidden)]
pub use lazy_work::{LazyFunction, LazyValues, LazyWork, Made};
pub(crate) use load::{LoadSeed, load_source};
pub use omit::Omit;
pub use range::{Range, RangeBound, RangeKind};
pub use routing::{RoutingHook, RoutingValue};
pub use shape::{GeoShape, Position, Shape, XyPoint, XyShape};
pub use stamp::{Millis, Stamp, Stamps};
pub(crate) use store::{write_partial, write_source};
pub use stored_query::StoredQuery;
pub use summary::{Histogram, Metrics};
pub use unstored::Unstored;
pub use value::{Newtype, Scalar, Term};
pub use vector::{GeoPoint, Vector, VectorElement, VectorError};

use std::borrow::Cow;

use serde::{Serialize, de::DeserializeOwned};

use crate::{
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
}

/// What `#[derive(EsModel)]` implements: the facts of a document type. Its verbs are those of
/// [`EsModel`](crate::EsModel), which every such type has.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    note = "put `#[derive(Serialize, Deserialize, EsModel)]` and `#[es(index = \"..\")]` on it"
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

    /// The value's id; `None` where the server is to make one.
    #[doc(hidden)]
    fn document_id(&self) -> Option<Cow<'_, str>>;

    /// Takes over an id that the server made, or that was handed to `Doc::new`. Without an id field it does nothing.
    #[doc(hidden)]
    fn set_document_id(&mut self, id: &str) -> Result<(), String>;

    /// What the routing hook yields.
    #[doc(hidden)]
    fn document_routing(&self) -> Option<Cow<'_, str>> {
        None
    }

    /// The timestamps to write over the value's own when it is stored at `now`.
    #[doc(hidden)]
    fn stamps(&self, now: Millis) -> Stamps {
        let _ = now;
        Stamps::NONE
    }

    /// Takes the timestamps over, after the write succeeded.
    #[doc(hidden)]
    fn set_stamps(&mut self, stamps: Stamps) {
        let _ = stamps;
    }
}
