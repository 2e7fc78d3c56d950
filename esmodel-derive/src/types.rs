//! What can be told of a Rust type by its spelling. It never decides a kind; the compiler does that.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, Ident, PathArguments, PathSegment, Type};

/// The last segment of a path type: `Option<u8>` of `std::option::Option<u8>`.
pub(crate) fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        Type::Group(group) => last_segment(&group.elem),
        Type::Paren(paren) => last_segment(&paren.elem),
        _ => None,
    }
}

/// `T` of `Wrapper<T>`, where the type is spelled so.
pub(crate) fn argument_of<'a>(ty: &'a Type, wrapper: &str) -> Option<&'a Type> {
    let segment = last_segment(ty)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    let first = arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })?;
    (segment.ident == wrapper).then_some(first)
}

/// Whether it is spelled as one of these, whatever its arguments.
pub(crate) fn is_named(ty: &Type, names: &[&str]) -> bool {
    // Each comparison of an `Ident` asks the compiler for its text.
    last_segment(ty).is_some_and(|segment| names.contains(&segment.ident.to_string().as_str()))
}

/// Whether it is spelled as this one word: a type of the same name elsewhere is another.
pub(crate) fn is_bare(ty: &Type, name: &str) -> bool {
    match ty {
        Type::Path(path) => path.path.segments.len() == 1 && is_named(ty, &[name]),
        Type::Group(group) => is_bare(&group.elem, name),
        Type::Paren(paren) => is_bare(&paren.elem, name),
        _ => false,
    }
}

/// Whether it is spelled as a list or a set, possibly in an option.
pub(crate) fn is_list(ty: &Type) -> bool {
    match argument_of(ty, "Option").or_else(|| argument_of(ty, "Box")) {
        Some(Type::Slice(_)) => true,
        Some(inner) => is_list(inner),
        None => is_named(ty, &["Vec", "HashSet", "BTreeSet"]),
    }
}

/// What stands inside of options, boxes and lists.
pub(crate) fn innermost(ty: &Type) -> &Type {
    const WRAPPERS: &[&str] = &["Option", "Box", "Arc", "Vec", "HashSet", "BTreeSet", "Cow"];
    match WRAPPERS.iter().find_map(|wrapper| argument_of(ty, wrapper)) {
        Some(inner) => innermost(inner),
        None => ty,
    }
}

/// What a map holds, where it is spelled as one: `V` of `HashMap<String, V>`.
pub(crate) fn value_of_map(ty: &Type) -> Option<&Type> {
    let segment = last_segment(ty).filter(|segment| segment.ident == "HashMap" || segment.ident == "BTreeMap")?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    let mut types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.nth(1)
}

/// Whether it is a well-known scalar, possibly in options and lists: it has no fields inside.
pub(crate) fn is_plain(ty: &Type) -> bool {
    const PLAIN: &[&str] = &[
        "String",
        "str",
        "char",
        "bool",
        "i8",
        "i16",
        "i32",
        "i64",
        "u8",
        "u16",
        "u32",
        "u64",
        "f32",
        "f64",
        "IpAddr",
        "Ipv4Addr",
        "Ipv6Addr",
        "DateTime",
        "NaiveDate",
        "NaiveDateTime",
        "NaiveTime",
        "GeoPoint",
    ];
    is_named(innermost(ty), PLAIN)
}

/// Whether it is a point on Earth or in a plane, possibly in options and lists.
pub(crate) fn is_point(ty: &Type) -> bool {
    is_named(innermost(ty), &["GeoPoint", "XyPoint"])
}

/// Whether the identifier occurs in the tokens.
pub(crate) fn mentions(tokens: &impl ToTokens, ident: &str) -> bool {
    any(tokens.to_token_stream(), &mut |found| found == ident)
}

/// Whether one of the identifiers in the tokens is such.
fn any(tokens: TokenStream, is_such: &mut impl FnMut(&str) -> bool) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(found) => is_such(&found.to_string()),
        TokenTree::Group(group) => any(group.stream(), is_such),
        _ => false,
    })
}

/// An integer type that a JSON number does not carry, and the ones to use.
pub(crate) fn unsuitable_integer(ty: &Type) -> Option<(&'static str, &'static str)> {
    const WIDE: &[(&str, &str)] = &[("usize", "u64"), ("isize", "i64"), ("u128", "u64"), ("i128", "i64")];
    let mut wide = None;
    any(ty.to_token_stream(), &mut |found| {
        wide = WIDE.iter().find(|(name, _)| *name == found).copied();
        wide.is_some()
    });
    wide
}

/// The names, each with as many `_` behind it as it needs to occur nowhere in the tokens.
pub(crate) fn free_names<const N: usize>(tokens: &impl ToTokens, mut names: [String; N]) -> [Ident; N] {
    loop {
        let mut is_free = true;
        any(tokens.to_token_stream(), &mut |found| {
            for name in names.iter_mut().filter(|name| *name == found) {
                name.push('_');
                is_free = false;
            }
            false
        });
        if is_free {
            return names.map(|name| quote::format_ident!("{name}"));
        }
    }
}
