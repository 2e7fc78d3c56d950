//! What only a model has: its index, settings, order and routing.

use darling::error::Accumulator;
use heck::ToSnakeCase;
use syn::{ext::IdentExt, spanned::Spanned};

use super::{analysis, description, index_name, lock, params, root, settings, wrong};
use crate::{
    model::{Facts, Field, Role, Routing, SortKey},
    nearest::did_you_mean,
    parse::{Given, Literal, RawModel, Text, Value},
};

/// The facts of a model.
pub(super) fn facts<'a>(raw: &'a RawModel<'a>, fields: &[Field<'_>], errors: &mut Accumulator) -> Facts<'a> {
    let attrs = &raw.attrs;
    let position = |flag: &str| {
        let flagged = raw.fields.iter().find(|field| field.attrs.flags().iter().any(|(name, _)| *name == flag))?;
        fields.iter().position(|field| field.ident == flagged.ident)
    };
    let routing = match (&attrs.routing, position("routing")) {
        (_, Some(field)) => Routing::Field(field),
        (Some(hook), None) => Routing::Hook(&hook.0),
        (None, None) => Routing::None,
    };
    let word = |text: &Text| Literal { value: Value::Str(text.value.clone()), span: text.span };
    let dynamic = attrs.dynamic.as_ref().and_then(|text| params::dynamic(&word(text), errors));
    let index = index(raw, errors);
    Facts {
        lock: lock::lock(attrs.lock.as_ref(), &index, errors),
        index,
        index_for: attrs.index_for.as_ref().map(|hook| &hook.0),
        settings: settings::settings(attrs.settings.as_ref(), errors),
        dynamic: dynamic.unwrap_or("Strict"),
        default_sort: order("default_sort", attrs.default_sort.as_ref(), raw, fields, errors),
        routing,
        root: root::root(raw, fields, errors),
        analysis: analysis::analysis(attrs, errors),
        lazy_depth: lazy_depth(raw, errors),
        created_at: position("created_at"),
        updated_at: position("updated_at"),
        created_by: position("created_by"),
        updated_by: position("updated_by"),
        soft_delete: position("soft_delete"),
        before_save: attrs.before_save.as_ref().map(|hook| &hook.0),
        after_load: attrs.after_load.as_ref().map(|hook| &hook.0),
        validate: attrs.validate.as_ref(),
        description: description(&raw.input.attrs, attrs.description.as_ref()),
    }
}

fn lazy_depth(raw: &RawModel<'_>, errors: &mut Accumulator) -> u32 {
    let Some(depth) = &raw.attrs.lazy_depth else { return 1 };
    if let Given::One(Literal { value: Value::Int(levels), .. }) = depth.given
        && let Ok(levels) = u32::try_from(levels)
    {
        return levels;
    }
    errors.push(wrong(
        depth.span,
        "write how many queries deep lazy properties run, as a number: `lazy_depth = 2`; 1 is the outermost only",
    ));
    1
}

fn index(raw: &RawModel<'_>, errors: &mut Accumulator) -> String {
    let Some(Text { value, span }) = &raw.attrs.index else {
        let name = raw.input.ident.unraw().to_string().to_snake_case();
        if let Some(hook) = &raw.attrs.index_for {
            errors.push(wrong(
                hook.0.span(),
                format!("`index_for` says where documents go; say what is read, a pattern or an alias over all of that: `index = \"{name}-*\"`"),
            ));
        }
        return name;
    };
    let is_computed = raw.attrs.index_for.is_some();
    if !is_computed && value.contains('*') {
        errors.push(wrong(
            *span,
            format!("`{value}` is a pattern of indices to read; say which of them a document goes to: `index_for = Self::index_name`"),
        ));
    } else if let Err(reason) = index_name::check(value, is_computed) {
        errors.push(wrong(*span, format!("`{value}` is no name of an index: {reason}")));
    }
    value.clone()
}

/// The keys of an order, such as `"-joined,name.raw"`.
pub(super) fn order(
    attribute: &str,
    order: Option<&Text>,
    raw: &RawModel<'_>,
    fields: &[Field<'_>],
    errors: &mut Accumulator,
) -> Vec<SortKey> {
    let Some(order) = order else { return Vec::new() };
    let mut keys: Vec<SortKey> = Vec::new();
    for key in order.value.split(',').map(str::trim) {
        let (path, is_descending) = match key.strip_prefix('-') {
            Some(path) => (path, true),
            None => (key.strip_prefix('+').unwrap_or(key), false),
        };
        if let Err(message) = sortable(attribute, path, raw, fields) {
            errors.push(wrong(order.span, message));
            continue;
        }
        if keys.iter().any(|key| key.path.value == path) {
            errors.push(wrong(order.span, format!("`{path}` is in `{attribute}` twice; keep one")));
            continue;
        }
        keys.push(SortKey { path: Text { value: path.to_owned(), span: order.span }, is_descending });
    }
    keys
}

/// What this struct alone can tell of a path; the compiler checks the rest, through the types.
fn sortable(attribute: &str, path: &str, raw: &RawModel<'_>, fields: &[Field<'_>]) -> Result<(), String> {
    let Some(first) = path.split('.').next().filter(|first| !first.is_empty()) else {
        return Err(format!(
            "`{attribute}` is names with commas between, `-` before those that descend: `\"-joined,name.raw\"`"
        ));
    };
    let has_flatten = fields.iter().any(|field| matches!(field.role, Role::Flatten { .. }));
    let Some(field) = fields.iter().find(|field| field.name == first && !matches!(field.role, Role::Flatten { .. }))
    else {
        // What is wrong with a field that could not be read was said there.
        if has_flatten || raw.has(first) || matches!(path, "_doc" | "_score") {
            return Ok(());
        }
        let nearest = did_you_mean(first, fields.iter().map(|field| field.name.as_str()));
        return Err(format!("`{attribute}` names `{first}`, and no field has that name{nearest}"));
    };
    match &field.role {
        Role::Id { .. } => Err(format!(
            "the servers cannot sort by the id; keep a copy of `{first}` in a second field, and sort by that"
        )),
        Role::Computed => Err(format!("`{first}` is computed and not stored; sort by what it is made from")),
        Role::Lazy { .. } => {
            Err(format!("`{first}` is a lazy property and not stored; sort by a field of the mapping"))
        }
        Role::Skipped => Err(format!("`{first}` is skipped by serde, so the index cannot sort by it; sort by another")),
        Role::Mapped(_) | Role::Flatten { .. } => Ok(()),
    }
}
