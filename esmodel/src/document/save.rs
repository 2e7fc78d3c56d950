//! Saving: of a plain value (create or replace, or create only), and of a loaded document (guarded).

use std::{fmt, future::IntoFuture, str::FromStr};

use futures_util::future::BoxFuture;

use super::{
    address::Address,
    options,
    place::{Explicit, Pending, Place, into_value, prepare_doc},
    write::{Action, Guard, WriteOptions, Written, write, write_new},
};
use crate::{
    batch::Runner,
    client::{Refresh, Resend},
    error::{Error, Result},
    model::{Doc, DocVersion, ModelDefinition, prepare, write_source},
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
        found.and_then(|doc| doc.meta.version()).map_or(Self::Absent, Self::Version)
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
    resend: Option<Resend>,
}

impl<T> fmt::Debug for Save<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Save").field("guard", &self.guard).finish_non_exhaustive()
    }
}

options!(Save<T>: routing, refresh, index, pipeline, resend);

impl<'c, T: ModelDefinition> Save<'c, T> {
    pub(crate) fn new(es: &'c impl Runner, value: T) -> Self {
        let (routing, index, pipeline) = (None, None, None);
        Self { es, value, guard: Guard::None, routing, refresh: None, index, pipeline, resend: None }
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
        let Self { es, value, guard, routing, refresh, index, pipeline, resend } = self;
        let mut doc = Doc::new(value);
        let explicit = Explicit { routing, index };
        store(es, &mut doc, Some(guard), explicit, &WriteOptions { refresh, pipeline, resend }).await?;
        Ok(doc)
    }
}

/// Stores a document, new or loaded, under its own guard unless another is given; it changes when the write succeeded, and not before.
pub(super) async fn store<T: ModelDefinition>(
    es: &dyn Runner,
    doc: &mut Doc<T>,
    guard: Option<Guard>,
    explicit: Explicit,
    options: &WriteOptions,
) -> Result<()> {
    let prepared = prepare_doc(doc)?;
    let to_write = prepared.as_deref().unwrap_or(doc);
    let place = Place::of_doc(es.client(), to_write, &explicit, guard)?;
    let (pending, written) = put(es, &to_write.value, place, options).await?;
    doc.meta = pending.settle(&mut doc.value, into_value(prepared), written)?;
    Ok(())
}

/// Stores a value at a place where nothing may be.
pub(super) async fn create_at<T: ModelDefinition>(
    es: &dyn Runner,
    mut value: T,
    at: &Address<'_>,
    options: &WriteOptions,
) -> Result<Doc<T>> {
    let prepared = prepare(&value)?;
    let to_write = prepared.as_deref().unwrap_or(&value);
    if let Some(id) = to_write.document_id().filter(|id| *id != at.id) {
        return Err(Error::invalid(format!(
            "`{}` was asked for, and `before_save` gave the value the id `{id}`",
            at.id
        )));
    }
    let Address { index, id, routing } = at.clone();
    let place = Place { index, id: Some(id), routing, guard: Guard::Absent };
    let (pending, written) = put(es, to_write, place, options).await?;
    let meta = pending.settle(&mut value, prepared, written)?;
    Ok(Doc::from_parts(value, meta))
}

async fn put<T: ModelDefinition>(
    es: &dyn Runner,
    value: &T,
    place: Place<'_>,
    options: &WriteOptions,
) -> Result<(Pending, Written)> {
    let pending = place.pending(value, es.client().writer())?;
    let mut source = Vec::with_capacity(512);
    write_source(value, &pending.overlay, &mut source)?;
    let Place { index, id, routing, guard } = place;
    let written = match id {
        Some(id) => {
            write::<T>(es, Action::Index(source.into()), &Address { index, id, routing }, guard, options).await?
        }
        None => write_new(es, &index, routing.as_deref(), source, options).await?,
    };
    Ok((pending, written))
}

impl<'c, T: ModelDefinition> IntoFuture for Save<'c, T> {
    type Output = Result<Doc<T>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// Saves a document; see [`Doc::save`] and [`Doc::overwrite`].
#[must_use = "a save does nothing until it is awaited"]
pub struct SaveDoc<'c, T> {
    es: &'c dyn Runner,
    doc: &'c mut Doc<T>,
    /// Instead of the document's own.
    guard: Option<Guard>,
    routing: Option<String>,
    refresh: Option<Refresh>,
    pipeline: Option<String>,
    resend: Option<Resend>,
}

impl<T> fmt::Debug for SaveDoc<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SaveDoc").field("meta", &self.doc.meta).finish_non_exhaustive()
    }
}

options!(SaveDoc<T>: routing, refresh, pipeline, resend);

impl<'c, T: ModelDefinition> SaveDoc<'c, T> {
    pub(super) fn guarded(es: &'c dyn Runner, doc: &'c mut Doc<T>) -> Self {
        Self { es, doc, guard: None, routing: None, refresh: None, pipeline: None, resend: None }
    }

    pub(super) fn unguarded(es: &'c dyn Runner, doc: &'c mut Doc<T>) -> Self {
        Self { guard: Some(Guard::None), ..Self::guarded(es, doc) }
    }

    async fn run(self) -> Result<()> {
        let Self { es, doc, guard, routing, refresh, pipeline, resend } = self;
        let explicit = Explicit { routing, index: None };
        store(es, doc, guard, explicit, &WriteOptions { refresh, pipeline, resend }).await
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
