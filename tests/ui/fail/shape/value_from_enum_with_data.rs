use esmodel::EsValue;

#[derive(EsValue)]
enum Level {
    Junior,
    Senior(u8),
}

fn main() {}
