use esmodel::EsValue;

#[derive(EsValue)]
#[es(index = "levels")]
enum Level {
    Junior,
}

fn main() {}
