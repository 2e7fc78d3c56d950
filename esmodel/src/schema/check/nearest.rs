//! "Did you mean": the known name that is nearest to a mistyped one. It runs only where a check fails.

use super::message::{Message, Trail};
use crate::schema::Property;

/// Longer names have no slips that are told.
const LONGEST: usize = 64;

/// The nearest name so far.
pub(in crate::schema) struct Nearest<'a> {
    written: &'a str,
    found: Message,
    /// The least distance that is too far.
    limit: usize,
}

impl<'a> Nearest<'a> {
    pub(in crate::schema) const fn to(written: &'a str) -> Self {
        Self { written, found: Message::new(), limit: 2 + written.len() / 4 }
    }

    /// Looks at one name.
    pub(in crate::schema) const fn name(&mut self, name: &str) {
        if self.is_in_reach(name.len()) {
            let distance = distance(self.written.as_bytes(), name.as_bytes());
            if distance < self.limit {
                self.limit = distance;
                self.found = Message::new().text(name);
            }
        }
    }

    /// Looks at all names of a list.
    pub(super) const fn names(&mut self, names: &[&str]) {
        let mut at = 0;
        while at < names.len() {
            self.name(names[at]);
            at += 1;
        }
    }

    /// Looks at the names of fields beside each other; those of a flattened struct stand there too.
    pub(super) const fn level(&mut self, properties: &[Property]) {
        let mut at = 0;
        while at < properties.len() {
            if properties[at].is_flatten {
                self.level(properties[at].field_type.properties);
            } else {
                self.name(properties[at].name);
            }
            at += 1;
        }
    }

    /// Looks at the paths of all fields.
    pub(super) const fn paths(&mut self, properties: &[Property], trail: &Trail<'_>) {
        let mut at = 0;
        while at < properties.len() {
            let here = trail.to(properties[at].name);
            if self.is_in_reach(here.len) {
                self.name(Message::new().path(&here).as_str());
            }
            self.paths(properties[at].field_type.properties, &here);
            self.paths(properties[at].fields, &here);
            at += 1;
        }
    }

    /// Whether a name of that length may be nearer than what was found.
    const fn is_in_reach(&self, len: usize) -> bool {
        len > 0 && len <= LONGEST && self.written.len() <= LONGEST && self.written.len().abs_diff(len) < self.limit
    }

    /// The nearest name; empty where none is near.
    pub(in crate::schema) const fn found(&self) -> &str {
        self.found.as_str()
    }
}

/// How many bytes must be inserted, removed or replaced.
const fn distance(left: &[u8], right: &[u8]) -> usize {
    let mut row = [0; LONGEST + 1];
    let mut at = 0;
    while at <= right.len() {
        row[at] = at;
        at += 1;
    }
    let mut at = 0;
    while at < left.len() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        let mut other = 0;
        while other < right.len() {
            let replaced = diagonal + (left[at] != right[other]) as usize;
            diagonal = row[other + 1];
            row[other + 1] = least(replaced, least(diagonal, row[other]) + 1);
            other += 1;
        }
        at += 1;
    }
    row[right.len()]
}

const fn least(left: usize, right: usize) -> usize {
    if left < right { left } else { right }
}
