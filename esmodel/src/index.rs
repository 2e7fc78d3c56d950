//! Indices as a whole: creating and extending them to fit a model, refreshing, deleting.

use std::{fmt, future::IntoFuture, marker::PhantomData};

use futures_util::future::BoxFuture;
use serde_json::{Map, Value};

use crate::{
    client::Client,
    document::index_of,
    error::{Error, MappingMismatch, Result, ServerError},
    model::ModelDefinition,
    schema::{diff, index_body, mapping_body},
    wire::{Effect, Method, Request, RequestPath, check_index_name},
};

impl Client {
    /// The schema of `T` against the index that is deployed.
    pub fn schema<T: ModelDefinition>(&self) -> Schema<'_, T> {
        Schema { es: self, index: None, model: PhantomData }
    }

    /// The index of `T` as a whole.
    pub fn index<T: ModelDefinition>(&self) -> Index<'_> {
        self.index_named(T::SCHEMA.index)
    }

    /// An index by its name, before the client's prefix.
    pub fn index_named(&self, name: &str) -> Index<'_> {
        Index { es: self, name: self.index_name(name).into_owned() }
    }
}

/// A model's schema and a cluster; see [`Client::schema`].
pub struct Schema<'c, T> {
    es: &'c Client,
    index: Option<String>,
    model: PhantomData<fn() -> T>,
}

impl<T: ModelDefinition> fmt::Debug for Schema<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schema").field("model", &T::SCHEMA.name).finish_non_exhaustive()
    }
}

impl<'c, T: ModelDefinition> Schema<'c, T> {
    /// Another index than the model's; the client's prefix is put before it.
    #[must_use]
    pub fn index(mut self, index: impl Into<String>) -> Self {
        self.index = Some(index.into());
        self
    }

    /// The index that `value` goes to, for a model whose `index_for` works it out: make it before the first document of
    /// a month or a tenant is written.
    #[must_use]
    pub fn for_document(mut self, value: &T) -> Self {
        self.index = value.document_index().map(Into::into);
        self
    }

    /// Makes the index fit the model: creates it, or adds the fields that it lacks. What the index has and the model
    /// does not is left alone; settings are applied only when the index is created.
    ///
    /// One request when the index fits already, two otherwise. Several processes may apply at the same time: who
    /// finds the index made by another compares like anyone who comes later. The name may be an alias; every index
    /// behind it must fit.
    ///
    /// # Errors
    /// [`Error::MappingMismatch`] names every field whose kind or analyzer differs, with both; nothing is changed
    /// then. [`Error::Unsupported`] when the server has no such kind of field.
    pub fn apply(self) -> Apply<'c, T> {
        Apply { schema: self }
    }
}

/// What [`Schema::apply`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Applied {
    /// The index fitted already.
    Unchanged,
    /// The index was made.
    Created,
    /// These fields were added, by their full paths.
    Extended(Vec<String>),
}

/// The future behind [`Schema::apply`].
#[must_use = "a schema is not applied until this is awaited"]
#[derive(Debug)]
pub struct Apply<'c, T: ModelDefinition> {
    schema: Schema<'c, T>,
}

impl<T: ModelDefinition> Apply<'_, T> {
    async fn run(self) -> Result<Applied> {
        let Schema { es, index, .. } = self.schema;
        let index = index_of::<T>(es, index.as_deref())?;
        let declared = mapping_body(&T::SCHEMA, es.dialect())?;
        if let Some(deployed) = mappings(es, &index).await? {
            return extend(es, &index, &declared, &deployed).await;
        }
        if create::<T>(es, &index).await? {
            return Ok(Applied::Created);
        }
        // Another process made it in between.
        let deployed = mappings(es, &index).await?.ok_or_else(|| Error::index_not_found(&index))?;
        extend(es, &index, &declared, &deployed).await
    }
}

impl<'c, T: ModelDefinition> IntoFuture for Apply<'c, T> {
    type Output = Result<Applied>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// The mappings of the index, or of every index behind the alias; `None` when there is none.
async fn mappings(es: &Client, index: &str) -> Result<Option<Map<String, Value>>> {
    let request = Request::new(Method::Get, RequestPath::new(&[index, "_mapping"])?, Effect::Read);
    let response = es.send(request).await?;
    if response.status() == 404 {
        return Ok(None);
    }
    let response = response.checked(index, "a look at the mapping")?;
    serde_json::from_str(response.text()?).map(Some).map_err(|source| Error::decode("a mapping", source))
}

/// Whether this call made the index; `false` when somebody else just did.
async fn create<T: ModelDefinition>(es: &Client, index: &str) -> Result<bool> {
    let body = index_body(&T::SCHEMA, es.dialect())?.to_string();
    let request = Request::new(Method::Put, RequestPath::new(&[index])?, Effect::Idempotent).json(body);
    let response = es.send(request).await?;
    if response.status() == 400 {
        let error = ServerError::from_body(400, response.body());
        if error.kind() == "resource_already_exists_exception" {
            return Ok(false);
        }
    }
    response.checked(index, "the creation")?;
    Ok(true)
}

async fn extend(es: &Client, index: &str, declared: &Value, deployed: &Map<String, Value>) -> Result<Applied> {
    let mut added = Vec::new();
    for (name, state) in deployed {
        let found = diff(declared, state.get("mappings").unwrap_or(&Value::Null));
        if !found.mismatches.is_empty() {
            return Err(MappingMismatch::new(name, found.mismatches).into());
        }
        added.extend(found.added);
    }
    if added.is_empty() {
        return Ok(Applied::Unchanged);
    }
    let path = RequestPath::new(&[index, "_mapping"])?;
    let request = Request::new(Method::Put, path, Effect::Idempotent).json(declared.to_string());
    es.send(request).await?.checked(index, "the extension")?;
    added.sort_unstable();
    added.dedup();
    Ok(Applied::Extended(added))
}

/// An index as a whole; see [`Client::index`].
#[derive(Debug)]
pub struct Index<'c> {
    es: &'c Client,
    name: String,
}

impl Index<'_> {
    /// The full name, prefix included.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Makes every write so far visible to searches. One request; costly when done often, so prefer
    /// [`Refresh::WaitFor`](crate::Refresh::WaitFor) on the write whose effect must be seen.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such index.
    pub async fn refresh(&self) -> Result<()> {
        let path = RequestPath::new(&[&self.name, "_refresh"])?;
        let response = self.es.send(Request::new(Method::Post, path, Effect::Idempotent)).await?;
        response.checked(&self.name, "a refresh").map(drop)
    }

    /// Whether the index (or an alias of the name) is there. One request.
    ///
    /// # Errors
    /// [`Error::Server`] when the server refuses to tell.
    pub async fn exists(&self) -> Result<bool> {
        let request = Request::new(Method::Head, RequestPath::new(&[&self.name])?, Effect::Read);
        let response = self.es.send(request).await?;
        match response.status() {
            404 => Ok(false),
            _ => response.checked(&self.name, "a look").map(|_| true),
        }
    }

    /// Deletes the index with everything in it. One request; there is no way back.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such index; [`Error::Invalid`] for a name with a wildcard.
    pub async fn delete(&self) -> Result<()> {
        check_index_name(&self.name)?;
        let request = Request::new(Method::Delete, RequestPath::new(&[&self.name])?, Effect::Once);
        self.es.send(request).await?.checked(&self.name, "the deletion").map(drop)
    }
}
