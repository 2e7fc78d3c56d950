//! The body of bulk requests: one buffer, and where in it the lines of each operation end.

use std::ops::Range;

use bytes::{Bytes, BytesMut};

use super::doubt::{Due, read_lines};
use crate::{
    document::{ActionKind, Asked, Doubtful},
    error::Result,
    wire::Effect,
};

/// How much one request may hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) bytes: usize,
    pub(super) operations: usize,
}

impl Limits {
    /// What a request holds unless the call says otherwise.
    pub(super) const DEFAULT: Self = Self { bytes: 10 * 1024 * 1024, operations: 1000 };

    /// Whether a request that has `operations` takes no other one, which would make it `bytes` long. One is always
    /// taken.
    const fn are_full(self, operations: usize, bytes: usize) -> bool {
        operations > 0 && (operations >= self.operations || bytes > self.bytes)
    }
}

/// How the lines of a document begin that is stored whatever is there, and of one that is created.
const INDEX: &[u8] = br#"{"index":"#;
const CREATE: &[u8] = br#"{"create":"#;

/// Operations, written.
#[derive(Debug, Default)]
pub(super) struct Lines {
    body: Vec<u8>,
    operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug, Clone, Copy)]
struct Operation {
    end: usize,
    effect: Effect,
}

impl Lines {
    pub(super) fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// How many bytes are written.
    pub(super) const fn bytes(&self) -> usize {
        self.body.len()
    }

    /// Makes room: a buffer that grows is copied on the way.
    pub(super) fn reserve(&mut self, operations: usize, bytes: usize) {
        self.operations.reserve(operations);
        self.body.reserve(bytes);
    }

    /// Appends one operation; `write` gives its effect and whatever else. On an error everything is as it was.
    pub(super) fn push<R>(&mut self, write: impl FnOnce(&mut Vec<u8>) -> Result<(Effect, R)>) -> Result<R> {
        let start = self.body.len();
        match write(&mut self.body) {
            Ok((effect, result)) => {
                self.operations.push(Operation { end: self.body.len(), effect });
                Ok(result)
            }
            Err(error) => {
                self.body.truncate(start);
                Err(error)
            }
        }
    }

    /// Takes the last operation away where one request cannot hold it together with those before.
    pub(super) fn split_overflow(&mut self, limits: Limits) -> Option<Self> {
        let (last, before) = self.operations.split_last()?;
        if !limits.are_full(before.len(), self.body.len()) {
            return None;
        }
        let start = before.last().map_or(0, |operation| operation.end);
        let body = self.body.split_off(start);
        let operations = vec![Operation { end: body.len(), ..*last }];
        self.operations.pop();
        Some(Self { body, operations })
    }

    /// Ready to be sent.
    pub(super) fn seal(self) -> Sealed {
        Sealed { body: self.body.into(), operations: self.operations }
    }
}

/// Operations that are being sent: pieces of the body are shared, not copied.
#[derive(Debug)]
pub(super) struct Sealed {
    body: Bytes,
    operations: Vec<Operation>,
}

impl Sealed {
    /// How many operations there are.
    pub(super) fn len(&self) -> usize {
        self.operations.len()
    }

    /// The operations from `first` on that one request holds.
    pub(super) fn request_from(&self, first: usize, limits: Limits) -> Range<usize> {
        let start = self.start(first);
        let rest = self.operations.iter().skip(first).enumerate();
        let full = rest.into_iter().find(|(count, operation)| limits.are_full(*count, operation.end - start));
        first..full.map_or(self.len(), |(count, _)| first + count)
    }

    /// What sending one operation twice would do.
    pub(super) fn effect(&self, position: usize) -> Effect {
        self.operations.get(position).map_or(Effect::Once, |operation| operation.effect)
    }

    /// Whether an operation certainly asked for that; see [`Asked::is_plainly`].
    pub(super) fn asked_plainly(
        &self,
        Due { position, as_create }: Due,
        kind: ActionKind,
        index: &str,
        id: &str,
    ) -> bool {
        let lines = self.body.get(self.start(position)..);
        !as_create && lines.is_some_and(|lines| Asked::is_plainly(lines, kind, index, id))
    }

