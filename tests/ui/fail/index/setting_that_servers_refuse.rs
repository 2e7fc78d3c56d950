use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(settings(
    number_of_shard = 1,
    refresh_interval = "5 secs",
    number_of_shards = 0,
    number_of_replicas = "two",
    index.translog.durability = "asyc",
    max_result_window = "20000",
    hidden = "true",
    a_plugins.own = 1
))]
struct Employee {
    name: String,
}

fn main() {}
