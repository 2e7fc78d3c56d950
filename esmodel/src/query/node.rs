//! What a query is made of, and how each piece is written. Models and kinds are gone here: the tokens checked them.

use std::sync::Arc;

use super::{
    extent::ExtentNode,
    family::{FamilyNode, ParentNode},
    json::JsonWriter,
    knn::KnnNode,
    lacks::Lacks,
    literal::Literal,
    path::NestedAt,
    rank::{RankNode, WeightsNode, write_meaning},
};
use crate::error::Error;

/// Where a leaf clause looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    pub(crate) path: &'static str,
    pub(crate) nested: Option<&'static NestedAt>,
    /// The format of the field, where it holds dates and has one of its own.
    pub(crate) date_format: Option<&'static &'static str>,
    pub(crate) lacks: Lacks,
}

/// A piece of a query and its weight.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) node: Node,
    pub(crate) boost: Option<f32>,
    /// How deep queries stand inside of one another in it.
    depth: u16,
}

/// How deep queries may stand inside of one another. Servers take 20 or 30; cloning, writing and dropping a query goes as
/// deep on the stack.
const MAX_DEPTH: u16 = 100;

impl From<Node> for Part {
    fn from(node: Node) -> Self {
        match node.depth() {
            depth if depth > MAX_DEPTH => Self { node: Node::TooDeep, boost: None, depth: 1 },
            depth => Self { node, boost: None, depth },
        }
    }
}

