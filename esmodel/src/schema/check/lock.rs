//! A model against its lock file: what the deployed mapping has and the struct no longer fits.
//!
//! The fields of a level are sorted and then merged with those of the file, which are sorted already.

use super::{
    message::{Message, Trail, fail},
    names::{precedes, same},
};
use crate::schema::{
    Dynamic, Kind, ModelSchema, Param, ParamValue, Property, Unstored,
    rules::{Changes, is_default, rule_of},
    value_of,
};

/// What a lock file says besides fields; `None` where that is pending.
#[derive(Debug, Clone, Copy)]
pub struct LockedRoot {
    /// Whether the index requires a routing value.
    pub routing: Option<bool>,
    /// Which fields `_source` keeps.
    pub source: Option<&'static [Param]>,
}

/// One field of a lock file.
#[derive(Debug, Clone, Copy)]
pub struct Locked {
    /// The name.
    pub name: &'static str,
    /// The kind, by Elasticsearch's word; it may be one that esmodel does not know.
    pub kind: &'static str,
    /// The parameters.
    pub params: &'static [Param],
    /// The multi-fields, sorted by name.
    pub fields: &'static [Locked],
    /// The fields inside, sorted by name.
    pub properties: &'static [Locked],
}

/// How many misfits a message names, and how long it may be before the last of them.
const SHOWN: usize = 5;
const LONG: usize = 1024;

/// What was found so far.
struct Found {
    message: Message,
    /// The option for each path that is named, for the advice.
    accept: Message,
    /// The path that was named last: a field may differ in several parameters.
    last: Message,
    /// How many misfits there are, and how many of them are named.
    count: usize,
    shown: usize,
}

/// Fails where the struct does not fit the deployed mapping, without the fields that are pending.
#[track_caller]
pub const fn lock(schema: &'static ModelSchema, file: &str, root: LockedRoot, fields: &'static [Locked]) {
    if let Some(message) = misfit(schema, file, root, fields) {
        fail(&message);
    }
}

/// What [`lock`] fails with.
pub const fn misfit(
    schema: &'static ModelSchema,
    file: &str,
    root: LockedRoot,
    fields: &'static [Locked],
) -> Option<Message> {
    let message =
        Message::new().text(schema.name).text(": the struct no longer fits the lock file `").text(file).text("`: ");
    let mut found = Found { message, accept: Message::new(), last: Message::new(), count: 0, shown: 0 };
    if let Some(required) = root.routing
        && required != schema.routing_required
        && found.begins(&Trail::ROOT.to("_routing"))
    {
        let words = if required { "is required in the lock file" } else { "is required in the struct" };
        found.message = found.message.text(words).text(" only");
    }
    // What only the index leaves out of `_source` is told by a plan, and left.
    if let Some(deployed) = root.source
        && !(schema.root.source_includes.is_empty() && schema.root.source_excludes.is_empty())
    {
        source(&mut found, "includes", schema.root.source_includes, deployed);
        source(&mut found, "excludes", schema.root.source_excludes, deployed);
    }
    level(&mut found, schema.properties, fields, &Trail::ROOT, schema.dynamic);
    if found.count == 0 {
        return None;
    }
    let mut message = found.message;
    if found.count > found.shown {
        message = message.text("; and ").number(found.count - found.shown).text(" more");
    }
    message = message.text(". Change the struct back; or, where it is meant, `esmodel schema lock ").text(file);
    Some(message.text(found.accept.as_str()).text("`, and rebuild the index"))
}

const fn source(found: &mut Found, key: &str, own: &'static [&'static str], deployed: &[Param]) {
    let own = ParamValue::Words(own);
    let deployed = match value_of(deployed, key) {
        Some(paths) => paths,
        None => ParamValue::Words(&[]),
    };
    if !own.is(deployed) {
        found.param(&Trail::ROOT.to("_source"), key, Some(deployed), Some(own));
    }
}

impl Found {
    /// Counts a misfit of the field at `trail`, and says whether to tell more of it.
    const fn begins(&mut self, trail: &Trail<'_>) -> bool {
        self.count += 1;
        if self.shown == SHOWN || self.message.as_str().len() > LONG {
            return false;
        }
        self.shown += 1;
        let path = Message::new().path(trail);
        if !same(path.as_str(), self.last.as_str()) {
            self.accept.push(" --accept ");
            self.accept.push(path.as_str());
            self.last = path;
        }
        self.message.push(if self.count > 1 { "; `" } else { "`" });
        self.message.push_path(trail);
        self.message.push("` ");
        true
    }

    const fn param(&mut self, trail: &Trail<'_>, key: &str, locked: Option<ParamValue>, own: Option<ParamValue>) {
        if self.begins(trail) {
            self.message.push("has ");
            self.message.push(key);
            self.message.push(" ");
            self.message.push_value(locked);
            self.message.push(" in the lock file and ");
            self.message.push_value(own);
            self.message.push(" in the struct");
        }
    }

