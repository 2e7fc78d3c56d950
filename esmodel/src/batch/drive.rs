//! Polls the work, notices when all of it is parked, and sends what waits.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use futures_util::{
    stream::{FuturesUnordered, StreamExt},
    task::AtomicWaker,
};

use super::{merge::wave, queue::Queue};
use crate::client::Client;

/// How often one poll goes round before it lets others have the thread. tokio's own limit makes futures wake
/// themselves for ever within one poll.
const ROUNDS: usize = 64;

/// A waker that remembers whether it was called. This, and not what a future returns, says whether all is parked:
/// collections of futures return `Pending` also when they only want to be polled again.
#[derive(Debug)]
struct Signal {
    is_set: AtomicBool,
    task: AtomicWaker,
}

impl Signal {
    fn new(is_set: bool) -> Arc<Self> {
        Arc::new(Self { is_set: AtomicBool::new(is_set), task: AtomicWaker::new() })
    }

    fn take(&self) -> bool {
        self.is_set.swap(false, Ordering::AcqRel)
    }

    fn set(&self) {
        self.is_set.store(true, Ordering::Release);
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.set();
        self.task.wake();
    }
}

/// Runs `work` to its end. Whenever it is parked and nothing is under way, what is in the queue goes out.
pub(crate) async fn drive<F: Future>(client: &Client, queue: &Queue, work: F) -> F::Output {
    let mut work = pin!(work);
    let mut sends = FuturesUnordered::new();
    let (work_signal, sends_signal) = (Signal::new(true), Signal::new(false));
    let (work_waker, sends_waker) = (Waker::from(Arc::clone(&work_signal)), Waker::from(Arc::clone(&sends_signal)));
    poll_fn(|cx| {
        work_signal.task.register(cx.waker());
        sends_signal.task.register(cx.waker());
        for _ in 0..ROUNDS {
            let is_woken = work_signal.take();
            if is_woken && let Poll::Ready(output) = work.as_mut().poll(&mut Context::from_waker(&work_waker)) {
                return Poll::Ready(output);
            }
            if sends_signal.take() {
                let mut sends_cx = Context::from_waker(&sends_waker);
                while let Poll::Ready(Some(())) = sends.poll_next_unpin(&mut sends_cx) {}
                continue;
            }
            if is_woken {
                continue;
            }
            if !sends.is_empty() {
                return Poll::Pending;
            }
            sends.extend(wave(client, queue.take()));
            if sends.is_empty() {
                return Poll::Pending;
            }
            sends_signal.set();
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await
}
