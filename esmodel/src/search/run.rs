//! Sending a search and reading what comes back.

use serde::Deserialize;

use super::{Search, body::Wanted, decode::decode, extent::Extent, hit::Hit, page::Page, source::Leftovers};
use crate::{
    batch::Runner,
    error::{Cause, Error, Result, ServerError},
    lazy,
    model::{FromDocument, ModelDefinition},
    query::agg::Aggs,
    wire::Response,
};

impl<T: ModelDefinition, A: Aggs<T>> Search<T, A> {
    /// Runs the search and returns the page. One request, and what [lazy properties](crate::lazy) ask; dropping the
    /// future abandons it.
    ///
    /// A page may be partial: see [`Page::is_complete`].
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such index; [`Error::Invalid`] for a page out of reach or another mistake
    /// in the search; [`Error::Encode`] for a number that is not finite; [`Error::Server`] when the server refuses the
    /// search; [`Error::Decode`] that names the hit which is no `T`.
    pub async fn fetch<R: Runner + ?Sized>(self, es: &R) -> Result<Page<T, A::Output>> {
        self.run(es, Wanted::Page, &self.aggs).await
    }

    /// Runs the search and returns its first hit, of the page's or slice's first where there is one; `None` when
    /// nothing matches. One request; nothing is counted or aggregated.
    ///
    /// # Errors
    /// Those of [`fetch`](Self::fetch).
    pub async fn first<R: Runner + ?Sized>(self, es: &R) -> Result<Option<Hit<T>>> {
        Ok(self.run(es, Wanted::First, &()).await?.into_iter().next())
    }

    /// How many documents match, exactly, through `_count`. One request; order, page and aggregations play no part.
    ///
    /// # Errors
    /// Those of [`fetch`](Self::fetch), and [`Error::Server`] when a shard failed, since the number would be too low.
    pub async fn count<R: Runner + ?Sized>(self, es: &R) -> Result<u64> {
        let request = self.count_request(es.client())?;
        let response = es.run(request).await?;
        let index = self.spec.index_names(es.client());
        let response = response.checked(&index, "a count")?;
        let reply: CountReply = response.parse(format!("a count of index `{index}`"))?;
        match reply.shards {
            Some(CountShards { failed, mut failures }) if failed > 0 => {
                let cause = failures.pop().and_then(|failure| failure.reason);
                let error = match cause {
                    Some(cause) => cause.into_error(500),
                    None => ServerError::new(500, "", "some shards did not answer"),
                };
                Err(Error::Server(Box::new(
                    error.during(format_args!("a count of index `{index}` on {failed} shards")),
                )))
            }
            _ => Ok(reply.count),
        }
    }

    /// Sends the search and reads whole documents, with their lazy properties.
    async fn run<R, B>(&self, es: &R, wanted: Wanted, aggs: &B) -> Result<Page<T, B::Output>>
    where
        R: Runner + ?Sized,
        B: Aggs<T>,
    {
        let sent = self.send(es, wanted).await?;
        let mut page = sent.page::<T, T, B>(aggs, self.spec.source.leftovers::<T>().as_ref())?;
        if !self.spec.without_lazy && lazy::is_wanted::<T, R>(es) {
            page.load_lazy(es).await;
        }
        Ok(page)
    }

    pub(super) async fn send<R: Runner + ?Sized>(&self, es: &R, wanted: Wanted) -> Result<Sent> {
        let extent = self.extent(wanted)?;
        let request = self.request(es.client(), wanted, extent)?;
        let window = self.window(es, extent).await?;
        let response = es.run(request).await?;
        let response = response.checked(&self.spec.index_names(es.client()), "a search")?;
        Ok(Sent { response, extent, window, has_lead: self.spec.has_lead(es.client().dialect()) })
    }
}

/// The answer to a search, and what it was asked for.
pub(super) struct Sent {
    response: Response,
    extent: Extent,
    /// How many hits searches of the index reach.
    window: u64,
    /// Whether the hits' sort values begin with one that nobody asked for.
    has_lead: bool,
}

impl Sent {
    /// Reads the answer to a search of `T`, its hits as `L`, without `leftovers`.
    pub(super) fn page<L, T, A>(&self, aggs: &A, leftovers: Option<&Leftovers<'_>>) -> Result<Page<L, A::Output>>
    where
        L: FromDocument,
        T: ModelDefinition,
        A: Aggs<T>,
    {
        let mut page = decode::<L, T, A>(self.response.text()?, aggs, self.extent, self.window, leftovers)?;
        if self.has_lead {
            page.hits.iter_mut().for_each(Hit::drop_lead);
        }
        Ok(page)
    }
}

#[derive(Deserialize)]
struct CountReply {
    count: u64,
    #[serde(rename = "_shards")]
    shards: Option<CountShards>,
}

#[derive(Deserialize)]
struct CountShards {
    #[serde(default)]
    failed: u32,
    #[serde(default)]
    failures: Vec<CountFailure>,
}

#[derive(Deserialize)]
struct CountFailure {
    reason: Option<Cause>,
}

/// A search of which only the aggregations are wanted; see [`Search::only_aggregations`].
#[derive(Debug, Clone)]
#[must_use = "a search does nothing until `.fetch(&es)` is awaited"]
pub struct OnlyAggregations<T, A> {
    search: Search<T, A>,
}

impl<T, A> OnlyAggregations<T, A> {
    pub(super) const fn new(search: Search<T, A>) -> Self {
        Self { search }
    }
}

impl<T: ModelDefinition, A: Aggs<T>> OnlyAggregations<T, A> {
    /// Runs the search and returns the results of its aggregations, in the shape in which they were asked for. One
    /// request, no hits, nothing counted.
    ///
    /// # Errors
    /// Those of [`Search::fetch`], and [`Error::Server`] when a shard failed or the server's time-out passed: there is
    /// no page here that could say so.
    pub async fn fetch<R: Runner + ?Sized>(self, es: &R) -> Result<A::Output> {
        let sent = self.search.send(es, Wanted::Aggregations).await?;
        let page = sent.page::<T, T, A>(&self.search.aggs, None)?;
        if page.is_complete() {
            return Ok(page.aggs);
        }
        let index = self.search.spec.index_names(es.client());
        let error = match page.shard_failures.into_iter().next() {
            Some(failure) => failure,
            None if page.timed_out => ServerError::new(504, "", "the search's time-out passed"),
            None if page.terminated_early => return Ok(page.aggs),
            None => ServerError::new(500, "", "some shards did not answer"),
        };
        Err(Error::Server(Box::new(error.during(format_args!("aggregations of index `{index}`")))))
    }
}