    const fn kind(&mut self, trail: &Trail<'_>, locked: &str, own: &str) {
        if self.begins(trail) {
            self.message.push("is ");
            self.message.push(locked);
            self.message.push(" in the lock file and ");
            self.message.push(own);
            self.message.push(" in the struct");
        }
    }
}

/// Compares the fields of one level. Each level has the room that it needs: the room costs time.
const fn level(
    found: &mut Found,
    own: &'static [Property],
    locked: &'static [Locked],
    trail: &Trail<'_>,
    dynamic: Dynamic,
) {
    if locked.is_empty() {
        return;
    }
    let count = spread(own);
    if count <= 32 {
        merge::<32>(found, own, locked, trail, dynamic);
    } else if count <= 1024 {
        merge::<1024>(found, own, locked, trail, dynamic);
    } else {
        merge::<32768>(found, own, locked, trail, dynamic);
    }
}

/// How many fields stand at a level, those of flattened structs among them.
const fn spread(own: &[Property]) -> usize {
    let (mut at, mut total) = (0, 0);
    while at < own.len() {
        total += if own[at].is_flatten { spread(own[at].field_type.properties) } else { 1 };
        at += 1;
    }
    total
}

const fn merge<const ROOM: usize>(
    found: &mut Found,
    own: &'static [Property],
    locked: &'static [Locked],
    trail: &Trail<'_>,
    dynamic: Dynamic,
) {
    let mut sorted = Sorted::<ROOM> { fields: [None; ROOM], len: 0 };
    sorted.add(own);
    sorted.sort();
    let (mut mine, mut theirs) = (0, 0);
    while theirs < locked.len() {
        match sorted.fields[mine] {
            Some(property) if precedes(property.name, locked[theirs].name) => mine += 1,
            Some(property) if same(property.name, locked[theirs].name) => {
                match property.unstored {
                    Some(Unstored::Alias(target)) => alias(found, property.name, target, &locked[theirs], trail),
                    _ => field(found, property, &locked[theirs], &trail.to(property.name), dynamic),
                }
                mine += 1;
                theirs += 1;
            }
            _ => {
                // Where documents bring fields of their own, the index has more than the struct.
                if !matches!(dynamic, Dynamic::True | Dynamic::Runtime) && found.begins(&trail.to(locked[theirs].name))
                {
                    found.message.push("is in the lock file and not in the struct");
                }
                theirs += 1;
            }
        }
    }
}

/// The fields of one level by name, and at least one `None` behind them.
struct Sorted<const ROOM: usize> {
    fields: [Option<&'static Property>; ROOM],
    len: usize,
}

impl<const ROOM: usize> Sorted<ROOM> {
    const fn add(&mut self, own: &'static [Property]) {
        let mut at = 0;
        while at < own.len() {
            if own[at].is_flatten {
                self.add(own[at].field_type.properties);
            } else if !matches!(own[at].unstored, Some(Unstored::Runtime(_))) {
                // A field that is worked out while searching is none of the mapping's.
                self.fields[self.len] = Some(&own[at]);
                self.len += 1;
            }
            at += 1;
        }
    }

    /// Merges runs, each twice as long as those before.
    const fn sort(&mut self) {
        let mut run = 1;
        while run < self.len {
            let (before, mut start) = (self.fields, 0);
            while start < self.len {
                let middle = at_most(start + run, self.len);
                let end = at_most(middle + run, self.len);
                let (mut left, mut right, mut to) = (start, middle, start);
                while to < end {
                    let takes_left = right >= end || (left < middle && !comes_before(before[right], before[left]));
                    let from = if takes_left { &mut left } else { &mut right };
                    self.fields[to] = before[*from];
                    *from += 1;
                    to += 1;
                }
                start = end;
            }
            run *= 2;
        }
    }
}

const fn at_most(value: usize, most: usize) -> usize {
    if value < most { value } else { most }
}

const fn comes_before(left: Option<&Property>, right: Option<&Property>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => precedes(left.name, right.name),
        _ => false,
    }
}

/// Another name of the field at `target`, from the level that it stands at.
const fn alias(found: &mut Found, name: &str, target: &str, locked: &Locked, parent: &Trail<'_>) {
    let trail = parent.to(name);
    if !same(locked.kind, "alias") {
        found.kind(&trail, locked.kind, "alias");
        return;
    }
    let path = Message::new().path(&parent.to(target));
    let deployed = match value_of(locked.params, "path") {
        Some(ParamValue::Str(deployed)) => deployed,
        _ => "",
    };
    if !same(deployed, path.as_str()) && found.begins(&trail) {
        found.message.push("has path `");
        found.message.push(deployed);
        found.message.push("` in the lock file and `");
        found.message.push(path.as_str());
        found.message.push("` in the struct");
    }
}

