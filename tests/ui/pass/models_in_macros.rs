//! Models that a `macro_rules!` writes, from fragments that it is given.

use esmodel::prelude::*;

macro_rules! model {
    (
        $name:ident, $id:ident: $id_type:ty, $routing:ident: $routing_type:ty, $text:ident, $computed:ident: $computed_type:ty,
        $lazy:ident: $lazy_type:ty, $hidden:ident: $hidden_type:ty, $stamp:ident: $stamp_type:ty, $home:ident: $home_type:ty,
        $of:expr, $before:path, $after:path, $check:path, $index_for:path
    ) => {
        #[derive(Clone, Serialize, Deserialize, EsModel)]
        #[es(
            index = "in-macros-*",
            index_for = $index_for,
            before_save = $before,
            after_load = $after,
            validate = $check,
            default_sort = "name.raw"
        )]
        struct $name {
            #[es(id)]
            $id: $id_type,
            #[es(routing)]
            $routing: $routing_type,
            #[es(text, fields(raw(keyword)))]
            $text: String,
            #[es(computed)]
            $computed: Computed<$computed_type>,
            #[es(lazy)]
            $lazy: Lazy<$lazy_type>,
            #[serde(skip_serializing, default)]
            #[es(stored)]
            $hidden: $hidden_type,
            #[es(updated_at)]
            $stamp: $stamp_type,
            #[es(soft_delete)]
            deleted: Option<chrono::DateTime<chrono::Utc>>,
            #[es(created_by)]
            author: Option<String>,
            $home: $home_type,
        }

        impl $name {
            fn $computed(&self) -> $computed_type {
                $of
            }

            async fn $lazy(&self, _: &LazyCx) -> esmodel::Result<$lazy_type> {
                Ok(<$lazy_type>::default())
            }
        }
    };
}

macro_rules! object {
    ($name:ident { $($field:ident: $type:ty),+ }, $label:ident: $label_type:ty = $value:expr, $shared:path) => {
        #[derive(Clone, Serialize, Deserialize, EsObject)]
        #[es(analysis = $shared)]
        struct $name {
            $($field: $type,)+
            #[es(computed)]
            $label: Computed<$label_type>,
            #[es(created_at)]
            made: Option<chrono::DateTime<chrono::Utc>>,
        }

        impl $name {
            fn $label(&self) -> $label_type {
                $value
            }
        }
    };
}

macro_rules! value {
    ($name:ident, $type:ty) => {
        #[derive(Clone, Serialize, Deserialize, EsValue)]
        struct $name($type);
    };
}

macro_rules! projection {
    ($name:ident of $of:path { $($field:ident: $type:ty),+ }) => {
        #[derive(Deserialize, EsProjection)]
        #[es(of = $of)]
        struct $name {
            $(#[allow(dead_code)] $field: $type,)+
        }
    };
}

fn tidy(person: &mut Person) {
    person.name.truncate(10);
}

fn fill(person: &mut Person) {
    person.name.push('!');
}

fn check(person: &Person, violations: &mut Violations) {
    violations.unless(!person.name.is_empty(), "name", "must not be empty");
}

fn index_for(_: &Person) -> String {
    "in-macros-1".to_owned()
}

const SHARED: esmodel::schema::Analysis = esmodel::schema::Analysis::NONE;

model! {
    Person, number: u32, region: String, name, label: String, posts: Vec<String>, password: String,
    changed: Option<chrono::DateTime<chrono::Utc>>, home: Option<Home>,
    String::from("label"), self::tidy, self::fill, self::check, self::index_for
}
object!(Home { city: String, zip: Vec<u32>, kind: Sort }, line: String = String::new(), SHARED);
value!(Sort, String);
projection!(Card of Person { name: String });

fn main() {
    let f = Person::fields();
    assert_eq!(f.name().raw().path(), "name.raw");
    assert_eq!(f.home().city().path(), "home.city");
}