    /// What an operation asked for, to compare its answer with.
    pub(super) fn asked(&self, Due { position, as_create }: Due) -> Option<Asked<'_>> {
        let asked = Asked::of_lines(self.body.get(self.start(position)..)?)?;
        Some(if as_create { Asked { kind: ActionKind::Create, ..asked } } else { asked })
    }

    /// The lines of neighbours.
    pub(super) fn slice(&self, positions: Range<usize>) -> Bytes {
        self.body.slice(self.start(positions.start)..self.start(positions.end))
    }

    /// The lines of some operations.
    pub(super) fn gather(&self, operations: &[Due]) -> Bytes {
        let mut body = BytesMut::new();
        for &Due { position, as_create } in operations {
            let lines = self.slice(position..position + 1);
            match lines.strip_prefix(INDEX).filter(|_| as_create) {
                Some(rest) => {
                    body.extend_from_slice(CREATE);
                    body.extend_from_slice(rest);
                }
                None => body.extend_from_slice(&lines),
            }
        }
        body.freeze()
    }

    /// What an operation stores, where nothing guards it, to look for it.
    pub(super) fn doubtful(&self, position: usize) -> Option<Doubtful<'_>> {
        let end = self.operations.get(position)?.end;
        read_lines(self.body.get(self.start(position)..end)?).filter(|_| self.effect(position) == Effect::Idempotent)
    }

    /// Where the lines of that operation start: where those of the one before end.
    fn start(&self, position: usize) -> usize {
        let before = position.checked_sub(1).and_then(|before| self.operations.get(before));
        before.map_or(0, |operation| operation.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(lengths: &[usize]) -> Lines {
        let mut lines = Lines::default();
        for &length in lengths {
            lines
                .push(|out| {
                    out.extend(std::iter::repeat_n(b'x', length));
                    Ok((Effect::Once, ()))
                })
                .unwrap();
        }
        lines
    }

    fn requests(lengths: &[usize], limits: Limits) -> Vec<Range<usize>> {
        let sealed = lines(lengths).seal();
        let mut requests = Vec::new();
        while requests.last().map_or(0, |last: &Range<usize>| last.end) < sealed.len() {
            requests.push(sealed.request_from(requests.last().map_or(0, |last| last.end), limits));
        }
        requests
    }

    #[test]
    fn requests_hold_no_more_than_their_limits_but_at_least_one_operation() {
        let limits = Limits { bytes: 10, operations: 3 };
        assert_eq!(requests(&[1, 1, 1, 1], limits), [0..3, 3..4]);
        assert_eq!(requests(&[5, 5, 1, 50, 2], limits), [0..2, 2..3, 3..4, 4..5]);
        assert_eq!(requests(&[], limits), []);
    }

    #[test]
    fn an_operation_that_does_not_fit_is_split_off_whole() {
        let limits = Limits { bytes: 10, operations: 3 };
        assert!(lines(&[5, 5]).split_overflow(limits).is_none());
        assert!(lines(&[50]).split_overflow(limits).is_none());
        let mut two = lines(&[5, 6]);
        let overflow = two.split_overflow(limits).unwrap();
        assert_eq!((two.bytes(), overflow.bytes()), (5, 6));
        assert_eq!(overflow.seal().slice(0..1).len(), 6);
    }

    #[test]
    fn what_goes_out_again_as_a_create_keeps_its_place_and_source() {
        let mut lines = Lines::default();
        for id in 1..=2 {
            let text = format!("{{\"index\":{{\"_index\":\"a\",\"_id\":\"{id}\"}}}}\n{{}}\n");
            lines.push(|out| Ok((Effect::Idempotent, out.extend_from_slice(text.as_bytes())))).unwrap();
        }
        let due = [Due { position: 0, as_create: false }, Due { position: 1, as_create: true }];
        let body = lines.seal().gather(&due);
        assert_eq!(
            std::str::from_utf8(&body).unwrap(),
            "{\"index\":{\"_index\":\"a\",\"_id\":\"1\"}}\n{}\n{\"create\":{\"_index\":\"a\",\"_id\":\"2\"}}\n{}\n"
        );
    }

    #[test]
    fn a_failed_push_leaves_nothing_behind() {
        let mut lines = lines(&[3]);
        let failed = lines.push::<()>(|out| {
            out.push(b'y');
            Err(crate::Error::invalid("no"))
        });
        assert!(failed.is_err());
        assert_eq!((lines.bytes(), lines.seal().len()), (3, 1));
    }
}
