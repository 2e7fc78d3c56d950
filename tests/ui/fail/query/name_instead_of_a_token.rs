use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    name: String,
}

async fn tokens_of(es: &Client) {
    let _ = es.index::<Employee>().analyze_field("name", "Ada Lovelace").await;
}

fn main() {}
