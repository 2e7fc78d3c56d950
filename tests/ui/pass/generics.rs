//! Generic objects: the model that uses an instance is what is checked.

use std::marker::PhantomData;

use esmodel::{
    EsModel, EsObject, EsValue,
    model::{EsObject, ModelDefinition},
    query::path::Root,
    schema::Kind,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

#[derive(Serialize, Deserialize, EsObject)]
struct Range<T, const N: usize = 1>
where
    T: Copy,
{
    from: T,
    to: Option<T>,
    #[es(keyword)]
    unit: T,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Wrapper<T> {
    #[es(text, fields(raw(keyword)))]
    name: String,
    inner: T,
    list: Vec<T>,
}

#[derive(Serialize, Deserialize, EsObject)]
#[serde(bound = "T: Serialize + DeserializeOwned")]
struct Outer<T> {
    #[serde(flatten)]
    inner: T,
    own: u8,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Secret<T> {
    #[serde(skip_serializing)]
    #[es(stored)]
    value: T,
    #[serde(skip_serializing)]
    #[es(stored)]
    others: Vec<T>,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Tagged<P> {
    #[serde(skip)]
    tag: PhantomData<P>,
    name: String,
}

struct NotAField;

#[derive(Serialize, Deserialize, EsObject)]
struct Address {
    city: String,
}

#[derive(Serialize, Deserialize, EsValue)]
struct Sized<T>(T);

#[derive(Serialize, Deserialize, EsModel)]
struct Shop {
    prices: Range<u8>,
    sizes: Vec<Range<u16, 2>>,
    nested: Wrapper<Address>,
    plain: Vec<Wrapper<u8>>,
    outer: Outer<Address>,
    tagged: Tagged<NotAField>,
    size: Sized<u32>,
    secret: Secret<u32>,
    secrets: Vec<Secret<Address>>,
}

fn main() {
    let f = <Shop as EsObject>::fields_at::<Root<Shop>>();
    assert_eq!(f.prices().from().path(), "prices.from");
    assert_eq!(f.sizes().unit().path(), "sizes.unit");
    assert_eq!(f.nested().name().raw().path(), "nested.name.raw");
    assert_eq!(f.nested().inner().city().path(), "nested.inner.city");
    assert_eq!(f.plain().list().path(), "plain.list");
    assert_eq!(f.outer().inner().city().path(), "outer.city");
    assert_eq!(f.tagged().name().path(), "tagged.name");
    assert_eq!(f.size().path(), "size");
    let kinds: Vec<Kind> = Shop::SCHEMA.properties.iter().map(|property| property.of_kind()).collect();
    use Kind::{Long, Nested, Object};
    assert_eq!(kinds, [Object, Nested, Object, Nested, Object, Object, Long, Object, Nested]);
    assert_eq!(f.secrets().value().city().path(), "secrets.value.city");
    assert!(<Shop as EsObject>::ADDS && !<Address as EsObject>::ADDS);
    let inner = Shop::SCHEMA.properties[2].field_type.properties;
    assert_eq!((inner[1].of_kind(), inner[2].of_kind()), (Object, Nested));
}
