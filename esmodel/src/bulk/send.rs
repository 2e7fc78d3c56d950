//! Sends operations: as many requests as it takes, one after another, and again what the server was too busy for.

use std::{collections::HashSet, ops::Range, sync::Arc};

use tokio::time::sleep;

use super::{
    lines::{Limits, Sealed},
    matching::{Reply, match_by_id},
};
use crate::{
    client::{Client, Refresh},
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
            Ok(response) => take(&response, operations, &positions, each),
            Err(error) => Err(error),
        };
        match answered {
            Ok(None) => {}
            Ok(Some(problem)) => return Err(problem),
            Err(error) => {
                // What was refused before stays refused, unless this time it may have been carried out.
                for position in positions.into_iter().filter(|_| error.may_have_been_applied()) {
                    set(each, position, None);
                }
                return Err(error);
            }
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

/// Hands an answer out to the operations at `positions`; the outcome says why some have none.
fn take(
    response: &Response,
    operations: &Sealed,
    positions: &[usize],
    each: &mut [Option<Answer>],
) -> Result<Option<Error>> {
    let sent = positions.len();
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
        let position = positions.get(place).copied();
        let asked = position.and_then(|position| operations.asked(position));
        match (position, asked) {
            (Some(position), Some(asked)) if asked.may_be_answered_by(kind, reply.id()) => {
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
        || !positions.iter().filter_map(|at| operations.asked(*at)).any(|asked| others.contains(&*asked.index));
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
    let matched = match_by_id(replies, |place| operations.asked(*positions.get(place)?), sent);
    for (position, answer) in positions.iter().zip(matched.answers) {
        set(each, *position, answer);
    }
    let placeless = matched.placeless.iter().filter_map(|place| positions.get(*place).copied());
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
