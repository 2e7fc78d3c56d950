//! The rules of one field.

use darling::error::Accumulator;
use syn::{Type, spanned::Spanned};

use super::{description, field_type::check_type, json_name, params, raw, wrong};
use crate::{
    Flavour,
    kinds::{KindSpec, Shape, Takes},
    model::{Field, Mapping, Param, ParamValue, Presence, Role, Stamp, SubField, Unstored},
    parse::{Entries, Entry, Given, Literal, RawField, RawModel, Value},
    types,
};

/// A field, or `None` when it breaks a rule, which is then reported.
pub(super) fn field<'a>(raw: &RawModel<'a>, field: &'a RawField<'a>, errors: &mut Accumulator) -> Option<Field<'a>> {
    if field.is_broken {
        return None;
    }
    let mut found = darling::Error::accumulator();
    let role = role(raw, field, &mut found);
    let name = json_name(raw, field);
    if !matches!(role, Role::Skipped | Role::Flatten { .. }) {
        check_name(raw, field, &name, &mut found);
        check_type(raw, field, &role, &mut found);
    }
    if let Some(span) = field.attrs.one_or_many.span() {
        one_or_many(span, &field.field.ty, matches!(role, Role::Mapped(_)), &mut found);
    }
    hidden(field, &role, &mut found);
    if let Some(source) = field.attrs.source.as_ref().filter(|_| raw.flavour == Flavour::Object) {
        let message = format!(
            "an object does not know where it stands; say it on the model, with the whole path: `source(excludes(\"path.to.{name}\"))`"
        );
        found.push(wrong(source.span, message));
    }
    errors.handle(found.finish())?;
    let description = description(&field.field.attrs, field.attrs.description.as_ref());
    let takes_one = field.attrs.one_or_many.span().is_some();
    let is_hidden = field.attrs.stored.span().is_some();
    let aliases = field.serde.aliases.clone();
    let presence = if field.serde.skips_some {
        Presence::Skipped
    } else if field.serde.has_default || raw.serde.has_default {
        Presence::Defaulted
    } else {
        Presence::Always
    };
    let stamp = match (&field.attrs.created_at, &field.attrs.updated_at) {
        _ if raw.flavour == Flavour::Model => None,
        (created, _) if created.span().is_some() => Some(Stamp::Created),
        (_, updated) => updated.span().map(|_| Stamp::Updated),
    };
    Some(Field {
        ident: field.ident,
        ty: &field.field.ty,
        name,
        description,
        role,
        takes_one,
        is_hidden,
        presence,
        aliases,
        stamp,
    })
}

fn role<'a>(raw: &RawModel<'_>, field: &'a RawField<'a>, errors: &mut Accumulator) -> Role<'a> {
    let attrs = &field.attrs;
    check_flags(raw, field, errors);
    if field.serde.skip.is_some() {
        return skipped(field, errors);
    }
    if field.serde.flatten.is_some() {
        return flattened(field, errors);
    }
    if attrs.computed.span().is_some() {
        filled(field, "computed", "Computed", "it is worked out", errors);
        return Role::Computed;
    }
    if let Some(lazy) = &attrs.lazy {
        filled(field, "lazy", "Lazy", "it is loaded", errors);
        return Role::Lazy { is_optional: is_optional(lazy, errors) };
    }
    if attrs.id.span().is_some() {
        return id(field, errors);
    }
    check_written(field, errors);
    let mapping = mapping(field, errors);
    if attrs.soft_delete.span().is_some() {
        check_findable(&mapping, errors);
    }
    Role::Mapped(mapping)
}

/// Every search asks whether the time of deletion is there.
fn check_findable(mapping: &Mapping, errors: &mut Accumulator) {
    for param in mapping.params.iter().filter(|param| matches!(&*param.key, "index" | "doc_values")) {
        let key = &param.key;
        errors.push(wrong(
            param.span,
            format!("searches look for what is `soft_delete`, which `{key}` may keep them from; drop `{key}`"),
        ));
    }
}

/// What is tolerant of a single value must be a list, and come from the document.
pub(super) fn one_or_many(span: proc_macro2::Span, ty: &Type, is_stored: bool, errors: &mut Accumulator) {
    if !is_stored {
        errors.push(wrong(span, "`one_or_many` is for a field of the document; drop it"));
    } else if !types::is_list(ty) {
        errors.push(wrong(span, "`one_or_many` reads a single value as a list of one: write the type as `Vec<..>`"));
    }
}

