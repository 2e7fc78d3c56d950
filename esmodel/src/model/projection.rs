//! Partial reading: types that hold some of a model's fields, and the `_source` filter that asks for exactly those.

use std::{borrow::Cow, fmt, marker::PhantomData, sync::Arc};

use serde::de::DeserializeOwned;

use super::{EsField, EsObject, Holds, ModelDefinition, Omit};
use crate::{
    error,
    schema::{
        FieldType, Property, check,
        kind::{self, KindMarker},
    },
};

/// What a found document can be read as: a model, or a [projection](EsProjection) of one. The derives implement it.
pub trait FromDocument: DeserializeOwned + Send + Sync + 'static {
    /// The name of the field that the id is read into, where there is one.
    const ID_KEY: Option<&'static str>;
    /// What is special about keys of its JSON.
    const OMIT: &'static Omit;
    /// The fields to ask for; `None` asks for the whole document.
    #[doc(hidden)]
    const FILTER: Option<&'static SourceFilter> = None;

    /// How a URL asks for them.
    #[doc(hidden)]
    fn source_param() -> Option<(&'static str, Cow<'static, str>)> {
        Self::FILTER.map(SourceFilter::param)
    }

    /// Called once it is read.
    #[doc(hidden)]
    fn after_read(&mut self) -> error::Result<()> {
        Ok(())
    }
}

impl<T: ModelDefinition> FromDocument for T {
    const ID_KEY: Option<&'static str> = <T as ModelDefinition>::ID_KEY;
    const OMIT: &'static Omit = <T as EsObject>::OMIT;

    fn after_read(&mut self) -> error::Result<()> {
        self.loaded()?;
        if T::COMPUTES {
            self.compute();
        }
        Ok(())
    }
}

/// Some fields of the model or the object `M`, checked against it when the program is compiled. Derive it with
/// `#[derive(Deserialize, EsProjection)]` and `#[es(of = City)]`. It may be public where the model is not.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no projection of `{M}`",
    note = "put `#[derive(Deserialize, EsProjection)]` and `#[es(of = {M})]` on it, or take the verbs of the model that it is of"
)]
pub trait EsProjection<M: EsObject>: FromDocument + Part {}

/// A verb whose outcome is read as `P`; see [`Search::project`](crate::search::Search::project) and
/// [`Get::project`](crate::document::Get::project).
#[must_use = "this does nothing until it is awaited, or `.fetch(&es)` is"]
pub struct Projected<V, P> {
    pub(crate) verb: V,
    projection: PhantomData<fn() -> P>,
}

impl<V, P> Projected<V, P> {
    pub(crate) const fn new(verb: V) -> Self {
        Self { verb, projection: PhantomData }
    }
}

impl<V: Clone, P> Clone for Projected<V, P> {
    fn clone(&self) -> Self {
        Self::new(self.verb.clone())
    }
}

impl<V: fmt::Debug, P> fmt::Debug for Projected<V, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Projected").field("verb", &self.verb).finish_non_exhaustive()
    }
}

/// A `_source` filter, written when the program is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceFilter {
    /// Paths with commas between: `_source_includes` of a URL. Empty asks for none.
    pub url: &'static str,
    /// `_source` of a body: a list, or `false`.
    pub json: &'static str,
}

impl SourceFilter {
    /// Whether no field is asked for, only the id.
    pub(crate) const fn is_nothing(&self) -> bool {
        self.url.is_empty()
    }

    /// The parameter of a URL.
    const fn param(&self) -> (&'static str, Cow<'static, str>) {
        let (name, value) = if self.is_nothing() { ("_source", "false") } else { ("_source_includes", self.url) };
        (name, Cow::Borrowed(value))
    }
}

/// One field of a projection.
#[derive(Debug, Clone, Copy)]
pub struct Included {
    /// The field's name.
    pub name: &'static str,
    /// The field of the model; `None` where it has none, which does not compile.
    pub property: Option<&'static Property>,
    /// What it is read as.
    pub read: ReadAs,
    /// Whether every stored object has its key.
    is_anchor: bool,
}

impl Included {
    /// The field of that name.
    pub const fn new(properties: &'static [Property], name: &'static str, read: ReadAs) -> Self {
        let is_anchor = check::anchor(properties, name).is_some();
        Self { name, property: check::level(properties, name), read, is_anchor }
    }

    /// Whether the fields inside are asked for one by one, rather than all of it. Servers drop an object that has none of
    /// them, and with it its place in a list.
    #[expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]
    pub(crate) const fn is_descended(&self) -> bool {
        let (Some(property), Some(own), Some(parts)) = (self.property, self.read.own, self.read.parts) else {
            return false;
        };
        let mut at = 0;
        while at < parts.len() && !property.field_type.is_list && !own.is_list {
            if parts[at].is_anchor {
                return true;
            }
            at += 1;
        }
        false
    }
}

/// The Rust side of a field that is read.
#[derive(Debug, Clone, Copy)]
pub struct ReadAs {
    /// What it would be in a mapping; `None` where serde reads it by a function of the user's.
    pub own: Option<FieldType>,
    /// The fields of a projection; `None` where all is read.
    pub parts: Option<&'static [Included]>,
    /// What is special about keys inside.
    pub omit: &'static Omit,
    /// Whether other keys inside are refused.
    pub is_strict: bool,
}

