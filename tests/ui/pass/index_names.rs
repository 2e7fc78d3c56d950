//! Names of indices that are worked out.
#![allow(dead_code)]

use std::borrow::Cow;

use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "logs-*-v1", index_for = Self::index_name)]
struct Line {
    month: String,
}

impl Line {
    fn index_name(&self) -> String {
        format!("logs-{}-v1", self.month)
    }
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "all-tenants", index_for = tenant)]
struct Order {
    tenant: String,
}

fn tenant(order: &Order) -> &str {
    &order.tenant
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "<readings-{now/M{yyyy.MM|+12:00}}>")]
struct Reading {
    value: f64,
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "c-*", index_for = Self::name)]
struct Borrowed {
    value: f64,
}

impl Borrowed {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("c-1")
    }
}

fn main() {}
