use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(default_sort = "posts")]
struct Employee {
    #[es(lazy)]
    posts: Lazy<u64>,
}

impl Employee {
    async fn posts(&self, _: &LazyCx) -> esmodel::Result<u64> {
        Ok(1)
    }
}

fn main() {}
