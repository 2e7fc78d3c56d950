use esmodel::EsValue;

#[derive(EsValue)]
struct Pair(u8, u8);

fn main() {}