/// One piece of a query.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    All,
    Nothing,
    Term {
        at: At,
        value: Literal,
    },
    Terms {
        at: At,
        values: Box<[Literal]>,
    },
    /// The common range: at most two bounds, no options.
    Range {
        at: At,
        lower: Option<Literal>,
        upper: Option<Literal>,
        open: bool,
    },
    Exists {
        at: At,
    },
    Clause(Box<Clause>),
    MultiMatch(Box<MultiNode>),
    GeoDistance(Box<GeoNode>),
    Knn(Box<KnnNode>),
    Extent(Box<ExtentNode>),
    Family(Box<FamilyNode>),
    ParentId(Box<ParentNode>),
    Percolate {
        at: At,
        document: Box<str>,
    },
    Rank(Box<RankNode>),
    Weights(Box<WeightsNode>),
    Meaning {
        at: At,
        text: Box<str>,
    },
    Ids(Box<[Box<str>]>),
    Nested(Box<(&'static NestedAt, Part)>),
    And(Vec<Part>),
    Or(Vec<Part>),
    Not(Box<Part>),
    Bool(Box<BoolNode>),
    Raw(Box<str>),
    /// Raw JSON that could not be written; reported when the query is sent.
    Unwritable(Arc<str>),
    /// Instead of a query that was nested too deep; reported when it is sent.
    TooDeep,
}

impl Node {
    fn depth(&self) -> u16 {
        let deepest = |parts: &[Part]| parts.iter().map(|part| part.depth).max().unwrap_or_default();
        let inside = match self {
            Self::Nested(nested) => nested.1.depth,
            Self::Not(part) => part.depth,
            Self::And(parts) | Self::Or(parts) => deepest(parts),
            Self::Bool(node) => {
                let lists = [&node.must, &node.filter, &node.should, &node.must_not];
                lists.into_iter().map(|parts| deepest(parts)).max().unwrap_or_default()
            }
            Self::Family(family) => family.query.depth,
            Self::Knn(knn) => knn.filter.as_ref().map_or(0, |filter| filter.depth),
            _ => 0,
        };
        inside + 1
    }
}

/// `{name: {path: {key: value, ..}}}`.
#[derive(Debug, Clone)]
pub(crate) struct Clause {
    pub(crate) name: &'static str,
    pub(crate) at: At,
    pub(crate) entries: Vec<(&'static str, Literal)>,
}

impl Clause {
    /// Sets an entry, in place of one of that key.
    pub(crate) fn set(&mut self, key: &'static str, value: Literal) {
        match self.entries.iter_mut().find(|(name, _)| *name == key) {
            Some((_, old)) => *old = value,
            None => self.entries.push((key, value)),
        }
    }
}

/// `multi_match`, one for each nested list that its fields stand in.
#[derive(Debug, Clone)]
pub(crate) struct MultiNode {
    pub(crate) text: Literal,
    pub(crate) fields: Vec<(At, f32)>,
    pub(crate) options: Vec<(&'static str, Literal)>,
}

/// `geo_distance`.
#[derive(Debug, Clone)]
pub(crate) struct GeoNode {
    pub(crate) at: At,
    pub(crate) distance: Literal,
    pub(crate) lat: f64,
    pub(crate) lon: f64,
}

/// `bool`.
#[derive(Debug, Clone, Default)]
pub(crate) struct BoolNode {
    pub(crate) must: Vec<Part>,
    pub(crate) filter: Vec<Part>,
    pub(crate) should: Vec<Part>,
    pub(crate) must_not: Vec<Part>,
    pub(crate) minimum_should_match: Option<Literal>,
}

/// At least one of the parts matches.
fn any_of(json: &mut JsonWriter, parts: &[Part], boost: Option<f32>) {
    one(json, "bool", |json| {
        list(json, "should", parts);
        json.entry_uint("minimum_should_match", 1);
        weigh(json, boost);
    });
}

impl Part {
    /// Writes the query as one JSON object.
    pub(crate) fn write(&self, json: &mut JsonWriter) {
        let boost = self.boost;
        match &self.node {
            Node::All => one(json, "match_all", |json| weigh(json, boost)),
            Node::Nothing => nothing(json),
            Node::Term { at, value } => write_term(json, *at, value, boost),
            Node::Terms { at, values } => write_terms(json, *at, values, boost),
            Node::Range { at, lower, upper, open } => {
                let keys = if *open { ["gt", "lt"] } else { ["gte", "lte"] };
                write_range(json, *at, [(keys[0], lower), (keys[1], upper)], boost);
            }
            Node::Exists { at } => write_exists(json, *at, boost),
            Node::Clause(clause) => clause.at.clause(json, clause.name, |json| {
                clause.at.write_entries(json, &clause.entries);
                weigh(json, boost);
            }),
            Node::MultiMatch(multi) => multi.write(json, boost),
            Node::GeoDistance(geo) => geo.write(json, boost),
            Node::Knn(knn) => knn.write(json, boost),
            Node::Extent(extent) => extent.write(json, boost),
            Node::Family(family) => family.write(json, boost),
            Node::ParentId(parent) => parent.write(json, boost),
            Node::Percolate { at, document } => write_percolate(json, *at, document, boost),
            Node::Rank(rank) => rank.write(json, boost),
            Node::Weights(weights) => weights.write(json, boost),
            Node::Meaning { at, text } => write_meaning(json, *at, text, boost),
            Node::Ids(ids) => one(json, "ids", |json| {
                json.entry_array("values", |json| ids.iter().for_each(|id| json.string(id)));
                weigh(json, boost);
            }),
            Node::Nested(nested) => {
                let (list, inner) = &**nested;
                enter_weighed(json, Some(list), boost, &mut |json| inner.write(json));
            }
            Node::And(parts) => only(json, "must", parts, boost),
            Node::Or(parts) => any_of(json, parts, boost),
            Node::Not(part) => only(json, "must_not", std::slice::from_ref(part), boost),
            Node::Bool(node) => one(json, "bool", |json| {
                node.write_entries(json);
                weigh(json, boost);
            }),
            Node::Raw(text) if boost.is_none() => json.raw(text),
            Node::Raw(text) => one(json, "bool", |json| {
                json.entry_array("must", |json| json.raw(text));
                weigh(json, boost);
            }),
            Node::Unwritable(problem) => {
                json.fail(Error::encode("a raw query", problem.to_string()));
                nothing(json);
            }
            Node::TooDeep => {
                json.fail(Error::invalid(format!(
                    "a query is nested more than {MAX_DEPTH} deep, where servers take 20 to 30; many alternatives are one \
                     `Query::any_of(..)`, many conditions one `Query::all_of(..)`"
                )));
                nothing(json);
            }
        }
    }
}

fn write_range(json: &mut JsonWriter, at: At, bounds: [(&str, &Option<Literal>); 2], boost: Option<f32>) {
    at.clause(json, "range", |json| {
        for (key, bound) in bounds {
            if let Some(bound) = bound {
                json.key(key);
                bound.write_at(json, at);
            }
        }
        weigh(json, boost);
    });
}

fn nothing(json: &mut JsonWriter) {
    one(json, "match_none", |_| {});
}

/// `{name: {..}}`.
fn one(json: &mut JsonWriter, name: &str, entries: impl FnOnce(&mut JsonWriter)) {
    json.object(|json| json.entry_object(name, entries));
}

/// The weight of a clause, where it is not the usual.
pub(super) fn weigh(json: &mut JsonWriter, boost: Option<f32>) {
    if let Some(boost) = boost {
        json.entry_float32("boost", boost);
    }
}

fn list(json: &mut JsonWriter, key: &str, parts: &[Part]) {
    json.entry_array(key, |json| parts.iter().for_each(|part| part.write(json)));
}

/// A `bool` of one part.
fn only(json: &mut JsonWriter, key: &str, parts: &[Part], boost: Option<f32>) {
    one(json, "bool", |json| {
        list(json, key, parts);
        weigh(json, boost);
    });
}

fn write_entries(json: &mut JsonWriter, entries: &[(&'static str, Literal)], path: &str) {
    for (key, value) in entries {
        json.key(key);
        value.write(json, path);
    }
}

fn write_term(json: &mut JsonWriter, at: At, value: &Literal, boost: Option<f32>) {
    if boost.is_some() {
        return at.clause(json, "term", |json| {
            json.key("value");
            value.write_at(json, at);
            weigh(json, boost);
        });
    }
    at.enter(json, &mut |json| {
        one(json, "term", |json| {
            json.key(at.path);
            value.write_at(json, at);
        });
    });
}

fn write_exists(json: &mut JsonWriter, at: At, boost: Option<f32>) {
    at.check_presence(json);
    enter(json, at.nested, &mut |json| {
        one(json, "exists", |json| {
            json.entry_str("field", at.path);
            weigh(json, boost);
        });
    });
}

fn write_percolate(json: &mut JsonWriter, at: At, document: &str, boost: Option<f32>) {
    at.enter(json, &mut |json| {
        one(json, "percolate", |json| {
            json.entry_str("field", at.path);
            json.key("document");
            json.raw(document);
            weigh(json, boost);
        });
    });
}

/// No values match nothing: a clause that vanished would turn a tenant's filter into everything.
fn write_terms(json: &mut JsonWriter, at: At, values: &[Literal], boost: Option<f32>) {
    if values.is_empty() {
        return nothing(json);
    }
    at.enter(json, &mut |json| {
        one(json, "terms", |json| {
            json.entry_array(at.path, |json| values.iter().for_each(|value| value.write_at(json, at)));
            weigh(json, boost);
        });
    });
}

impl At {
    /// The format of the dates in the field.
    pub(crate) fn format(self) -> Option<&'static str> {
        self.date_format.copied()
    }

    /// What a clause or an aggregation says of the field. A format among the entries is that of the dates beside it.
    pub(crate) fn write_entries(self, json: &mut JsonWriter, entries: &[(&'static str, Literal)]) {
        let given = entries.iter().find(|(key, _)| *key == "format").and_then(|(_, format)| format.as_str());
        for (key, value) in entries {
            json.key(key);
            value.write_in(json, self.path, given.or(self.format()));
        }
    }

    /// `{name: {path: {..}}}`, inside the nested lists that it needs.
    fn clause(self, json: &mut JsonWriter, name: &str, entries: impl Fn(&mut JsonWriter)) {
        self.enter(json, &mut |json| {
            one(json, name, |json| json.entry_object(self.path, &entries));
        });
    }

    fn enter(self, json: &mut JsonWriter, leaf: &mut dyn FnMut(&mut JsonWriter)) {
        self.check_search(json);
        enter(json, self.nested, leaf);
    }
}

/// Wraps what `leaf` writes into the nested lists around it, outermost first.
pub(crate) fn enter(json: &mut JsonWriter, nested: Option<&NestedAt>, leaf: &mut dyn FnMut(&mut JsonWriter)) {
    enter_weighed(json, nested, None, leaf);
}

/// [`enter`], with the weight of the whole on the innermost list.
fn enter_weighed(
    json: &mut JsonWriter,
    nested: Option<&NestedAt>,
    boost: Option<f32>,
    leaf: &mut dyn FnMut(&mut JsonWriter),
) {
    let Some(list) = nested else { return leaf(json) };
    enter(json, list.parent, &mut |json| {
        one(json, "nested", |json| {
            json.entry_str("path", list.path);
            // An index of a pattern that does not have the list has no element that matches; else its shards fail.
            json.entry_bool("ignore_unmapped", true);
            json.key("query");
            leaf(json);
            weigh(json, boost);
        });
    });
}

impl BoolNode {
    /// The entries of a `bool`, without its weight.
    pub(crate) fn write_entries(&self, json: &mut JsonWriter) {
        for (key, parts) in
            [("must", &self.must), ("filter", &self.filter), ("should", &self.should), ("must_not", &self.must_not)]
        {
            if !parts.is_empty() {
                list(json, key, parts);
            }
        }
        if let Some(minimum) = &self.minimum_should_match {
            json.key("minimum_should_match");
            minimum.write(json, "minimum_should_match");
        }
    }
}

impl MultiNode {
    /// Fields of the document in one clause, those of each nested list in one of its own: `dis_max` takes the best.
    fn write(&self, json: &mut JsonWriter, boost: Option<f32>) {
        let mut lists: Vec<Option<&'static NestedAt>> = Vec::new();
        for (at, _) in &self.fields {
            at.check_search(json);
            if !lists.contains(&at.nested) {
                lists.push(at.nested);
            }
        }
        match lists.as_slice() {
            [] => nothing(json),
            [only] => self.write_in(json, *only, boost),
            several => one(json, "dis_max", |json| {
                json.entry_array("queries", |json| several.iter().for_each(|list| self.write_in(json, *list, None)));
                self.write_tie_breaker(json);
                weigh(json, boost);
            }),
        }
    }

    /// How much of the scores of the lists that are not the best counts, by the same options as among fields.
    fn write_tie_breaker(&self, json: &mut JsonWriter) {
        let option = |key| self.options.iter().find(|(name, _)| *name == key).map(|(_, value)| value);
        if let Some(share) = option("tie_breaker") {
            json.key("tie_breaker");
            share.write(json, "tie_breaker");
        } else if option("type").and_then(Literal::as_str) == Some("most_fields") {
            json.entry_float("tie_breaker", 1.0);
        }
    }

    fn write_in(&self, json: &mut JsonWriter, list: Option<&'static NestedAt>, boost: Option<f32>) {
        enter(json, list, &mut |json| {
            one(json, "multi_match", |json| {
                json.key("query");
                self.text.write(json, "query");
                json.entry_array("fields", |json| {
                    for (at, weight) in self.fields.iter().filter(|(at, _)| at.nested == list) {
                        write_weighted(json, at.path, *weight);
                    }
                });
                write_entries(json, &self.options, "multi_match");
                weigh(json, boost);
            });
        });
    }
}

fn write_weighted(json: &mut JsonWriter, path: &str, weight: f32) {
    #[expect(clippy::float_cmp, reason = "1 is the weight of a field that was given none, exactly")]
    if weight == 1.0 {
        json.string(path);
    } else if weight.is_finite() {
        json.string(&format!("{path}^{weight}"));
    } else {
        json.float(f64::from(weight), path);
    }
}

impl GeoNode {
    fn write(&self, json: &mut JsonWriter, boost: Option<f32>) {
        self.at.enter(json, &mut |json| {
            one(json, "geo_distance", |json| {
                json.key("distance");
                self.distance.write(json, self.at.path);
                json.entry_object(self.at.path, |json| {
                    json.entry_float("lat", self.lat);
                    json.entry_float("lon", self.lon);
                });
                json.entry_bool("ignore_unmapped", true);
                weigh(json, boost);
            });
        });
    }
}
