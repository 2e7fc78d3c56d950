//! Sends operations: as many requests as it takes, one after another, and again what the server was too busy for.

use std::{collections::HashSet, ops::Range, sync::Arc};

use bytes::Bytes;
use tokio::time::sleep;

use super::{
    doubt::{Due, Next, settle},
    lines::{Limits, Sealed},
    matching::{Reply, match_by_id},
};
use crate::{
    client::{Client, Refresh, Resend},
    document::{ActionKind, Verdict, WriteReply, Written, read_items},
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
    range: Range<usize>,
    sending: Sending,
    each: &mut [Option<Answer>],
) -> Result<()> {
    let mut body = operations.slice(range.clone());
    let mut due: Vec<Due> = range.clone().map(|position| Due { position, as_create: false }).collect();
    let mut doubt: Option<Error> = None;
    let mut retries = 0;
    loop {
        let answered = match es.send(request(operations, &due, body, sending)?).await {
            Ok(response) => take(&response, operations, &due, each),
            Err(error) => Err(error),
        };
        match answered {
            Ok(None) => {}
            Ok(Some(problem)) => return Err(problem),
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
        Some(error) if each.get(range).is_some_and(|each| each.iter().any(Option::is_none)) => Err(error),
        _ => Ok(()),
    }
}

/// Whether a look can tell of each operation; else the bulk stops where a request brought no answer.
fn can_be_settled(operations: &Sealed, due: &[Due], resend: Resend) -> bool {
    resend == Resend::AfterLook && due.iter().all(|due| operations.effect(due.position) == Effect::Idempotent)
}

/// The request for some operations, whose lines are `body`.
fn request(operations: &Sealed, due: &[Due], body: Bytes, sending: Sending) -> Result<Request> {
    let blindly = sending.resend == Resend::Blindly;
    let is_repeatable = blindly && due.iter().all(|due| operations.effect(due.position) == Effect::Idempotent);
    let effect = if is_repeatable { Effect::Idempotent } else { Effect::Once };
    let request = Request::new(Method::Post, RequestPath::new(&["_bulk"])?, effect);
    Ok(request.param_opt("refresh", sending.refresh.as_param()).ndjson(body))
}

/// Hands an answer out to the operations `due`; the outcome says why some have none.
fn take(response: &Response, operations: &Sealed, due: &[Due], each: &mut [Option<Answer>]) -> Result<Option<Error>> {
    let sent = due.len();
    if !response.is_success() {
        let error = ServerError::from_body(response.status(), response.body());
        let advice = if error.status() == 413 {
            ", which is more than it takes in one request: set a smaller `.max_bytes(..)`"
        } else {
            ""
        };
        return Err(Error::Server(Box::new(error.during(format_args!("a bulk of {sent} operations{advice}")))));
    }
    let mut index = Arc::default();
    let (mut are_in_order, mut placeless, mut others) = (true, Vec::new(), HashSet::new());
    let answered = read_items(response, |place, kind, reply| {
        if place == 0 {
            (are_in_order, placeless, others) = (true, Vec::new(), HashSet::new());
        }
        let due = due.get(place).copied();
        if let (Some(due), Some(id)) = (due, reply.id())
            && operations.asked_plainly(due, kind, &reply.index, id)
        {
            set(each, due.position, Some(answer(kind, reply, &mut index)));
            return;
        }
        match (due, due.and_then(|due| operations.asked(due))) {
            (Some(Due { position, .. }), Some(asked)) if asked.may_be_answered_by(kind, reply.id()) => {
                if asked.id.is_none() && matches!(reply.id(), None | Some(NO_ID)) {
                    placeless.push(position);
                }
                if asked.index != reply.index && !others.contains(&*reply.index) {
                    others.insert(reply.index.clone().into_owned());
                }
                set(each, position, Some(answer(kind, reply, &mut index)));
            }
            _ => are_in_order = false,
        }
    })?;
    // What was asked of an alias is answered by its index; the answer of an index that was asked too is that one's.
    are_in_order &= others.is_empty()
        || !due.iter().filter_map(|due| operations.asked(*due)).any(|asked| others.contains(&*asked.index));
    if are_in_order && answered == sent {
        say_whose_is_unknown(each, &placeless);
        return Ok(None);
    }
    // Which answer belongs to whom is seen once all are read, so they are read once more.
    let mut replies = Vec::with_capacity(answered);
    read_items(response, |place, kind, reply| {
        replies.truncate(place);
        let (index_name, id) = (reply.index.as_ref().into(), reply.id().map(Into::into));
        replies.push(Reply { place, kind, index: index_name, id, answer: answer(kind, reply, &mut index) });
    })?;
    let matched = match_by_id(replies, |place| operations.asked(*due.get(place)?), sent);
    for (due, answer) in due.iter().zip(matched.answers) {
        set(each, due.position, answer);
    }
    let placeless = matched.placeless.iter().filter_map(|place| Some(due.get(*place)?.position));
    say_whose_is_unknown(each, &placeless.collect::<Vec<_>>());
    Ok(matched.problem.map(|problem| Error::decode("the answer to a bulk", problem)))
}

/// The id that OpenSearch gives a document which a pipeline dropped before it had one.
const NO_ID: &str = "auto-generated";

/// Documents without an id that were refused are in no certain order: where the reasons differ, each says so.
fn say_whose_is_unknown(each: &mut [Option<Answer>], positions: &[usize]) {
    let reason = |position: &usize| match each.get(*position) {
        Some(Some(Err(refusal))) => match &**refusal {
            Refusal::Server(error) => Some(error.reason().to_owned()),
            Refusal::Local { .. } => None,
        },
        _ => None,
    };
    let reasons: HashSet<_> = positions.iter().filter_map(reason).collect();
    if reasons.len() < 2 {
        return;
    }
    for position in positions {
        if let Some(Some(Err(refusal))) = each.get_mut(*position)
            && let Refusal::Server(error) = &mut **refusal
        {
            *error = error.clone().during(format_args!(
                "one of {} documents without an id, and does not say which refusal is whose",
                positions.len()
            ));
        }
    }
}

/// `index` is that of the reply before, and shared where it is the same.
fn answer(kind: ActionKind, mut reply: WriteReply<'_>, index: &mut Arc<str>) -> Answer {
    if **index != *reply.index {
        *index = (*reply.index).into();
    }
    let status = reply.status;
    match kind.verdict(&mut reply, status)? {
        Verdict::Done => Written::of(&reply, Arc::clone(index)).map_err(Into::into),
        Verdict::NotThere => Err(Box::new(Refusal::Server(ServerError::new(404, "", "there is no such document")))),
        Verdict::Refused(error) => Err(Box::new(Refusal::Server(error))),
    }
}

fn set(each: &mut [Option<Answer>], position: usize, answer: Option<Answer>) {
    if let Some(slot) = each.get_mut(position) {
        *slot = answer;
    }
}