/// `#[serde(skip_serializing)]` and `#[es(stored)]` come together: hidden from what an API shows, and stored.
fn hidden(field: &RawField<'_>, role: &Role<'_>, errors: &mut Accumulator) {
    let name = field.ident;
    let (hidden, stored) = (field.serde.hidden, field.attrs.stored.span());
    let (span, message) = match (role, hidden, stored) {
        (Role::Skipped, _, Some(span)) => (
            span,
            format!("`serde(skip)` keeps `{name}` out of documents; write `serde(skip_serializing)` to hide it only from what an API shows, or drop `stored`"),
        ),
        (Role::Flatten { .. }, _, Some(span)) | (Role::Flatten { .. }, Some(span), _) => (
            span,
            format!("`serde(flatten)` puts the fields of `{name}` into the parent; write `#[serde(skip_serializing)] #[es(stored)]` on those fields inside that are to be hidden"),
        ),
        (Role::Id { .. }, _, Some(span)) => {
            (span, format!("`{name}` is stored as `_id`, shown or not; drop `stored`"))
        }
        (Role::Mapped(Mapping { unstored: None, .. }), Some(span), None) => (
            span,
            "`skip_serializing` alone: the field would be lost at the next save, because it is not written; write `#[es(stored)]` beside it to store what an API does not show, or `serde(skip)` to keep it out of the index".to_owned(),
        ),
        (Role::Mapped(Mapping { unstored: None, .. }), None, Some(span)) => (
            span,
            format!("serde writes `{name}`, so it is stored already; drop `stored`, or hide it from what an API shows by `#[serde(skip_serializing)]`"),
        ),
        (Role::Mapped(Mapping { unstored: None, .. }), Some(_), Some(span)) => match &field.serde.with {
            Some((key, _)) => (
                span,
                format!("serde does not write `{name}`, so its type's own `Serialize` does, and not `{key}`; drop `{key}`, and wrap the value in a newtype with `#[derive(EsValue)]`"),
            ),
            None => return,
        },
        (_, _, Some(span)) => (span, format!("`{name}` is no part of what is stored; drop `stored`")),
        // Nothing is hidden; or it is, and what serde writes of it is not stored anyway.
        (_, _, None) => return,
    };
    errors.push(wrong(span, message));
}

/// What is written of a mapping on a field, and where.
pub(super) fn mapping_words(field: &RawField<'_>) -> Vec<(&'static str, proc_macro2::Span)> {
    let attrs = &field.attrs;
    let kinds = attrs.kinds().into_iter().map(|(kind, entries)| (kind.name, entries.span));
    let fields = attrs.fields.as_ref().map(|fields| ("fields", fields.span));
    let alias = attrs.alias.as_ref().map(|alias| ("alias", alias.span));
    let runtime = attrs.runtime.as_ref().map(|runtime| ("runtime", runtime.span));
    let raw = attrs.raw.as_ref().map(|raw| ("raw", raw.span));
    let fields = fields.into_iter().chain(alias).chain(runtime).chain(raw);
    kinds.chain(attrs.straight().into_iter().map(|(key, span, _)| (key, span))).chain(fields).collect()
}

/// What belongs to models: `id`, `routing`, authors, the time of deletion. They and timestamps exclude each other.
fn check_flags(raw: &RawModel<'_>, field: &RawField<'_>, errors: &mut Accumulator) {
    let flags = field.attrs.flags();
    let of_models = |flag: &str| !matches!(flag, "computed" | "lazy" | "created_at" | "updated_at");
    let misplaced = flags.iter().find(|(flag, _)| raw.flavour == Flavour::Object && of_models(flag));
    if let Some((flag, span)) = misplaced {
        let advice = match *flag {
            "id" => "here it is a plain field: take the attribute off",
            "routing" => "put it on a field of the model",
            "soft_delete" => "a document is deleted as a whole: put it on a field of the model",
            _ => "a document has one author: set the field yourself, or put it on the model",
        };
        errors.push(wrong(*span, format!("`{flag}` is for models, and this is an object; {advice}")));
        return;
    }
    if let [(first, _), (second, span), ..] = flags.as_slice() {
        let advice = match (*first, *second) {
            ("id", "routing") => "a document without routing is routed by its id already: keep `id`",
            _ => "use a field for each",
        };
        errors.push(wrong(*span, format!("a field cannot be `{first}` and `{second}`; {advice}")));
    }
}

/// A write fills the field in its type's own form.
fn check_written(field: &RawField<'_>, errors: &mut Accumulator) {
    let Some((key, span)) = field.serde.with.as_ref().filter(|(key, _)| key != "deserialize_with") else { return };
    let written = |flag: &str| !matches!(flag, "id" | "routing" | "computed" | "lazy");
    if let Some((flag, _)) = field.attrs.flags().into_iter().find(|(flag, _)| written(flag)) {
        errors.push(wrong(
            *span,
            format!(
                "a write fills what is `{flag}` in the form of its type, not of `{key}`; drop `{key}`, or drop `{flag}` and fill the field yourself"
            ),
        ));
    }
}

