//! A scope: documents of any models, saved and deleted together, their new versions written back.

use std::fmt;

use serde::Serialize;

use super::{
    lines::{Limits, Lines},
    send::{Answers, Sending, send},
};
use crate::{
    client::{Client, Refresh, Resend},
    document::{
        ActionLine, ActionMeta, Address, Explicit, Guard, Mark, Place, Written, check_deletable, check_same_index,
        check_stays, guard_of, into_value, option, prepare_doc,
    },
    error::{BulkError, Error, FailedOperation, Result, UnansweredOperation},
    model::{Doc, Meta, Misread, ModelDefinition, Overlay, SoftDelete, check_partial, load_source, write_partial},
    wire::Effect,
};

impl Client {
    /// Opens a scope that saves, changes and deletes several documents together, of one model or of several. Nothing is
    /// sent until [`Bulk::commit`].
    ///
    /// ```no_run
    /// # use esmodel::prelude::*;
    /// # #[derive(Serialize, Deserialize, EsModel)] struct Person { #[es(id)] id: u32, age: u8 }
    /// # #[derive(Serialize, Deserialize, EsModel)] struct Team { #[es(id)] id: u32, size: u32 }
    /// # async fn run(es: Client, mut gone: Doc<Person>) -> esmodel::Result<()> {
    /// let mut ada = Person::get(&es, 1).await?;
    /// let mut core = Doc::new(Team { id: 7, size: 1 });
    /// ada.age += 1;
    ///
    /// let mut bulk = es.bulk();
    /// bulk.save(&mut ada)?.create(&mut core)?.delete(&mut gone)?;
    /// bulk.commit().await?; // one request
    ///
    /// ada.save(&es).await?; // it has its new version
    /// # Ok(()) }
    /// ```
    pub fn bulk<'d>(&self) -> Bulk<'_, 'd> {
        Bulk {
            es: self,
            lines: Lines::default(),
            operations: Vec::new(),
            limits: Limits::DEFAULT,
            refresh: None,
            resend: None,
        }
    }
}

/// Operations that are sent together; see [`Client::bulk`].
///
/// Each call writes its lines at once, as the document is then, and borrows the document until the scope ends. A call
/// that fails leaves the scope as it was. A scope that is dropped without [`commit`](Self::commit), also by a `?`,
/// has sent nothing.
///
/// The same document loaded twice is two documents: the second guarded operation on it is a conflict.
///
/// Keep the scope in a variable, and the documents outside of the loop that adds them: they are borrowed until `commit`.
/// A function that adds to a scope is `fn add<'d>(bulk: &mut Bulk<'_, 'd>, docs: &'d mut [Doc<City>])`; a plain value
/// becomes a document by [`Doc::new`].
#[must_use = "a scope sends nothing until `commit`"]
pub struct Bulk<'c, 'd> {
    es: &'c Client,
    lines: Lines,
    operations: Vec<Operation<'d>>,
    limits: Limits,
    refresh: Option<Refresh>,
    resend: Option<Resend>,
}

/// What an operation is about, and what it changes locally once it was carried out.
struct Operation<'d> {
    index: Box<str>,
    id: Option<Box<str>>,
    has_soft_deletes: bool,
    settle: Box<dyn FnOnce(Written) -> Result<()> + Send + 'd>,
}

impl<'d> Operation<'d> {
    fn of<T: ModelDefinition>(
        index: Box<str>,
        id: Option<Box<str>>,
        settle: impl FnOnce(Written) -> Result<()> + Send + 'd,
    ) -> Self {
        Self { index, id, has_soft_deletes: T::DELETED_AT.is_some(), settle: Box::new(settle) }
    }
}

