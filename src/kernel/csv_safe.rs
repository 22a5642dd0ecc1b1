//! Text that leaves in a spreadsheet must stay text: a cell that begins like a formula is quoted.

use std::borrow::Cow;

/// The text as it may be written to a CSV or spreadsheet cell. A spreadsheet runs a cell that begins with `=`, `+`, `-`
/// or `@` (also full-width), and a tab, line break or NUL can hide one; such a cell gets an apostrophe in front, which
/// spreadsheets read as "this is text". Quotes and separators stay the CSV writer's business. Numbers that we compute
/// ourselves are written as numbers and do not pass here.
pub fn safe_cell(text: &str) -> Cow<'_, str> {
    if begins_like_a_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Spaces in front do not make a formula harmless: some programs trim a cell before they look at it.
fn begins_like_a_formula(text: &str) -> bool {
    text.trim_start_matches([' ', '\u{a0}', '\u{feff}'])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_that_would_run_are_quoted() {
        for cell in [
            "=HYPERLINK(\"http://example.invalid/x\",\"open\")",
            "+1+1|cmd",
            "@SUM(A1:A9)",
            "-2+3",
            "\tTraction",
            "\r=1",
            "\n=1",
            "\0=1",
            "=",
            " =1+1",
            "\u{a0}@x",
            "\u{feff}=1",
            "＝1+1",
            "＋1",
            "－1",
            "＠SUM(A1)",
            "+27821234567",
        ] {
            assert_eq!(safe_cell(cell), format!("'{cell}"), "{cell:?}");
        }
    }

    #[test]
    fn ordinary_cells_are_untouched() {
        for cell in [
            "",
            "Ultrasound",
            "O'Brien",
            "a=b",
            "7.2001E+04",
            "Suction “level 1” – René’s naïve wording",
            "<script>alert(1)</script> Suction",
            "'=1",
            " x",
        ] {
            assert!(matches!(safe_cell(cell), Cow::Borrowed(same) if same == cell), "{cell:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_leaves_with_a_formula_sign_in_front(text in "[ =+@\\-\t\r\n\0a-c]{0,6}") {
            let cell = safe_cell(&text);
            prop_assert!(!begins_like_a_formula(&cell));
            prop_assert!(cell.ends_with(text.as_str()));
        }
    }
}
