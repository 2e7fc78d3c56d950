//! The servers' named formats of dates, and what a format can be told by its letters.

use crate::nearest::did_you_mean;

/// Names of formats, but for those that begin with `strict_`. Each server knows most of them.
const NAMES: &[&str] = &[
    "basic_date",
    "basic_date_time",
    "basic_date_time_no_millis",
    "basic_ordinal_date",
    "basic_ordinal_date_time",
    "basic_ordinal_date_time_no_millis",
    "basic_t_time",
    "basic_t_time_no_millis",
    "basic_time",
    "basic_time_no_millis",
    "basic_week_date",
    "basic_week_date_time",
    "basic_week_date_time_no_millis",
    "date",
    "date_hour",
    "date_hour_minute",
    "date_hour_minute_second",
    "date_hour_minute_second_fraction",
    "date_hour_minute_second_millis",
    "date_optional_time",
    "date_time",
    "date_time_no_millis",
    "epoch_micros",
    "epoch_millis",
    "epoch_second",
    "hour",
    "hour_minute",
    "hour_minute_second",
    "hour_minute_second_fraction",
    "hour_minute_second_millis",
    "iso8601",
    "ordinal_date",
    "ordinal_date_time",
    "ordinal_date_time_no_millis",
    "rfc3339_lenient",
    "t_time",
    "t_time_no_millis",
    "time",
    "time_no_millis",
    "week_date",
    "week_date_time",
    "week_date_time_no_millis",
    "week_year",
    "weekyear",
    "weekyear_week",
    "weekyear_week_day",
    "year",
    "year_month",
    "year_month_day",
];

/// Letters that stand for a part of a date in a pattern; of the others, servers know none.
const LETTERS: &str = "GuyDMLdgQqYwWEecFaBhKkHmsSAnNVvzOXxZp";

/// What is wrong with a format: an alternative that is neither a name nor a pattern.
pub(crate) fn check(format: &str) -> Result<(), String> {
    for one in format.split("||") {
        let odd = outside_of_quotes(one).find(|letter| letter.is_alphabetic() && !LETTERS.contains(*letter));
        let name = in_snake_case(one);
        if name != one && is_name(&name) {
            return Err(format!("`{one}` is an old name, which Elasticsearch 8 no longer knows; write `{name}`"));
        }
        if let Some(odd) = odd.filter(|_| !is_name(one)) {
            let known = NAMES.iter().map(|name| (*name).to_owned()).chain(strict_names());
            let nearest = did_you_mean(one, known);
            return Err(format!(
                "`{one}` is no format of dates: no server has that name, and in a pattern `{odd}` stands for nothing{nearest}"
            ));
        }
        if one.is_empty() {
            return Err(
                "write a format: a name such as `strict_date_optional_time`, or a pattern such as `yyyy-MM-dd`"
                    .to_owned(),
            );
        }
    }
    Ok(())
}

fn is_name(text: &str) -> bool {
    NAMES.contains(&text) || strict_names().any(|name| name == text)
}

fn in_snake_case(name: &str) -> String {
    let letters = name.chars().flat_map(|letter| {
        let underscore = letter.is_ascii_uppercase().then_some('_');
        underscore.into_iter().chain([letter.to_ascii_lowercase()])
    });
    letters.collect()
}

fn strict_names() -> impl Iterator<Item = String> {
    let has_strict = |name: &&&str| {
        let is_own = ["epoch_", "iso8601", "rfc3339_", "week_year"].iter().any(|start| name.starts_with(start));
        !is_own && (!name.starts_with("basic_") || name.starts_with("basic_week"))
    };
    let nanos = "strict_date_optional_time_nanos".to_owned();
    NAMES.iter().filter(has_strict).map(|name| format!("strict_{name}")).chain([nanos])
}

/// The characters of a pattern, but for texts in single quotes.
fn outside_of_quotes(pattern: &str) -> impl Iterator<Item = char> {
    pattern.split('\'').step_by(2).flat_map(str::chars)
}
