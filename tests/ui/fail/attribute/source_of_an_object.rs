use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsObject)]
#[es(source(excludes("city")), index_sort = "city", meta(a = 1), date_detection = false)]
struct Address {
    city: String,
}

fn main() {}
