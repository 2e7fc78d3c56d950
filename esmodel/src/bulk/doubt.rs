//! Operations that may have arrived: what became of them is looked up before any goes out again.

use std::{collections::HashSet, sync::Arc};

use super::{lines::Sealed, send::Answer};
use crate::{
    client::{Client, Resend},
    document::{ActionKind, Asked, Doubtful, Finding, look},
    error::{Error, Refusal, Result, ServerError, Stored},
    wire::Effect,
};

/// An operation to be sent: as it was written, or as a create where a look found nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Due {
    pub(super) position: usize,
    pub(super) as_create: bool,
}

/// What is to be done about an operation that was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// Nothing.
    Rest,
    /// It goes out again: the server did not begin.
    Again,
    /// A look tells.
    Look,
}

impl Due {
    /// By its answer, `None` where there is none: the table of `policy`, and that of [`Resend`].
    pub(super) fn next(self, answer: Option<&Answer>, effect: Effect, resend: Resend) -> Next {
        let Some(answer) = answer else { return Next::Look };
        let Some(error) = refused(answer) else { return Next::Rest };
        match (error.status(), effect, resend) {
            // Somebody was faster, or the first attempt arrived after the look.
            _ if self.as_create && error.is_version_conflict() => Next::Look,
            (429, ..) => Next::Again,
            (_, Effect::Once, _) => Next::Rest,
            _ if !error.is_transient() => Next::Rest,
            (.., Resend::Blindly) => Next::Again,
            (.., Resend::AfterLook) => Next::Look,
        }
    }
}

fn refused(answer: &Answer) -> Option<&ServerError> {
    match answer.as_ref().err().map(|refusal| &**refusal) {
        Some(Refusal::Server(error)) => Some(error),
        Some(Refusal::Local { .. }) | None => None,
    }
}

/// Looks what became of the operations `due`, and keeps those that are to be sent, as creates. The others get their answer;
/// `doubt` is why there is none.
///
/// Of several operations on one document only the last one can be seen.
pub(super) async fn settle(
    es: &Client,
    operations: &Sealed,
    due: &mut Vec<Due>,
    each: &mut [Option<Answer>],
    doubt: Option<&Error>,
) -> Result<()> {
    let doubtful: Vec<_> =
        due.iter().filter_map(|due| Some((due.position, operations.doubtful(due.position)?))).collect();
    due.clear();
    let mut places = HashSet::new();
    let (mut latest, mut superseded) = (Vec::new(), Vec::new());
    for (position, write) in doubtful.into_iter().rev() {
        let is_last = places.insert((write.index.clone(), write.id.clone(), write.routing.clone()));
        if is_last { &mut latest } else { &mut superseded }.push((position, write));
    }
    latest.reverse();
    let writes: Vec<_> = latest.iter().map(|(_, write)| write.clone()).collect();
    let findings = look(es, &writes).await?;
    let seen = latest.into_iter().zip(findings);
    let unseen = superseded.into_iter().map(|write| (write, Finding::Unclear(Stored::Superseded)));
    for ((position, write), finding) in seen.chain(unseen) {
        let Some(slot) = each.get_mut(position) else { continue };
        match finding {
            Finding::Applied(written) => *slot = Some(Ok(written)),
            Finding::Missing => due.push(Due { position, as_create: true }),
            Finding::Unclear(stored) => {
                let cause = slot.as_ref().and_then(refused).map(|error| Error::Server(Box::new(error.clone())));
                let cause = cause.or_else(|| doubt.map(Error::of_no_answer));
                if let Some(cause) = cause {
                    *slot = Some(Err(write.perhaps(stored, Arc::new(cause)).into()));
                }
            }
        }
    }
    Ok(())
}

/// Reads back the lines of an operation that stores a document under an id of its own.
pub(super) fn read_lines(lines: &[u8]) -> Option<Doubtful<'_>> {
    let Asked { kind: ActionKind::Index, index, id: Some(id), routing, has_pipeline } = Asked::of_lines(lines)? else {
        return None;
    };
    let end = lines.iter().position(|byte| *byte == b'\n')?;
    let sent = lines.get(end + 1..)?.strip_suffix(b"\n")?;
    Some(Doubtful { index, id, routing, sent: Some(sent), has_pipeline })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_document_are_read_back() {
        let lines = b"{\"index\":{\"_index\":\"a\",\"_id\":\"x\\\"y\",\"routing\":\"r\"}}\n{\"n\":1}\n";
        let write = read_lines(lines).unwrap();
        assert_eq!((&*write.index, &*write.id, write.routing.as_deref()), ("a", "x\"y", Some("r")));
        assert_eq!((write.sent, write.has_pipeline), (Some(&b"{\"n\":1}"[..]), false));
    }

    #[test]
    fn creates_updates_and_ids_of_the_server_are_not_looked_for() {
        for line in [
            r#"{"create":{"_index":"a","_id":"1"}}"#,
            r#"{"index":{"_index":"a"}}"#,
            r#"{"delete":{"_index":"a","_id":"1"}}"#,
        ] {
            assert!(read_lines(format!("{line}\n{{}}\n").as_bytes()).is_none(), "{line}");
        }
    }
}
