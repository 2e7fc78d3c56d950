//! Scores from numbers, weights and meaning: `rank_feature`, `sparse_vector` and `semantic`, and what OpenSearch has for
//! the last two.

use std::marker::PhantomData;

use super::{
    build::{IntoQuery, Query},
    field::Field,
    gate::{Meaningful, Ranking, Rankings, Weighted},
    json::JsonWriter,
    node::{At, Node, enter, weigh},
};
use crate::{
    dialect::{Since, Version},
    error::Unsupported,
};

/// From where on weights are compared by a clause of their own.
const BY_WEIGHTS: Since = Since::of(Some(Version::new(8, 15, 0)), Some(Version::new(2, 11, 0)));

/// From where on text is compared by its meaning.
const BY_MEANING: Since = Since::of(Some(Version::new(8, 15, 0)), Some(Version::new(3, 1, 0)));

/// How a number becomes a score.
#[derive(Debug, Clone, Copy)]
enum Function {
    Saturation(Option<f32>),
    Log(f32),
    Sigmoid(f32, f32),
    Linear,
}

/// `rank_feature`.
#[derive(Debug, Clone)]
pub(crate) struct RankNode {
    at: At,
    /// Of several numbers, the one of that name.
    name: Option<Box<str>>,
    function: Function,
}

/// `sparse_vector` in Elasticsearch, `neural_sparse` in OpenSearch.
#[derive(Debug, Clone)]
pub(crate) struct WeightsNode {
    at: At,
    sought: Sought,
    prunes: Option<bool>,
}

/// What weights are compared with.
#[derive(Debug, Clone)]
enum Sought {
    Weights(Box<[(Box<str>, f32)]>),
    Text { text: Box<str>, model: Box<str> },
}

/// # Ranking
impl<M, K, V: ?Sized> Field<M, K, V> {
    /// Finds the documents that have the number, scored by it (`rank_feature`): a `should` clause beside others, with
    /// how the number becomes a score: `f.pagerank().rank().saturation(8.0)`. Saturation with a pivot that the server
    /// works out, unless said.
    pub fn rank(self) -> Rank<M>
    where
        K: Ranking,
    {
        Rank::of(RankNode { at: self.at_path(), name: None, function: Function::Saturation(None) })
    }

    /// The same by the number under that name: `f.topics().rank_by("sports")`.
    pub fn rank_by(self, name: impl AsRef<str>) -> Rank<M>
    where
        K: Rankings,
    {
        let name = Some(name.as_ref().into());
        Rank::of(RankNode { at: self.at_path(), name, function: Function::Saturation(None) })
    }

    /// The documents whose weights are like the given ones, scored by the product of both:
    /// `f.words().resembles([("blue", 2.5), ("sea", 0.5)])`. `sparse_vector` from Elasticsearch 8.15 on,
    /// `neural_sparse` where OpenSearch has its neural plugin; elsewhere sending it is
    /// [`Error::Unsupported`](crate::Error::Unsupported).
    pub fn resembles<W: AsRef<str>>(self, weights: impl IntoIterator<Item = (W, f32)>) -> Resembles<M>
    where
        K: Weighted,
    {
        let weights = weights.into_iter().map(|(word, weight)| (word.as_ref().into(), weight)).collect();
        Resembles::of(WeightsNode { at: self.at_path(), sought: Sought::Weights(weights), prunes: None })
    }

    /// The same with weights that a model makes of a text: `model` is an inference endpoint in Elasticsearch, a model's
    /// id in OpenSearch.
    pub fn resembles_text(self, text: impl AsRef<str>, model: impl AsRef<str>) -> Resembles<M>
    where
        K: Weighted,
    {
        let sought = Sought::Text { text: text.as_ref().into(), model: model.as_ref().into() };
        Resembles::of(WeightsNode { at: self.at_path(), sought, prunes: None })
    }

    /// The documents whose text means something like `text`: `semantic` from Elasticsearch 8.15 on, `neural` in
    /// OpenSearch 3.1; elsewhere sending it is [`Error::Unsupported`](crate::Error::Unsupported). The field's own model
    /// reads the text.
    pub fn means(self, text: impl AsRef<str>) -> Query<M>
    where
        K: Meaningful,
    {
        Query::of(Node::Meaning { at: self.at_path(), text: text.as_ref().into() })
    }
}

