use esmodel::EsObject;

#[derive(EsObject)]
#[es(index = "addresses")]
struct Address {
    city: String,
}

fn main() {}
