//! Weights of clauses: what a score is multiplied by, however the clause is wrapped.

use esmodel::{prelude::*, query::IntoQuery};
use esmodel_tests::Context;

esmodel_tests::tests![
    the_weight_of_a_clause_on_a_nested_list_multiplies_the_score,
    weights_of_weights_multiply,
    the_best_list_and_a_share_of_the_others_make_the_score,
];

/// A machine and its parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "machines")]
struct Machine {
    #[es(id)]
    id: u32,
    #[es(text)]
    title: String,
    parts: Vec<Part>,
}

/// One part of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Part {
    #[es(text)]
    name: String,
    screws: Vec<Screw>,
}

/// What holds it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Screw {
    width: u32,
}

async fn workshop(context: &Context) -> Client {
    let es = context.es().clone();
    es.schema::<Machine>().apply().await.unwrap();
    let parts = vec![Part { name: "rotor".into(), screws: vec![Screw { width: 3 }] }];
    let mut machine = Doc::new(Machine { id: 1, title: "rotor".into(), parts });
    machine.save(&es).refresh(Refresh::Now).await.unwrap();
    es
}

async fn score(es: &Client, query: impl IntoQuery<Machine>) -> f64 {
    let page = Machine::search().query(query).fetch(es).await.unwrap();
    Hit::score(&page.hits[0]).unwrap()
}

#[track_caller]
fn assert_near(left: f64, right: f64) {
    assert!((left - right).abs() < 1e-4 * right.abs(), "{left} is not {right}");
}

async fn the_weight_of_a_clause_on_a_nested_list_multiplies_the_score(context: Context) {
    let (es, f) = (workshop(&context).await, Machine::fields());
    let any = || f.parts().any(|part| part.name().matches("rotor"));
    assert_near(score(&es, any().boost(3.0)).await, 3.0 * score(&es, any()).await);
    assert_near(score(&es, f.parts().exists().boost(2.5)).await, 2.5);
    let inside = || f.parts().any(|part| part.screws().any(|screw| screw.width().eq(3)));
    assert_near(score(&es, inside().boost(4.0)).await, 4.0);
    let inner = f.parts().any(|part| part.screws().any(|screw| screw.width().eq(3)).boost(5.0));
    assert_near(score(&es, inner).await, 5.0);
    assert_near(score(&es, f.parts().screws().exists().boost(6.0)).await, 6.0);
    assert_near(score(&es, f.parts().screws().width().eq(3).boost(7.0)).await, 7.0);
}

async fn weights_of_weights_multiply(context: Context) {
    let (es, f) = (workshop(&context).await, Machine::fields());
    let preferred = || f.parts().exists().boost(2.0);
    assert_near(score(&es, preferred().boost(3.0)).await, 6.0);
    assert_near(score(&es, (preferred() & f.title().exists()).boost(3.0)).await, 9.0);
}

async fn the_best_list_and_a_share_of_the_others_make_the_score(context: Context) {
    let (es, f) = (workshop(&context).await, Machine::fields());
    let title = score(&es, Query::multi_match("rotor", (f.title(),))).await;
    let part = score(&es, Query::multi_match("rotor", (f.parts().name(),))).await;
    let both = || Query::multi_match("rotor", (f.title(), f.parts().name()));
    assert_near(score(&es, both()).await, title.max(part));
    assert_near(score(&es, both().tie_breaker(0.5)).await, title.max(part) + 0.5 * title.min(part));
}
