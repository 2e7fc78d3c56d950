use esmodel::EsObject;

#[derive(EsObject)]
struct Address {
    city: String,
    parts: Vec<Address>,
}

fn main() {}