impl fmt::Debug for Bulk<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bulk")
            .field("operations", &self.operations.len())
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl<'c, 'd> Bulk<'c, 'd> {
    option!(refresh);
    option!(resend);

    /// The most bytes of one request, 10 MiB unless said otherwise; a larger document goes alone.
    pub const fn max_bytes(mut self, bytes: usize) -> Self {
        self.limits.bytes = bytes;
        self
    }

    /// The most operations of one request, 1000 unless said otherwise; at least one.
    pub fn max_operations(mut self, operations: usize) -> Self {
        self.limits.operations = operations.max(1);
        self
    }

    /// Saves the document: a new one ([`Doc::new`]) as [`EsModel::save`](crate::EsModel::save) does, creating it or
    /// replacing what is there; any other as [`Doc::save`] does, unless somebody else wrote it since it was loaded.
    ///
    /// # Errors
    /// [`Error::Encode`] for a number that is not finite; [`Error::Invalid`] for a document that was read in part, an id
    /// that no server takes, a routing that is missing or changed.
    pub fn save<T: ModelDefinition>(&mut self, doc: &'d mut Doc<T>) -> Result<&mut Self> {
        self.with().save(doc)
    }

    /// Creates the document; refuses when its id is taken. As [`save`](Self::save) otherwise.
    ///
    /// # Errors
    /// Those of [`save`](Self::save).
    pub fn create<T: ModelDefinition>(&mut self, doc: &'d mut Doc<T>) -> Result<&mut Self> {
        self.with().create(doc)
    }

    /// Saves the document over whatever is there, whoever wrote it. As [`save`](Self::save) otherwise.
    ///
    /// # Errors
    /// Those of [`save`](Self::save).
    pub fn overwrite<T: ModelDefinition>(&mut self, doc: &'d mut Doc<T>) -> Result<&mut Self> {
        self.with().overwrite(doc)
    }

    /// The next save, create or overwrite, with options: `bulk.with().routing("vip").create(&mut doc)?`.
    pub fn with(&mut self) -> BulkWith<'_, 'c, 'd> {
        BulkWith { bulk: self, routing: None, index: None, pipeline: None }
    }

    /// Changes the fields that `partial` has, unless somebody else wrote the document since it was loaded. The server
    /// merges them into what is stored, objects key by key; then the document becomes what is stored. Local changes
    /// that are not in `partial` are lost.
    ///
    /// `partial` is a struct or a map whose keys are fields of the model, under the names in the index: a field of an
    /// object is `{"publisher": {"name": ..}}`, never `{"publisher.name": ..}`. Id, computed fields, lazy properties,
    /// aliases and runtime fields in it are left out, as when the model is stored. Lists are replaced as a whole. Where
    /// a list is of structs with fields that are `stored` though serde hides them, each element must name those, which
    /// no struct does that serde writes: `save` the whole document instead.
    ///
    /// What the document would become is read here before it is sent, as a get reads it but without hooks: the value is
    /// written, merged and read once more.
    ///
    /// Neither `before_save` nor `validate` runs: there is no whole value. `updated_at` and `updated_by` are set, and
    /// `after_load` runs on what the document becomes. A part that places the document elsewhere (its routing, the parent of
    /// a join, what `index_for` looks at) is refused as [`Doc::save`] refuses such a value: [`relocate`](Doc::relocate) moves
    /// it. Where it was stored under a routing that the model does not yield, [`with`](Self::with) says that routing again.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a document that was never stored, or read in part, and for a `partial` that has a field which
    /// writes fill by themselves (`created_at`, `updated_at`, `created_by`, `updated_by`, `soft_delete`), a key with a dot
    /// that means a field inside of another, a field that the model lacks where its mapping is strict (as it is unless
    /// `dynamic` says otherwise), a list without the fields that serde hides, or a value that the model cannot read;
    /// [`Error::Encode`].
    pub fn update<T: ModelDefinition>(&mut self, doc: &'d mut Doc<T>, partial: impl Serialize) -> Result<&mut Self> {
        self.with().update(doc, partial)
    }

    fn change<T: ModelDefinition>(
        &mut self,
        doc: &'d mut Doc<T>,
        partial: &impl Serialize,
        routing: Option<&str>,
    ) -> Result<&mut Self> {
        let at = Address::stored::<T>(self.es, &doc.meta)?;
        let guard = guard_of::<T>(&doc.meta)?;
        if let Some(becomes) = check_partial(doc, partial)? {
            check_stays(self.es, &becomes, &doc.meta, routing)?;
        }
        self.lines.push(|out| {
            ActionLine::Update(ActionMeta::new(&at.index, Some(&at.id), at.routing.as_deref(), guard)).write(out)?;
            out.extend_from_slice(br#"{"doc":"#);
            let overlay = Overlay::of_update::<T>(self.es.writer())?;
            write_partial::<T>(partial, &overlay, out)?;
            out.extend_from_slice(b",\"_source\":true}\n");
            Ok((Effect::Once, ()))
        })?;
        let (index, id) = ((*at.index).into(), Some((*at.id).into()));
        self.operations.push(Operation::of::<T>(index, id, |written| become_stored(doc, written)));
        Ok(self)
    }

    /// Deletes the document, unless somebody else wrote it since it was loaded, as [`Doc::delete`] does. The value stays
    /// as it is; saving it again is a conflict. A model with [soft deletes](crate::model::soft_delete) writes the time, and
    /// the document takes it over, with its new version.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a document that was never stored, or read without its version, or is deleted already.
    pub fn delete<T: ModelDefinition>(&mut self, doc: &'d mut Doc<T>) -> Result<&mut Self> {
        if T::DELETED_AT.is_none() {
            return self.remove(doc);
        }
        check_deletable(doc)?;
        self.mark(doc, true)
    }

    /// Takes a soft delete back, unless somebody else wrote the document since it was loaded, as [`Doc::restore`] does. It
    /// adds no operation where the value is not deleted.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a document that was never stored, or read without its version.
    pub fn restore<T: SoftDelete>(&mut self, doc: &'d mut Doc<T>) -> Result<&mut Self> {
        if doc.value.is_deleted() { self.mark(doc, false) } else { Ok(self) }
    }

    /// Removes the document itself, as [`Doc::purge`] does.
    ///
    /// # Errors
    /// Those of [`restore`](Self::restore).
    pub fn purge<T: SoftDelete>(&mut self, doc: &Doc<T>) -> Result<&mut Self> {
        self.remove(doc)
    }

    fn mark<T: ModelDefinition>(&mut self, doc: &'d mut Doc<T>, is_deleted: bool) -> Result<&mut Self> {
        let at = Address::stored::<T>(self.es, &doc.meta)?;
        let guard = guard_of::<T>(&doc.meta)?;
        let mark = Mark::new::<T>(is_deleted, self.es.writer())?;
        self.lines.push(|out| {
            ActionLine::Update(ActionMeta::new(&at.index, Some(&at.id), at.routing.as_deref(), guard)).write(out)?;
            mark.write::<T>(out)?;
            out.push(b'\n');
            Ok((Effect::Once, ()))
        })?;
        let (index, id) = ((*at.index).into(), Some((*at.id).into()));
        self.operations.push(Operation::of::<T>(index, id, move |written| {
            mark.settle(doc, written);
            Ok(())
        }));
        Ok(self)
    }

    fn remove<T: ModelDefinition>(&mut self, doc: &Doc<T>) -> Result<&mut Self> {
        let at = Address::stored::<T>(self.es, &doc.meta)?;
        let guard = guard_of::<T>(&doc.meta)?;
        self.lines.push(|out| {
            ActionLine::Delete(ActionMeta::new(&at.index, Some(&at.id), at.routing.as_deref(), guard)).write(out)?;
            Ok((Effect::Once, ()))
        })?;
        let (index, id) = ((*at.index).into(), Some((*at.id).into()));
        self.operations.push(Operation::of::<T>(index, id, |_| Ok(())));
        Ok(self)
    }

    fn store<T: ModelDefinition>(
        &mut self,
        doc: &'d mut Doc<T>,
        guard: Option<Guard>,
        explicit: &Explicit,
        pipeline: Option<&str>,
    ) -> Result<&mut Self> {
        let Self { es, lines, .. } = self;
        let prepared = prepare_doc(doc)?;
        let (index, id, pending) = lines.push(|out| {
            let to_write = prepared.as_deref().unwrap_or(doc);
            let place = Place::of_doc(es, to_write, explicit, guard)?;
            let pending = place.write_lines(&to_write.value, es.writer(), pipeline, out)?;
            Ok((place.effect(), ((*place.index).into(), place.id.as_deref().map(Into::into), pending)))
        })?;
        self.operations.push(Operation::of::<T>(index, id, |written| {
            doc.meta = pending.settle(&mut doc.value, into_value(prepared), written)?;
            Ok(())
        }));
        Ok(self)
    }

    /// Sends everything: one `_bulk` for every 1000 operations or 10 MiB, one after another; nothing for an empty scope.
    ///
    /// Afterwards each document whose operation was carried out has its new version, and as after a single save its
    /// id, timestamps and computed fields, also where this gives an error because of others. Those whose operation
    /// failed are as they were.
    ///
    /// Dropping the future leaves every document as it was, and stops after the request that is under way; what was
    /// sent may be stored all the same, and a guarded save then meets a conflict.
    ///
    /// # Errors
    /// [`Error::Bulk`], whatever went wrong: [`failed_operations`](BulkError::failed_operations) holds what was refused,
    /// [`unanswered_operations`](BulkError::unanswered_operations) what no answer came for because a request failed as a
    /// whole, which ends the commit, and [`cause`](BulkError::cause) that request's error.
    pub async fn commit(self) -> Result<()> {
        let Self { es, lines, operations, limits, refresh, resend } = self;
        let total = operations.len();
        let (refresh, resend) = (refresh.unwrap_or(es.refresh()), resend.unwrap_or(es.resend()));
        let Answers { each, sent, error } = send(es, &lines.seal(), Sending { limits, refresh, resend }).await;
        let under_way = error.as_ref().is_some_and(Error::may_have_been_applied);
        let (mut failed, mut unanswered) = (Vec::new(), Vec::new());
        for (position, (operation, answer)) in operations.into_iter().zip(each).enumerate() {
            let Operation { index, id, has_soft_deletes, settle } = operation;
            match answer.map(|answer| answer.and_then(|written| Ok(settle(written)?))) {
                Some(Ok(())) => {}
                Some(Err(refusal)) => {
                    failed.push(FailedOperation { position, index, id, refusal: *refusal, has_soft_deletes });
                }
                None => {
                    let may_have_been_applied = under_way && position < sent;
                    unanswered.push(UnansweredOperation { position, index, id, may_have_been_applied });
                }
            }
        }
        let outcome = BulkError::new(total, failed);
        match error {
            Some(cause) => Err(Error::Bulk(Box::new(outcome.stopped(unanswered, cause)))),
            None if outcome.failed_operations().is_empty() => Ok(()),
            None => Err(Error::Bulk(Box::new(outcome))),
        }
    }
}

