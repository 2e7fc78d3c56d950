//! Types that the derives make collide neither with each other nor with those of the user.

use esmodel::{
    model::EsObject,
    prelude::*,
    query::{FieldsOf, Path, path::Root},
};

#[derive(Clone, Serialize, Deserialize, EsModel)]
struct Order {
    #[es(text, fields(raw(keyword)))]
    line_name: String,
    #[es(text, fields(raw(keyword)))]
    line1: String,
    #[es(text, fields(raw(keyword), raw_1(keyword)))]
    line_1: String,
    #[es(text, fields(raw(keyword)))]
    r#type: String,
    #[es(object)]
    fields: OrderFields,
    field: OrderField,
    multi: Vec<OrderMulti>,
}

#[derive(Clone, Serialize, Deserialize, EsModel)]
struct OrderLine {
    #[es(text, fields(raw(keyword)))]
    name: String,
}

/// The user's own types, of the names that generated ones have or had.
#[derive(Clone, Serialize, Deserialize, EsObject)]
struct OrderFields {
    #[es(text, fields(raw(keyword)))]
    name: String,
}

#[derive(Clone, Serialize, Deserialize, EsValue)]
struct OrderField(String);

#[derive(Clone, Serialize, Deserialize, EsObject)]
struct OrderMulti {
    #[es(text, fields(clone(keyword), deref(keyword), leaf(keyword), path(keyword)))]
    name: String,
}

#[derive(Clone, Serialize, Deserialize, EsObject)]
struct OrderFieldsFields {
    number: u8,
}

/// Names of parameters that generated code has too.
#[derive(Clone, Serialize, Deserialize, EsObject)]
struct Generic<T, F, P, const INDEX: usize> {
    #[es(keyword, fields(words(text)))]
    first: T,
    second: F,
    third: P,
}

#[derive(Clone, Serialize, Deserialize, EsModel)]
struct Holder {
    generic: Generic<String, u8, bool, 3>,
    line: OrderFieldsFields,
}

pub mod public {
    use esmodel::prelude::*;

    /// Of the same name as one outside.
    #[derive(Clone, Serialize, Deserialize, EsModel)]
    pub struct Order {
        #[es(text, fields(raw(keyword)))]
        pub line_name: String,
        inside: inside::Order,
    }

    pub(crate) mod inside {
        use esmodel::prelude::*;

        #[derive(Clone, Serialize, Deserialize, EsObject)]
        pub(in crate::public) struct Order {
            #[es(text, fields(raw(keyword)))]
            pub(super) line_name: String,
        }
    }

    pub(crate) fn path() -> &'static str {
        Order::fields().inside().line_name().raw().path()
    }
}

/// The token of a model, named by the model.
struct Searcher {
    fields: FieldsOf<Order>,
}

impl Searcher {
    fn named(&self, text: &str) -> Query<Order> {
        self.fields.line_name().raw().eq(text)
    }
}

/// The token of an object at any place.
fn city_is<P: Path>(at: <OrderFields as EsObject>::Fields<P>, text: &str) -> Query<P::Scope> {
    at.name().raw().eq(text)
}

fn in_a_function() -> &'static str {
    #[derive(Clone, Serialize, Deserialize, EsModel)]
    struct Order {
        #[es(text, fields(raw(keyword)))]
        line_name: String,
    }
    Order::fields().line_name().raw().path()
}

fn main() {
    let f = Order::fields();
    assert_eq!(f.line_name().raw().path(), "line_name.raw");
    assert_eq!(f.line1().raw().path(), "line1.raw");
    assert_eq!(f.line_1().raw_1().path(), "line_1.raw_1");
    assert_eq!(f.r#type().raw().path(), "type.raw");
    assert_eq!(f.fields().name().raw().path(), "fields.name.raw");
    assert_eq!(f.multi().name().clone().path(), "multi.name.clone");
    assert_eq!(f.multi().name().deref().path(), "multi.name.deref");
    assert_eq!(f.multi().name().leaf().path(), "multi.name.leaf");
    assert_eq!(f.field().path(), "field");
    assert_eq!(OrderLine::fields().name().raw().path(), "name.raw");
    assert_eq!(Holder::fields().generic().first().words().path(), "generic.first.words");
    assert_eq!(public::Order::fields().line_name().raw().path(), "line_name.raw");
    assert_eq!(public::path(), "inside.line_name.raw");
    assert_eq!(in_a_function(), "line_name.raw");
    let searcher = Searcher { fields: Order::fields_at::<Root<Order>>() };
    let _ = (searcher.named("a"), city_is(f.fields(), "b"), f.multi().any(|one| one.name().clone().eq("c")));
}
