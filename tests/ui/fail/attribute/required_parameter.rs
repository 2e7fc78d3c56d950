use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Product {
    #[es(scaled_float)]
    price: f64,
    #[es(text, fields(words(token_count)))]
    name: String,
}

fn main() {}
