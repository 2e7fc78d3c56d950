//! The crate under another name: every path of generated code goes through it.

extern crate esmodel as es;

/// Nothing can be found under the usual name.
mod esmodel {}

mod inner {
    pub(crate) use es as search;
}

use es::{EsModel, EsObject, EsValue};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(crate = "crate::inner::search")]
struct Person {
    #[es(id)]
    id: String,
    #[es(text, fields(raw(keyword)))]
    name: String,
    home: Home,
    level: Level,
    email: Email,
}

#[derive(Serialize, Deserialize, EsObject)]
#[es(crate = "es")]
struct Home {
    city: String,
}

#[derive(Serialize, Deserialize, EsValue)]
#[es(crate = "es")]
enum Level {
    Low,
}

#[derive(Serialize, Deserialize, EsValue)]
#[es(crate = "es")]
struct Email(String);

fn main() {}
