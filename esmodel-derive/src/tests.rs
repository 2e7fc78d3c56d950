//! Snapshots of what the derives write, and of how many mistakes one compile shows.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{Flavour, derive};

/// The expansion as readable code.
fn expanded(input: TokenStream, flavour: Flavour) -> String {
    let file = syn::parse2(derive(input, flavour)).expect("the expansion is a sequence of items");
    prettyplease::unparse(&file)
}

/// The messages of an expansion that refuses.
fn messages(input: TokenStream, flavour: Flavour) -> Vec<String> {
    let tokens = derive(input, flavour).to_string();
    let messages = tokens.split(":: core :: compile_error ! { \"").skip(1);
    messages.filter_map(|rest| rest.split_once("\" }")).map(|(message, _)| message.replace("\\\"", "\"")).collect()
}

#[test]
fn a_unit_enum_becomes_a_keyword() {
    let code = expanded(
        quote! {
            #[serde(rename_all = "lowercase")]
            enum Level { Junior, Senior }
        },
        Flavour::Value,
    );
    insta::assert_snapshot!(code);
}

#[test]
fn an_object_has_properties_tokens_and_a_field_type() {
    let code = expanded(
        quote! {
            /// A place to live.
            pub struct Address {
                /// Where it is.
                #[es(text, fields(raw(keyword(ignore_above = 256))))]
                city: String,
                #[serde(flatten)]
                more: Option<More>,
                #[es(computed)]
                line: Computed<String>,
                #[es(lazy)]
                people: Lazy<u64>,
            }
        },
        Flavour::Object,
    );
    insta::assert_snapshot!(code);
}

#[test]
fn an_enum_with_data_has_the_fields_of_all_its_variants() {
    let code = expanded(
        quote! {
            #[serde(tag = "type", rename_all = "snake_case")]
            pub enum Payment {
                Cash,
                /// By a card.
                Card(Card),
                BankTransfer { amount: f64, steps: Vec<Step> },
                #[serde(untagged)]
                Unknown(UnknownVariant<Self>),
            }
        },
        Flavour::Object,
    );
    insta::assert_snapshot!(code);
}

#[test]
fn a_generic_object_asks_of_its_parameters_what_its_fields_need() {
    let code = expanded(
        quote! {
            struct Range<T, const N: usize = 1> {
                from: T,
                #[es(keyword)]
                unit: T,
            }
        },
        Flavour::Object,
    );
    insta::assert_snapshot!(code);
}

#[test]
fn a_model_has_its_schema_id_routing_and_stamps() {
    let code = expanded(
        quote! {
            #[es(default_sort = "-joined", settings(number_of_shards = 3), analyzers(folded(tokenizer = "standard")))]
            struct Employee {
                #[es(id)]
                id: Option<u64>,
                joined: DateTime<Utc>,
                #[es(routing)]
                region: String,
                #[es(updated_at)]
                changed: Option<DateTime<Utc>>,
            }
        },
        Flavour::Model,
    );
    insta::assert_snapshot!(code);
}

#[test]
fn a_model_with_hooks_implements_those_and_no_others() {
    let code = expanded(
        quote! {
            #[es(before_save = Self::tidy, after_load = fill, validate = Self::check)]
            struct Employee {
                name: String,
                #[es(created_by)]
                hired_by: String,
                #[es(soft_delete)]
                left_at: Option<DateTime<Utc>>,
            }
        },
        Flavour::Model,
    );
    let hooks =
        code.split("impl ::esmodel::__private::ModelDefinition").nth(1).and_then(|own| own.split("impl<").next());
    insta::assert_snapshot!(hooks.unwrap_or_default());
}

#[test]
fn every_mistake_of_a_struct_shows_at_once() {
    let messages = messages(
        quote! {
            #[es(index = "Employees", default_sort = "-joind", dynamic = "lenient")]
            struct Employee {
                #[es(keywrd)]
                name: String,
                #[es(keyword, text)]
                login: String,
                #[serde(rename = "a.b")]
                dotted: String,
                total: u128,
                #[es(id, keyword(analyzer = "english"))]
                id: String,
                joined: String,
            }
        },
        Flavour::Model,
    );
    insta::assert_snapshot!(messages.join("\n"), @r#"
    there is no attribute `keywrd`; did you mean `keyword`?
    a field has one kind, and this is `keyword` already; for a second view of it write `fields(name(text))`
    the dot in `a.b` would make an object of it; write a struct with `#[derive(EsObject)]`, or a name without dots
    `u128` does not fit a number of the index; use `u64`
    the id is stored as `_id`, beside the fields of the mapping; drop `keyword`, or keep a copy of the id in a second field
    `dynamic` is one of "strict", "true", "false", "runtime"
    `Employees` is no name of an index: it must be in lower case; write `employees`
    `default_sort` names `joind`, and no field has that name; did you mean `joined`?
    "#);
}

#[test]
fn a_broken_field_does_not_take_the_others_away() {
    let tokens = derive(
        quote!(
            struct Address {
                #[es(keywrd)]
                city: String,
                zip: String,
            }
        ),
        Flavour::Object,
    );
    let code = tokens.to_string();
    assert!(code.contains("fn zip"), "{code}");
    assert!(!code.contains("fn city"), "{code}");
}

#[test]
fn what_is_no_struct_at_all_is_refused_without_a_panic() {
    for flavour in [Flavour::Model, Flavour::Object, Flavour::Value] {
        assert!(
            derive(
                quote!(
                    fn main() {}
                ),
                flavour
            )
            .to_string()
            .contains("compile_error")
        );
        assert!(derive(TokenStream::new(), flavour).to_string().contains("compile_error"));
    }
}

#[test]
fn names_follow_the_rules_of_serde() {
    let fields = |rule: &str| {
        let code = expanded(
            quote! {
                #[serde(rename_all = #rule)]
                struct Object { first_name: u8 }
            },
            Flavour::Object,
        );
        let name = code.split("Property::new(").nth(1).and_then(|rest| rest.split('"').nth(1)).map(str::to_owned);
        name.unwrap_or_default()
    };
    let rules = [
        ("lowercase", "first_name"),
        ("UPPERCASE", "FIRST_NAME"),
        ("PascalCase", "FirstName"),
        ("camelCase", "firstName"),
        ("snake_case", "first_name"),
        ("SCREAMING_SNAKE_CASE", "FIRST_NAME"),
        ("kebab-case", "first-name"),
        ("SCREAMING-KEBAB-CASE", "FIRST-NAME"),
    ];
    for (rule, name) in rules {
        assert_eq!(fields(rule), name, "{rule}");
    }
}

#[test]
fn the_default_index_is_the_name_in_lower_case() {
    for (ty, index) in [("Employee", "employee"), ("ESFieldModel", "es_field_model"), ("My_Model", "my_model")] {
        let ident = quote::format_ident!("{ty}");
        let code = expanded(quote!(struct #ident { name: String }), Flavour::Model);
        assert!(code.contains(&format!("index: \"{index}\"")), "{code}");
    }
}
