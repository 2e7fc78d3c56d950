esmodel::date_format!(pub InZone = "yyyy-MM-dd HH:mm VV");
esmodel::date_format!(Nothing = "");
esmodel::date_format!(Fine = "dd.MM.yyyy||epoch_millis");

fn main() {}