macro_rules! clauses {
    ($($(#[doc = $doc:literal])+ $name:ident: $node:ident => $variant:ident;)+) => { $(
        $(#[doc = $doc])+
        #[derive(Debug)]
        #[must_use = "a query does nothing until it is part of a search"]
        pub struct $name<M> {
            node: Box<$node>,
            marker: PhantomData<fn() -> M>,
        }

        impl<M> Clone for $name<M> {
            fn clone(&self) -> Self {
                Self { node: self.node.clone(), marker: PhantomData }
            }
        }

        impl<M> $name<M> {
            fn of(node: $node) -> Self {
                Self { node: Box::new(node), marker: PhantomData }
            }

            /// Multiplies the score; 1 is neutral.
            pub fn boost(self, boost: f32) -> Query<M> {
                self.into_query().boost(boost)
            }
        }

        impl<M> IntoQuery<M> for $name<M> {
            fn into_query(self) -> Query<M> {
                Query::of(Node::$variant(self.node))
            }
        }
    )+ };
}

clauses! {
    /// A `rank_feature` clause and its function. It is a query as it is.
    Rank: RankNode => Rank;
    /// A clause on weights and its options. It is a query as it is.
    Resembles: WeightsNode => Weights;
}

impl<M> Rank<M> {
    fn by(mut self, function: Function) -> Self {
        self.node.function = function;
        self
    }

    /// `S / (S + pivot)` for the number `S`: from 0 to 1, and 0.5 at the pivot.
    pub fn saturation(self, pivot: f32) -> Self {
        self.by(Function::Saturation(Some(pivot)))
    }

    /// `log(scaling_factor + S)`: without an end. Not for fields with `positive_score_impact = false`.
    pub fn log(self, scaling_factor: f32) -> Self {
        self.by(Function::Log(scaling_factor))
    }

    /// `S^exponent / (S^exponent + pivot^exponent)`: a saturation that rises as the exponent says, which is greater than
    /// 0 and mostly from 0.5 to 1.
    pub fn sigmoid(self, pivot: f32, exponent: f32) -> Self {
        self.by(Function::Sigmoid(pivot, exponent))
    }

    /// The number itself.
    pub fn linear(self) -> Self {
        self.by(Function::Linear)
    }
}

impl<M> Resembles<M> {
    /// Whether words that are frequent and weigh little are left out, by the field's own thresholds; the field's
    /// `index_options` say so otherwise. Elasticsearch only; elsewhere it plays no part.
    pub fn prune(mut self, prunes: bool) -> Self {
        self.node.prunes = Some(prunes);
        self
    }
}

impl RankNode {
    pub(super) fn write(&self, json: &mut JsonWriter, boost: Option<f32>) {
        enter(json, self.at.nested, &mut |json| {
            clause(json, "rank_feature", boost, &|json| {
                match &self.name {
                    Some(name) => json.entry_str("field", &format!("{}.{name}", self.at.path)),
                    None => json.entry_str("field", self.at.path),
                }
                match self.function {
                    // The server's own.
                    Function::Saturation(None) => {}
                    Function::Saturation(Some(pivot)) => function(json, "saturation", &[("pivot", pivot)]),
                    Function::Log(factor) => function(json, "log", &[("scaling_factor", factor)]),
                    Function::Sigmoid(pivot, exponent) => {
                        function(json, "sigmoid", &[("pivot", pivot), ("exponent", exponent)]);
                    }
                    Function::Linear => function(json, "linear", &[]),
                }
            });
        });
    }
}

impl WeightsNode {
    pub(super) fn write(&self, json: &mut JsonWriter, boost: Option<f32>) {
        let dialect = json.dialect();
        if !BY_WEIGHTS.within(dialect) {
            json.fail(Unsupported::new("search by weights under words", dialect).into());
        }
        enter(json, self.at.nested, &mut |json| {
            if dialect.is_opensearch() {
                return json.object(|json| {
                    json.entry_object("neural_sparse", |json| {
                        json.entry_object(self.at.path, |json| {
                            self.write_sought(json, ["query_tokens", "query_text", "model_id"]);
                            weigh(json, boost);
                        });
                    });
                });
            }
            clause(json, "sparse_vector", boost, &|json| {
                json.entry_str("field", self.at.path);
                self.write_sought(json, ["query_vector", "query", "inference_id"]);
                if let Some(prunes) = self.prunes {
                    json.entry_bool("prune", prunes);
                }
            });
        });
    }

    fn write_sought(&self, json: &mut JsonWriter, [weights, text, model]: [&str; 3]) {
        match &self.sought {
            Sought::Weights(pairs) => json.entry_object(weights, |json| {
                for (word, weight) in pairs {
                    json.entry_float32(word, *weight);
                }
            }),
            Sought::Text { text: sought, model: id } => {
                json.entry_str(text, sought);
                json.entry_str(model, id);
            }
        }
    }
}

/// `semantic` and `neural`.
pub(super) fn write_meaning(json: &mut JsonWriter, at: At, text: &str, boost: Option<f32>) {
    let dialect = json.dialect();
    if !BY_MEANING.within(dialect) {
        json.fail(Unsupported::new("search by meaning", dialect).into());
    }
    enter(json, at.nested, &mut |json| {
        if dialect.is_opensearch() {
            return json.object(|json| {
                json.entry_object("neural", |json| {
                    json.entry_object(at.path, |json| {
                        json.entry_str("query_text", text);
                        weigh(json, boost);
                    });
                });
            });
        }
        clause(json, "semantic", boost, &|json| {
            json.entry_str("field", at.path);
            json.entry_str("query", text);
        });
    });
}

fn clause(json: &mut JsonWriter, name: &str, boost: Option<f32>, entries: &dyn Fn(&mut JsonWriter)) {
    json.object(|json| {
        json.entry_object(name, |json| {
            entries(json);
            weigh(json, boost);
        });
    });
}

fn function(json: &mut JsonWriter, name: &str, numbers: &[(&str, f32)]) {
    json.entry_object(name, |json| numbers.iter().for_each(|(key, number)| json.entry_float32(key, *number)));
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        dialect::{Dialect, Product},
        error::{Error, Result},
        query::{path::Root, path::Sub, sample::Employee},
        schema::kind,
    };

    const ES: Dialect = Dialect::new(Product::Elasticsearch, Version::new(8, 19, 0));
    const OS: Dialect = Dialect::new(Product::OpenSearch, Version::new(3, 8, 0));

    fn at<K>() -> Field<Employee, K, f32> {
        Field::at::<Sub<Root<Employee>, Employee, 1>>()
    }

    fn written(query: impl IntoQuery<Employee>, dialect: Dialect) -> Result<Value> {
        query.into_query().to_json(dialect).map(|text| serde_json::from_str(&text).unwrap())
    }

    #[test]
    fn a_number_becomes_a_score_by_each_function() {
        let rank = || at::<kind::RankFeature>().rank();
        for (query, clause) in [
            (rank().into_query(), json!({"field": "age"})),
            (rank().saturation(8.0).boost(0.5), json!({"field": "age", "saturation": {"pivot": 8.0}, "boost": 0.5})),
            (rank().log(4.0).into_query(), json!({"field": "age", "log": {"scaling_factor": 4.0}})),
            (
                rank().sigmoid(7.0, 0.5).into_query(),
                json!({"field": "age", "sigmoid": {"pivot": 7.0, "exponent": 0.5}}),
            ),
            (rank().linear().into_query(), json!({"field": "age", "linear": {}})),
            (at::<kind::RankFeatures>().rank_by("sports").into_query(), json!({"field": "age.sports"})),
        ] {
            assert_eq!(written(query, OS).unwrap(), json!({ "rank_feature": clause }));
        }
        assert!(matches!(written(rank().log(f32::NAN), ES).unwrap_err(), Error::Encode { .. }));
    }

    #[test]
    fn weights_are_compared_in_each_products_words() {
        let sought = || at::<kind::SparseVector>().resembles([("blue", 2.5), ("sea", 0.5)]).prune(true);
        let weights = json!({"blue": 2.5, "sea": 0.5});
        let expected = json!({"sparse_vector": {"field": "age", "query_vector": weights, "prune": true, "boost": 2.0}});
        assert_eq!(written(sought().boost(2.0), ES).unwrap(), expected);
        let expected = json!({"neural_sparse": {"age": {"query_tokens": weights, "boost": 2.0}}});
        assert_eq!(written(sought().boost(2.0), OS).unwrap(), expected);
        let text = || at::<kind::SparseVector>().resembles_text("blue sea", "elser");
        let expected = json!({"sparse_vector": {"field": "age", "query": "blue sea", "inference_id": "elser"}});
        assert_eq!(written(text(), ES).unwrap(), expected);
        let expected = json!({"neural_sparse": {"age": {"query_text": "blue sea", "model_id": "elser"}}});
        assert_eq!(written(text(), OS).unwrap(), expected);
        let older = Dialect::new(Product::Elasticsearch, Version::new(8, 14, 0));
        assert!(matches!(written(sought(), older).unwrap_err(), Error::Unsupported(_)));
    }

    #[test]
    fn text_is_compared_by_its_meaning_in_each_products_words() {
        let query = || at::<kind::SemanticText>().means("how warm").boost(2.0);
        let expected = json!({"semantic": {"field": "age", "query": "how warm", "boost": 2.0}});
        assert_eq!(written(query(), ES).unwrap(), expected);
        let expected = json!({"neural": {"age": {"query_text": "how warm", "boost": 2.0}}});
        assert_eq!(written(query(), OS).unwrap(), expected);
        let older = Dialect::new(Product::OpenSearch, Version::new(2, 19, 0));
        assert!(matches!(written(query(), older).unwrap_err(), Error::Unsupported(_)));
    }
}