impl ReadAs {
    /// By a function of the user's.
    pub const OPAQUE: Self = Self { own: None, parts: None, omit: Omit::NONE, is_strict: false };
}

/// A projection of an object as a field of another projection: alone, optional, boxed, in a list.
pub trait Part {
    /// Its fields.
    const FIELDS: &'static [Included];
    /// What is special about its keys.
    const KEYS: &'static Omit;
    /// Whether it is a list of them.
    const IS_LIST: bool = false;
    /// Whether there may be none.
    const IS_OPTIONAL: bool = false;
    /// Whether serde refuses other keys.
    const IS_STRICT: bool;
}

macro_rules! parts {
    ($($wrapper:ty: $is_list:expr, $is_optional:expr;)+) => { $(
        impl<T: Part> Part for $wrapper {
            const FIELDS: &'static [Included] = T::FIELDS;
            const KEYS: &'static Omit = T::KEYS;
            const IS_LIST: bool = $is_list;
            const IS_OPTIONAL: bool = $is_optional;
            const IS_STRICT: bool = T::IS_STRICT;
        }
    )+ };
}

parts! {
    Option<T>: T::IS_LIST, true;
    Box<T>: T::IS_LIST, T::IS_OPTIONAL;
    Arc<T>: T::IS_LIST, T::IS_OPTIONAL;
    Vec<T>: true, false;
    Box<[T]>: true, false;
}

/// That a field of kind `K` can be read as this type. `W` is found by the compiler: whether all of the field is read,
/// or a projection of it.
#[diagnostic::on_unimplemented(
    message = "a field of kind `{K}` cannot be read as `{Self}`",
    label = "this type does not fit the model's field",
    note = "write the type that the field has in the model; for a part of an object, a struct with `#[derive(Deserialize, EsProjection)]`"
)]
pub trait Reads<K, W> {
    /// How.
    const AS: ReadAs;
}

/// All of a field.
#[derive(Debug)]
pub struct Whole;

/// A projection of an object.
#[derive(Debug)]
pub struct InPart;

impl<K: KindMarker, T: EsField + Holds<K>> Reads<K, Whole> for T {
    const AS: ReadAs =
        ReadAs { own: Some(<T as EsField>::TYPE), parts: None, omit: <T as EsField>::OMIT, is_strict: false };
}

macro_rules! reads_part {
    ($($kind:ident),+) => { $(
        impl<T: Part> Reads<kind::$kind, InPart> for T {
            const AS: ReadAs = {
                let own = FieldType::object(&[]);
                let own = if T::IS_LIST { own.many() } else { own };
                let own = if T::IS_OPTIONAL { own.optional() } else { own };
                ReadAs { own: Some(own), parts: Some(T::FIELDS), omit: T::KEYS, is_strict: T::IS_STRICT }
            };
        }
    )+ };
}
reads_part!(Object, Nested);

/// How a field of kind `K` is read as `T`.
pub const fn read_as<T: Reads<K, W>, K, W>() -> ReadAs {
    T::AS
}

/// Paths of fields as one text, joined in a `const`. With `N` of 0 it only measures.
#[derive(Debug)]
pub struct Text<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

/// The way to a field.
struct Above<'a> {
    parent: Option<&'a Self>,
    name: &'static str,
}

impl<const N: usize> Text<N> {
    /// `a,b.c` for a URL.
    pub const fn url(fields: &[Included]) -> Self {
        Self { bytes: [0; N], len: 0 }.paths(fields, None, "")
    }

    /// `["a","b.c"]` for a body; `false` for no fields, since an empty list asks for all.
    pub const fn json(fields: &[Included]) -> Self {
        let text = Self { bytes: [0; N], len: 0 };
        if fields.is_empty() {
            return text.push("false");
        }
        text.push("[").paths(fields, None, "\"").push("]")
    }

    /// How long it is, in bytes.
    pub const fn measure(&self) -> usize {
        self.len
    }

    /// The text.
    pub const fn as_str(&'static self) -> &'static str {
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => text,
            Err(_) => "",
        }
    }

    #[expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]
    const fn paths(mut self, fields: &[Included], above: Option<&Above<'_>>, quote: &str) -> Self {
        let mut at = 0;
        while at < fields.len() {
            let field = &fields[at];
            let here = Above { parent: above, name: field.name };
            self = match field.read.parts {
                Some(parts) if field.is_descended() => self.paths(parts, Some(&here), quote),
                _ => {
                    let first = if quote.is_empty() { self.len == 0 } else { self.len == 1 };
                    let begun = if first { self } else { self.push(",") };
                    begun.push(quote).path(&here).push(quote)
                }
            };
            at += 1;
        }
        self
    }

    const fn path(self, here: &Above<'_>) -> Self {
        match here.parent {
            Some(parent) => self.path(parent).push(".").push(here.name),
            None => self.push(here.name),
        }
    }

    #[expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]
    const fn push(mut self, part: &str) -> Self {
        let part = part.as_bytes();
        let mut at = 0;
        while at < part.len() {
            if N > 0 {
                self.bytes[self.len] = part[at];
            }
            self.len += 1;
            at += 1;
        }
        self
    }
}
