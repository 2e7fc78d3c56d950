//! What the derives do for lazy properties: start the functions, take what they made.

use std::{any::Any, error::Error as StdError, fmt, future::Future, sync::Arc, vec};

use futures_util::future::BoxFuture;

use super::{Lazy, LazyFailure};
use crate::{batch::LazyCx, error::Error};

/// What the function of a lazy property made.
#[doc(hidden)]
pub type Made = Result<Box<dyn Any + Send>, Arc<Error>>;

/// What the function of a property of type `Lazy<T>` yields when it is called.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "the function of a lazy property does not yield what its field holds, or its future is not `Send`",
    label = "see the function of that name",
    note = "write `async fn name(&self, cx: &LazyCx) -> Result<{T}, E>` for this field, where `E` is `esmodel::Error` or another error that is `Send + Sync`; where that is so, something that is not `Send`, such as an `Rc`, is held across an `.await`"
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
    /// None yet; they will run their queries on `cx`.
    pub(crate) const fn new(cx: &'a LazyCx) -> Self {
        Self { cx, running: Vec::new() }
    }

    /// The functions, in the order of the fields.
    pub(crate) fn into_functions(self) -> Vec<BoxFuture<'a, Made>> {
        self.running
    }

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
    /// What was made; `late` is the error of what was not.
    pub(crate) fn new(made: Vec<Option<Made>>, late: Error) -> Self {
        Self { made: made.into_iter(), late: Arc::new(late) }
    }

    /// The next property's.
    pub fn take<T: 'static>(&mut self) -> Lazy<T> {
        self.next(false)
    }

    /// The next property's, which an API may answer without.
    pub fn take_optional<T: 'static>(&mut self) -> Lazy<T> {
        self.next(true)
    }

    fn next<T: 'static>(&mut self, is_optional: bool) -> Lazy<T> {
        match self.made.next().flatten() {
            // The value does not change between the two passes, so the types agree.
            Some(Ok(value)) => value.downcast().map_or(Lazy::NotLoaded, Lazy::Loaded),
            Some(Err(error)) => Lazy::Failed(LazyFailure::new(error, is_optional)),
            None => Lazy::Failed(LazyFailure::new(Arc::clone(&self.late), is_optional)),
        }
    }
}
