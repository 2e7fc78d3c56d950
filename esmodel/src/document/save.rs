//! Saving: of a plain value (create or replace, or create only), and of a loaded document (guarded).

use std::{fmt, future::IntoFuture, str::FromStr};

use futures_util::future::BoxFuture;

use super::{
    address::{Address, check_id, index_of},
    options,
    write::{Action, Guard, WriteOptions, Written, write, write_new},
};
use crate::{
    batch::Runner,
    client::Refresh,
    error::{Error, Result},
    model::{Doc, DocVersion, Meta, Millis, ModelDefinition, Stamps, write_source},
};

/// What a save expects to find: what a form or an API client sends back, to be shown later that nobody wrote in
/// between.
///
/// As text it is `create` or `<seq_no>-<primary_term>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Expected {
    /// No document: the first writer wins.
    Absent,
    /// The document at this version.
    Version(DocVersion),
}

impl Expected {
    /// What a later save of the outcome of `find` must expect: the version seen, or that there is none.
    pub fn of<T>(found: Option<&Doc<T>>) -> Self {
        found.and_then(|doc| doc.meta.version).map_or(Self::Absent, Self::Version)
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("create"),
            Self::Version(version) => write!(f, "{}-{}", version.seq_no, version.primary_term),
        }
    }
}

impl FromStr for Expected {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        if text == "create" {
            return Ok(Self::Absent);
        }
        let version = text.split_once('-').and_then(|(seq_no, primary_term)| {
            Some(DocVersion { seq_no: seq_no.parse().ok()?, primary_term: primary_term.parse().ok()? })
        });
        version.map(Self::Version).ok_or_else(|| {
            Error::invalid(format!("`{text}` is no version; write `create` or `<seq_no>-<primary_term>`"))
        })
    }
}

/// Saves a plain value; see [`EsModel::save`](crate::EsModel::save).
#[must_use = "a save does nothing until it is awaited"]
pub struct Save<'c, T> {
    es: &'c dyn Runner,
    value: T,
    guard: Guard,
    routing: Option<String>,
    refresh: Option<Refresh>,
    index: Option<String>,
    pipeline: Option<String>,
}

impl<T> fmt::Debug for Save<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Save").field("guard", &self.guard).finish_non_exhaustive()
    }
}

options!(Save<T>: routing, refresh, index, pipeline);

impl<'c, T: ModelDefinition> Save<'c, T> {
    pub(crate) fn new(es: &'c impl Runner, value: T) -> Self {
        Self { es, value, guard: Guard::None, routing: None, refresh: None, index: None, pipeline: None }
    }

    /// Refuses to write when something else than `expected` is there.
    pub fn expecting(mut self, expected: Expected) -> Self {
        self.guard = match expected {
            Expected::Absent => Guard::Absent,
            Expected::Version(version) => Guard::At(version),
        };
        self
    }

    async fn run(self) -> Result<Doc<T>> {
        let Self { es, value, guard, routing, refresh, index, pipeline } = self;
        let routing = routing.or_else(|| value.document_routing().map(Into::into));
        if routing.is_none() && T::SCHEMA.routing_required {
            return Err(Error::invalid(format!(
                "`{}` is routed, and this value has no routing: fill the routing field, or say `.routing(..)`",
                T::SCHEMA.name
            )));
        }
        let stamps = value.stamps(Millis::now());
        let mut source = Vec::with_capacity(512);
        write_source(&value, stamps, &mut source)?;
        let index = index_of::<T>(es.client(), index.as_deref())?;
        let options = WriteOptions { refresh, pipeline };
        let written = match value.document_id() {
            Some(id) => {
                check_id(&id)?;
                let at = Address { index: index.into(), id, routing: routing.as_deref().map(Into::into) };
                write(es, Action::Index(source), &at, guard, &options).await?
            }
            None if guard == Guard::None || guard == Guard::Absent => {
                write_new(es, &index, routing.as_deref(), source, &options).await?
            }
            None => return Err(Error::invalid("a value without an id has no version to expect")),
        };
        finish(value, written, routing, stamps)
    }
}

/// Takes over what the write made: all at once, after nothing can fail any more but reading the id.
fn finish<T: ModelDefinition>(
    mut value: T,
    written: Written,
    routing: Option<String>,
    stamps: Stamps,
) -> Result<Doc<T>> {
    if value.document_id().is_none() {
        value.set_document_id(&written.id).map_err(|message| Error::decode("the id that the server made", message))?;
    }
    value.set_stamps(stamps);
    value.compute();
    let meta = Meta {
        index: written.index,
        id: written.id,
        routing: routing.map(Into::into),
        version: written.version,
        revision: written.revision,
    };
    Ok(Doc::from_parts(value, meta))
}

