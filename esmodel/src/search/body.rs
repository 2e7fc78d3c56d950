//! From the builder to the request.

use std::borrow::Cow;

use super::{Deleted, Ordering, Search, Spec, TotalHits, extent::Extent};
use crate::{
    client::Client,
    dialect::Dialect,
    error::{Error, Result},
    model::ModelDefinition,
    query::{
        JsonWriter, Lacks, Sort,
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
        let keys = if size > 0 { spec.keys()? } else { Cow::Borrowed(&[][..]) };
        spec.check_after(&keys)?;
        let mut json = JsonWriter::new(dialect);
        json.object(|json| {
            spec.write_query(json);
            if size > 0 {
                spec.write_hits(json, &keys);
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

    /// The keys of the order: those that were given, or the model's.
    fn keys(&self) -> Result<Cow<'_, [Sort<T>]>> {
        Ok(match &self.order {
            Ordering::Keys(keys) => Cow::Borrowed(keys),
            Ordering::Default => Cow::Owned(Sort::default_keys()?),
            Ordering::Relevance => Cow::Borrowed(&[]),
        })
    }

    /// Whether the hits' sort values begin with one that nobody asked for.
    pub(super) fn has_lead(&self, dialect: Dialect) -> bool {
        self.keys().is_ok_and(|keys| needs_lead(&keys, dialect))
    }

    /// Servers count the values of `search_after` too, and some say so without their numbers.
    fn check_after(&self, keys: &[Sort<T>]) -> Result<()> {
        let Some(after) = &self.after else { return Ok(()) };
        let values = after.values().len();
        if keys.is_empty() {
            return Err(Error::invalid("`.after(..)` needs an order: give the `.sort(..)` of the page before"));
        }
        if values == keys.len() {
            return Ok(());
        }
        Err(Error::invalid(format!(
            "the search is sorted by {} keys and continues after {values} values, so they are of another order: give \
             the `.sort(..)` of the page that they come from",
            keys.len()
        )))
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
        let exists =
            Part::from(Node::Exists { at: At { path, nested: None, date_format: None, lacks: Lacks::NOTHING } });
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
        let has_lead = needs_lead(keys, json.dialect());
        if !keys.is_empty() {
            json.entry_array("sort", |json| {
                if has_lead {
                    Sort::<T>::write_lead(json);
                }
                for key in keys {
                    key.write(json);
                }
            });
        }
        if let Some(after) = &self.after {
            json.key("search_after");
            if has_lead { json.raw(after.with_lead().as_json()) } else { json.raw(after.as_json()) }
        }
        if let Some(filter) = self.filter {
            json.key("_source");
            json.raw(filter.json);
        }
        if !self.source.is_all() {
            self.source.write::<T>(json);
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

/// See [`Sort::needs_lead`].
fn needs_lead<T>(keys: &[Sort<T>], dialect: Dialect) -> bool {
    dialect.is_opensearch() && keys.first().is_some_and(Sort::needs_lead)
}
