//! Lazy properties wherever a struct may stand, with functions of every shape that is allowed.
#![allow(dead_code)]

use std::{borrow::Cow, future::Future};

use esmodel::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, EsModel)]
#[serde(rename_all = "camelCase")]
#[es(index = "employees", lazy_depth = 3)]
struct Employee {
    #[es(id)]
    id: u32,
    r#type: Kind,
    home: Address,
    former: Vec<Address>,
    work: Option<Box<Address>>,
    shared: Cow<'static, Address>,
    either: Holder<Address>,
    plain: Holder<u8>,
    #[serde(flatten)]
    more: Option<More>,
    #[es(lazy)]
    same_type: Lazy<Vec<Employee>>,
    #[es(lazy(optional))]
    boss: Lazy<Option<Employee>>,
    #[es(lazy)]
    by_a_future: Lazy<u64>,
    #[es(lazy)]
    r#match: Lazy<String>,
}

impl Employee {
    async fn same_type(&self, cx: &LazyCx) -> esmodel::Result<Vec<Self>> {
        let f = Self::fields();
        Ok(Self::search().filter(f.r#type().eq(self.r#type)).fetch(cx).await?.into_values())
    }

    async fn boss(&self, cx: &LazyCx) -> Result<Option<Self>, Box<dyn std::error::Error + Send + Sync>> {
        let id = "7".parse::<u32>()?;
        Ok(Self::find(cx, id).await?.map(Doc::into_inner))
    }

    fn by_a_future<'a>(&'a self, cx: &'a LazyCx) -> impl Future<Output = Result<u64, std::io::Error>> + Send + 'a {
        async move { Self::search().count(cx).await.map_err(std::io::Error::other) }
    }

    async fn r#match(&self, _: &LazyCx) -> Result<String, &'static str> {
        Err("none")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EsValue)]
enum Kind {
    One,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, EsObject)]
struct Address {
    city: String,
    #[es(lazy)]
    people: Lazy<u64>,
}

impl Address {
    async fn people(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        Employee::search().filter(Employee::fields().home().city().eq(&self.city)).count(cx).await
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, EsObject)]
struct Holder<T> {
    inside: T,
    #[es(lazy)]
    number: Lazy<u8>,
}

impl<T> Holder<T> {
    async fn number(&self, _: &LazyCx) -> esmodel::Result<u8> {
        Ok(1)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, EsObject)]
struct More {
    note: String,
    #[es(lazy)]
    notes: Lazy<u64>,
}

impl More {
    async fn notes(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        Employee::search().count(cx).await
    }
}

fn is_send<T: Send>(value: T) -> T {
    value
}

fn futures_can_move_between_threads(es: &Client, employee: &mut Employee) {
    drop(is_send(Employee::search().fetch(es)));
    drop(is_send(Employee::search().first(es)));
    drop(is_send(employee.load_lazy(es)));
    drop(is_send(es.batched(async |es| Employee::search().fetch(es).await)));
}

fn main() {
    const { assert!(<Employee as esmodel::model::EsObject>::HAS_LAZY) };
    const { assert!(!<Kind as esmodel::model::EsField>::HAS_LAZY) };
    assert_eq!(Employee::fields().home().city().path(), "home.city");
}