const fn field(found: &mut Found, own: &'static Property, locked: &'static Locked, trail: &Trail<'_>, outer: Dynamic) {
    let kind = own.of_kind().name();
    if !same(kind, locked.kind) && !is_weights(own, locked) {
        found.kind(trail, locked.kind, kind);
        return;
    }
    lost_params(found, own, locked, trail);
    params(found, own.params, kind, locked, trail);
    if !own.enabled && value_of(locked.params, "enabled").is_none() {
        found.param(trail, "enabled", None, Some(ParamValue::Bool(false)));
    }
    let mut at = 0;
    while at < own.field_type.params.len() {
        // The attribute's win over the type's.
        if value_of(own.params, own.field_type.params[at].key).is_none() {
            params(found, own.field_type.params.split_at(at).1.split_at(1).0, kind, locked, trail);
        }
        at += 1;
    }
    let dynamic = match own.dynamic {
        Some(dynamic) => dynamic,
        None => outer,
    };
    level(found, own.field_type.properties, locked.properties, trail, dynamic);
    level(found, own.fields, locked.fields, trail, Dynamic::Strict);
}

/// Whether the kind keeps the number so.
const fn is_rounded(kind: &str, key: &str, value: ParamValue, deployed: ParamValue) -> bool {
    ((same(kind, "float") || same(key, "boost")) && value.rounds_to(deployed, 23))
        || (same(kind, "half_float") && value.rounds_to(deployed, 10))
}

/// Parameters that the struct gives, against those of the file or the server's defaults.
const fn params(found: &mut Found, own: &'static [Param], kind: &str, locked: &Locked, trail: &Trail<'_>) {
    let mut at = 0;
    while at < own.len() {
        let Param { key, value } = own[at];
        let deployed = value_of(locked.params, key);
        let is_same = match deployed {
            Some(deployed) => {
                value.fits(deployed) || is_product(kind, value, deployed) || is_rounded(kind, key, value, deployed)
            }
            None => is_default(kind, key, value) || is_of_one_product(kind, key, locked),
        };
        if !is_same && !is_in_place(kind, key, Some(value)) {
            found.param(trail, key, or_default(deployed, kind, key), Some(value));
        }
        at += 1;
    }
}

/// Parameters of the file that the struct does not give.
const fn lost_params(found: &mut Found, own: &'static Property, locked: &Locked, trail: &Trail<'_>) {
    let mut at = 0;
    while at < locked.params.len() {
        let Param { key, value } = locked.params[at];
        let is_given = value_of(own.params, key).is_some()
            || value_of(own.field_type.params, key).is_some()
            || (same(key, "enabled") && !own.enabled)
            || (same(key, "similarity") && value.is(ParamValue::Str("l2_norm")) && is_bits(own));
        // What has no row is the server's own addition.
        if !is_given && rule_of(locked.kind, key).is_some() && !is_default(locked.kind, key, value) {
            let becomes = or_default(None, locked.kind, key);
            if !is_in_place(locked.kind, key, becomes) {
                found.param(trail, key, Some(value), becomes);
            }
        }
        at += 1;
    }
}

/// OpenSearch keeps weights as `rank_features`, unless it is told how to index them.
const fn is_weights(own: &Property, locked: &Locked) -> bool {
    matches!(own.of_kind(), Kind::SparseVector)
        && same(locked.kind, Kind::RankFeatures.name())
        && value_of(own.params, "method").is_none()
}

/// What only one product has of vectors: a file from the other lacks it, and does not say which product it is from. The
/// length is missing only where a trained model knows it.
const fn is_of_one_product(kind: &str, key: &str, locked: &Locked) -> bool {
    const KEYS: [&str; 7] = ["index_options", "method", "mode", "compression_level", "model_id", "store", "doc_values"];
    if !same(kind, Kind::DenseVector.name()) {
        return false;
    }
    let mut at = 0;
    while at < KEYS.len() {
        if same(KEYS[at], key) {
            return true;
        }
        at += 1;
    }
    same(key, "dims") && value_of(locked.params, "model_id").is_some()
}

/// OpenSearch has one word for both products of vectors.
const fn is_product(kind: &str, own: ParamValue, deployed: ParamValue) -> bool {
    same(kind, Kind::DenseVector.name())
        && own.is(ParamValue::Str("max_inner_product"))
        && deployed.is(ParamValue::Str("dot_product"))
}

/// Bits have one measure only, which need not be said.
const fn is_bits(own: &Property) -> bool {
    let element = match value_of(own.params, "element_type") {
        None => value_of(own.field_type.params, "element_type"),
        given => given,
    };
    matches!(element, Some(ParamValue::Str(element)) if same(element, "bit"))
}

const fn or_default(value: Option<ParamValue>, kind: &str, key: &str) -> Option<ParamValue> {
    if value.is_some() {
        return value;
    }
    match rule_of(kind, key) {
        Some(rule) => rule.defaults().first().copied(),
        None => None,
    }
}

/// Whether a live index can take over the value.
const fn is_in_place(kind: &str, key: &str, becomes: Option<ParamValue>) -> bool {
    let Some(rule) = rule_of(kind, key) else { return false };
    match rule.changes() {
        Changes::InPlace => true,
        Changes::InPlaceToFalse => matches!(becomes, Some(ParamValue::Bool(false))),
        Changes::Rebuild => false,
    }
}
