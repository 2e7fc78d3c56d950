//! Sends operations: as many requests as it takes, one after another, and again what the server was too busy for.

use std::{ops::Range, sync::Arc};

use bytes::Bytes;
use tokio::time::sleep;

use super::{
    doubt::{Due, Next, settle},
    lines::{Limits, Sealed},
};
use crate::{
    client::{Client, Refresh, Resend},
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

/// How the requests of a bulk are sent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sending {
    pub(super) limits: Limits,
    pub(super) refresh: Refresh,
    pub(super) resend: Resend,
}

/// Sends all of them; after a request that fails as a whole, no other.
pub(super) async fn send(es: &Client, operations: &Sealed, sending: Sending) -> Answers {
    let mut answers = Answers { each: Vec::new(), sent: 0, error: None };
    answers.each.resize_with(operations.len(), || None);
    while answers.sent < operations.len() && answers.error.is_none() {
        let request = operations.request_from(answers.sent, sending.limits);
        answers.sent = request.end;
        answers.error = exchange(es, operations, request, sending, &mut answers.each).await.err();
    }
    answers
}

/// One request, and again for those of its operations that the server was too busy for, or that a look found to be missing
/// after an attempt which may have arrived.
///
/// Servers refuse the operations of a shard together, so two writes of one document keep their order.
async fn exchange(
    es: &Client,
    operations: &Sealed,
    request: Range<usize>,
    sending: Sending,
    each: &mut [Option<Answer>],
) -> Result<()> {
    let mut body = operations.slice(request.clone());
    let mut due: Vec<Due> = request.clone().map(|position| Due { position, as_create: false }).collect();
    let mut doubt: Option<Error> = None;
    let mut retries = 0;
    loop {
        match attempt(es, operations, body, &due, sending, each).await {
            Ok(()) => {}
            Err(error) => {
                // What was refused before stays refused, unless this time it may have been carried out.
                for due in due.iter().filter(|_| error.may_have_been_applied()) {
                    set(each, due.position, None);
                }
                if !error.is_in_doubt() || !can_be_settled(operations, &due, sending.resend) {
                    return Err(doubt.filter(|_| error.is_transient()).unwrap_or(error));
                }
                doubt = Some(error);
            }
        }
        let next = |due: &Due| {
            let answer = each.get(due.position).and_then(Option::as_ref);
            due.next(answer, operations.effect(due.position), sending.resend)
        };
        let mut in_doubt: Vec<Due> = due.iter().copied().filter(|due| next(due) == Next::Look).collect();
        due.retain(|due| next(due) == Next::Again);
        let may_send = retries < es.retry().retries;
        if in_doubt.is_empty() && (due.is_empty() || !may_send) {
            return Ok(());
        }
        sleep(es.retry().pause(retries, None)).await;
        if !in_doubt.is_empty() && settle(es, operations, &mut in_doubt, each, doubt.as_ref()).await.is_err() {
            // Without a look nothing is known of them, and those that were refused stay so.
            in_doubt.clear();
        }
        due.append(&mut in_doubt);
        if due.is_empty() || !may_send {
            break;
        }
        due.sort_unstable();
        body = operations.gather(&due);
        retries += 1;
    }
    match doubt {
        Some(error) if each.get(request).is_some_and(|each| each.iter().any(Option::is_none)) => Err(error),
        _ => Ok(()),
    }
}

/// Whether a look can tell of each operation; else the bulk stops where a request brought no answer.
fn can_be_settled(operations: &Sealed, due: &[Due], resend: Resend) -> bool {
    resend == Resend::AfterLook && due.iter().all(|due| operations.effect(due.position) == Effect::Idempotent)
}

/// Sends some operations, under the client's policies, and hands the answer out.
async fn attempt(
    es: &Client,
    operations: &Sealed,
    body: Bytes,
    due: &[Due],
    sending: Sending,
    each: &mut [Option<Answer>],
) -> Result<()> {
    let blindly = sending.resend == Resend::Blindly;
    let is_repeatable = blindly && due.iter().all(|due| operations.effect(due.position) == Effect::Idempotent);
    let effect = if is_repeatable { Effect::Idempotent } else { Effect::Once };
    let request = Request::new(Method::Post, RequestPath::new(&["_bulk"])?, effect)
        .param_opt("refresh", sending.refresh.as_param())
        .ndjson(body);
    take(&es.send(request).await?, due, each)
}

/// Hands an answer out to the operations at `positions`.
fn take(response: &Response, due: &[Due], each: &mut [Option<Answer>]) -> Result<()> {
    let sent = due.len();
    if !response.is_success() {
        let error = ServerError::from_body(response.status(), response.body());
        return Err(Error::Server(Box::new(error.during(format_args!("a bulk of {sent} operations")))));
    }
    let (mut slots, mut index) = (due.iter(), Arc::default());
    let answered = read_items(response, |reply| {
        if let Some(due) = slots.next() {
            set(each, due.position, Some(answer(reply, &mut index)));
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
