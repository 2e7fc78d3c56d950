//! Where requests wait until everything is parked.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use crate::{
    error::{Error, Result},
    wire::{Request, Response},
};

/// A request that waits to be sent, and where its answer goes.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) request: Request,
    pub(super) answer: oneshot::Sender<Result<Response>>,
}

/// Requests of everything that one driver polls, whatever its depth.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    waiting: Mutex<Vec<Waiting>>,
}

impl Queue {
    /// Puts the request into the queue when first polled, and waits for its answer. Dropping the future takes it out.
    pub(super) async fn ask(&self, request: Request) -> Result<Response> {
        let (answer, answered) = oneshot::channel();
        self.lock().push(Waiting { request, answer });
        // The sender lives in the queue or in a wave, and both outlive whoever waits here, unless their driver is gone.
        answered.await.unwrap_or_else(|_| Err(Error::invalid("the batch that this request belonged to is over")))
    }

    /// Takes out everything that somebody still waits for.
    pub(super) fn take(&self) -> Vec<Waiting> {
        let mut waiting = std::mem::take(&mut *self.lock());
        waiting.retain(|waiting| !waiting.answer.is_closed());
        waiting
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
