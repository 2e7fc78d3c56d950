//! The known name that is most like an unknown one.

use crate::schema::{
    Declared, ModelSchema, Property,
    analysis::{Part, names::bare},
};

/// The longest name that is compared.
const LONGEST: usize = 40;

/// The best so far.
#[derive(Clone, Copy)]
struct Nearest {
    name: Option<&'static str>,
    distance: usize,
}

/// The name of that part with the fewest changes, at most one for three letters, or nothing.
pub(super) const fn nearest(schema: &ModelSchema, part: Part, name: &str) -> Option<&'static str> {
    let mut best = Nearest { name: None, distance: (name.len() + 1) / 3 + 1 };
    best = among(best, schema.analysis, part, name);
    best = below(best, schema.properties, part, name);
    let lists = bare(part);
    let mut list = 0;
    while list < lists.len() {
        let mut at = 0;
        while at < lists[list].len() {
            best = better(best, lists[list][at], name);
            at += 1;
        }
        list += 1;
    }
    best.name
}

const fn below(mut best: Nearest, properties: &[Property], part: Part, name: &str) -> Nearest {
    let mut at = 0;
    while at < properties.len() {
        best = among(best, properties[at].field_type.analysis, part, name);
        best = below(best, properties[at].field_type.properties, part, name);
        at += 1;
    }
    best
}

const fn among(mut best: Nearest, list: &[Declared], part: Part, name: &str) -> Nearest {
    let mut each = 0;
    while each < list.len() {
        let mut at = 0;
        while let Some(component) = list[each].analysis.component(part, at) {
            best = better(best, component.name(), name);
            at += 1;
        }
        each += 1;
    }
    best
}

const fn better(best: Nearest, known: &'static str, name: &str) -> Nearest {
    if known.len().abs_diff(name.len()) >= best.distance || known.len() > LONGEST || name.len() > LONGEST {
        return best;
    }
    let distance = distance(known.as_bytes(), name.as_bytes());
    if distance < best.distance { Nearest { name: Some(known), distance } } else { best }
}

/// The number of letters to add, drop or change; Levenshtein's.
const fn distance(left: &[u8], right: &[u8]) -> usize {
    let mut row = [0; LONGEST + 1];
    let mut column = 0;
    while column <= right.len() {
        row[column] = column;
        column += 1;
    }
    let mut line = 0;
    while line < left.len() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        let mut column = 0;
        while column < right.len() {
            let changed = diagonal + if left[line] == right[column] { 0 } else { 1 };
            diagonal = row[column + 1];
            row[column + 1] = least(changed, least(row[column], diagonal) + 1);
            column += 1;
        }
        line += 1;
    }
    row[right.len()]
}

const fn least(left: usize, right: usize) -> usize {
    if left < right { left } else { right }
}
