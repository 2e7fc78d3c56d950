//! How builders are written: a table of types with what they need and take, and a table of what can be set.

use crate::schema::{
    Component, Param, ParamValue,
    analysis::{Part, names},
    check::{Message, fail, same},
};

/// Types, and the names of the parameters that can be set on each.
pub(super) type Takes = &'static [(&'static str, &'static [&'static str])];

#[expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]
impl Component {
    /// Sets a parameter, once.
    pub(super) const fn set(mut self, key: &'static str, value: ParamValue) -> Self {
        let mut at = 0;
        while at < self.len {
            assert!(
                !same(self.built[at].key, key),
                "a parameter of an analysis is given twice; keep one, with all in it"
            );
            at += 1;
        }
        self.built[self.len] = Param::new(key, value);
        self.len += 1;
        self
    }

    /// A list that is left out where it is empty, as servers do.
    pub(super) const fn list(self, key: &'static str, words: &'static [&'static str]) -> Self {
        if words.is_empty() { self } else { self.set(key, ParamValue::Words(words)) }
    }

    /// The part itself, when what is called the least is not more than what is called the most.
    #[track_caller]
    pub(super) const fn in_order(self, part: Part) -> Self {
        const PAIRS: [(&str, &str); 3] =
            [("min_gram", "max_gram"), ("min", "max"), ("min_shingle_size", "max_shingle_size")];
        let mut at = 0;
        while at < PAIRS.len() {
            let (least, most) = PAIRS[at];
            if let Some(ParamValue::Int(low)) = self.built_value(least)
                && let Some(ParamValue::Int(high)) = self.built_value(most)
                && low > high
            {
                let message = Message::new().text("the ").text(part.as_str()).text(" `").text(self.name);
                let message = message.text("` has a `").text(least).text("` above its `").text(most);
                fail(&message.text("`; swap the two"));
            }
            at += 1;
        }
        self
    }

    const fn built_value(&self, key: &str) -> Option<ParamValue> {
        let mut at = 0;
        while at < self.len {
            if same(self.built[at].key, key) {
                return Some(self.built[at].value);
            }
            at += 1;
        }
        None
    }

    /// The part itself, when its type has a parameter of that name.
    #[track_caller]
    pub(super) const fn taking(self, part: Part, name: &str, takes: Takes) -> Self {
        let kind = if names::has(names::LANGUAGES, self.kind()) { "language" } else { self.kind() };
        let mut at = 0;
        while at < takes.len() {
            if same(takes[at].0, kind) && names::has(takes[at].1, name) {
                return self;
            }
            at += 1;
        }
        let message = Message::new().text("the ").text(part.as_str()).text(" `").text(self.name).text("` is of type `");
        let message = message.text(self.kind()).text("`, which has no `").text(name);
        fail(&message.text("`; drop it, or give it as JSON: `.with(&[Param::new(\"").text(name).text("\", ..)])`"));
    }

    /// Whether a word is one of those that servers know.
    #[track_caller]
    pub(super) const fn known(&self, part: Part, name: &str, word: &str, words: &[&str]) {
        if words.is_empty() || names::has(words, word) {
            return;
        }
        let mut message =
            Message::new().text("the ").text(part.as_str()).text(" `").text(self.name).text("` has the `");
        message = message.text(name).text("` `").text(word).text("`; write one of");
        let mut at = 0;
        while at < words.len() {
            message = message.text(if at == 0 { " `" } else { ", `" }).text(words[at]).text("`");
            at += 1;
        }
        fail(&message);
    }
}

/// The type of an argument.
macro_rules! argument {
    (number) => { u32 };
    (flag) => { bool };
    (text) => { &'static str };
    (words) => { &'static [&'static str] };
}

/// A component with an argument set.
macro_rules! with_argument {
    ($component:expr, $key:expr, number $value:ident) => {
        $component.set($key, ParamValue::Int($value as i64))
    };
    ($component:expr, $key:expr, flag $value:ident) => {
        $component.set($key, ParamValue::Bool($value))
    };
    ($component:expr, $key:expr, text $value:ident) => {
        $component.set($key, ParamValue::Str($value))
    };
    ($component:expr, $key:expr, words $value:ident) => {
        $component.list($key, $value)
    };
}

/// The server's word for an argument: its name, unless another is given.
macro_rules! key {
    ($name:ident) => {
        stringify!($name)
    };
    ($name:ident $key:literal) => {
        $key
    };
}

/// Looks each word of an argument up, where only some are known.
macro_rules! known {
    ($component:expr, $part:ident, $name:ident, $type:ident []) => {};
    ($component:expr, $part:ident, $name:ident, text [$($word:literal)+]) => {
        $component.known(Part::$part, stringify!($name), $name, &[$($word),+]);
    };
    ($component:expr, $part:ident, $name:ident, words [$($word:literal)+]) => {
        let mut at = 0;
        while at < $name.len() {
            $component.known(Part::$part, stringify!($name), $name[at], &[$($word),+]);
            at += 1;
        }
    };
}

/// The line of a builder's documentation that links what can be set.
macro_rules! settable {
    () => { "It has no further parameters." };
    ($first:ident $($rest:ident)*) => {
        concat!("Can be set: [`", stringify!($first), "`](Self::", stringify!($first), ")"
            $(, ", [`", stringify!($rest), "`](Self::", stringify!($rest), ")")*, ".")
    };
}

/// One builder for each type: `function "type"(arguments) [what can be set] "the servers' documentation";`. What can be
/// set on types that have no line here stands before.
macro_rules! builders {
    ($part:ident $(also $more:literal [$($more_set:ident)*])?: $(
        $(#[$doc:meta])*
        $function:ident $kind:literal ($($argument:ident: $type:ident $(= $key:literal)?),*) [$($set:ident)*]
            $topic:literal;
    )+) => {
        impl $part {
            /// What can be set on each type.
            pub(super) const TAKES: Takes = &[
                $(($kind, &[$(stringify!($set)),*]),)+
                $(($more, &[$(stringify!($more_set)),*]),)?
            ];

            $(
                $(#[$doc])*
                ///
                #[doc = settable!($($set)*)]
                #[doc = concat!("The servers' documentation: *", $topic, "*.")]
                pub const fn $function(name: &'static str $(, $argument: argument!($type))*) -> Self {
                    let component = Component::new(name, $kind);
                    $(let component = with_argument!(component, key!($argument $($key)?), $type $argument);)*
                    Self(component.in_order($crate::schema::analysis::Part::$part))
                }
            )+
        }
    };
}

/// What can be set, on whatever type has it: `name: type;`, with the server's word where it is another, and with the
/// words that are known where they are few.
macro_rules! settings {
    ($part:ident: $(
        $(#[$doc:meta])* $name:ident: $type:ident $(= $key:literal)? $(of $($word:literal)+)?;
    )+) => {
        impl $part {
            $(
                $(#[$doc])*
                ///
                /// # Panics
                ///
                /// When the type has no such parameter. In a `const` it does not compile.
                #[must_use]
                #[track_caller]
                pub const fn $name(self, $name: argument!($type)) -> Self {
                    let component = self.0.taking(Part::$part, stringify!($name), Self::TAKES);
                    known!(component, $part, $name, $type [$($($word)+)?]);
                    Self(with_argument!(component, key!($name $($key)?), $type $name))
                }
            )+
        }
    };
}

pub(super) use {argument, builders, key, known, settable, settings, with_argument};
