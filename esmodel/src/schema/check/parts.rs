//! The names by which parts of an analysis, and fields, speak of parts: each is declared, or every server has it.

use super::{
    analysis::{consider, declared, value},
    message::{Message, Trail, fail},
    names::same,
    nearest::Nearest,
};
use crate::schema::{
    Component, Declared, ModelSchema, ParamValue,
    analysis::{
        Part,
        names::{bare, has, is_bare, is_beyond_characters, parametric},
    },
};

/// The parameters by which one part names others.
const KEYS: [&str; 5] = ["tokenizer", "filter", "char_filter", "filters", "synonym_analyzer"];

/// What a parameter of a type names.
const fn of_part(kind: &str, key: &str) -> Option<Part> {
    if same(kind, "custom") {
        return if same(key, "tokenizer") {
            Some(Part::Tokenizer)
        } else if same(key, "filter") {
            Some(Part::Filter)
        } else if same(key, "char_filter") {
            Some(Part::CharFilter)
        } else {
            None
        };
    }
    if (same(kind, "condition") && same(key, "filter")) || (same(kind, "multiplexer") && same(key, "filters")) {
        return Some(Part::Filter);
    }
    if (same(kind, "synonym") || same(kind, "synonym_graph")) && same(key, "synonym_analyzer") {
        return Some(Part::Analyzer);
    }
    None
}

/// The names that are known without a declaration: the servers' own, and those of official plugins; then the types that
/// need parameters. For tests, which ask servers.
pub const fn known(section: &str) -> [&'static [&'static str]; 4] {
    let mut at = 0;
    while at < Part::ALL.len() {
        if same(Part::ALL[at].as_str(), section) {
            let [first, second, plugins] = bare(Part::ALL[at]);
            return [first, second, plugins, parametric(Part::ALL[at])];
        }
        at += 1;
    }
    [&[]; 4]
}

/// What a parameter of a field names.
pub(super) const fn of_field(key: &str) -> Option<Part> {
    if same(key, "normalizer") {
        return Some(Part::Normalizer);
    }
    if same(key, "analyzer") || same(key, "search_analyzer") || same(key, "search_quote_analyzer") {
        return Some(Part::Analyzer);
    }
    None
}

/// Who names a part.
#[derive(Clone, Copy)]
struct By<'a> {
    schema: &'a ModelSchema,
    part: Part,
    name: &'a str,
    /// The constant that declares it, where it does not stand beside the model.
    constant: Option<&'static str>,
}

/// The names in one constant of the model's `analysis`, or in the parts beside it.
#[track_caller]
pub const fn parts(schema: &'static ModelSchema, index: usize) {
    of_declared(schema, &schema.analysis[index]);
}

/// The names in what an object declares.
#[track_caller]
pub(super) const fn each(schema: &ModelSchema, list: &[Declared]) {
    let mut at = 0;
    while at < list.len() {
        of_declared(schema, &list[at]);
        at += 1;
    }
}

#[track_caller]
const fn of_declared(schema: &ModelSchema, declared: &Declared) {
    let mut part = 0;
    while part < Part::ALL.len() {
        let mut at = 0;
        while let Some(component) = declared.analysis.component(Part::ALL[part], at) {
            let by = By { schema, part: Part::ALL[part], name: component.name(), constant: Some(declared.by) };
            of_component(by, component);
            at += 1;
        }
        part += 1;
    }
}

#[track_caller]
const fn of_component(by: By<'_>, component: &Component) {
    let mut at = 0;
    while at < KEYS.len() {
        if let Some(part) = of_part(component.kind(), KEYS[at]) {
            match value(component, KEYS[at]) {
                Some(ParamValue::Str(name)) => one_or_chain(by, component.kind(), part, name),
                Some(ParamValue::Words(names)) => {
                    let mut each = 0;
                    while each < names.len() {
                        one_or_chain(by, component.kind(), part, names[each]);
                        each += 1;
                    }
                }
                Some(ParamValue::List(names)) => {
                    let mut each = 0;
                    while each < names.len() {
                        if let ParamValue::Str(name) = names[each] {
                            one_or_chain(by, component.kind(), part, name);
                        }
                        each += 1;
                    }
                }
                _ => {}
            }
        }
        at += 1;
    }
}

