use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(date(format = "strict_dat_optional_time"))]
    joined: String,
    #[es(date(format = "yyyy-MM-dd||epoch_milis"))]
    left: String,
    #[es(date(format = "dateOptionalTime"))]
    born: String,
    #[es(date(format = "yyyyMMdd'T'HHmmss||strict_week_date||epoch_second"))]
    fine: String,
}

fn main() {}
