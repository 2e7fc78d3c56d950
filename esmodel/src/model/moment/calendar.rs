//! Days since 1970 as the calendar has them.

/// Seconds.
pub(super) const DAY: i64 = 24 * 60 * 60;

/// Year, month and day of a day since 1970, by the calendar of eras of 400 years that begin in March:
/// <https://howardhinnant.github.io/date_algorithms.html#civil_from_days>.
pub(super) const fn civil(days: i64) -> (i64, i64, i64) {
    const BEFORE_1970: i64 = 719_468;
    const ERA: i64 = 146_097;
    let (era, of_era) = ((days + BEFORE_1970).div_euclid(ERA), (days + BEFORE_1970).rem_euclid(ERA));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + carry, month, day)
}

/// Days since 1970, the inverse of [`civil`]:
/// <https://howardhinnant.github.io/date_algorithms.html#days_from_civil>.
pub(super) const fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// From 0 for a Monday.
pub(super) const fn weekday(days: i64) -> i64 {
    (days + 3).rem_euclid(7)
}

/// The Monday of the first week of a year, which is the one that 4 January lies in.
pub(super) const fn first_week(year: i64) -> i64 {
    let fourth = days(year, 1, 4);
    fourth - weekday(fourth)
}