/// Takes over what an update made of the document.
fn become_stored<T: ModelDefinition>(doc: &mut Doc<T>, written: Written) -> Result<()> {
    let Written { index, id, version, revision, source } = written;
    let unread = |repair: &str, problem: Misread| {
        let what = format!("what document `{id}` of index `{index}` was changed to");
        Error::decode(format!("{what} (it is changed there and not here: {repair})"), problem)
    };
    let source = source.ok_or_else(|| unread("`reload` it", Misread::because("it has no `_source`")))?;
    let value = load_source(&id, source.get())
        .map_err(|problem| unread("`overwrite` writes the value here over it", problem))?;
    doc.value = value;
    doc.meta = Meta { index, id, seen: version.into(), revision, routing: doc.meta.routing.take() };
    Ok(())
}

/// One write of a scope with options of its own; see [`Bulk::with`].
#[must_use = "options do nothing without a verb"]
pub struct BulkWith<'b, 'c, 'd> {
    bulk: &'b mut Bulk<'c, 'd>,
    routing: Option<String>,
    index: Option<String>,
    pipeline: Option<String>,
}

impl fmt::Debug for BulkWith<'_, '_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkWith").field("routing", &self.routing).field("index", &self.index).finish_non_exhaustive()
    }
}

impl<'b, 'c, 'd> BulkWith<'b, 'c, 'd> {
    option!(routing);
    option!(index);
    option!(pipeline);

