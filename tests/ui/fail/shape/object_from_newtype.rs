use esmodel::EsObject;

#[derive(EsObject)]
struct Email(String);

fn main() {}
