use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(lazy)]
    posts: Lazy<Vec<String>>,
}

impl Employee {
    async fn posts(&self, _: &LazyCx) -> Vec<String> {
        Vec::new()
    }
}

fn main() {}
