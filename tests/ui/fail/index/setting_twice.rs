use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(settings(number_of_shards = 1, index.number_of_shards = 2, mapping(depth(limit = 5)), index.mapping.depth.limit = 6))]
struct Employee {
    name: String,
}

fn main() {}
