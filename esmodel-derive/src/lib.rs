//! stub
use proc_macro::TokenStream;
/// stub
#[proc_macro_derive(EsModel, attributes(es))]
pub fn es_model(input: TokenStream) -> TokenStream { let _ = input; TokenStream::new() }
/// stub
#[proc_macro_derive(EsObject, attributes(es))]
pub fn es_object(input: TokenStream) -> TokenStream { let _ = input; TokenStream::new() }
/// stub
#[proc_macro_derive(EsValue, attributes(es))]
pub fn es_value(input: TokenStream) -> TokenStream { let _ = input; TokenStream::new() }
