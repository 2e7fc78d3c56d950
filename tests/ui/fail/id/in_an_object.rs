use esmodel::EsObject;

#[derive(EsObject)]
struct Address {
    #[es(id)]
    id: String,
}

fn main() {}
