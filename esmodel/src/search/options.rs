//! How a search is carried out: limits, routing, the server's own parameters.

use std::{borrow::Cow, time::Duration};

use serde::Serialize;

use super::{Search, body::Wanted};
use crate::{
    error::{Error, Result},
    model::ModelDefinition,
    wire::names_of,
};

/// How far matching documents are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TotalHits {
    /// All of them. The default here; the server's own is to stop at 10,000.
    #[default]
    Exact,
    /// Up to that many: cheaper, since the rest need not be visited.
    UpTo(u64),
    /// Not at all.
    None,
}

/// Parameters that servers read from the URL and refuse, or ignore, in the body.
const OF_THE_URL: &[&str] = &[
    "routing",
    "preference",
    "request_cache",
    "batched_reduce_size",
    "pre_filter_shard_size",
    "max_concurrent_shard_requests",
    "allow_partial_search_results",
    "allow_no_indices",
    "ignore_unavailable",
    "expand_wildcards",
    "search_type",
    "scroll",
    "filter_path",
];

/// Keys of the body that have methods of their own.
const OF_METHODS: &[&str] = &[
    "query",
    "sort",
    "from",
    "size",
    "_source",
    "aggs",
    "aggregations",
    "track_total_hits",
    "seq_no_primary_term",
    "version",
    "timeout",
    "terminate_after",
    "min_score",
    "search_after",
    "highlight",
];

/// Keys of the body whose answers stand beside the hits, so that only a page has room for them.
const ANSWERED_IN_A_PAGE: &[&str] = &["suggest", "profile"];

/// # How it is carried out
impl<T: ModelDefinition, A> Search<T, A> {
    /// How far matching documents are counted; exactly unless set.
    pub fn total(mut self, total: TotalHits) -> Self {
        self.spec.total = total;
        self
    }

    /// How long the *server* may search. What it has by then comes back as a partial page
    /// ([`Page::timed_out`](super::Page::timed_out)); the client's own time-out is another, and stays.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.spec.timeout = Some(timeout);
        self
    }

    /// Stops each shard after that many documents ([`Page::terminated_early`](super::Page::terminated_early)).
    pub fn terminate_after(mut self, documents: u64) -> Self {
        self.spec.terminate_after = Some(documents);
        self
    }

    /// Leaves documents out that score less.
    pub fn min_score(mut self, score: f64) -> Self {
        self.spec.min_score = Some(score);
        self
    }

    /// Searches only the shard of this routing value; a further call adds another value's.
    ///
    /// Servers take a comma here for a separator, though in a write it is part of the value. So a value with a comma is
    /// [`Error::Invalid`] when the search is sent, as an empty one is: leave the routing away, and
    /// all shards are searched.
    pub fn routing(mut self, routing: impl Into<String>) -> Self {
        let routing = routing.into();
        if routing.is_empty() {
            return self.mistaken("an empty routing is none: leave `.routing(..)` away to search all shards".into());
        }
        if routing.contains(',') {
            return self.mistaken(format!(
                "servers take the comma in the routing `{routing}` for a separator: for several values call `.routing(..)` \
                 once for each; documents of a value with a comma are found without `.routing(..)`"
            ));
        }
        match self.spec.params.iter_mut().find(|(name, _)| *name == "routing") {
            Some((_, values)) => *values = format!("{values},{routing}").into(),
            None => self.spec.params.push(("routing", routing.into())),
        }
        self
    }

    /// Which copies of the shards are asked: `_local`, or any text that is the same for one user's searches.
    pub fn preference(self, preference: impl Into<String>) -> Self {
        self.param("preference", preference.into())
    }

    /// Another index than the model's; several are separated by commas, and `*` stands for any text. The client's
    /// prefix is put before each ([`Client::index_name`](crate::Client::index_name)).
    pub fn index(mut self, index: impl Into<String>) -> Self {
        let index = index.into();
        if names_of(&index).any(str::is_empty) {
            return self.mistaken(format!("`{index}` names no index, or lacks a name beside a comma"));
        }
        self.spec.index = Some(index);
        self
    }

    /// A parameter of the URL, such as `("request_cache", "true")`, `("max_concurrent_shard_requests", "5")`. It
    /// replaces an earlier one of that name.
    pub fn param(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.spec.params.retain(|(earlier, _)| *earlier != name);
        self.spec.params.push((name, value.into()));
        self
    }

    /// A key of the body that has no method here, such as `("script_fields", json!({..}))` or `("collapse", ..)`. It
    /// replaces an earlier one of that name.
    ///
    /// What the server answers to it, and nothing here has a method for, is read by
    /// [`Page::rest`](super::Page::rest) and [`Hit::rest`](super::Hit::rest).
    ///
    /// These are reported as [`Error::Invalid`] when the search is sent: a key that has a method,
    /// or that servers read from the URL ([`param`](Self::param)); any such key in a [`count`](Self::count), which
    /// servers give a query and nothing else; `suggest` and `profile` where no page is returned to hold the answer.
    pub fn extra(mut self, key: impl Into<Cow<'static, str>>, value: impl Serialize) -> Self {
        let key = key.into();
        if OF_METHODS.contains(&&*key) {
            return self.mistaken(format!("`{key}` of a search has a method of its own"));
        }
        if OF_THE_URL.contains(&&*key) {
            return self.mistaken(format!("`{key}` belongs into the URL: use `.param(\"{key}\", ..)`"));
        }
        match serde_json::to_string(&value) {
            Ok(json) => {
                self.spec.extra.retain(|(earlier, _)| *earlier != key);
                self.spec.extra.push((key, json));
                self
            }
            Err(error) => self.mistaken(format!("`{key}` cannot be written: {error}")),
        }
    }

    /// Refuses keys whose answers would be thrown away, since `wanted` has no place for them.
    pub(super) fn check_answers(&self, wanted: Wanted) -> Result<()> {
        let lost = self.spec.extra.iter().map(|(key, _)| &**key).find(|key| ANSWERED_IN_A_PAGE.contains(key));
        match lost {
            Some(key) if wanted != Wanted::Page => Err(Error::invalid(format!(
                "the answer to `{key}` stands beside the hits: `.fetch(&es)` the page, and read it by `page.rest(\"{key}\")`"
            ))),
            _ => Ok(()),
        }
    }

    /// Refuses keys that `_count` does not know, and that may say which documents are found.
    pub(super) fn check_count(&self) -> Result<()> {
        match self.spec.extra.first() {
            Some((key, _)) => Err(Error::invalid(format!(
                "a count takes queries and filters, not `.extra(\"{key}\", ..)`: leave it out, or use `.size(0).fetch(&es)` \
                 and the page's `total`"
            ))),
            None => Ok(()),
        }
    }

    /// Keeps the first mistake until the search is sent.
    pub(super) fn mistaken(mut self, mistake: String) -> Self {
        self.spec.mistake.get_or_insert(mistake);
        self
    }
}
