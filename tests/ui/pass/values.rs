//! Enums and newtypes as ids, keywords, elements of lists, and behind wrappers.
#![allow(dead_code)]

use std::collections::{BTreeSet, HashSet};

use esmodel::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, EsValue)]
#[serde(rename_all = "kebab-case")]
enum Level {
    VeryLow,
    High,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, EsValue)]
struct Sku(String);

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, EsValue)]
struct Euros(u64);

#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "products", default_sort = "-price,level")]
struct Product {
    #[es(id)]
    sku: Sku,
    level: Level,
    #[es(long)]
    price: Euros,
    former_prices: Vec<Euros>,
    levels: BTreeSet<Level>,
    skus: HashSet<Sku>,
    maybe: Option<Box<Level>>,
    #[es(routing)]
    shelf: Option<Sku>,
}

async fn queries(es: &Client) -> esmodel::Result<u64> {
    let f = Product::fields();
    let cheap = f.level().eq(Level::VeryLow) & f.price().lt(Euros(5));
    let listed = f.levels().any_of([Level::High, Level::VeryLow]) | f.skus().eq(Sku("a".into()));
    Product::search().filter(cheap).filter(listed).must_not(f.maybe().exists()).count(es).await
}

async fn by_id(es: &Client) -> esmodel::Result<Doc<Product>> {
    Product::get(es, Sku("a/b".into())).routing("x").await
}

fn main() {
    assert_eq!(Product::fields().level().path(), "level");
}
