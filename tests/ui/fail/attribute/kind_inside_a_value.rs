use esmodel::EsValue;

#[derive(EsValue)]
struct Email(#[es(text)] String);

fn main() {}
