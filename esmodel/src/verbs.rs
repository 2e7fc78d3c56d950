//! Where the verbs of a model start: `City::get(&es, id)`, `city.save(&es)`, `City::search()`.

use std::{fmt, time::Duration};

use futures_util::future::BoxFuture;

use crate::{
    batch::Runner,
    document::{Delete, Exists, Expected, Find, Get, GetMany, Modify, Require, Save, TryModify},
    error::Error,
    lazy,
    model::{IdFor, ModelDefinition},
    query::path::Root,
    search::Search,
};

/// A document type: what `#[derive(EsModel)]` makes of a struct.
///
/// Every verb takes a [`Runner`] (a [`Client`](crate::Client)), is a builder that does nothing until it is awaited,
/// and costs the round trips that it names. Dropping it before it is done leaves local values as they were.
///
/// A model with a method of the same name as a verb keeps it: call the verb as `EsModel::save(value, &es)`.
pub trait EsModel: ModelDefinition {
    /// The tokens of the model's fields, from which queries, sort orders and aggregations are made. No work at run
    /// time.
    fn fields() -> Self::Fields<Root<Self>> {
        Self::fields_at::<Root<Self>>()
    }

    /// Searches the model's documents: `.filter(..)`, `.query(..)`, `.sort(..)`, `.page(..)`, `.aggregate(..)`, then
    /// `.fetch(&es)`, `.first(&es)` or `.count(&es)`, each of which is one request.
    fn search() -> Search<Self> {
        Search::new()
    }

    /// Searches for documents in which each field, named at run time, matches its value; see [`Search::by_fields`].
    fn by_fields<N, V>(fields: impl IntoIterator<Item = (N, V)>) -> Search<Self>
    where
        N: AsRef<str>,
        V: Into<serde_json::Value>,
    {
        Search::by_fields(fields)
    }

    /// Saves the value: creates the document, or replaces the one of its id whoever wrote it.
    ///
    /// One `PUT /index/_doc/id`; without an id one `POST /index/_doc`, and the server makes an id. Searches see it
    /// after the next refresh (see [`Refresh`](crate::Refresh)), gets at once. The value is given up even on an error:
    /// clone it first where that matters.
    ///
    /// Apply the schema first ([`Client::schema`](crate::Client::schema)): where there is no index, servers make one with
    /// a mapping of their own guess. A `created_at` that the value does not carry is set anew.
    ///
    /// # Errors
    /// [`Error::Server`] when the mapping refuses the document
    /// ([`ServerError::field`](crate::error::ServerError::field) names the field), [`Error::Encode`] for a number that
    /// is not finite, [`Error::Invalid`] for an id that no server takes or a routing that is missing.
    fn save(self, es: &impl Runner) -> Save<'_, Self> {
        Save::new(es, self)
    }

    /// Creates the document; refuses when its id is taken. As [`save`](Self::save) otherwise.
    ///
    /// # Errors
    /// [`Error::Conflict`] when there is such a document.
    fn create(self, es: &impl Runner) -> Save<'_, Self> {
        Save::new(es, self).expecting(Expected::Absent)
    }

    /// Reads the document of that id. One `GET /index/_doc/id`; it sees the latest write.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such document or no such index.
    fn get(es: &impl Runner, id: impl IdFor<Self::Id>) -> Get<'_, Self> {
        Get::new(es, id.id_text().into_owned())
    }

    /// Reads the document of that id, `None` when it is not there. As [`get`](Self::get) otherwise.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such *index*.
    fn find(es: &impl Runner, id: impl IdFor<Self::Id>) -> Find<'_, Self> {
        Find::new(es, id.id_text().into_owned())
    }

    /// Waits for the document of that id to appear, looking every 50 ms until `deadline` has passed.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it did not appear in time.
    fn require(es: &impl Runner, id: impl IdFor<Self::Id>, deadline: Duration) -> Require<'_, Self> {
        Require::new(es, id.id_text().into_owned(), deadline)
    }

    /// Whether there is a document of that id. One `HEAD /index/_doc/id`; the document is not sent.
    fn exists(es: &impl Runner, id: impl IdFor<Self::Id>) -> Exists<'_, Self> {
        Exists::new(es, id.id_text().into_owned())
    }

    /// Reads the documents of those ids; the outcome has their order, `None` for each that is not there.
    ///
    /// One `POST /_mget` for every thousand ids; none for no ids.
    ///
    /// # Errors
    /// That of the first document that could not be read.
    fn get_many<I>(es: &impl Runner, ids: I) -> GetMany<'_, Self>
    where
        I: IntoIterator,
        I::Item: IdFor<Self::Id>,
    {
        GetMany::new(es, ids.into_iter().map(|id| id.id_text().into_owned()).collect())
    }

    /// Loads the [lazy properties](crate::lazy) of this value, anew where they are loaded already. What fails is
    /// [`Lazy::Failed`](crate::model::Lazy::Failed). For many values use [`Page::load_lazy`](crate::search::Page::load_lazy),
    /// which puts their requests together.
    ///
    /// Costs what the properties ask; nothing where there are none. Dropping the future leaves the value as it was.
    fn load_lazy<'a>(&'a mut self, es: &'a impl Runner) -> BoxFuture<'a, ()> {
        lazy::fill(es, vec![self])
    }

    /// Deletes the document of that id, whoever wrote it. One `DELETE /index/_doc/id`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such document.
    fn delete(es: &impl Runner, id: impl IdFor<Self::Id>) -> Delete<'_, Self> {
        Delete::new(es, id.id_text().into_owned())
    }

    /// Reads the document, applies `change`, saves it guarded; when somebody else was faster, again from the start,
    /// up to 8 times with pauses of at most 10 to 500 ms. `change` may so be called several times, each time on the
    /// value as it is stored by then.
    ///
    /// Two requests without contention.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Conflict`] when every attempt met one.
    fn modify<'c, F>(es: &'c impl Runner, id: impl IdFor<Self::Id>, change: F) -> Modify<'c, Self, F>
    where
        F: FnMut(&mut Self) + Send + 'c,
    {
        Modify::new(es, id.id_text().into_owned(), change)
    }

    /// As [`modify`](Self::modify), with a `change` that may refuse: its error ends the attempts, and nothing is
    /// written.
    ///
    /// # Errors
    /// Those of `change`, and those of `modify` turned into them.
    fn try_modify<'c, F, E>(es: &'c impl Runner, id: impl IdFor<Self::Id>, change: F) -> TryModify<'c, Self, F, E>
    where
        F: FnMut(&mut Self) -> Result<(), E> + Send + 'c,
        E: From<Error> + fmt::Debug + Send + 'c,
    {
        TryModify::new(es, id.id_text().into_owned(), change)
    }
}

impl<T: ModelDefinition> EsModel for T {}
