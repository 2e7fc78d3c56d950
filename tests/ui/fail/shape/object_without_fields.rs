use esmodel::EsObject;

#[derive(EsObject)]
struct Nothing;

fn main() {}
