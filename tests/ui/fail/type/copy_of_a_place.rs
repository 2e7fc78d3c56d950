use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Shop {
    #[es(copy_to = "name")]
    place: GeoPoint,
    #[es(copy_to = "name")]
    span: Range<i64>,
    name: String,
}

fn main() {}