    /// As [`Bulk::save`].
    ///
    /// # Errors
    /// Those of [`Bulk::save`], and [`Error::Invalid`] where a stored document would leave its index or shard.
    pub fn save<T: ModelDefinition>(self, doc: &'d mut Doc<T>) -> Result<&'b mut Bulk<'c, 'd>> {
        self.store(doc, None)
    }

    /// As [`Bulk::create`].
    ///
    /// # Errors
    /// Those of [`save`](Self::save).
    pub fn create<T: ModelDefinition>(self, doc: &'d mut Doc<T>) -> Result<&'b mut Bulk<'c, 'd>> {
        self.store(doc, Some(Guard::Absent))
    }

    /// As [`Bulk::overwrite`].
    ///
    /// # Errors
    /// Those of [`save`](Self::save).
    pub fn overwrite<T: ModelDefinition>(self, doc: &'d mut Doc<T>) -> Result<&'b mut Bulk<'c, 'd>> {
        self.store(doc, Some(Guard::None))
    }

    /// As [`Bulk::update`].
    ///
    /// # Errors
    /// Those of [`Bulk::update`], and [`Error::Invalid`] for a pipeline, which servers do not send a part through.
    pub fn update<T: ModelDefinition>(
        self,
        doc: &'d mut Doc<T>,
        partial: impl Serialize,
    ) -> Result<&'b mut Bulk<'c, 'd>> {
        let Self { bulk, routing, index, pipeline } = self;
        if pipeline.is_some() {
            return Err(Error::invalid(
                "an update goes through no ingest pipeline: leave `.pipeline(..)` away, or `save`",
            ));
        }
        check_same_index(bulk.es, doc, index.as_deref())?;
        bulk.change(doc, &partial, routing.as_deref())
    }

    fn store<T: ModelDefinition>(self, doc: &'d mut Doc<T>, guard: Option<Guard>) -> Result<&'b mut Bulk<'c, 'd>> {
        let Self { bulk, routing, index, pipeline } = self;
        bulk.store(doc, guard, &Explicit { routing, index }, pipeline.as_deref())
    }
}
