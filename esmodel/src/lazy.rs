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
//! - **Time.** All of it may take [`ClientBuilder::lazy_deadline`](crate::ClientBuilder::lazy_deadline). Dropping the
//!   query's future drops the functions and abandons their requests.
//! - **Without.** `without_lazy()` on get, find, require, `get_many`, reload and search;
//!   [`EsModel::load_lazy`](crate::EsModel::load_lazy) and [`Page::load_lazy`](crate::search::Page::load_lazy) load
//!   later. Neither writes (save, modify) nor constructed values run any.
//!
//! A function must not block its thread, for example by a `block_on` inside: nobody would send what it waits for.

use std::{
    any::Any,
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    error::Error as StdError,
    fmt,
    future::Future,
    net,
    sync::Arc,
    vec,
};

use futures_util::{
    future::BoxFuture,
    stream::{FuturesUnordered, StreamExt},
};
use tokio::time::timeout;

use crate::{
    batch::{LazyCx, Runner, drive, queue_of},
    error::Error,
    model::{GeoPoint, Lazy, ModelDefinition, Vector},
};

/// A type that may hold lazy properties, at any depth. Every type of a field is one; the derives write it.
///
/// By hand, for a type of one's own that is a field and holds none: `impl LoadLazy for Mine {}`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whether it holds lazy properties",
    note = "derive `EsObject` or `EsValue`, or write `impl esmodel::lazy::LoadLazy for {Self} {{}}`"
)]
pub trait LoadLazy {
    /// Whether there are lazy properties, here or inside.
    const HAS_LAZY: bool = false;

    /// Starts the functions of all lazy properties, in the order of the fields.
    #[doc(hidden)]
    fn start<'a>(&'a self, work: &mut LazyWork<'a>) {
        let _ = work;
    }

    /// Takes their values, in the same order.
    #[doc(hidden)]
    fn take(&mut self, values: &mut LazyValues) {
        let _ = values;
    }
}

/// What the function of a lazy property made.
#[doc(hidden)]
pub type Made = Result<Box<dyn Any + Send>, Arc<Error>>;

/// What the function of a property of type `Lazy<T>` yields when it is called.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "the function of a lazy property does not yield what its field holds",
    label = "the function of that name yields something else",
    note = "write `async fn name(&self, cx: &LazyCx) -> Result<{T}, E>` for this field, where `E` is `esmodel::Error` or another error that can be sent between threads; the future must be `Send` too"
)]
pub trait LazyFunction<'a, T> {
    /// Runs to its end.
    fn made(self) -> BoxFuture<'a, Made>;
}

#[diagnostic::do_not_recommend]
impl<'a, F, T, E> LazyFunction<'a, T> for F
where
    F: Future<Output = Result<T, E>> + Send + 'a,
    T: Send + 'static,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    fn made(self) -> BoxFuture<'a, Made> {
        Box::pin(async move {
            let value = self.await.map_err(|error| Arc::new(Error::custom(error)))?;
            let value: Box<dyn Any + Send> = Box::new(value);
            Ok(value)
        })
    }
}

/// The functions of lazy properties that are to run.
#[doc(hidden)]
pub struct LazyWork<'a> {
    cx: &'a LazyCx,
    running: Vec<BoxFuture<'a, Made>>,
}

impl fmt::Debug for LazyWork<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LazyWork").field("running", &self.running.len()).finish_non_exhaustive()
    }
}

impl<'a> LazyWork<'a> {
    /// What the functions run their queries on.
    pub const fn cx(&self) -> &'a LazyCx {
        self.cx
    }

    /// Adds the function of a property of type `Lazy<T>`.
    pub fn property<T>(&mut self, _: &Lazy<T>, function: impl LazyFunction<'a, T>) {
        self.running.push(function.made());
    }
}

/// What the functions made, in the order in which they were started.
#[doc(hidden)]
#[derive(Debug)]
pub struct LazyValues {
    made: vec::IntoIter<Option<Made>>,
    /// The error of those that were not done in time.
    late: Arc<Error>,
}

impl LazyValues {
    /// The next property's.
    pub fn next<T: 'static>(&mut self) -> Lazy<T> {
        match self.made.next().flatten() {
            // The value does not change between the two passes, so the types agree.
            Some(Ok(value)) => value.downcast().map_or(Lazy::NotLoaded, Lazy::Loaded),
            Some(Err(error)) => Lazy::Failed(error),
            None => Lazy::Failed(Arc::clone(&self.late)),
        }
    }
}

/// Whether a query of `T` on `es` is to fill lazy properties: it has some, and is not too deep inside of others.
pub(crate) fn is_wanted<T: ModelDefinition + LoadLazy, R: Runner + ?Sized>(es: &R) -> bool {
    T::HAS_LAZY && es.client().lazy_level() < T::LAZY_DEPTH
}

