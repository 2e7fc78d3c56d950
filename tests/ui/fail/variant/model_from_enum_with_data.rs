use esmodel::EsModel;

#[derive(EsModel)]
enum Event {
    Created { by: String },
}

fn main() {}