fn skipped<'a>(field: &RawField<'_>, errors: &mut Accumulator) -> Role<'a> {
    for (word, span) in field.attrs.flags().into_iter().chain(mapping_words(field)) {
        errors.push(wrong(
            span,
            format!(
                "`serde(skip)` keeps `{}` out of documents, so `{word}` has no effect; drop one of the two",
                field.ident
            ),
        ));
    }
    Role::Skipped
}

fn flattened<'a>(field: &'a RawField<'a>, errors: &mut Accumulator) -> Role<'a> {
    for (word, span) in field.attrs.flags().into_iter().chain(mapping_words(field)) {
        errors.push(wrong(
            span,
            format!(
                "`serde(flatten)` puts the fields of `{}` into the parent; write `{word}` on a field inside",
                field.ident
            ),
        ));
    }
    let ty = &field.field.ty;
    let inner = types::argument_of(ty, "Option");
    Role::Flatten { object: inner.unwrap_or(ty), is_optional: inner.is_some() }
}

/// A field that a method fills: its type says that it may be empty, and it has no mapping.
fn filled(field: &RawField<'_>, word: &str, wrapper: &str, until: &str, errors: &mut Accumulator) {
    let article = if word == "computed" { "a computed field" } else { "a lazy property" };
    for (word, span) in mapping_words(field) {
        errors.push(wrong(span, format!("{article} is not stored, so `{word}` has no effect; drop one of the two")));
    }
    let ty = &field.field.ty;
    if !types::is_named(ty, &[wrapper]) {
        let spelled = quote::quote!(#ty).to_string().replace(' ', "");
        errors.push(wrong(
            ty.span(),
            format!("{article} is empty until {until}: write its type as `{wrapper}<{spelled}>`"),
        ));
    }
}

/// Whether `lazy(optional)` is written.
fn is_optional(lazy: &Entries, errors: &mut Accumulator) -> bool {
    for Entry { key, span, given } in &lazy.entries {
        if key != "optional" || !matches!(given, Given::Nothing) {
            let message =
                "a lazy property has no parameters but one: `lazy(optional)`, where an API may answer without it";
            errors.push(wrong(*span, message));
        }
    }
    !lazy.entries.is_empty()
}

fn id<'a>(field: &'a RawField<'a>, errors: &mut Accumulator) -> Role<'a> {
    for (word, span) in mapping_words(field) {
        errors.push(wrong(
            span,
            format!("the id is stored as `_id`, beside the fields of the mapping; drop `{word}`, or keep a copy of the id in a second field"),
        ));
    }
    if let Some((key, span)) = &field.serde.with {
        errors.push(wrong(
            *span,
            format!("an id is text that its own type reads and writes; drop `{key}`, and wrap the id in a newtype with `#[derive(EsValue)]`"),
        ));
    }
    let ty = &field.field.ty;
    let inner = types::argument_of(ty, "Option");
    Role::Id { id: inner.unwrap_or(ty), is_optional: inner.is_some() }
}

fn mapping(field: &RawField<'_>, errors: &mut Accumulator) -> Mapping {
    let mut mapping = Mapping { is_opaque: field.serde.with.is_some(), ..Mapping::default() };
    let kinds = field.attrs.kinds();
    for (kind, entries) in kinds.iter().skip(1) {
        let first = kinds.first().map_or("", |(kind, _)| kind.name);
        errors.push(wrong(
            entries.span,
            format!(
                "a field has one kind, and this is `{first}` already; for a second view of it write `fields(name({}))`",
                kind.name
            ),
        ));
    }
    if let Some(text) = &field.attrs.raw {
        raw::mapping(field, text, &mut mapping, errors);
        return mapping;
    }
    mapping.unstored = unstored(field, errors);
    let straight: Vec<Entry> = field.attrs.straight().into_iter().map(straight_entry).collect();
    if let Some((kind, entries)) = kinds.first() {
        mapping.kind = Some(kind);
        let given: Vec<Entry> = entries.entries.iter().cloned().chain(straight).collect();
        mapping.params = params::of_kind(kind, entries.span, &given, errors);
        shape(kind, &mut mapping, errors);
        let has_dims = mapping.params.iter().any(|param| param.key == "dims");
        if mapping.is_opaque && kind.name == "dense_vector" && !has_dims {
            errors.push(wrong(entries.span, "write how long the vector is: `dense_vector(dims = 384)`"));
        }
    } else {
        mapping.params = straight.iter().filter_map(|entry| params::one(common(&entry.key), entry, errors)).collect();
        if let Some((key, span)) = &field.serde.with {
            errors.push(wrong(
                *span,
                format!(
                    "with `{key}` the type of `{}` does not tell what is stored; say it: `#[es(keyword)]`, `#[es(date)]`, ..",
                    field.ident
                ),
            ));
        }
    }
    if let Some(fields) = &field.attrs.fields {
        mapping.sub_fields = sub_fields(fields, mapping.kind, errors);
    }
    mapping
}

const RUNTIME: &[(&str, Takes)] =
    &[("script", Takes::Str), ("format", Takes::Format), ("on_script_error", Takes::OneOf(&["fail", "continue"]))];

/// What an alias or a runtime field stands for. Its type says that documents do not hold it.
fn unstored(field: &RawField<'_>, errors: &mut Accumulator) -> Option<Unstored> {
    let (attrs, ty) = (&field.attrs, &field.field.ty);
    let (word, span) = match (&attrs.alias, &attrs.runtime) {
        (Some(alias), None) => ("an alias", alias.span),
        (None, Some(runtime)) => ("a runtime field", runtime.span),
        (Some(_), Some(runtime)) => {
            errors.push(wrong(runtime.span, "a field is an alias or a runtime field; drop one of the two"));
            return None;
        }
        (None, None) => {
            if types::is_named(ty, &["Unstored"]) {
                errors.push(wrong(
                    ty.span(),
                    "say what the field stands for: `#[es(alias = \"path.of.a.field\")]` or `#[es(runtime(script = \"..\"))]`",
                ));
            }
            return None;
        }
    };
    if !types::is_named(ty, &["Unstored"]) {
        let spelled = quote::quote!(#ty).to_string().replace(' ', "");
        errors.push(wrong(ty.span(), format!("{word} is not stored: write its type as `Unstored<{spelled}>`")));
        return None;
    }
    for (flag, span) in attrs.flags() {
        errors.push(wrong(span, format!("{word} is not stored, so it cannot be `{flag}`; use a field for each")));
    }
    for (key, span, _) in attrs.straight() {
        errors.push(wrong(span, format!("{word} is not stored, so `{key}` has no effect; drop it")));
    }
    for (kind, entries) in attrs.kinds().iter().filter(|(_, entries)| !entries.entries.is_empty()) {
        errors.push(wrong(entries.span, format!("{word} has no parameters of `{}`; write the kind alone", kind.name)));
    }
    if let Some(fields) = &attrs.fields {
        errors.push(wrong(fields.span, format!("{word} is not stored, so it has no multi-fields; drop them")));
    }
    match (&attrs.alias, &attrs.runtime) {
        (Some(alias), _) => Some(Unstored::Alias(alias.clone())),
        (None, Some(runtime)) => {
            Some(Unstored::Runtime(span, params::typed("runtime", RUNTIME, &runtime.entries, errors)))
        }
        (None, None) => None,
    }
}

fn straight_entry((key, span, given): (&'static str, proc_macro2::Span, &Given)) -> Entry {
    Entry { key: key.to_owned(), span, given: given.clone() }
}

fn common(key: &str) -> Takes {
    if key == "copy_to" { Takes::Names } else { Takes::Bool }
}

/// `dynamic` and `enabled` of objects are facts of their own, not parameters.
fn shape(kind: &KindSpec, mapping: &mut Mapping, errors: &mut Accumulator) {
    if !matches!(kind.shape, Shape::Object | Shape::Nested) {
        return;
    }
    let (shape, rest): (Vec<Param>, Vec<Param>) =
        std::mem::take(&mut mapping.params).into_iter().partition(|param| matches!(&*param.key, "dynamic" | "enabled"));
    mapping.params = rest;
    for param in shape {
        match (&*param.key, param.value) {
            ("enabled", ParamValue::One(Literal { value: Value::Bool(is_enabled), .. })) => {
                mapping.is_disabled = !is_enabled;
            }
            ("dynamic", ParamValue::One(literal)) => mapping.dynamic = params::dynamic(&literal, errors),
            _ => {}
        }
    }
}

fn sub_fields(fields: &Entries, kind: Option<&KindSpec>, errors: &mut Accumulator) -> Vec<SubField> {
    if let Some(kind) = kind.filter(|kind| kind.shape != Shape::Leaf) {
        errors.push(wrong(fields.span, format!("`{}` has no multi-fields; put them on the fields inside", kind.name)));
        return Vec::new();
    }
    let mut sub_fields: Vec<SubField> = Vec::new();
    for entry in &fields.entries {
        if sub_fields.iter().any(|sub| sub.name == entry.key) {
            errors.push(wrong(entry.span, format!("there are two multi-fields named `{}`; rename one", entry.key)));
            continue;
        }
        let Some(sub) = sub_field(entry, errors) else { continue };
        if let Some(twin) = sub_fields.iter().find(|other| other.ident == sub.ident) {
            errors.push(wrong(
                entry.span,
                format!(
                    "the multi-fields `{}` and `{}` would both be `.{}()` in queries; rename one",
                    twin.name, sub.name, sub.ident
                ),
            ));
            continue;
        }
        sub_fields.push(sub);
    }
    if fields.entries.is_empty() {
        errors.push(wrong(fields.span, "name the multi-fields: `fields(raw(keyword))`"));
    }
    sub_fields
}

fn sub_field(entry: &Entry, errors: &mut Accumulator) -> Option<SubField> {
    let Entry { key, span, given } = entry;
    let Given::Entries(kinds) = given else {
        errors.push(wrong(*span, format!("say the kind of the multi-field: `{key}(keyword)`")));
        return None;
    };
    let [kind] = kinds.as_slice() else {
        errors.push(wrong(*span, format!("a multi-field has one kind: `{key}(keyword)`")));
        return None;
    };
    let leaves = || crate::kinds::KINDS.iter().filter(|kind| kind.is_multi()).map(|kind| kind.name);
    let Some(spec) = KindSpec::named(&kind.key).filter(|spec| spec.is_multi()) else {
        let nearest = crate::nearest::did_you_mean(&kind.key, leaves());
        errors.push(wrong(kind.span, format!("`{}` is no kind of a multi-field{nearest}", kind.key)));
        return None;
    };
    let params = match &kind.given {
        Given::Nothing => params::of_kind(spec, kind.span, &[], errors),
        Given::Entries(entries) => params::of_kind(spec, kind.span, entries, errors),
        _ => {
            errors.push(wrong(kind.span, format!("write `{0}`, or `{0}(..)` with its parameters inside", kind.key)));
            return None;
        }
    };
    let ident = accessor(entry, errors)?;
    Some(SubField { ident, name: key.clone(), kind: spec, params })
}

/// The method that yields the token of a multi-field: its name, with `_` for what no method has in its own.
fn accessor(Entry { key, span, .. }: &Entry, errors: &mut Accumulator) -> Option<syn::Ident> {
    if let Some(bad) = key.chars().find(|&letter| letter == '.' || letter == '"' || letter.is_control()) {
        errors.push(wrong(
            *span,
            format!("a multi-field has one name, and servers take none with `{bad}` in it: `{key}`"),
        ));
        return None;
    }
    let name: String = key.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' }).collect();
    let parsed = syn::parse_str::<syn::Ident>(&name).or_else(|_| syn::parse_str(&format!("r#{name}")));
    let Ok(mut ident) = parsed.or_else(|_| syn::parse_str(&format!("_{name}"))) else {
        errors.push(wrong(*span, format!("`{key}` is no name of a multi-field; begin with a letter")));
        return None;
    };
    ident.set_span(*span);
    Some(ident)
}

/// Names as the servers have them: a dot makes an object, `_` is the server's own.
fn check_name(raw: &RawModel<'_>, field: &RawField<'_>, name: &str, errors: &mut Accumulator) {
    let span = field.serde.rename.as_ref().map_or_else(|| field.ident.span(), |(_, span)| *span);
    let attrs = &field.attrs;
    if name.is_empty() {
        errors.push(wrong(span, "a field of the index has a name; write one, such as `rename = \"name\"`"));
    } else if name.contains('.') {
        errors.push(wrong(
            span,
            format!("the dot in `{name}` would make an object of it; write a struct with `#[derive(EsObject)]`, or a name without dots"),
        ));
    } else if name.starts_with('_') {
        errors.push(wrong(
            span,
            format!("names that begin with `_`, such as `{name}`, are the server's own; write `#[serde(rename = \"..\")]` with another"),
        ));
    }
    let has_id = || raw.fields.iter().any(|field| field.attrs.id.span().is_some());
    let is_plain = || attrs.kinds().is_empty() && attrs.flags().is_empty();
    if raw.flavour == Flavour::Model && name == "id" && is_plain() && !has_id() {
        errors.push(wrong(
            span,
            "is this the document's id? Write `#[es(id)]`; for a field of the mapping that is only named so, write its kind, such as `#[es(keyword)]`",
        ));
    }
}
