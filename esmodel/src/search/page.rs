//! What a search returns: hits, how many there are in all, the results of aggregations.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{
    extent::Extent,
    hit::{Hit, SortValues},
    rest::Rest,
};
use crate::{
    batch::Runner,
    error::{Result, ServerError},
    lazy,
    model::{Doc, ModelDefinition},
};

/// How many documents match in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    /// Exactly that many.
    Exact(u64),
    /// At least that many: counting stopped there, or some shards did not answer in full.
    AtLeast(u64),
    /// The search did not count.
    NotCounted,
}

impl Total {
    /// The number, exact or not.
    pub const fn value(self) -> Option<u64> {
        match self {
            Self::Exact(count) | Self::AtLeast(count) => Some(count),
            Self::NotCounted => None,
        }
    }

    /// Whether the number is exact.
    pub const fn is_exact(self) -> bool {
        matches!(self, Self::Exact(_))
    }
}

/// One page of a search's hits, and what else the search yields. `A` is the results of its aggregations.
///
/// It has no JSON of its own: what an API shows beside the hits is the API's to say. `page.hits` has
/// (`json!({ "items": page.hits, "page": page.info() })`), and esmodel-fastapi-like makes an answer of a page.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Page<T, A = ()> {
    /// The hits, in the order of the search.
    pub hits: Vec<Hit<T>>,
    /// How many documents match in all.
    pub total: Total,
    /// The results of the aggregations, over all documents that match.
    pub aggs: A,
    /// The time that the server says it took.
    pub took: Duration,
    /// The server stopped at the search's time-out: hits, total and aggregations are partial.
    pub timed_out: bool,
    /// A shard stopped at `terminate_after`: hits, total and aggregations are partial.
    pub terminated_early: bool,
    /// The best score; `None` where hits are sorted by something else.
    pub max_score: Option<f64>,
    /// How many shards failed: what is on them is missing here.
    pub failed_shards: u32,
    /// Why shards failed.
    pub shard_failures: Vec<ServerError>,
    pub(super) rest: Rest,
    pub(super) extent: Extent,
    /// How many hits searches of the index reach.
    pub(super) window: u64,
}

/// Where a page stands among all pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageInfo {
    /// The page's number, from 1.
    pub current_page: u64,
    /// How many hits a page has.
    pub page_size: u64,
    /// How many documents match; a lower bound unless `is_exact`.
    pub total_results: u64,
    /// Whether `total_results` is exact.
    pub is_exact: bool,
    /// How many pages they fill, of those that a search can reach (see [`Search::page`](super::Search::page)).
    pub total_pages: u64,
    /// Whether there is a page after this one, and a search can reach it.
    pub has_next: bool,
    /// Whether there is a page before this one.
    pub has_previous: bool,
}

impl<T, A> Page<T, A> {
    /// Where this page stands among all pages.
    pub fn info(&self) -> PageInfo {
        let Extent { from, size } = self.extent;
        let size = size.max(1);
        let seen = from.saturating_add(u64::try_from(self.hits.len()).unwrap_or(u64::MAX));
        let total = self.total.value().unwrap_or(seen).max(seen);
        let is_full = seen - from >= size;
        let reachable = (self.window / size).max(from / size + 1);
        PageInfo {
            current_page: from / size + 1,
            page_size: self.extent.size,
            total_results: total,
            is_exact: self.total.is_exact(),
            total_pages: total.div_ceil(size).min(reachable),
            has_next: (total > seen || (is_full && !self.total.is_exact()))
                && self.extent.end().saturating_add(size) <= self.window,
            has_previous: from > 0,
        }
    }

    /// Whether the answer is whole: no time-out, no early end, no failed shard.
    pub const fn is_complete(&self) -> bool {
        !self.timed_out && !self.terminated_early && self.failed_shards == 0
    }

    /// Where the next page begins for [`Search::after`](super::Search::after); `None` when this page is not full, so
    /// that there is none, or when the search has no sort order.
    pub fn next(&self) -> Option<SortValues> {
        let is_full = u64::try_from(self.hits.len()).is_ok_and(|len| len > 0 && len >= self.extent.size);
        self.hits.last().filter(|_| is_full).and_then(Hit::sort_values).cloned()
    }

    /// The hits, one by one.
    pub fn iter(&self) -> std::slice::Iter<'_, Hit<T>> {
        self.hits.iter()
    }

    /// Another part of the answer as a `V`, by its key: what [`Search::extra`](super::Search::extra) asked for, such as
    /// `suggest` or `profile`. `None` where the answer has no such part.
    ///
    /// ```
    /// # use esmodel::prelude::*;
    /// # #[derive(Debug, Serialize, Deserialize, EsModel)] #[es(index = "cities")]
    /// # struct City { #[es(text)] name: String }
    /// # async fn run(es: Client) -> esmodel::Result<()> {
    /// use serde_json::{Value, json};
    ///
    /// let suggest = json!({ "spelling": { "text": "olso", "term": { "field": "name" } } });
    /// let page = City::search().extra("suggest", suggest).fetch(&es).await?;
    /// let suggestions: Option<Value> = page.rest("suggest")?;
    /// # drop(suggestions);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`Error::Decode`](crate::Error::Decode) when it is no such `V`.
    pub fn rest<'a, V: Deserialize<'a>>(&'a self, key: &str) -> Result<Option<V>> {
        self.rest.read(key)
    }

    /// The documents without what the search says of them.
    pub fn into_docs(self) -> Vec<Doc<T>> {
        self.hits.into_iter().map(Hit::into_doc).collect()
    }

    /// The values alone.
    pub fn into_values(self) -> Vec<T> {
        self.hits.into_iter().map(Hit::into_inner).collect()
    }
}

impl<T: ModelDefinition, A> Page<T, A> {
    /// Loads the [lazy properties](crate::lazy) of all hits, anew where they are loaded already. What fails is
    /// [`Lazy::Failed`](crate::model::Lazy::Failed).
    ///
    /// Dropping the future leaves the page as it was.
    pub async fn load_lazy<R: Runner + ?Sized>(&mut self, es: &R) {
        if T::HAS_LAZY {
            lazy::fill(es, self.hits.iter_mut().map(|hit| &mut ***hit).collect()).await;
        }
    }
}

impl<T, A> IntoIterator for Page<T, A> {
    type Item = Hit<T>;
    type IntoIter = std::vec::IntoIter<Hit<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.hits.into_iter()
    }
}

impl<'a, T, A> IntoIterator for &'a Page<T, A> {
    type Item = &'a Hit<T>;
    type IntoIter = std::slice::Iter<'a, Hit<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
