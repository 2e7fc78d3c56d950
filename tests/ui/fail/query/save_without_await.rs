use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    name: String,
}

async fn run(es: &Client, ada: Employee) -> esmodel::Result<()> {
    ada.save(es)?;
    Ok(())
}

fn main() {}
