//! Formats of dates: what serde writes of the type must fit the format of the field.

use super::{
    message::{Message, fail},
    names::is_on,
};
use crate::schema::{Property, Written, date_format};

/// The format of a field.
#[track_caller]
pub const fn format(name: &'static str, properties: &'static [Property], index: usize) {
    fits(name, properties[index].name, "", &properties[index]);
}

/// The format of a multi-field.
#[track_caller]
pub const fn sub_format(name: &'static str, properties: &'static [Property], index: usize, at: usize) {
    let field = &properties[index];
    fits(name, field.name, field.fields[at].name, &field.fields[at]);
}

/// A format that a program declares: documents are written and read in it.
#[track_caller]
pub const fn declared_format(format: &'static str) {
    if format.is_empty() {
        fail(&Message::new().text("write a format, such as `dd.MM.yyyy`"));
    }
    if let Some(letter) = date_format::unknown_letter(format) {
        let message = Message::new().text("`").text(letter).text("` in `").text(format);
        fail(&message.text("` is a letter that esmodel cannot write; hold such a date in a `String`"));
    }
}

#[track_caller]
const fn fits(name: &str, field: &str, sub: &str, property: &'static Property) {
    let Some(format) = property.date_format() else { return };
    if is_on(property.params, "ignore_malformed") {
        return;
    }
    let mut message = Message::new().text(name).text(": `").text(field);
    if !sub.is_empty() {
        message = message.text(".").text(sub);
    }
    match property.field_type.written {
        Written::Anyhow => {}
        Written::Like(samples) => {
            let mut at = 0;
            while at < samples.len() {
                if !date_format::reads(format, samples[at]) {
                    refuse(message.text("` is written as `").text(samples[at]), format, samples[at]);
                }
                at += 1;
            }
        }
        Written::Number => {
            // Of few digits as of many.
            let samples = ["5", "2024", "20240229", "1700000000000"];
            let mut at = 0;
            while at < samples.len() {
                if !date_format::counts_from_1970(format, samples[at]) {
                    let message = message.text("` is a number, and its format `").text(format);
                    fail(&message.text("` does not take every number for a time since 1970; write `epoch_millis` or `epoch_second`, alone or first"));
                }
                at += 1;
            }
        }
        Written::In(own) => {
            if !has(format, own) {
                let message = message.text("` is written in the format `").text(own).text("`, which its `format = \"");
                fail(
                    &message
                        .text(format)
                        .text("\"` does not have; drop `format`, since the type says it, or add that one to it"),
                );
            }
        }
    }
}

#[track_caller]
const fn refuse(message: Message, format: &str, sample: &str) -> ! {
    let message =
        message.text("`, which its format `").text(format).text("` does not read: no such document could be saved; ");
    if date_format::reads("strict_date_optional_time", sample) {
        let message = message.text("write `").text(format).text("||strict_date_optional_time`, or hold it in a");
        fail(&message.text(" `Formatted<..>`, which is written in a format of your choice"));
    }
    fail(&message.text("drop `format`, since the type brings its own, or hold it in a `Formatted<..>`"));
}

/// Whether it is one of the alternatives, or the same as all of them.
const fn has(format: &str, own: &str) -> bool {
    if super::same(format, own) {
        return true;
    }
    match date_format::split(format) {
        (first, _) if super::same(first, own) => true,
        (_, Some(rest)) => has(rest, own),
        (_, None) => false,
    }
}
