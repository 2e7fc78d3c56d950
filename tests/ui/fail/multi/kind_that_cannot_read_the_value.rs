use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Measurement {
    #[es(fields(when(date)))]
    value: f64,
    #[es(fields(place(geo_point)))]
    is_fine: bool,
}

fn main() {}
