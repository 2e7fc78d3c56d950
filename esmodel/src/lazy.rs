//! Lazy properties: async functions that fill fields after a query, their requests coalesced.
//!
//! ```
//! use esmodel::{batch::LazyCx, prelude::*};
//!
//! /// Somebody on the payroll.
//! #[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
//! #[es(index = "employees")]
//! struct Employee {
//!     #[es(id)]
//!     id: u32,
//!     department: String,
//!     /// Filled by the method of the same name after a get, a search, a reload. Never stored.
//!     #[es(lazy)]
//!     colleagues: Lazy<Vec<Employee>>,
//! }
//!
//! impl Employee {
//!     async fn colleagues(&self, cx: &LazyCx) -> esmodel::Result<Vec<Employee>> {
//!         let f = Self::fields();
//!         Ok(Self::search().filter(f.department().eq(&self.department)).fetch(cx).await?.into_values())
//!     }
//! }
//!
//! # async fn run(es: Client) -> esmodel::Result<()> {
//! let page = Employee::search().size(100).fetch(&es).await?; // two requests: the search, and one `_msearch`
//! for employee in &page {
//!     println!("{} has {} colleagues", employee.id, employee.colleagues.value()?.len());
//! }
//! # Ok(()) }
//! ```
//!
//! - **Requests.** All properties of all hits run at the same time, those of embedded structs and of lists too. What
//!   they ask through the [`LazyCx`] goes out together: for 100 hits with any number of properties one `_msearch` and
//!   one `_mget` ([bounds](crate::batch)). A function that awaits one query after another makes a further round.
//! - **Depth.** Results of a query inside of a property have their own lazy properties `NotLoaded`, unless their model
//!   says `#[es(lazy_depth = 2)]` or more. Depth counts along one chain of calls. A depth of 0 runs none at all.
//! - **Errors.** A property whose function fails is [`Lazy::Failed`](crate::model::Lazy::Failed); the others are not
//!   concerned, and the query itself succeeds. A function's error is anything that is an error. A panic goes up to
//!   whoever awaits the query.
//!   The JSON of a document leaves out what failed; [`with_failure`] tells. esmodel-fastapi-like answers with a problem
//!   then, unless the property is `#[es(lazy(optional))]`.
//! - **Time.** All of it may take [`ClientBuilder::lazy_deadline`](crate::ClientBuilder::lazy_deadline). Dropping the
//!   query's future drops the functions and abandons their requests.
//! - **Without.** `without_lazy()` on get, find, require, `get_many`, reload and search;
//!   [`EsModel::load_lazy`](crate::EsModel::load_lazy) and [`Page::load_lazy`](crate::search::Page::load_lazy) load
//!   later. Neither writes (save, modify) nor constructed values run any.
//!
//! What a write does to properties that were loaded before:
//!
//! | call | they are afterwards |
//! |---|---|
//! | `Doc::save`, `overwrite`, `relocate`, `bulk.save` and the like | as they were, and perhaps stale |
//! | `modify`, `upsert`, `save_merging` (after a conflict), `bulk.update` | `NotLoaded`: the document was read anew |
//! | `reload` | loaded anew |
//!
//! A function may fail with an error of its own: `doc.posts.error()` has it, and
//! [`Error::downcast_ref`](crate::Error::downcast_ref) gives it back as what it was. A function that others than lazy
//! properties call too takes `es: &impl Runner` (see [`crate::batch`]) instead of the context.
//!
//! Depth counts for a client of one's own too: it goes with the task. What loads properties by name
//! ([`EsModel::load_lazy`](crate::EsModel::load_lazy)) does so at any depth, but for 16 queries inside of each other: then
//! properties fail with an error that names the models, since they ask for each other without end.
//!
//! A function must not block its thread, for example by a `block_on` inside: nobody would send what it waits for.

mod chain;

use std::sync::Arc;

use futures_util::{
    future::BoxFuture,
    stream::{FuturesUnordered, StreamExt},
};
use tokio::time::timeout;

use self::chain::{Chain, LONGEST};
pub use crate::model::lazy::with_failure;
use crate::{
    batch::{LazyCx, Runner, drive, queue_of},
    error::Error,
    model::{LazyValues, LazyWork, Made, ModelDefinition},
};

/// Whether a query of `T` on `es` is to fill lazy properties: it has some, and is not too deep inside of others.
pub(crate) fn is_wanted<T: ModelDefinition, R: Runner + ?Sized>(es: &R) -> bool {
    T::HAS_LAZY && es.client().lazy_level().max(Chain::depth()) < T::LAZY_DEPTH
}

/// Fills the lazy properties of all values at once. On their way values are untouched; all are filled at the end.
pub(crate) fn fill<'a, T, R>(es: &'a R, mut values: Vec<&'a mut T>) -> BoxFuture<'a, ()>
where
    T: ModelDefinition,
    R: Runner + ?Sized,
{
    Box::pin(async move {
        let client = es.client();
        let chain = Chain::with(T::SCHEMA.name);
        if chain.is_too_long() {
            let message = format!(
                "lazy properties that load each other stop after {LONGEST} queries inside of each other: {chain}; leave \
                 out the `load_lazy` that closes the circle"
            );
            return take(&mut values, LazyValues::new(Vec::new(), Error::invalid(message)));
        }
        let joined = queue_of(es).cloned();
        let queue = joined.clone().unwrap_or_default();
        let cx = LazyCx::below(client, Arc::clone(&queue));
        let mut made = Vec::new();
        {
            let mut work = LazyWork::new(&cx);
            for value in &values {
                value.start_lazy(&mut work);
            }
            let functions = work.into_functions();
            made.resize_with(functions.len(), || None);
            let running = chain.run(run_all(functions, &mut made));
            // A chain of queries has one deadline: that of its first.
            if client.lazy_level() > 0 {
                running.await;
            } else if joined.is_some() {
                let _late = timeout(client.lazy_deadline(), running).await;
            } else {
                let _late = timeout(client.lazy_deadline(), drive(client, &queue, running)).await;
            }
        }
        let late = Error::Timeout {
            node: format!("the lazy properties of `{}`", T::SCHEMA.name).into(),
            after: client.lazy_deadline(),
        };
        take(&mut values, LazyValues::new(made, late));
    })
}

/// Hands out what the functions made.
fn take<T: ModelDefinition>(values: &mut [&mut T], mut made: LazyValues) {
    for value in values {
        value.take_lazy(&mut made);
    }
}

/// Runs the functions side by side; each leaves what it made at its own place.
async fn run_all(running: Vec<BoxFuture<'_, Made>>, made: &mut [Option<Made>]) {
    let mut running: FuturesUnordered<_> =
        running.into_iter().enumerate().map(|(place, function)| async move { (place, function.await) }).collect();
    while let Some((place, value)) = running.next().await {
        if let Some(slot) = made.get_mut(place) {
            *slot = Some(value);
        }
    }
}
