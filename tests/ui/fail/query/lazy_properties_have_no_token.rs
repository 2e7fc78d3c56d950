use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    name: String,
    #[es(lazy)]
    posts: Lazy<u64>,
}

impl Employee {
    async fn posts(&self, _: &LazyCx) -> esmodel::Result<u64> {
        Ok(1)
    }
}

fn main() {
    let _ = Employee::fields().posts();
}
