//! Answers that came in another order than their operations.
//!
//! OpenSearch (2.19, 3.8) has what is stored at its place, and what an ingest pipeline dropped or failed at the remaining
//! places in the order in which it was done with them.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use super::send::Answer;
use crate::document::{ActionKind, Asked};

/// What an answer is matched by: the action and the id.
type Name<'a> = (ActionKind, Cow<'a, str>);

/// One answer, where it came.
pub(super) struct Reply {
    pub(super) place: usize,
    pub(super) kind: ActionKind,
    pub(super) index: Box<str>,
    pub(super) id: Option<Box<str>>,
    pub(super) answer: Answer,
}

/// Answers in the order of the operations.
pub(super) struct Matched {
    /// `None` where none is certain.
    pub(super) answers: Vec<Option<Answer>>,
    /// Where refusals stand that may be those of another of these places.
    pub(super) placeless: Vec<usize>,
    /// Why some have none.
    pub(super) problem: Option<String>,
}

/// Finds the operation of each reply: by its id; among those whose ids the server makes by the order, where everything
/// that was stored is in order.
pub(super) fn match_by_id<'a>(replies: Vec<Reply>, asked: impl Fn(usize) -> Option<Asked<'a>>, sent: usize) -> Matched {
    let mut answers: Vec<Option<Answer>> = Vec::new();
    answers.resize_with(sent, || None);
    let indices: HashSet<_> = (0..sent).filter_map(|place| Some(asked(place)?.index)).collect();
    let mut strays = Vec::new();
    for reply in replies {
        let is_at_home = asked(reply.place).is_some_and(|asked| {
            asked.id.is_some()
                && asked.may_be_answered_by(reply.kind, reply.id.as_deref())
                && (*asked.index == *reply.index || !indices.contains(&*reply.index))
        });
        match answers.get_mut(reply.place) {
            Some(slot) if is_at_home => *slot = Some(reply.answer),
            _ => strays.push(reply),
        }
    }
    let mut named: HashMap<Name<'a>, Vec<(usize, Cow<'a, str>)>> = HashMap::new();
    let mut nameless = Vec::new();
    for place in (0..sent).filter(|place| answers.get(*place).is_some_and(Option::is_none)) {
        match asked(place) {
            Some(Asked { kind, index, id: Some(id), .. }) => named.entry((kind, id)).or_default().push((place, index)),
            _ => nameless.push(place),
        }
    }
    let (mut is_in_order, mut rest, mut unasked) = (true, Vec::new(), None);
    for reply in strays {
        let key = (reply.kind, Cow::Owned(reply.id.as_deref().unwrap_or_default().to_owned()));
        match named.get_mut(&key).and_then(|places| take_place(places, &reply.index)) {
            Some(place) => {
                is_in_order &= reply.answer.is_err();
                fill(&mut answers, place, reply.answer);
            }
            // What is not stored has no place of its own.
            None if reply.answer.is_err() || nameless.contains(&reply.place) => rest.push(reply),
            None => unasked = unasked.or(reply.id.or_else(|| Some("(none)".into()))),
        }
    }
    let (mut placeless, is_one_to_one) = (Vec::new(), rest.len() == nameless.len());
    if is_in_order && unasked.is_none() && is_one_to_one {
        let (stored, refused): (Vec<_>, Vec<_>) = rest.into_iter().partition(|reply| reply.answer.is_ok());
        for reply in stored {
            nameless.retain(|place| *place != reply.place);
            fill(&mut answers, reply.place, reply.answer);
        }
        placeless = nameless;
        for (place, reply) in placeless.iter().zip(refused) {
            fill(&mut answers, *place, reply.answer);
        }
    }
    let missing = answers.iter().filter(|answer| answer.is_none()).count();
    let problem = match unasked {
        Some(id) => Some(format!("it is about document `{id}` too, which was not written")),
        None if missing > 0 || !is_one_to_one => {
            Some(format!("of {sent} operations, {missing} have no answer that is certainly theirs"))
        }
        None => None,
    };
    Matched { answers, placeless, problem }
}

