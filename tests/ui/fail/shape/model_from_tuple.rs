use esmodel::EsModel;

#[derive(EsModel)]
struct Pair(u8, u8);

fn main() {}
