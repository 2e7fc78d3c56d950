use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(lazy(depth = 2))]
    posts: Lazy<Vec<String>>,
}

impl Employee {
    async fn posts(&self, _: &LazyCx) -> esmodel::Result<Vec<String>> {
        Ok(Vec::new())
    }
}

fn main() {}