/// Fills the lazy properties of all values at once. On their way values are untouched; all are filled at the end.
pub(crate) fn fill<'a, T, R>(es: &'a R, mut values: Vec<&'a mut T>) -> BoxFuture<'a, ()>
where
    T: ModelDefinition + LoadLazy,
    R: Runner + ?Sized,
{
    Box::pin(async move {
        let client = es.client();
        let joined = queue_of(es).cloned();
        let queue = joined.clone().unwrap_or_default();
        let cx = LazyCx::below(client, Arc::clone(&queue));
        let mut made = Vec::new();
        {
            let mut work = LazyWork { cx: &cx, running: Vec::new() };
            values.iter().for_each(|value| value.start(&mut work));
            made.resize_with(work.running.len(), || None);
            let running = run_all(work.running, &mut made);
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
        let mut made = LazyValues { made: made.into_iter(), late: Arc::new(late) };
        values.iter_mut().for_each(|value| value.take(&mut made));
    })
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

/// Types that hold no fields.
macro_rules! leaves {
    ($($(#[$gate:meta])? [$($generics:tt)*] $leaf:ty);+ $(;)?) => {
        $( $(#[$gate])? impl<$($generics)*> LoadLazy for $leaf {} )+
    };
}

leaves! {
    [] String; [] char; [] bool;
    [] i8; [] i16; [] i32; [] i64; [] u8; [] u16; [] u32; [] u64; [] f32; [] f64;
    [] net::IpAddr; [] net::Ipv4Addr; [] net::Ipv6Addr;
    [] GeoPoint; [const N: usize] Vector<N>;
    [K, V, S] HashMap<K, V, S>; [K, V] BTreeMap<K, V>;
    [] serde_json::Map<String, serde_json::Value>; [] serde_json::Value;
    #[cfg(feature = "chrono")] [] chrono::NaiveDate;
    #[cfg(feature = "chrono")] [] chrono::NaiveDateTime;
    #[cfg(feature = "chrono")] [] chrono::NaiveTime;
    #[cfg(feature = "chrono")] [Tz: chrono::TimeZone] chrono::DateTime<Tz>;
}

/// Wrappers and lists: what is inside, one after the other.
macro_rules! containers {
    ($([$($generics:tt)*] $container:ty, $item:ty, $iter:ident, $iter_mut:ident);+ $(;)?) => { $(
        impl<$($generics)*> LoadLazy for $container {
            const HAS_LAZY: bool = <$item as LoadLazy>::HAS_LAZY;

            fn start<'a>(&'a self, work: &mut LazyWork<'a>) {
                if Self::HAS_LAZY {
                    self.$iter().for_each(|item| item.start(work));
                }
            }

            fn take(&mut self, values: &mut LazyValues) {
                if Self::HAS_LAZY {
                    self.$iter_mut().for_each(|item| item.take(values));
                }
            }
        }
    )+ };
}

containers! {
    [T: LoadLazy] Option<T>, T, iter, iter_mut;
    [T: LoadLazy] Vec<T>, T, iter, iter_mut;
    [T: LoadLazy] Box<[T]>, T, iter, iter_mut;
}

impl<T: LoadLazy> LoadLazy for Box<T> {
    const HAS_LAZY: bool = T::HAS_LAZY;

    fn start<'a>(&'a self, work: &mut LazyWork<'a>) {
        (**self).start(work);
    }

    fn take(&mut self, values: &mut LazyValues) {
        (**self).take(values);
    }
}

impl<T: LoadLazy + Clone> LoadLazy for Cow<'static, T> {
    const HAS_LAZY: bool = T::HAS_LAZY;

    fn start<'a>(&'a self, work: &mut LazyWork<'a>) {
        (**self).start(work);
    }

    fn take(&mut self, values: &mut LazyValues) {
        if T::HAS_LAZY {
            self.to_mut().take(values);
        }
    }
}

leaves! { [] Box<str>; [] Arc<str>; [] Cow<'static, str> }

/// Containers whose elements cannot be changed in place. The derives refuse them where something inside is lazy.
macro_rules! fixed {
    ($([$($generics:tt)*] $container:ty, $item:ty);+ $(;)?) => { $(
        impl<$($generics)*> LoadLazy for $container {
            const HAS_LAZY: bool = <$item as LoadLazy>::HAS_LAZY;
        }
    )+ };
}

fixed! {
    [T: LoadLazy] Arc<T>, T;
    [T: LoadLazy, S] HashSet<T, S>, T;
    [T: LoadLazy] BTreeSet<T>, T;
}
