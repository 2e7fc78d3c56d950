//! Where the verbs of a model start: `City::get(&es, id)`, `city.save(&es)`, `City::search()`.

use std::time::Duration;

use futures_util::future::BoxFuture;

use crate::{
    batch::Runner,
    document::{Delete, Exists, Expected, Find, Get, GetMany, Modify, Require, Restore, Save, Upsert},
    error::Error,
    lazy,
    model::{IdFor, ModelDefinition, SoftDelete},
    query::path::Root,
    search::Search,
};

/// A document type: what `#[derive(EsModel)]` makes of a struct.
///
/// Every verb takes a [`Runner`] (a [`Client`](crate::Client), the context of a lazy property, what
/// [`Client::batched`](crate::Client::batched) hands out), is a builder that does nothing until it is awaited,
/// and costs the round trips that it names. Dropping it before it is done leaves local values as they were.
///
/// Whatever writes a whole document (save, create, modify, upsert, in a bulk too) first runs the model's `before_save` and
/// `validate`; what those refuse is [`Error::Custom`] or [`Error::Validation`], and nothing is sent.
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
    /// One `PUT /index/_doc/id`; without an id one `POST /index/_doc`, and the server makes an id. Where no answer comes to
    /// the `PUT`, a look at what is stored comes before anything is sent again; see [`Resend`](crate::Resend). Searches see it
    /// after the next refresh (see [`Refresh`](crate::Refresh)), gets at once. The value is given up even on an error:
    /// clone it first where that matters.
    ///
    /// Apply the schema first ([`Client::schema`](crate::Client::schema)): where there is no index, servers make one with
    /// a mapping of their own guess. A `created_at` that the value does not carry is set anew.
    ///
    /// What is stored afterwards is what the struct knows, here and wherever a whole document is written: fields that a
    /// newer release added and keys of other programs are gone. [`Bulk::update`](crate::bulk::Bulk::update) writes a part
    /// and keeps the rest.
    ///
    /// # Errors
    /// [`Error::Server`] when the mapping refuses the document
    /// ([`ServerError::field`](crate::error::ServerError::field) names the field), [`Error::Encode`] for a number that
    /// is not finite, [`Error::Invalid`] for an id that no server takes or a routing that is missing;
    /// [`Error::PerhapsApplied`] where no answer came and something else is stored by then.
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

    /// Whether there is a document of that id. One `HEAD /index/_doc/id`; for a model with
    /// [soft deletes](crate::model::soft_delete) one `GET` of the field that says so. Nothing else is sent or read.
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

    /// Deletes the document of that id, whoever wrote it. One `DELETE /index/_doc/id`, and a look where no answer comes: it is
    /// done where nothing is there by then, and not sent again where something is; see [`Resend`](crate::Resend).
    ///
    /// A model with [soft deletes](crate::model::soft_delete) reads that field alone and writes the time into it, guarded:
    /// two requests, and two more for each time that somebody else was faster or no answer came.
    ///
    /// # Errors
    /// [`Error::PerhapsApplied`] where no answer came and somebody else wrote meanwhile. [`Error::NotFound`] when there is no such document, or it is deleted already
    /// ([`NotFound::is_deleted_softly`](crate::error::NotFound::is_deleted_softly)).
    fn delete(es: &impl Runner, id: impl IdFor<Self::Id>) -> Delete<'_, Self> {
        Delete::new(es, id.id_text().into_owned())
    }

    /// Removes the document of that id itself, deleted softly before or not. One `DELETE /index/_doc/id`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such document.
    fn purge(es: &impl Runner, id: impl IdFor<Self::Id>) -> Delete<'_, Self>
    where
        Self: SoftDelete,
    {
        Delete::for_good(es, id.id_text().into_owned())
    }

    /// Takes a soft delete back, and yields the document. One that is not deleted is left as it is.
    ///
    /// A get and a guarded `POST /index/_update/id`, and again when somebody else was faster or no answer came.
    /// The document is read as a whole before it is changed: unlike `delete` by id, this needs one that the model reads.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such document; [`Error::Decode`] for one that the model cannot read, such as one
    /// without a field that was added without a default. It stays deleted.
    fn restore(es: &impl Runner, id: impl IdFor<Self::Id>) -> Restore<'_, Self>
    where
        Self: SoftDelete,
    {
        Restore::new(es, id.id_text().into_owned())
    }

    /// Reads the document, applies `change`, saves it guarded; when somebody else was faster, again from the start, with
    /// pauses of at most 10 to 160 ms, for a minute. `change` may so be called several times, each time on the value as it
    /// is stored by then.
    ///
    /// Two requests without contention. A writer loses only to one who succeeded, so `n`
    /// [`attempts`](Modify::attempts) are always enough for `n` writers of one change each; random pauses make it
    /// fewer: of 32 who began at the same moment none needed more than 8, of 64 up to 12, of 128 up to 16.
    ///
    /// Writers who go on and on need more: of 20 tasks that changed one document 50 times each, on a node that shares two
    /// busy cores with them, all 1000 changes got through, in 15 to 39 s, and the slowest call took 5 to 10 s. So did
    /// `upsert` and `save_merging`, 20 tasks of 10 changes each: 4 to 8 s, the slowest call 2 to 6 s. Where that is too slow,
    /// write less often, or to several documents that are added up.
    ///
    /// # Errors
    /// [`Error::NotFound`], also when it was deleted in between, or is [deleted softly](crate::model::soft_delete);
    /// [`Error::Conflict`] when every attempt met one.
    fn modify<'c>(
        es: &'c impl Runner,
        id: impl IdFor<Self::Id>,
        mut change: impl FnMut(&mut Self) + Send + 'c,
    ) -> Modify<'c, Self> {
        Self::try_modify(es, id, move |value| {
            change(value);
            Ok(())
        })
    }

    /// As [`modify`](Self::modify), with a `change` that may refuse: its error ends the attempts, and nothing is
    /// written.
    ///
    /// # Errors
    /// Those of `change`, and those of `modify` turned into them.
    fn try_modify<'c, E>(
        es: &'c impl Runner,
        id: impl IdFor<Self::Id>,
        change: impl FnMut(&mut Self) -> Result<(), E> + Send + 'c,
    ) -> Modify<'c, Self, E>
    where
        E: From<Error> + Send + 'c,
    {
        Modify::new(es, id.id_text().into_owned(), change)
    }

    /// Changes the document of that id; where there is none, creates it first.
    ///
    /// As `*map.entry(id).or_insert_with(create)` followed by a change: `create` makes the value that is not there yet,
    /// and `change` is applied to it as to one that was found, so that it is written once and whoever comes first loses
    /// nothing. What a new document alone gets stands in `create`. The value must carry `id`; where its id is an
    /// `Option`, `None` will do.
    ///
    /// Two requests without contention: a get, then a guarded `PUT`, or a create that refuses when the id is taken by
    /// then. When somebody else created, changed or deleted the document in between, again from the start, as
    /// [`modify`](Self::modify) does; both closures may so be called several times.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> esmodel::Result<()> {
    /// # use esmodel::{dialect::{Dialect, Product, Version}, transport::mock::MockTransport};
    /// use esmodel::prelude::*;
    ///
    /// #[derive(Debug, Serialize, Deserialize, EsModel)]
    /// #[es(index = "counters")]
    /// struct Counter {
    ///     #[es(id)]
    ///     name: String,
    ///     hits: u32,
    /// }
    ///
    /// # let mock = MockTransport::new();
    /// # let es = mock.client(Dialect::new(Product::OpenSearch, Version::new(3, 8, 0))).await?;
    /// # mock.json(404, serde_json::json!({ "_index": "counters", "_id": "home", "found": false }));
    /// # mock.json(201, serde_json::json!({ "_index": "counters", "_id": "home", "_seq_no": 0, "_primary_term": 1 }));
    /// let new = || Counter { name: "home".into(), hits: 0 };
    /// let counted = Counter::upsert(&es, "home", new, |counter| counter.hits += 1).await?;
    /// assert_eq!((counted.doc.hits, counted.created), (1, true));
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Whatever a get fails with, other than that the document is not there: nothing is then written.
    /// [`Error::Conflict`] when every attempt met one, and when the document is there,
    /// [deleted softly](crate::model::soft_delete); [`Error::Invalid`] when the created value has another id or routing
    /// than the call.
    fn upsert<'c>(
        es: &'c impl Runner,
        id: impl IdFor<Self::Id>,
        mut create: impl FnMut() -> Self + Send + 'c,
        mut change: impl FnMut(&mut Self) + Send + 'c,
    ) -> Upsert<'c, Self> {
        let change = move |value: &mut Self| {
            change(value);
            Ok(())
        };
        Self::try_upsert(es, id, move || Ok(create()), change)
    }

    /// As [`upsert`](Self::upsert), with closures that may refuse: their error ends the attempts, and nothing is
    /// written.
    ///
    /// # Errors
    /// Those of the closures, and those of `upsert` turned into them.
    fn try_upsert<'c, E>(
        es: &'c impl Runner,
        id: impl IdFor<Self::Id>,
        create: impl FnMut() -> Result<Self, E> + Send + 'c,
        change: impl FnMut(&mut Self) -> Result<(), E> + Send + 'c,
    ) -> Upsert<'c, Self, E>
    where
        E: From<Error> + Send + 'c,
    {
        Upsert::new(es, id.id_text().into_owned(), create, change)
    }
}

impl<T: ModelDefinition> EsModel for T {}
