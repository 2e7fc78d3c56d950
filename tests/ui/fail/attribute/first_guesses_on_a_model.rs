use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(
    name = "employees",
    aliases("staff"),
    mappings(dynamic = "true"),
    id_field = "name",
    number_of_shards = 3,
    keyword,
    created_at,
    ignore_above = 1,
    analyzer = "english"
)]
struct Employee {
    name: String,
}

fn main() {}
