use esmodel::EsObject;

#[derive(EsObject)]
#[es(dynamic = "true")]
struct Address {
    city: String,
}

fn main() {}