impl<'c, T: ModelDefinition> IntoFuture for Save<'c, T> {
    type Output = Result<Doc<T>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// Saves a loaded document; see [`Doc::save`] and [`Doc::overwrite`].
#[must_use = "a save does nothing until it is awaited"]
pub struct SaveDoc<'c, T> {
    es: &'c dyn Runner,
    doc: &'c mut Doc<T>,
    guarded: bool,
    routing: Option<String>,
    refresh: Option<Refresh>,
    pipeline: Option<String>,
}

impl<T> fmt::Debug for SaveDoc<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SaveDoc").field("meta", &self.doc.meta).finish_non_exhaustive()
    }
}

options!(SaveDoc<T>: routing, refresh, pipeline);

impl<'c, T: ModelDefinition> SaveDoc<'c, T> {
    pub(super) fn guarded(es: &'c dyn Runner, doc: &'c mut Doc<T>) -> Self {
        Self { es, doc, guarded: true, routing: None, refresh: None, pipeline: None }
    }

    pub(super) fn unguarded(es: &'c dyn Runner, doc: &'c mut Doc<T>) -> Self {
        Self { guarded: false, ..Self::guarded(es, doc) }
    }

    async fn run(self) -> Result<()> {
        let Self { es, doc, guarded, routing, refresh, pipeline } = self;
        // Also an overwrite needs the whole document: only what was read in part has no version.
        let seen = guard_of(doc)?;
        let guard = if guarded { seen } else { Guard::None };
        put(es, doc, guard, routing.as_deref(), &WriteOptions { refresh, pipeline }).await
    }
}

/// Writes a document where its metadata say, and takes over what the write made: all at once, after nothing can fail
/// any more.
pub(super) async fn put<T: ModelDefinition>(
    es: &dyn Runner,
    doc: &mut Doc<T>,
    guard: Guard,
    routing: Option<&str>,
    options: &WriteOptions,
) -> Result<()> {
    check_same_id(doc)?;
    let at = Address::of_doc(doc, routing)?;
    let stamps = doc.value.stamps(Millis::now());
    let mut source = Vec::with_capacity(512);
    write_source(&doc.value, stamps, &mut source)?;
    let written = write(es, Action::Index(source), &at, guard, options).await?;
    doc.meta.index = written.index;
    doc.meta.version = written.version;
    doc.meta.revision = written.revision;
    doc.value.set_stamps(stamps);
    doc.value.compute();
    Ok(())
}

/// The guard of a loaded document.
pub(super) fn guard_of<T>(doc: &Doc<T>) -> Result<Guard> {
    doc.meta.version.map(Guard::At).ok_or_else(|| {
        Error::invalid(format!(
            "document `{}` was read in part or without its version: saving it would erase the fields left out, and \
             nothing guards the write; `reload` it first",
            doc.meta.id
        ))
    })
}

/// A changed id would write a second document.
fn check_same_id<T: ModelDefinition>(doc: &Doc<T>) -> Result<()> {
    match (T::ID_KEY, doc.value.document_id()) {
        (Some(_), Some(id)) if *id != *doc.meta.id => Err(Error::invalid(format!(
            "the id of document `{}` was changed to `{id}`; to store a copy, `Doc::into_inner` and save the value",
            doc.meta.id
        ))),
        _ => Ok(()),
    }
}

impl<'c, T: ModelDefinition> IntoFuture for SaveDoc<'c, T> {
    type Output = Result<()>;
    type IntoFuture = BoxFuture<'c, Result<()>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_expected_survives_as_text() {
        for expected in [Expected::Absent, Expected::Version(DocVersion { seq_no: 0, primary_term: 7 })] {
            assert_eq!(expected.to_string().parse::<Expected>().unwrap(), expected);
        }
    }

    #[test]
    fn a_version_that_is_no_pair_is_refused_with_the_form_to_write() {
        for text in ["", "12", "12-", "-1", "a-b", "1-2-3", "CREATE"] {
            assert!(text.parse::<Expected>().unwrap_err().to_string().contains("<seq_no>-<primary_term>"), "{text}");
        }
    }
}
