//! What verbs run on: a [`Client`], or a context whose requests go out together.
//!
//! Requests that are made through a [`Batched`] or a [`LazyCx`] are put into a queue. Whenever all the work that uses
//! it is parked (everything waits for an answer, or for something else), the queue goes out as one wave: searches and
//! counts as `_msearch`, gets as `_mget`, all else alone. The next wave goes out when that one is answered and all is
//! parked again. So nothing ever waits for a batch to fill, and work that waits for something of its own delays only
//! itself.
//!
//! | bound | |
//! |---|---|
//! | searches in one `_msearch` | 500 |
//! | documents in one `_mget` | 1000 |
//! | bytes of one body | 5 MiB |
//! | requests on the wire, for all waves of a client | 16, see [`ClientBuilder::concurrency`](crate::ClientBuilder::concurrency) |

mod drive;
mod merge;
mod queue;
mod split;

use std::sync::Arc;

use futures_util::future::BoxFuture;

pub(crate) use self::{drive::drive, queue::Queue};
use crate::{
    client::Client,
    error::Result,
    wire::{Request, Response},
};

/// Carries the verbs' requests: a [`Client`], or something that merges several requests into one.
///
/// Sealed: users take `&impl Runner`, they do not implement it.
pub trait Runner: sealed::Sealed + Send + Sync {
    /// The client whose settings (index prefix, refresh, dialect) apply.
    fn client(&self) -> &Client;

    /// Runs `request` under the client's policies. An answer of any status is `Ok`; the verb decides what it means.
    fn run(&self, request: Request) -> BoxFuture<'_, Result<Response>>;
}

mod sealed {
    use std::sync::Arc;

    use super::Queue;

    #[expect(unnameable_types, reason = "a seal: naming it is what users must not be able to")]
    pub trait Sealed {
        /// Where requests wait to go out together, where they do.
        #[expect(private_interfaces, reason = "part of the seal")]
        fn queue(&self) -> Option<&Arc<Queue>> {
            None
        }
    }
    impl Sealed for crate::client::Client {}
    impl Sealed for super::Batched {
        #[expect(private_interfaces, reason = "part of the seal")]
        fn queue(&self) -> Option<&Arc<Queue>> {
            Some(&self.queue)
        }
    }
    impl Sealed for super::LazyCx {
        #[expect(private_interfaces, reason = "part of the seal")]
        fn queue(&self) -> Option<&Arc<Queue>> {
            self.0.queue()
        }
    }
}

/// The queue that a runner's requests go through.
pub(crate) fn queue_of<R: Runner + ?Sized>(es: &R) -> Option<&Arc<Queue>> {
    sealed::Sealed::queue(es)
}

impl Runner for Client {
    fn client(&self) -> &Client {
        self
    }

    fn run(&self, request: Request) -> BoxFuture<'_, Result<Response>> {
        Box::pin(self.send(request))
    }
}

/// What verbs run on inside of [`Client::batched`]: their requests go out together.
#[derive(Debug)]
pub struct Batched {
    client: Client,
    queue: Arc<Queue>,
}

impl Runner for Batched {
    fn client(&self) -> &Client {
        &self.client
    }

    fn run(&self, request: Request) -> BoxFuture<'_, Result<Response>> {
        Box::pin(self.queue.ask(request))
    }
}

/// What verbs run on inside of a lazy property's function: the requests of all properties of a query go out together.
///
/// A verb on a client of one's own instead works too, but each of its requests goes out alone.
#[derive(Debug)]
pub struct LazyCx(Batched);

impl LazyCx {
    /// A context for the properties of documents that were loaded through `client` and `queue`: one level further
    /// down.
    pub(crate) fn below(client: &Client, queue: Arc<Queue>) -> Self {
        Self(Batched { client: client.one_level_down(), queue })
    }

    /// The client, with which requests go out alone. A copy of it knows how deep in lazy properties it is.
    pub fn client(&self) -> &Client {
        self.0.client()
    }
}

impl Runner for LazyCx {
    fn client(&self) -> &Client {
        self.0.client()
    }

    fn run(&self, request: Request) -> BoxFuture<'_, Result<Response>> {
        self.0.run(request)
    }
}

impl Client {
    /// Runs `work`, whose parallel gets, searches and counts go out together by themselves, identical ones once.
    ///
    /// ```
    /// # use esmodel::{batch::Batched, prelude::*};
    /// # #[derive(Debug, Serialize, Deserialize, EsModel)] #[es(index = "cities")]
    /// # struct City { #[es(id)] id: u32, country: String }
    /// # async fn run(es: Client) -> esmodel::Result<()> {
    /// let f = City::fields();
    /// let (oslo, nordic, all) = es
    ///     .batched(async |es| {
    ///         tokio::join!(
    ///             City::get(es, 3_143_244),
    ///             City::search().filter(f.country().any_of(["NO", "SE"])).fetch(es),
    ///             City::search().count(es),
    ///         )
    ///     })
    ///     .await; // two requests: an `_mget` of one and an `_msearch` of two
    /// # drop((oslo?, nordic?, all?));
    /// # Ok(()) }
    /// ```
    ///
    /// What is awaited in turn goes out in turn: use `tokio::join!`, or for any number futures-util's `join_all`. Verbs
    /// are no futures yet but become some, which `join_all` wants to be told; and where `?` stands inside, so does the
    /// error:
    ///
    /// ```
    /// # use esmodel::prelude::*;
    /// # use futures_util::future::try_join_all;
    /// # #[derive(Debug, Serialize, Deserialize, EsModel)] #[es(index = "cities")]
    /// # struct City { #[es(id)] id: u32, country: String }
    /// # async fn run(es: Client, ids: Vec<u32>) -> esmodel::Result<()> {
    /// let countries = es
    ///     .batched(async |es| {
    ///         let cities = try_join_all(ids.iter().map(|id| City::get(es, *id).into_future())).await?;
    ///         Ok::<_, esmodel::Error>(cities.into_iter().map(|city| city.country.clone()).collect::<Vec<_>>())
    ///     })
    ///     .await?;
    /// # drop(countries);
    /// # Ok(()) }
    /// ```
    ///
    /// Write `async |es| ..`: a closure that returns an `async` block cannot lend `es` to it. Writes may run on it
    /// too; each is a request of its own. Whatever fails, fails alone: an item of a batch that the server refuses as
    /// too busy is sent once more by itself. Dropping the future abandons what is under way.
    pub async fn batched<R>(&self, work: impl AsyncFnOnce(&Batched) -> R) -> R {
        let batched = Batched { client: self.clone(), queue: Arc::default() };
        drive(self, &batched.queue, work(&batched)).await
    }
}
