//! Keywords as names: `r#type` is `type` in the index.

use esmodel::{
    EsModel, EsObject, EsValue,
    model::{Computed, EsObject, ModelDefinition, Scalar, Term},
    query::path::Root,
};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(default_sort = "type")]
struct r#Match {
    r#type: String,
    #[es(text, fields(raw(keyword)))]
    r#fn: String,
    r#loop: r#Loop,
    #[es(computed)]
    r#final: Computed<u8>,
    r#mod: r#Mod,
}

impl r#Match {
    fn r#final(&self) -> u8 {
        1
    }
}

#[derive(Serialize, Deserialize, EsObject)]
#[serde(rename_all = "camelCase")]
struct r#Loop {
    r#while: bool,
    one_more: bool,
}

#[derive(Serialize, Deserialize, EsValue)]
#[serde(rename_all = "snake_case")]
enum r#Mod {
    r#Pub,
    SoMany,
}

fn main() {
    let f = <Match as EsObject>::fields_at::<Root<Match>>();
    assert_eq!(f.r#type().path(), "type");
    assert_eq!(f.r#fn().raw().path(), "fn.raw");
    assert_eq!(f.r#loop().r#while().path(), "loop.while");
    assert_eq!(f.r#loop().one_more().path(), "loop.oneMore");
    assert_eq!(Match::SCHEMA.index, "match");
    assert_eq!(Match::OMIT.keys, ["final"]);
    assert_eq!(Mod::Pub.to_term(), Term::Str("pub".into()));
    assert_eq!(Mod::SoMany.to_term(), Term::Str("so_many".into()));
}
