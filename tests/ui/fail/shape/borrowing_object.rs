use esmodel::EsObject;

#[derive(EsObject)]
struct Address<'a> {
    city: &'a str,
}

fn main() {}
