//! Forms as typed, and collecting everything that is wrong with them.

use super::problem::{FieldProblem, Problem};

/// Gathers field problems so that a form is answered once with all of them.
///
/// ```
/// use hadada::kernel::draft::Faults;
/// let mut faults = Faults::default();
/// let n = faults.take("minutes", "thirty".parse::<u16>().map_err(|_| "number"));
/// assert!(n.is_none());
/// assert!(faults.or(()).is_err());
/// ```
#[derive(Debug, Default)]
pub struct Faults(Vec<FieldProblem>);

impl Faults {
    /// Notes that `field` has the fault `code`.
    pub fn note(&mut self, field: &str, code: &str) {
        self.0.push(FieldProblem { field: field.into(), code: code.into() });
    }

    /// The value, or its fault noted.
    pub fn take<T, C: AsRef<str>>(&mut self, field: &str, parsed: Result<T, C>) -> Option<T> {
        parsed.map_err(|code| self.note(field, code.as_ref())).ok()
    }

    /// Whether nothing was noted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `value` if nothing was noted, else the problem with every field that was.
    pub fn or<T>(self, value: T) -> Result<T, Problem> {
        if self.0.is_empty() { Ok(value) } else { Err(Problem::Invalid { fields: self.0 }) }
    }

    /// The problem, if anything was noted.
    pub fn problem(self) -> Problem {
        Problem::Invalid { fields: self.0 }
    }
}

/// Trims, and refuses control characters (line breaks too unless `lines`) and texts over `max` characters.
/// Fault codes: `control`, `too_long`.
pub fn text(typed: &str, max: usize, lines: bool) -> Result<String, &'static str> {
    let text = typed.trim().replace("\r\n", "\n");
    let bad = |c: char| c.is_control() && !(lines && (c == '\n' || c == '\t'));
    if text.chars().any(bad) {
        return Err("control");
    }
    if text.chars().count() > max {
        return Err("too_long");
    }
    Ok(text)
}

/// As [`text`], but something must be there. Fault code: `required`.
pub fn some_text(typed: &str, max: usize) -> Result<String, &'static str> {
    match text(typed, max, false) {
        Ok(t) if t.is_empty() => Err("required"),
        other => other,
    }
}

/// A day as typed in a date field, `2026-11-25`; also `25/11/2026`. Fault codes: `required`, `date`.
pub fn day(typed: &str) -> Result<jiff::civil::Date, &'static str> {
    let t = typed.trim();
    if t.is_empty() {
        return Err("required");
    }
    let parts: Vec<&str> = t.split(['-', '/', '.']).collect();
    let [a, b, c] = parts[..] else { return Err("date") };
    let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    let (Ok(y), Ok(m), Ok(d)) = (year.parse::<i16>(), month.parse::<i8>(), day.parse::<i8>()) else {
        return Err("date");
    };
    if !(1880..=2200).contains(&y) {
        return Err("date");
    }
    jiff::civil::Date::new(y, m, d).map_err(|_| "date")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        for bad in ["2026-02-30", "2025-02-29", "30/02/2026", "tomorrow", "2026-13-01", "26-1-1", "--"] {
            assert_eq!(day(bad), Err("date"), "{bad}");
        }
        assert_eq!(day(""), Err("required"));
        assert_eq!(day("25/11/2026"), day("2026-11-25"));
    }

    #[test]
    fn control_characters_are_refused_but_line_breaks_may_stay_in_notes() {
        assert_eq!(text("a\u{7}b", 9, false), Err("control"));
        assert_eq!(text("a\nb", 9, false), Err("control"));
        assert_eq!(text("a\r\nb", 9, true), Ok("a\nb".into()));
        assert_eq!(some_text("  ", 9), Err("required"));
        assert_eq!(some_text("abcdef", 3), Err("too_long"));
    }
}
