//! From the builder to the request.

use std::borrow::Cow;

use super::{Deleted, Ordering, Search, Spec, TotalHits, extent::Extent};
use crate::{
    client::Client,
    dialect::Dialect,
    error::{Error, Result},
    model::ModelDefinition,
    query::{
        JsonWriter, Sort,
        agg::{AggScope, Aggs, write_aggs},
        node::{At, BoolNode, Node, Part},
    },
    wire::{Effect, Method, Request, RequestPath},
};

/// What is wanted of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Hits, total and aggregations.
    Page,
    /// The first hit.
    First,
    /// Aggregations.
    Aggregations,
}

impl<T: ModelDefinition, A: Aggs<T>> Search<T, A> {
    /// The request for `_search`.
    pub(super) fn request(&self, client: &Client, wanted: Wanted, extent: Extent) -> Result<Request> {
        let spec = &self.spec;
        let body = self.body(client.dialect(), wanted, extent)?;
        let path = RequestPath::new(&[&spec.index_names(client), "_search"])?;
        Ok(spec.with_params(Request::new(Method::Post, path, Effect::Read).json(body)))
    }

    /// The body that [`fetch`](Self::fetch) sends to a server of that dialect. Sends nothing.
    ///
    /// # Errors
    /// Those of `fetch` that come before anything is sent: [`Error::Invalid`] for a mistake in the search,
    /// [`Error::Encode`] for a number that is not finite.
    pub fn to_json(&self, dialect: Dialect) -> Result<String> {
        let body = self.body(dialect, Wanted::Page, self.extent(Wanted::Page)?)?;
        String::from_utf8(body).map_err(|source| Error::encode("a search", source))
    }

    /// The body of the search.
    pub(super) fn body(&self, dialect: Dialect, wanted: Wanted, extent: Extent) -> Result<Vec<u8>> {
        let (spec, Extent { from, size }) = (&self.spec, extent);
        let default_keys = match spec.order {
            Ordering::Default if size > 0 => Sort::<T>::default_keys()?,
            _ => Vec::new(),
        };
        let mut json = JsonWriter::new(dialect);
        json.object(|json| {
            spec.write_query(json);
            let keys = if let Ordering::Keys(keys) = &spec.order { keys } else { &default_keys };
            if size > 0 {
                spec.write_hits(json, keys);
            }
            if from > 0 {
                json.entry_uint("from", from);
            }
            json.entry_uint("size", size);
            let is_counted = !matches!(wanted, Wanted::First | Wanted::Aggregations);
            spec.write_limits(json, if is_counted { spec.total } else { TotalHits::None });
            if wanted != Wanted::First {
                write_aggs::<T, A>(&self.aggs, json, AggScope::ROOT);
            }
            for (key, value) in &spec.extra {
                json.key(key);
                json.raw(value);
            }
        });
        json.finish()
    }

    /// The request for `_count`.
    pub(super) fn count_request(&self, client: &Client) -> Result<Request> {
        let spec = &self.spec;
        spec.check()?;
        self.check_count()?;
        let mut json = JsonWriter::new(client.dialect());
        json.object(|json| spec.write_query(json));
        let path = RequestPath::new(&[&spec.index_names(client), "_count"])?;
        let request = Request::new(Method::Post, path, Effect::Read)
            .json(json.finish()?)
            .param_opt("min_score", spec.min_score.map(|score| score.to_string()));
        // `_count` has few of the parameters of `_search`, and refuses the others.
        let known = ["routing", "preference", "ignore_unavailable", "allow_no_indices", "expand_wildcards"];
        let params = spec.params.iter().filter(|(name, _)| known.contains(name));
        Ok(params.fold(request, |request, (name, value)| request.param(name, value.clone())))
    }
}

impl<T: ModelDefinition> Spec<T> {
    pub(super) fn check(&self) -> Result<()> {
        self.mistake.as_ref().map_or(Ok(()), |mistake| Err(Error::invalid(mistake.clone())))
    }

    /// The index, or those of `.index(..)`, each with the client's prefix.
    pub(super) fn index_names<'a>(&'a self, client: &'a Client) -> Cow<'a, str> {
        client.index_name(self.index.as_deref().unwrap_or(T::SCHEMA.index))
    }

    fn with_params(&self, request: Request) -> Request {
        self.params.iter().fold(request, |request, (name, value)| request.param(name, value.clone()))
    }

    /// The single clause where there is only one that gives score, a `bool` of all otherwise; nothing for everything.
    fn write_query(&self, json: &mut JsonWriter) {
        let query = self.visible();
        let BoolNode { must, filter, should: _, must_not, minimum_should_match: _ } = &*query;
        match (must.as_slice(), filter.is_empty() && must_not.is_empty()) {
            // Servers take a body of suggestions without a query for one that wants no hits.
            ([], true) if self.extra.iter().any(|(key, _)| key == "suggest") => {
                json.entry_object("query", |json| json.entry_object("match_all", |_| {}));
            }
            ([], true) => {}
            ([only], true) => {
                json.key("query");
                Part::write(only, json);
            }
            _ => json.entry_object("query", |json| json.entry_object("bool", |json| query.write_entries(json))),
        }
    }

    /// The query, and the clause about what is deleted softly.
    fn visible(&self) -> Cow<'_, BoolNode> {
        let Some(path) = T::DELETED_AT else { return Cow::Borrowed(&self.query) };
        let exists = Part::from(Node::Exists { at: At { path, nested: None } });
        let mut query = Cow::Borrowed(&self.query);
        match self.deleted {
            Deleted::LeftOut => query.to_mut().must_not.push(exists),
            Deleted::Alone => query.to_mut().filter.push(exists),
            Deleted::Included => {}
        }
        query
    }

    /// What concerns the hits: order, fields, marks, versions.
    fn write_hits(&self, json: &mut JsonWriter, keys: &[Sort<T>]) {
        if !keys.is_empty() {
            json.entry_array("sort", |json| keys.iter().for_each(|key| key.write(json)));
        }
        if let Some(after) = &self.after {
            json.key("search_after");
            json.raw(after.as_json());
        }
        if let Some(filter) = self.filter {
            json.key("_source");
            json.raw(filter.json);
        }
        let is_partial = !self.includes.is_empty() || !self.excludes.is_empty();
        if is_partial {
            json.entry_object("_source", |json| {
                for (key, paths) in [("includes", &self.includes), ("excludes", &self.excludes)] {
                    if !paths.is_empty() {
                        json.entry_array(key, |json| paths.iter().for_each(|path| json.string(path)));
                    }
                }
            });
        } else if self.filter.is_none() {
            // A document that was read in part must not be written back whole: without its version, `save` refuses.
            json.entry_bool("seq_no_primary_term", true);
        }
        if self.filter.is_none() {
            json.entry_bool("version", true);
        }
        if let Some(highlight) = &self.highlight {
            highlight.write(json);
        }
    }

    fn write_limits(&self, json: &mut JsonWriter, total: TotalHits) {
        match total {
            TotalHits::Exact => json.entry_bool("track_total_hits", true),
            TotalHits::UpTo(count) => json.entry_uint("track_total_hits", count),
            TotalHits::None => json.entry_bool("track_total_hits", false),
        }
        if let Some(timeout) = self.timeout {
            // The server's -1 means no limit; 0 is refused by some, so a millisecond is the least.
            json.entry_str("timeout", &format!("{}ms", timeout.as_millis().max(1)));
        }
        if let Some(documents) = self.terminate_after {
            json.entry_uint("terminate_after", documents);
        }
        if let Some(score) = self.min_score {
            json.entry_float("min_score", score);
        }
    }
}
