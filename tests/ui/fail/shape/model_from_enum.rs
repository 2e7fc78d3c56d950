use esmodel::EsModel;

#[derive(EsModel)]
enum Level {
    Junior,
}

fn main() {}
