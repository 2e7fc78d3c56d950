use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Shop {
    age: u8,
    name: String,
    hours: Range<i32>,
    place: GeoPoint,
    area: GeoShape,
}

fn main() {
    let _ = Shop::fields().name().inside(1..2);
}
