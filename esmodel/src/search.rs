//! Typed searches: a builder that says what is wanted, and the page of typed hits that comes back.
//!
//! Queries, sort keys and aggregations themselves are in [`query`](crate::query); nothing here knows a field kind.

mod body;
mod by_fields;
mod decode;
mod extent;
mod highlight;
mod hit;
mod options;
mod page;
mod projected;
mod rest;
mod run;
mod sort_values;
mod source;

use std::{borrow::Cow, fmt, time::Duration};

pub use highlight::Highlight;
pub use hit::Hit;
pub use options::TotalHits;
pub use page::{Page, PageInfo, Total};
pub use run::OnlyAggregations;
pub use sort_values::SortValues;

use self::source::SourceFields;
use crate::{
    model::{ModelDefinition, SoftDelete, SourceFilter},
    query::{IntoQuery, IntoSort, LeafToken, Sort, agg::Aggs, node::BoolNode},
    schema::Property,
};

/// A search for documents of the model `T`, with the aggregations `A`. It is sent by [`fetch`](Self::fetch),
/// [`first`](Self::first) or [`count`](Self::count), any of which is one request.
///
/// Without a query it finds every document. Without a page it yields 10 hits. Without a sort order, hits come in the
/// model's `default_sort`, or by score once there is a scored [`query`](Self::query).
///
/// A search sees what was written before the index's last refresh, a second ago by default.
#[must_use = "a search does nothing until `.fetch(&es)`, `.first(&es)` or `.count(&es)` is awaited"]
pub struct Search<T, A = ()> {
    spec: Spec<T>,
    aggs: A,
}

/// A search without its aggregations.
struct Spec<T> {
    query: BoolNode,
    order: Ordering<T>,
    window: Window,
    source: SourceFields,
    /// Instead of those: the filter of a projection.
    filter: Option<&'static SourceFilter>,
    total: TotalHits,
    timeout: Option<Duration>,
    terminate_after: Option<u64>,
    min_score: Option<f64>,
    after: Option<SortValues>,
    highlight: Option<Highlight<T>>,
    /// Further keys of the body, each with its JSON.
    extra: Vec<(Cow<'static, str>, String)>,
    index: Option<String>,
    params: Vec<(&'static str, Cow<'static, str>)>,
    without_lazy: bool,
    deleted: Deleted,
    /// What was wrong with the first bad call; reported when the search is sent.
    mistake: Option<String>,
}

/// The order of hits.
enum Ordering<T> {
    /// None was given: the model's.
    Default,
    /// None was given, but a scored query: the score's.
    Relevance,
    Keys(Vec<Sort<T>>),
}

/// What becomes of documents that are deleted softly, on a model that has such.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deleted {
    LeftOut,
    Included,
    Alone,
}

/// Which of the hits are returned.
#[derive(Debug, Clone, Copy)]
enum Window {
    Page { page: u64, size: u64 },
    Slice { from: u64, size: u64 },
}

/// Hits of a search that asks for no page.
const DEFAULT_SIZE: u64 = 10;

impl<T: ModelDefinition> Search<T> {
    /// Finds every document, the first 10 of them.
    pub fn new() -> Self {
        Self {
            spec: Spec {
                query: BoolNode::default(),
                order: Ordering::Default,
                window: Window::Slice { from: 0, size: DEFAULT_SIZE },
                source: SourceFields::default(),
                filter: None,
                total: TotalHits::Exact,
                timeout: None,
                terminate_after: None,
                min_score: None,
                after: None,
                highlight: None,
                extra: Vec::new(),
                index: None,
                params: Vec::new(),
                without_lazy: false,
                deleted: Deleted::LeftOut,
                mistake: None,
            },
            aggs: (),
        }
    }
}

impl<T: ModelDefinition> Default for Search<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T, A: Clone> Clone for Search<T, A> {
    fn clone(&self) -> Self {
        Self { spec: self.spec.clone(), aggs: self.aggs.clone() }
    }
}

