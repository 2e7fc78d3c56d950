use esmodel::EsObject;

#[derive(EsObject)]
struct Address {
    name: &'static str,
}

fn main() {}