/// One name in a part that stands beside the model: the part by its section, name and type, and the parameter.
#[track_caller]
pub const fn part_of(
    schema: &'static ModelSchema,
    (section, by, kind): (&'static str, &'static str, &'static str),
    key: &'static str,
    name: &'static str,
) {
    if let Some(part) = of_part(kind, key) {
        let mut at = 0;
        while at < Part::ALL.len() {
            if same(Part::ALL[at].as_str(), section) {
                one_or_chain(By { schema, part: Part::ALL[at], name: by, constant: None }, kind, part, name);
            }
            at += 1;
        }
    }
}

/// `multiplexer` has chains of filters, with commas between them.
#[track_caller]
const fn one_or_chain(by: By<'_>, kind: &str, part: Part, names: &str) {
    if !same(kind, "multiplexer") {
        return one(by, part, names);
    }
    let mut rest = names.as_bytes();
    loop {
        let mut comma = 0;
        while comma < rest.len() && rest[comma] != b',' {
            comma += 1;
        }
        let (first, after) = rest.split_at(comma);
        if let Ok(name) = str::from_utf8(first.trim_ascii())
            && !name.is_empty()
        {
            one(by, part, name);
        }
        let Some((_, after)) = after.split_first() else { return };
        rest = after;
    }
}

#[track_caller]
const fn one(by: By<'_>, part: Part, name: &str) {
    let own = declared(by.schema, part, name);
    if own.is_none() && !is_bare(part, name) {
        let message = by.message().text("names the ").text(part.as_str()).text(" `").text(name);
        if has(parametric(part), name) {
            fail(&of_a_name_of_its_own(message, part, name));
        }
        fail(&or_declare(message.text("`, which is neither built in nor declared; "), by.schema, part, name));
    }
    if matches!(by.part, Part::Normalizer) {
        let kind = match own {
            Some(component) => component.kind(),
            None => name,
        };
        if is_beyond_characters(part, kind, own.is_some()) {
            let mut message = by.message().text("names the ").text(part.as_str()).text(" `").text(name).text("`, ");
            if own.is_some() {
                message = message.text("of type `").text(kind).text("`, ");
            }
            message = message.text("and normalizers only have those that change single characters, such as ");
            let sample = if matches!(part, Part::Filter) { "`lowercase` or `asciifolding`" } else { "`mapping`" };
            fail(&message.text(sample).text("; drop it, or make the field `text` with an analyzer"));
        }
    }
}

impl By<'_> {
    /// The beginning of a message.
    const fn message(&self) -> Message {
        let message = Message::new().text(self.schema.name).text(": the ").text(self.part.as_str());
        let message = message.text(" `").text(self.name).text("` ");
        match self.constant {
            Some(constant) => message.text("of `").text(constant).text("` "),
            None => message,
        }
    }
}

/// A field's analyzer or normalizer.
#[track_caller]
pub(super) const fn named_by_field(schema: &ModelSchema, here: &Trail<'_>, key: &str, name: &str) {
    if let Some(part) = of_field(key)
        && !is_known(schema, part, name)
    {
        let message = Message::new().text(schema.name).text(": `").path(here).text("` names the ");
        let message = message.text(part.as_str()).text(" `").text(name);
        if matches!(part, Part::Normalizer) && is_known(schema, Part::Analyzer, name) {
            let message = message.text("`, which is an analyzer: keywords have normalizers; write ");
            fail(&message.text("`text(analyzer = \"").text(name).text("\")`, or declare a normalizer"));
        }
        if matches!(part, Part::Analyzer) && is_known(schema, Part::Normalizer, name) {
            let message = message.text("`, which is a normalizer: texts have analyzers; write ");
            fail(&message.text("`keyword(normalizer = \"").text(name).text("\")`, or declare an analyzer"));
        }
        fail(&or_declare(message.text("`, which is neither built in nor declared; "), schema, part, name));
    }
}

/// Whether every server has a part of that name, or the model declares it.
const fn is_known(schema: &ModelSchema, part: Part, name: &str) -> bool {
    is_bare(part, name) || declared(schema, part, name).is_some()
}

/// The known part that is nearest to a name.
const fn nearest<'a>(schema: &ModelSchema, part: Part, name: &'a str) -> Nearest<'a> {
    let mut nearest = Nearest::to(name);
    consider(schema, part, &mut nearest);
    let lists = bare(part);
    let mut list = 0;
    while list < lists.len() {
        nearest.names(lists[list]);
        list += 1;
    }
    nearest
}

/// What to write instead of an unknown name.
const fn or_declare(mut message: Message, schema: &ModelSchema, part: Part, name: &str) -> Message {
    let near = nearest(schema, part, name);
    let is_slip = !near.found().is_empty();
    if is_slip {
        message = message.text("did you mean `").text(near.found()).text("`? Or declare it, ");
    } else {
        message = message.text("write ");
    }
    message = message.text("`").text(part.attribute()).text("(").text(name).text("(");
    message = message.text(match part {
        Part::Analyzer => "tokenizer = \"standard\"",
        Part::Normalizer => "filter(\"lowercase\")",
        Part::Tokenizer | Part::Filter | Part::CharFilter => "type = \"..\"",
    });
    message = message.text("))` on the model");
    if is_slip {
        return message;
    }
    message = message.text(", or `").text(part.builder());
    message = message.text(match part {
        Part::Analyzer | Part::Normalizer => "::custom(\"",
        Part::Tokenizer | Part::Filter | Part::CharFilter => "::raw(\"",
    });
    message = message.text(name).text(match part {
        Part::Analyzer => "\", \"standard\", &[])`",
        Part::Normalizer => "\", &[\"lowercase\"])`",
        Part::Tokenizer | Part::Filter | Part::CharFilter => "\", \"..\", &[])`",
    });
    message = message.text(" in an `Analysis` that `#[es(analysis = ..)]` names on the model or an object");
    match part {
        Part::Analyzer | Part::Normalizer => message,
        Part::Tokenizer | Part::Filter | Part::CharFilter => message.text("; the type may be a plugin's"),
    }
}

/// A type that is no name.
const fn of_a_name_of_its_own(message: Message, part: Part, name: &str) -> Message {
    let message = message.text("`, a type that needs parameters; declare one of it under a name of its own, `");
    let message = message.text(part.attribute()).text("(my_").text(name).text("(type = \"").text(name);
    let message = message.text("\", ..))` on the model or a `").text(part.builder());
    message.text("` in an `Analysis`, and write that name")
}
