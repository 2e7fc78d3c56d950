use esmodel::EsValue;

#[derive(EsValue)]
struct Address {
    city: String,
}

fn main() {}
