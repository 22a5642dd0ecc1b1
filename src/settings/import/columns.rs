//! Headings: which column holds what, whatever the file calls it, and reading one cell.

use super::reader::Refusal;
use csv::StringRecord;

/// A column that a kind of file may have.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Our name for it.
    pub name: &'static str,
    /// Other names that files use.
    pub aliases: &'static [&'static str],
    /// Without it the file makes no sense.
    pub required: bool,
}

/// A column that must be there.
pub const fn must(name: &'static str, aliases: &'static [&'static str]) -> Column {
    Column { name, aliases, required: true }
}

/// A column that may be there.
pub const fn may(name: &'static str) -> Column {
    Column { name, aliases: &[], required: false }
}

/// A column that may be there under several names.
pub const fn may_as(name: &'static str, aliases: &'static [&'static str]) -> Column {
    Column { name, aliases, required: false }
}

/// Which of the columns this file has, and where.
#[derive(Debug)]
pub struct Heading {
    known: &'static [Column],
    at: Vec<Option<usize>>,
    width: usize,
    names: Vec<String>,
    unused: Vec<String>,
}

impl Heading {
    /// Matches the first row of a file.
    ///
    /// # Errors
    /// When a column is missing, or two columns claim to be the same.
    pub fn read(known: &'static [Column], row: &StringRecord) -> Result<Heading, Refusal> {
        let names: Vec<String> = row.iter().map(|cell| cell.trim().to_owned()).collect();
        let plain: Vec<String> = names.iter().map(|name| plain(name)).collect();
        let mut at = vec![None; known.len()];
        let mut unused = vec![];
        for (place, name) in plain.iter().enumerate() {
            let found = known.iter().position(|c| c.name == name || c.aliases.contains(&name.as_str()));
            match found {
                None if name.is_empty() => unused.push(format!("number {}", place + 1)),
                None => unused.push(names[place].clone()),
                Some(column) if at[column].is_some() => {
                    return Err(Refusal(format!(
                        "Two columns hold the {}. Remove one of them.",
                        known[column].name.replace('_', " ")
                    )));
                }
                Some(column) => at[column] = Some(place),
            }
        }
        let missing: Vec<&str> =
            known.iter().zip(&at).filter(|(c, at)| c.required && at.is_none()).map(|(c, _)| c.name).collect();
        if missing.is_empty() {
            return Ok(Heading { known, at, width: names.len(), names, unused });
        }
        let wanted: Vec<&str> = known.iter().filter(|c| c.required).map(|c| c.name).collect();
        Err(Refusal(format!(
            "{} missing: {}. The first line must name the columns, at least {}; it reads: {}.",
            if missing.len() == 1 { "A column is" } else { "Columns are" },
            missing.join(", "),
            wanted.join(", "),
            clip(&names.join(", "), 200)
        )))
    }

    /// Whether the file has this column.
    pub fn has(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    /// How many columns each row must have.
    pub fn width(&self) -> usize {
        self.width
    }

    /// What the file itself calls a column.
    pub fn called(&self, name: &str) -> String {
        self.place(name).map_or_else(|| name.to_owned(), |at| self.names[at].clone())
    }

    /// A remark about the columns that are not used, if there are any.
    pub fn remark(&self) -> Option<String> {
        match self.unused.as_slice() {
            [] => None,
            [one] => Some(format!("The column “{}” is not used.", clip(one, 60))),
            more => Some(format!("These columns are not used: {}.", clip(&more.join(", "), 200))),
        }
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.known.iter().position(|c| c.name == name).and_then(|column| self.at[column])
    }

    /// The cell of a column; empty when the file has no such column.
    pub fn cell<'a>(&self, row: &'a StringRecord, name: &str) -> &'a str {
        self.place(name).and_then(|at| row.get(at)).unwrap_or_default()
    }
}

/// `Base Fee` and `base-fee` are both `base_fee`.
fn plain(name: &str) -> String {
    let name: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join("_")
}

/// At most `most` characters, the rest an ellipsis.
pub fn clip(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[Column] = &[must("code", &["tariff_code"]), must("fee", &["price"]), may("unit")];

    fn heading(names: &[&str]) -> Result<Heading, Refusal> {
        Heading::read(KNOWN, &StringRecord::from(names.to_vec()))
    }

    #[test]
    fn a_column_is_known_by_any_of_its_names_in_any_place() {
        let it = heading(&["Price ", "Remarks", "Tariff-Code"]).expect("reads");
        let row = StringRecord::from(vec!["1", "x", "72001"]);
        assert_eq!((it.cell(&row, "code"), it.cell(&row, "fee"), it.cell(&row, "unit")), ("72001", "1", ""));
        assert_eq!(it.remark().as_deref(), Some("The column “Remarks” is not used."));
        assert_eq!(it.called("fee"), "Price");
    }

    #[test]
    fn missing_and_double_columns_are_told_by_name() {
        let told = heading(&["code", "amount"]).expect_err("no fee").0;
        assert!(told.starts_with("A column is missing: fee."), "{told}");
        assert!(told.contains("it reads: code, amount."), "{told}");
        assert_eq!(
            heading(&["code", "fee", "price"]).expect_err("two").0,
            "Two columns hold the fee. Remove one of them."
        );
    }
}
