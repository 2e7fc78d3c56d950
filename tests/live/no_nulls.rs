//! Kinds for which servers refuse null: what is absent is left out.

use std::collections::BTreeMap;

use esmodel::{
    model::{RawId, StoredQuery},
    prelude::*,
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_tests::{Context, models::Post};
use serde_json::{Value, json};

esmodel_tests::tests![
    what_is_absent_of_a_kind_that_takes_no_null_is_saved_and_read,
    servers_refuse_null_for_no_kind_but_those_that_do_not_compile,
];

/// Whether the mapping of such a model can be made on the engine: each kind comes in a module of its own.
async fn absent_and_present_come_back<T>(context: &Context, absent: T, present: Option<T>)
where
    T: EsModel + Clone + PartialEq + std::fmt::Debug + Serialize,
    T::Id: Clone,
{
    let es = context.es();
    if let Err(error) = es.schema::<T>().apply().await {
        let text = format!("{error:?}");
        assert!(
            text.contains("No handler for type") || text.contains("mapper type") || text.contains("Unsupported"),
            "{text}"
        );
        return;
    }
    for value in [Some(absent), present].into_iter().flatten() {
        let saved = value.clone().save(es).await.unwrap();
        let id = Doc::meta(&saved).id().to_owned();
        assert_eq!(*T::get(es, RawId(&id)).await.unwrap(), value);
    }
}

macro_rules! model {
    ($name:ident, $index:literal, $ty:ty, #[$($kind:tt)+]) => {
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
        #[es(index = $index)]
        struct $name {
            #[es(id)]
            id: u32,
            #[$($kind)+]
            #[serde(skip_serializing_if = "Option::is_none")]
            value: Option<$ty>,
        }
    };
}
model!(Staged, "staged", String, #[es(constant_keyword(value = "prod"))]);
model!(Featured, "featured", BTreeMap<String, f64>, #[es(rank_features)]);
model!(Sparse, "sparse", BTreeMap<String, f64>, #[es(sparse_vector)]);
model!(Related, "related", Join<Post>, #[es(join)]);
model!(Waiting, "waiting", StoredQuery, #[es(percolator)]);

async fn what_is_absent_of_a_kind_that_takes_no_null_is_saved_and_read(context: Context) {
    let weights = || Some(BTreeMap::from([("a".to_owned(), 0.5)]));
    let c = &context;
    absent_and_present_come_back(c, Staged { id: 1, value: None }, Some(Staged { id: 2, value: Some("prod".into()) }))
        .await;
    absent_and_present_come_back(c, Featured { id: 1, value: None }, Some(Featured { id: 2, value: weights() })).await;
    absent_and_present_come_back(c, Sparse { id: 1, value: None }, Some(Sparse { id: 2, value: weights() })).await;
    let head = Some(Join::head(Post::Question));
    absent_and_present_come_back(c, Related { id: 1, value: None }, Some(Related { id: 2, value: head })).await;
    absent_and_present_come_back(c, Waiting { id: 1, value: None }, None).await;
}

/// The mapping of a kind, and whether it may refuse null in place of a value, and in a list.
fn kinds() -> Vec<(Value, bool, bool)> {
    let plain = [
        "keyword",
        "wildcard",
        "version",
        "text",
        "match_only_text",
        "search_as_you_type",
        "byte",
        "short",
        "integer",
        "long",
        "unsigned_long",
        "half_float",
        "float",
        "double",
        "rank_feature",
        "boolean",
        "date",
        "date_nanos",
        "ip",
        "binary",
        "integer_range",
        "long_range",
        "float_range",
        "double_range",
        "date_range",
        "ip_range",
        "geo_shape",
        "object",
        "nested",
        "flattened",
        "flat_object",
    ];
    let plain = plain.into_iter().map(|kind| (json!({ "type": kind }), false, false));
    let such = [
        (json!({ "type": "token_count", "analyzer": "standard" }), false, false),
        (json!({ "type": "scaled_float", "scaling_factor": 10 }), false, false),
        (json!({ "type": "dense_vector", "dims": 2 }), false, true),
        (json!({ "type": "completion" }), false, true),
        (json!({ "type": "geo_point" }), false, true),
        (json!({ "type": "constant_keyword", "value": "a" }), true, true),
        (json!({ "type": "rank_features" }), true, true),
        (json!({ "type": "sparse_vector" }), true, true),
        (json!({ "type": "join", "relations": { "question": "answer" } }), true, true),
        (json!({ "type": "percolator" }), true, true),
    ];
    plain.chain(such).collect()
}

async fn servers_refuse_null_for_no_kind_but_those_that_do_not_compile(context: Context) {
    let es = context.es();
    let send = async |path: &[&str], body: &Value| {
        let request = Request::new(Method::Put, RequestPath::new(path).unwrap(), Effect::Idempotent);
        es.send(request.json(serde_json::to_vec(body).unwrap())).await.unwrap().is_success()
    };
    let index = es.index_name("nulls").into_owned();
    assert!(send(&[&index], &json!({})).await);
    let mut refused = 0;
    for (at, (mapping, may_refuse_null, may_refuse_in_list)) in kinds().into_iter().enumerate() {
        let field = format!("field{at}");
        // The engine lacks the kind.
        if !send(&[&index, "_mapping"], &json!({ "properties": { &field: mapping } })).await {
            continue;
        }
        for (value, may_refuse) in [(json!(null), may_refuse_null), (json!([null]), may_refuse_in_list)] {
            let is_taken = send(&[&index, "_doc", "1"], &json!({ &field: value })).await;
            assert!(is_taken || may_refuse, "{mapping} refuses {value}");
            refused += usize::from(!is_taken);
        }
    }
    assert!(refused > 0);
}
