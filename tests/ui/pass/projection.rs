//! Everything that a projection can have.
#![allow(dead_code)]

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "orders")]
#[serde(rename_all = "camelCase")]
struct Order {
    #[es(id)]
    number: u64,
    #[es(routing)]
    customer_name: String,
    #[es(text, fields(raw(keyword)))]
    notes: Vec<String>,
    state: State,
    lines: Vec<Line>,
    #[es(object(enabled = false))]
    raw: serde_json::Value,
    #[es(flattened)]
    labels: BTreeMap<String, String>,
    placed: DateTime<Utc>,
    #[es(date)]
    #[serde(with = "chrono::serde::ts_milliseconds")]
    paid: DateTime<Utc>,
    #[serde(flatten)]
    shipping: Shipping,
    #[es(one_or_many)]
    codes: Vec<u32>,
    place: GeoPoint,
    meaning: Vector<3>,
}

#[derive(Clone, Serialize, Deserialize, EsValue)]
enum State {
    Open,
    Closed,
}

#[derive(Clone, Serialize, Deserialize, EsObject)]
struct Line {
    article: String,
    price: f64,
    gift: Option<Gift>,
}

#[derive(Clone, Serialize, Deserialize, EsObject)]
struct Gift {
    card: String,
    wrapped: bool,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Shipping {
    street: String,
}

/// Each field, in whole.
#[derive(Clone, Serialize, Deserialize, EsProjection)]
#[es(of = Order)]
#[serde(rename_all = "camelCase")]
struct All {
    #[es(id)]
    number: Option<u64>,
    customer_name: Box<str>,
    notes: Vec<String>,
    state: Option<State>,
    lines: Box<[Line]>,
    raw: serde_json::Value,
    labels: BTreeMap<String, String>,
    placed: DateTime<Utc>,
    #[serde(with = "chrono::serde::ts_milliseconds")]
    paid: DateTime<Utc>,
    street: String,
    #[es(one_or_many)]
    codes: Vec<u32>,
    place: GeoPoint,
    meaning: Vector<3>,
    #[serde(skip)]
    seen: bool,
}

/// Projections of what is inside.
#[derive(Deserialize, EsProjection)]
#[es(of = Order)]
struct Parts {
    lines: Option<Vec<LinePart>>,
    #[serde(rename = "customerName")]
    who: String,
}

#[derive(Deserialize, EsProjection)]
#[es(of = Line)]
struct LinePart {
    price: f64,
    gift: Option<Box<GiftPart>>,
}

#[derive(Deserialize, EsProjection)]
#[es(of = Gift)]
struct GiftPart {
    wrapped: bool,
}

mod elsewhere {
    #[derive(serde::Deserialize, esmodel::EsProjection)]
    #[es(of = super::Order, crate = "esmodel")]
    pub(super) struct OnlyId {
        #[es(id)]
        pub number: u64,
    }
}

/// A public part of what is private itself.
pub mod public {
    use esmodel::prelude::*;

    #[derive(Serialize, Deserialize, EsModel)]
    struct Account {
        name: String,
        password_hash: String,
        home: Home,
    }

    #[derive(Serialize, Deserialize, EsObject)]
    struct Home {
        city: String,
        street: String,
    }

    #[derive(Serialize, Deserialize, EsProjection)]
    #[es(of = Account)]
    pub struct Profile {
        pub name: String,
        pub home: City,
    }

    #[derive(Serialize, Deserialize, EsProjection)]
    #[es(of = Home)]
    pub struct City {
        pub city: String,
    }

    pub async fn profiles(es: &Client) -> esmodel::Result<Page<Profile>> {
        Account::search().project().fetch(es).await
    }
}

async fn read(es: &Client) -> esmodel::Result<Page<Parts>> {
    let _: Doc<All> = Order::get(es, 1).routing("a").project::<All>().await?;
    let _: Option<Doc<Parts>> = Order::find(es, 1).routing("a").project().await?;
    let _: Vec<Option<Doc<elsewhere::OnlyId>>> = Order::get_many(es, [1]).routing("a").project().await?;
    Order::search().project().fetch(es).await
}

fn main() {
    let _ = (read, public::profiles);
}
