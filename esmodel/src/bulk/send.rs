//! Sends operations: as many requests as it takes, one after another, and again what the server was too busy for.

use std::{ops::Range, sync::Arc};

use tokio::time::sleep;

use super::lines::{Limits, Sealed};
use crate::{
    client::{Client, Refresh},
    document::{WriteReply, Written, read_items},
    error::{Error, Refusal, Result, ServerError},
    wire::{Effect, Method, Request, RequestPath, Response},
};

/// What became of operations, in their order.
#[derive(Debug)]
pub(super) struct Answers {
    /// `None` for those that no answer came for.
    pub(super) each: Vec<Option<Answer>>,
    /// How many were in requests that were sent; those behind certainly changed nothing.
    pub(super) sent: usize,
    /// Why the last of those requests failed as a whole.
    pub(super) error: Option<Error>,
}

/// What became of one operation.
pub(super) type Answer = std::result::Result<Written, Box<Refusal>>;

/// Sends all of them; after a request that fails as a whole, no other.
pub(super) async fn send(es: &Client, operations: &Sealed, limits: Limits, refresh: Refresh) -> Answers {
    let mut answers = Answers { each: Vec::new(), sent: 0, error: None };
    answers.each.resize_with(operations.len(), || None);
    while answers.sent < operations.len() && answers.error.is_none() {
        let request = operations.request_from(answers.sent, limits);
        answers.sent = request.end;
        answers.error = exchange(es, operations, request, refresh, &mut answers.each).await.err();
    }
    answers
}

/// One request, and again for those of its operations that the server was too busy for.
///
/// Servers refuse the operations of a shard together, so two writes of one document keep their order.
async fn exchange(
    es: &Client,
    operations: &Sealed,
    request: Range<usize>,
    refresh: Refresh,
    each: &mut [Option<Answer>],
) -> Result<()> {
    let mut body = operations.slice(request.clone());
    let mut positions: Vec<usize> = request.collect();
    let mut retries = 0;
    loop {
        let once = positions.iter().any(|&position| operations.effect(position) == Effect::Once);
        let effect = if once { Effect::Once } else { Effect::Idempotent };
        let request = Request::new(Method::Post, RequestPath::new(&["_bulk"])?, effect)
            .param_opt("refresh", refresh.as_param())
            .ndjson(body);
        let answered = match es.send(request).await {
            Ok(response) => take(&response, &positions, each),
            Err(error) => Err(error),
        };
        if let Err(error) = answered {
            // What was refused before stays refused, unless this time it may have been carried out.
            for position in positions.into_iter().filter(|_| error.may_have_been_applied()) {
                set(each, position, None);
            }
            return Err(error);
        }
        positions.retain(|&position| {
            let answer = each.get(position).and_then(Option::as_ref);
            answer.is_some_and(|answer| may_repeat(answer, operations.effect(position)))
        });
        if positions.is_empty() || retries == es.retry().retries {
            return Ok(());
        }
        sleep(es.retry().pause(retries, None)).await;
        body = operations.gather(&positions);
        retries += 1;
    }
}

/// Whether an operation may be sent again: the table of `policy`. What was refused with 429 was not begun.
fn may_repeat(answer: &Answer, effect: Effect) -> bool {
    let Err(refusal) = answer else { return false };
    let Refusal::Server(error) = &**refusal else { return false };
    error.is_transient() && (error.status() == 429 || effect != Effect::Once)
}

/// Hands an answer out to the operations at `positions`.
fn take(response: &Response, positions: &[usize], each: &mut [Option<Answer>]) -> Result<()> {
    let sent = positions.len();
    if !response.is_success() {
        let error = ServerError::from_body(response.status(), response.body());
        return Err(Error::Server(Box::new(error.during(format_args!("a bulk of {sent} operations")))));
    }
    let (mut slots, mut index) = (positions.iter(), Arc::default());
    let answered = read_items(response, |reply| {
        if let Some(&position) = slots.next() {
            set(each, position, Some(answer(reply, &mut index)));
        }
    })?;
    if answered != sent {
        let message = format!("{sent} operations were sent and {answered} answered");
        return Err(Error::decode("the answer to a bulk", message));
    }
    Ok(())
}

/// `index` is that of the reply before, and shared where it is the same.
fn answer(reply: WriteReply<'_>, index: &mut Arc<str>) -> Answer {
    if **index != *reply.index {
        *index = (*reply.index).into();
    }
    match reply.error {
        Some(cause) => Err(Box::new(Refusal::Server(cause.into_error(reply.status)))),
        // A delete of an absent document is 404 without an error.
        None if reply.status == 404 => {
            Err(Box::new(Refusal::Server(ServerError::new(404, "", "there is no such document"))))
        }
        None => Written::of(&reply, Arc::clone(index)).map_err(Into::into),
    }
}

fn set(each: &mut [Option<Answer>], position: usize, answer: Option<Answer>) {
    if let Some(slot) = each.get_mut(position) {
        *slot = answer;
    }
}