impl<T> Clone for Spec<T> {
    fn clone(&self) -> Self {
        let order = match &self.order {
            Ordering::Default => Ordering::Default,
            Ordering::Relevance => Ordering::Relevance,
            Ordering::Keys(keys) => Ordering::Keys(keys.clone()),
        };
        Self {
            query: self.query.clone(),
            order,
            window: self.window,
            source: self.source.clone(),
            filter: self.filter,
            total: self.total,
            timeout: self.timeout,
            terminate_after: self.terminate_after,
            min_score: self.min_score,
            after: self.after.clone(),
            highlight: self.highlight.clone(),
            extra: self.extra.clone(),
            index: self.index.clone(),
            params: self.params.clone(),
            without_lazy: self.without_lazy,
            deleted: self.deleted,
            mistake: self.mistake.clone(),
        }
    }
}

impl<T, A> fmt::Debug for Search<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Spec { query, window, index, .. } = &self.spec;
        let mut debug = f.debug_struct("Search");
        debug.field("query", query).field("window", window).field("index", index).finish_non_exhaustive()
    }
}

/// # What is found
impl<T: ModelDefinition, A> Search<T, A> {
    /// Documents must match, and are scored by it. Several are joined by "and". Hits then come by score, unless there
    /// is a [`sort`](Self::sort).
    pub fn query(mut self, query: impl IntoQuery<T>) -> Self {
        self.spec.query.must.push(query.into_query().part);
        if matches!(self.spec.order, Ordering::Default) {
            self.spec.order = Ordering::Relevance;
        }
        self
    }

    /// Documents must match, without score; the server may cache it. Several are joined by "and".
    ///
    /// Two filters on fields of one nested list may be met by two different elements: use `.any(..)` on the list.
    pub fn filter(mut self, query: impl IntoQuery<T>) -> Self {
        self.spec.query.filter.push(query.into_query().part);
        self
    }

    /// Documents must not match. Several are joined by "nor".
    pub fn must_not(mut self, query: impl IntoQuery<T>) -> Self {
        self.spec.query.must_not.push(query.into_query().part);
        self
    }

    /// Finds also what is [deleted softly](crate::model::soft_delete). The last call of this and
    /// [`only_deleted`](Self::only_deleted) wins.
    pub fn with_deleted(mut self) -> Self
    where
        T: SoftDelete,
    {
        self.spec.deleted = Deleted::Included;
        self
    }

    /// Finds only what is [deleted softly](crate::model::soft_delete). The last call of this and
    /// [`with_deleted`](Self::with_deleted) wins.
    pub fn only_deleted(mut self) -> Self
    where
        T: SoftDelete,
    {
        self.spec.deleted = Deleted::Alone;
        self
    }

    /// Adds to the search where there is a value: `.maybe(city, |s, city| s.filter(f.city().eq(city)))`. `None` leaves
    /// it as it is.
    pub fn maybe<V>(self, value: Option<V>, add: impl FnOnce(Self, V) -> Self) -> Self {
        match value {
            Some(value) => add(self, value),
            None => self,
        }
    }
}

/// # In which order, and which of them
impl<T: ModelDefinition, A> Search<T, A> {
    /// The order of the hits: a key (`f.joined().desc()`), a list of keys, or `Sort::parse(text)?`. A second call adds
    /// keys that decide where the first are equal.
    pub fn sort(mut self, keys: impl IntoSort<T>) -> Self {
        let mut all = match self.spec.order {
            Ordering::Keys(keys) => keys,
            Ordering::Default | Ordering::Relevance => Vec::new(),
        };
        keys.add_to(&mut all);
        self.spec.order = Ordering::Keys(all);
        self
    }

    /// Page `page`, from 1, of `size` hits each. It replaces an earlier page or slice.
    ///
    /// A server looks no further than `page * size <= 10,000`, or the index's `max_result_window`. Past that of the
    /// model's settings, the index is asked for its own first, which is one request more; past that too, the search is
    /// [`Error::Invalid`](crate::Error::Invalid), and not sent. Use [`after`](Self::after).
    pub fn page(mut self, page: u64, size: u64) -> Self {
        self.spec.window = Window::Page { page, size };
        self
    }

    /// `size` hits after the first `from`. It replaces an earlier page or slice, and has the same limit. A size of 0
    /// yields no hits: total and aggregations only.
    pub fn slice(mut self, from: u64, size: u64) -> Self {
        self.spec.window = Window::Slice { from, size };
        self
    }

    /// The first `size` hits; see [`slice`](Self::slice).
    pub fn size(self, size: u64) -> Self {
        let from = match self.spec.window {
            Window::Slice { from, .. } => from,
            Window::Page { .. } => 0,
        };
        self.slice(from, size)
    }

