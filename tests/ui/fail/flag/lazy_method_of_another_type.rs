use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(lazy)]
    posts: Lazy<Vec<String>>,
}

impl Employee {
    async fn posts(&self, _: &LazyCx) -> esmodel::Result<u8> {
        Ok(1)
    }
}

fn main() {}
