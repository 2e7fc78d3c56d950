//! What extractors add to searches.

use esmodel::{model::ModelDefinition, search::Search};

use crate::{NamedSort, Pagination, Sort};

/// Gives a search the page and the order that a client asked for.
///
/// They apply to this search alone: what else a handler looks up on the way keeps its own page and order.
pub trait SearchExt<T>: Sized {
    /// Returns the client's page. It replaces an earlier page or slice of the search.
    ///
    /// A page that is out of reach was refused by the extractor, for the `WINDOW` that it was given; sending the search
    /// refuses what is past the window of the model's own settings.
    #[must_use]
    fn paginate<const DEFAULT: u32, const MAX: u32, const WINDOW: u32, const FIRST: u32>(
        self,
        pagination: Pagination<DEFAULT, MAX, WINDOW, FIRST>,
    ) -> Self;

    /// Returns hits in the client's order; where it gave none, in the order that the search has anyway: its own, the
    /// score's, or the model's `default_sort`.
    ///
    /// Keys that the search has already count first, and the client's decide where they are equal.
    #[must_use]
    fn sorted<O: NamedSort<Model = T>>(self, sort: Sort<O>) -> Self;
}

impl<T: ModelDefinition, A> SearchExt<T> for Search<T, A> {
    fn paginate<const DEFAULT: u32, const MAX: u32, const WINDOW: u32, const FIRST: u32>(
        self,
        pagination: Pagination<DEFAULT, MAX, WINDOW, FIRST>,
    ) -> Self {
        self.page(pagination.page(), pagination.page_size())
    }

    fn sorted<O: NamedSort<Model = T>>(self, Sort(order): Sort<O>) -> Self {
        self.maybe(order, |search, order| search.sort(order.keys()))
    }
}
