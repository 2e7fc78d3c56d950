use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Team {
    size: u32,
}

async fn both(es: &Client, mut team: Doc<Team>) -> esmodel::Result<()> {
    let mut bulk = es.bulk();
    bulk.save(&mut team)?;
    bulk.save(&mut team)?;
    bulk.commit().await
}

fn main() {
    let _ = both;
}
