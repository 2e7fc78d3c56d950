//! Indices as a whole: comparing them with a model, creating and extending them, refreshing, deleting.

mod analyze;
mod apply;
mod plan;

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{Deserialize, de::IgnoredAny};

use self::plan::{states, work};
pub use self::{
    analyze::Token,
    apply::{Applied, Apply, Mode},
    plan::{Plan, Verdict},
};
use crate::{
    client::Client,
    document::{index_of, own_index},
    error::{Error, Result},
    model::ModelDefinition,
    schema::Lock,
    wire::{Effect, Method, Request, RequestPath, check_index_name},
};

impl Client {
    /// The schema of `T` against the index that is deployed.
    pub fn schema<T: ModelDefinition>(&self) -> Schema<'_, T> {
        Schema { es: self, index: Ok(None), model: PhantomData }
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
    /// Before the client's prefix; `None` is the model's.
    index: Result<Option<String>>,
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
        self.index = Ok(Some(index.into()));
        self
    }

    /// The index that `value` goes to, for a model whose `index_for` works it out: make it before the first document of
    /// a month or a tenant is written.
    #[must_use]
    pub fn for_document(mut self, value: &T) -> Self {
        self.index = own_index(value).map(|own| own.map(Cow::into_owned));
        self
    }

    /// What it takes to make the index fit the model; nothing is changed. The name may be an alias, or the pattern of a
    /// model with `index_for`: every index behind it is compared.
    ///
    /// One request.
    ///
    /// # Errors
    /// [`Error::Unsupported`] when the server has no such kind of field; [`Error::Invalid`] when `index_for` yields a
    /// name that the model's pattern does not cover.
    pub async fn plan(self) -> Result<Plan> {
        let index = target::<T>(self.es, self.index?)?;
        work(self.es, &T::SCHEMA, index).await.map(|work| work.plan)
    }

    /// Makes the index fit the model: creates it, or adds the fields, parameters and dynamic settings that it lacks.
    /// A parameter of a field that the model no longer gives goes back to its default. Anything else that the index has
    /// and the model does not is left alone; [`plan`](Self::plan) tells it.
    ///
    /// One request when the index fits already, and one more for each of creation, settings and mapping; three more for
    /// each index that is closed. Several processes may apply at the same time: who finds the index made or changed by
    /// another looks again. The name may be an alias, or the pattern of a model with `index_for`; every index behind it
    /// must fit, and is changed by the same requests. Dropping the future leaves the index as far as it came, and the
    /// next call goes on from there.
    ///
    /// # Errors
    /// [`Error::MappingMismatch`] names everything that cannot be changed in a live index, with both sides; nothing is
    /// changed then. What the lock file's `pending` section names is left for the rebuild instead.
    /// [`Error::NotFound`] where no index matches the model's pattern: [`for_document`](Self::for_document) makes the first
    /// one. [`Error::Unsupported`] when the server has no such kind of field, or lacks the plugin for it.
    pub const fn apply(self) -> Apply<'c, T> {
        Apply::new(self)
    }
}

/// The full name of the index; or the pattern of a model whose documents name their indices.
fn target<T: ModelDefinition>(es: &Client, index: Option<String>) -> Result<String> {
    match index {
        None if is_pattern(T::SCHEMA.index) => Ok(es.index_name(T::SCHEMA.index).into_owned()),
        index => index_of::<T>(es, index.as_deref()),
    }
}

/// Whether a name stands for all indices that match it.
fn is_pattern(name: &str) -> bool {
    name.contains('*')
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

    /// The deployed mapping, as a lock file holds it; `None` when there is no such index. The name may be an alias. One
    /// request.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the indices behind an alias have different mappings.
    pub async fn lock(&self) -> Result<Option<Lock>> {
        let product = self.es.dialect().product();
        let states = states(self.es, &self.name).await?;
        let mut locks = states.iter().map(|(name, state)| (name, Lock::of(&state.mappings, product)));
        let Some((first, lock)) = locks.next() else { return Ok(None) };
        match locks.find(|(_, other)| *other != lock) {
            None => Ok(Some(lock)),
            Some((other, _)) => Err(Error::invalid(format!(
                "the indices `{first}` and `{other}` behind `{}` have different mappings; name one of them",
                self.name
            ))),
        }
    }

    /// Makes every write so far visible to searches. One request; costly when done often, so prefer
    /// [`Refresh::WaitFor`](crate::Refresh::WaitFor) on the write whose effect must be seen.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such index.
    pub async fn refresh(&self) -> Result<()> {
        #[derive(Deserialize)]
        struct Refreshed {
            #[serde(rename = "_shards")]
            _shards: IgnoredAny,
        }

        let path = RequestPath::new(&[&self.name, "_refresh"])?;
        let response = self.es.send(Request::new(Method::Post, path, Effect::Idempotent)).await?;
        let response = response.checked(&self.name, "a refresh")?;
        response.parse(format!("the answer to a refresh of index `{}`", self.name)).map(|Refreshed { .. }| ())
    }

    /// Whether the index (or an alias of the name) is there; of a pattern, whether any index matches it. One request.
    ///
    /// # Errors
    /// [`Error::Server`] when the server refuses to tell.
    pub async fn exists(&self) -> Result<bool> {
        let request = Request::new(Method::Head, RequestPath::new(&[&self.name])?, Effect::Read);
        // Without it servers say 200 to a pattern that matches nothing.
        let request = request.param("allow_no_indices", "false");
        let response = self.es.send(request).await?;
        match response.status() {
            200..=299 | 404 => response.is_there(format!("whether index `{}` is there", self.name)),
            _ => response.checked(&self.name, "a look").map(|_| true),
        }
    }

    /// That the name is no pattern, for what is done to one index.
    fn is_one(&self, call: &str) -> Result<()> {
        if !is_pattern(&self.name) {
            return Ok(());
        }
        let prefix = self.es.index_prefix();
        let name = self.name.strip_prefix(prefix).unwrap_or(&self.name).replace('*', "2026-10");
        Err(Error::invalid(format!(
            "`{}` stands for every index that matches it; name the one that is meant: `es.index_named(\"{name}\").{call}`",
            self.name
        )))
    }

    /// Deletes the index with everything in it. One request; there is no way back.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such index; [`Error::Invalid`] for a name with a wildcard.
    pub async fn delete(&self) -> Result<()> {
        self.is_one("delete()")?;
        check_index_name(&self.name)?;
        let request = Request::new(Method::Delete, RequestPath::new(&[&self.name])?, Effect::Once);
        self.es.send(request).await?.acknowledged(&self.name, "the deletion")
    }
}
