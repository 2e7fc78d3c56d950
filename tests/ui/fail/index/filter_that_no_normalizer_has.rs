use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(
    normalizers(lower(char_filter("html_strip"), filter("lowercase", "porter_stem", "short"))),
    filters(short(type = "length", max = 10))
)]
struct Employee {
    #[es(keyword(normalizer = "lower"))]
    name: String,
}

fn main() {}