/// The first of those places whose operation named that index; else the first, whose operation named an alias.
fn take_place(places: &mut Vec<(usize, Cow<'_, str>)>, index: &str) -> Option<usize> {
    let found = places.iter().position(|(_, asked)| *asked == index).unwrap_or_default();
    (found < places.len()).then(|| places.remove(found).0)
}

fn fill(answers: &mut [Option<Answer>], place: usize, answer: Answer) {
    if let Some(slot) = answers.get_mut(place) {
        *slot = Some(answer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        document::Written,
        error::{Refusal, ServerError},
    };

    /// Index and id of `i/a`; `a` is in index `i`.
    fn split(said: &str) -> (&str, &str) {
        said.split_once('/').unwrap_or(("i", said))
    }

    /// `a` is stored under that id, `-a` refused, `-` refused without one; in the order of the answer.
    fn replies(said: &[&str]) -> Vec<Reply> {
        let reply = |(place, said): (usize, &&str)| {
            let (index, id) = split(said.trim_start_matches('-'));
            let written = Written { index: index.into(), id: id.into(), version: None, revision: None, source: None };
            let refusal = || Box::new(Refusal::Server(ServerError::new(500, "", id)));
            let answer = if said.starts_with('-') { Err(refusal()) } else { Ok(written) };
            Reply {
                place,
                kind: ActionKind::Index,
                index: index.into(),
                id: Some(id.into()).filter(|_| !id.is_empty()),
                answer,
            }
        };
        said.iter().enumerate().map(reply).collect()
    }

    /// The ids of the answers; `asked` of `_` is an operation whose id the server makes.
    fn matched(asked: &[&str], said: &[&str]) -> (Vec<Option<String>>, bool) {
        let ask = |place: usize| {
            let (index, id) = split(asked.get(place).copied()?);
            let id = Some(Cow::Borrowed(id)).filter(|id| id != "_");
            Some(Asked { kind: ActionKind::Index, index: index.into(), id, routing: None, has_pipeline: false })
        };
        let Matched { answers, problem, .. } = match_by_id(replies(said), ask, asked.len());
        let tell = |answer: Answer| match answer.map_err(|refusal| *refusal) {
            Ok(written) if *written.index == *"i" => written.id.into(),
            Ok(written) => format!("{}/{}", written.index, written.id),
            Err(Refusal::Server(error)) => format!("-{}", error.reason()),
            Err(other) => format!("{other:?}"),
        };
        (answers.into_iter().map(|answer| answer.map(tell)).collect(), problem.is_none())
    }

    fn all(answers: &[&str]) -> (Vec<Option<String>>, bool) {
        (answers.iter().map(|answer| Some((*answer).to_owned())).collect(), true)
    }

    #[test]
    fn answers_belong_to_the_operation_of_their_id() {
        let (asked, expected) = (["a", "b", "c", "d"], all(&["a", "-b", "c", "-d"]));
        assert_eq!(matched(&asked, &["a", "-d", "c", "-b"]), expected);
        assert_eq!(matched(&asked, &["c", "-d", "-b", "a"]), expected);
        assert_eq!(matched(&["a", "b", "a"], &["a", "-a", "b"]), all(&["a", "b", "-a"]));
    }

    #[test]
    fn documents_of_one_id_are_told_apart_by_their_indices() {
        assert_eq!(matched(&["j/a", "k/a"], &["k/a", "j/a"]), all(&["j/a", "k/a"]));
        assert_eq!(matched(&["alias/a", "alias/b"], &["j/b", "j/a"]), all(&["j/a", "j/b"]));
        assert_eq!(matched(&["alias/a", "k/a", "b"], &["j/a", "b", "k/a"]), all(&["j/a", "k/a", "b"]));
    }

    #[test]
    fn documents_without_an_id_are_told_by_the_order_of_what_was_stored() {
        assert_eq!(matched(&["_", "a", "_", "_"], &["x", "-", "-a", "z"]), all(&["x", "-a", "-", "z"]));
        assert_eq!(matched(&["a", "_", "_", "b"], &["-b", "x", "-", "-a"]), all(&["-a", "x", "-", "-b"]));
    }

    #[test]
    fn where_the_order_is_not_proven_what_has_no_id_has_no_answer() {
        let (answers, is_whole) = matched(&["a", "_", "b"], &["b", "x", "a"]);
        assert_eq!(answers, [Some("a".to_owned()), None, Some("b".to_owned())]);
        assert!(!is_whole);
        let (answers, is_whole) = matched(&["_", "a"], &["a", "x"]);
        assert_eq!(answers, [None, Some("a".to_owned())]);
        assert!(!is_whole);
    }

    #[test]
    fn an_answer_that_nobody_asked_for_and_one_that_is_missing_are_told() {
        assert_eq!(matched(&["a", "b"], &["a", "c"]), (vec![Some("a".to_owned()), None], false));
        assert_eq!(matched(&["a", "b"], &["b"]), (vec![None, Some("b".to_owned())], false));
        assert!(!matched(&["a"], &["a", "a"]).1);
        assert!(!matched(&["a"], &["a", "-"]).1);
    }
}
