//! A unit that there is not, another beginning than `now`, a brace too few, an empty format.
use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "<logs-{now/x}>")]
struct Unit {
    text: String,
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "<logs-{today}>")]
struct Beginning {
    text: String,
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "<logs-{now/M{yyyy}>")]
struct Brace {
    text: String,
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "<logs-{now/M{}}>")]
struct Format {
    text: String,
}

fn main() {}
