use esmodel::EsObject;

#[derive(EsObject)]
enum Level {
    Junior(u8),
}

fn main() {}
