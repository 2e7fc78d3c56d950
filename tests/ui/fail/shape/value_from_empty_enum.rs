use esmodel::EsValue;

#[derive(EsValue)]
enum Never {}

fn main() {}
