//! Searches whose hits are read in part.

use super::{Search, body::Wanted, hit::Hit, page::Page};
use crate::{
    batch::Runner,
    error::Result,
    model::{EsProjection, ModelDefinition, Projected},
    query::agg::Aggs,
};

impl<T: ModelDefinition, A> Search<T, A> {
    /// Reads only the fields of `P`, a struct with `#[derive(EsProjection)]`, and asks for nothing else. It is the last
    /// call before [`fetch`](Projected::fetch) or [`first`](Projected::first).
    ///
    /// What was read in part has no version, and cannot be saved: it is no model. A search that says
    /// [`include`](Self::include) or [`exclude`](Self::exclude) too is [`Error::Invalid`](crate::Error::Invalid).
    pub fn project<P: EsProjection<T>>(mut self) -> Projected<Self, P> {
        if !self.spec.source.is_all() {
            self =
                self.mistaken("a projection says which fields are read; drop `.include(..)` and `.exclude(..)`".into());
        }
        self.spec.filter = P::FILTER;
        Projected::new(self)
    }
}

impl<T: ModelDefinition, A: Aggs<T>, P: EsProjection<T>> Projected<Search<T, A>, P> {
    /// Runs the search and returns the page, its hits read as `P`. One request.
    ///
    /// # Errors
    /// Those of [`Search::fetch`]; [`Error::Decode`](crate::Error::Decode) names the hit which is no `P`.
    pub async fn fetch<R: Runner + ?Sized>(self, es: &R) -> Result<Page<P, A::Output>> {
        self.verb.send(es, Wanted::Page).await?.page::<P, T, A>(&self.verb.aggs, None)
    }

    /// Runs the search and returns its first hit; see [`Search::first`]. One request.
    ///
    /// # Errors
    /// Those of [`fetch`](Self::fetch).
    pub async fn first<R: Runner + ?Sized>(self, es: &R) -> Result<Option<Hit<P>>> {
        let page = self.verb.send(es, Wanted::First).await?.page::<P, T, ()>(&(), None)?;
        Ok(page.into_iter().next())
    }
}
