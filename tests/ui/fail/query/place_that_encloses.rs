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
    let area: GeoShape = Shape::Point(GeoPoint::new(1.0, 2.0));
    let _ = Shop::fields().place().encloses(area);
}
