use esmodel::prelude::*;
use std::collections::BTreeMap;

#[derive(Serialize, Deserialize, EsModel)]
struct Page {
    #[es(rank_feature)]
    rank: f32,
    #[es(rank_features)]
    topics: BTreeMap<String, f32>,
    #[es(sparse_vector)]
    words: BTreeMap<String, f32>,
    #[es(text)]
    body: String,
}

fn main() {
    let f = Page::fields();
    let _ = f.topics().rank();
    let _ = f.rank().rank_by("sports");
    let _ = f.topics().resembles([("blue", 1.0)]);
    let _ = f.body().means("blue");
    let _ = f.words().eq(1.0);
}