    /// Hits after those sort values, of the last hit of the page before ([`Page::next`]). The order must be the same,
    /// and its last key must tell any two documents apart. There is no limit to how far this goes.
    pub fn after(mut self, values: SortValues) -> Self {
        self.spec.after = Some(values);
        self
    }

    /// Reads only these fields of the documents; call it once for each. `T` must be readable from what is left: give
    /// the other fields a `#[serde(default)]`, or make them `Option`s. Lists keep their length and places: for a field
    /// inside of a list the server sends whole elements, of which nothing else is read.
    ///
    /// Documents that were read in part come without their version, so that `save` refuses to write them back.
    ///
    /// A multi-field, an alias and a runtime field are in no document: asking for one is
    /// [`Error::Invalid`](crate::Error::Invalid) when the search is sent.
    pub fn include(mut self, field: impl LeafToken<Scope = T>) -> Self {
        let path = field.leaf().path();
        self.spec.source.include(Cow::Borrowed(path));
        self.of_document("include", path)
    }

    /// Leaves a field of the documents out, such as a long text; call it once for each. As [`include`](Self::include)
    /// otherwise. What is both included and excluded is left out; OpenSearch 3 refuses the very same path in both.
    /// An object, or an element of a list, that has nothing else stays there, empty; where that could be, the field is
    /// sent and taken out here.
    pub fn exclude(mut self, field: impl LeafToken<Scope = T>) -> Self {
        let path = field.leaf().path();
        self.spec.source.exclude(Cow::Borrowed(path));
        self.of_document("exclude", path)
    }

    /// Notes a mistake where documents do not hold what `path` names.
    fn of_document(self, verb: &str, path: &str) -> Self {
        let Some(why) = not_in_documents(T::SCHEMA.properties, path, path) else { return self };
        self.mistaken(format!("`{verb}` names `{path}`, which is in no document: {why}"))
    }

    /// As [`include`](Self::include) and [`exclude`](Self::exclude), with paths and patterns (`address.*`) that nobody
    /// checks. A pattern goes to the server as it is, which drops elements of lists that have none of the fields.
    pub fn source_paths<I, E>(mut self, includes: I, excludes: E) -> Self
    where
        I: IntoIterator<Item: Into<String>>,
        E: IntoIterator<Item: Into<String>>,
    {
        includes.into_iter().for_each(|path| self.spec.source.include(Cow::Owned(path.into())));
        excludes.into_iter().for_each(|path| self.spec.source.exclude(Cow::Owned(path.into())));
        self
    }

    /// Leaves the hits' lazy properties `NotLoaded`; [`Page::load_lazy`] loads them later.
    pub fn without_lazy(mut self) -> Self {
        self.spec.without_lazy = true;
        self
    }

    /// Marks what matched: [`Hit::highlights`].
    pub fn highlight(mut self, highlight: Highlight<T>) -> Self {
        self.spec.highlight = Some(highlight);
        self
    }

    /// Sums the matching documents up, whatever the page: one aggregation, or a tuple of up to twelve. It replaces
    /// earlier ones. The results are [`Page::aggs`], of the same shape.
    pub fn aggregate<N: Aggs<T>>(self, aggs: N) -> Search<T, N> {
        Search { spec: self.spec, aggs }
    }

    /// Sends no hits back and yields the results of the aggregations alone.
    pub fn only_aggregations(self) -> OnlyAggregations<T, A> {
        OnlyAggregations::new(self)
    }
}

/// Why documents do not hold the field of that path, where they do not.
fn not_in_documents(properties: &[Property], whole: &str, path: &str) -> Option<String> {
    if path == "_id" {
        return Some("the id always comes with a document; drop the call".to_owned());
    }
    properties.iter().find_map(|property| {
        if property.is_flatten {
            return not_in_documents(property.field_type.properties, whole, path);
        }
        let rest = path.strip_prefix(property.name)?;
        if rest.is_empty() {
            return property.unstored.map(|_| "the server works it out; name a field that is stored".to_owned());
        }
        let inner = rest.strip_prefix('.')?;
        if property.fields.iter().any(|field| field.name == inner) {
            return Some(format!("it is a second view of `{}`; name that", whole.strip_suffix(rest)?));
        }
        not_in_documents(property.field_type.properties, whole, inner)
    })
}

#[cfg(all(test, feature = "test-util"))]
mod run_tests;
#[cfg(test)]
mod tests;
