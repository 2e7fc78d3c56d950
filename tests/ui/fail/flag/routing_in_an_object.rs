use esmodel::EsObject;

#[derive(EsObject)]
struct Address {
    #[es(routing)]
    region: String,
}

fn main() {}
