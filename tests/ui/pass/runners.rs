//! Functions that serve clients, batches and lazy properties alike.
#![allow(dead_code)]

use esmodel::prelude::*;

#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "cities")]
struct City {
    #[es(id)]
    id: u32,
    country: String,
    #[es(lazy)]
    neighbours: Lazy<Vec<City>>,
}

async fn of(es: &impl Runner, country: &str) -> esmodel::Result<Vec<City>> {
    let f = City::fields();
    Ok(City::search().filter(f.country().eq(country)).fetch(es).await?.into_values())
}

async fn any(es: &dyn Runner) -> esmodel::Result<u64> {
    City::search().count(es).await
}

impl City {
    async fn neighbours(&self, cx: &LazyCx) -> esmodel::Result<Vec<City>> {
        of(cx, &self.country).await
    }
}

async fn everywhere(es: &Client) -> esmodel::Result<u64> {
    let alone = of(es, "NO").await?.len() as u64;
    let together = es
        .batched(async |es| {
            let city = City::get(es, 1).without_lazy().await?;
            let found = of(es, &city.country).await?;
            Ok::<_, esmodel::Error>(found.len() as u64 + any(es).await?)
        })
        .await?;
    Ok(alone + together)
}

fn is_send<T: Send>(value: T) -> T {
    value
}

fn a_task(es: Client) {
    drop(is_send(async move { everywhere(&es).await }));
}

fn main() {}
