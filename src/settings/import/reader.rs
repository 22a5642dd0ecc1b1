//! From bytes to rows: encoding, separator, quotes, and the line each row stands on in the file as people see it.

use csv::StringRecord;

/// The most rows one file may have.
pub const MOST_ROWS: u32 = 250_000;

/// Why a whole file cannot be read, in a sentence for the person who sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

/// One line or several of the file that belong together.
#[derive(Debug)]
pub enum Row<'a> {
    /// Holds something.
    Cells(&'a StringRecord),
    /// Nothing but separators and spaces.
    Empty,
}

/// Reads a file row by row. `each` gets the line a row begins on and the row; the first row is the heading.
///
/// # Errors
/// A [`Refusal`] when the file as a whole cannot be trusted, or what `each` says.
pub fn read(bytes: &[u8], mut each: impl FnMut(u32, Row<'_>) -> Result<(), Refusal>) -> Result<(), Refusal> {
    let text = decode(bytes)?;
    let delimiter = delimiter_of(text);
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    let (mut last_begins, mut rows) = (0, 0);
    loop {
        let end_of_last = offset(reader.position());
        let more = reader.read_record(&mut record).map_err(|_| Refusal("The file cannot be read as CSV.".into()))?;
        lines.forward_to(end_of_last);
        let began = lines.blank_lines(|line| each(line, Row::Empty))?;
        if !more {
            break;
        }
        last_begins = lines.at;
        rows += 1;
        if rows > MOST_ROWS {
            return Err(Refusal(format!("The file has more than {MOST_ROWS} rows. Split it into smaller files.")));
        }
        let row = if record.iter().all(|cell| cell.trim().is_empty()) { Row::Empty } else { Row::Cells(&record) };
        each(began, row)?;
    }
    if let Some(opened) = open_quote(&text.as_bytes()[last_begins..], delimiter) {
        let before = &text.as_bytes()[..last_begins + opened];
        return Err(Refusal(format!(
            "The quotation mark opened on line {} is never closed. Close it; inside a cell, write it twice.",
            line_ends(before) + 1
        )));
    }
    Ok(())
}

/// The separator in use, for writing it back in words.
pub fn separator(bytes: &[u8]) -> &'static str {
    match decode(bytes).map(delimiter_of) {
        Ok(b';') => "semicolon",
        Ok(b'\t') => "tab",
        _ => "comma",
    }
}

fn offset(position: &csv::Position) -> usize {
    usize::try_from(position.byte()).unwrap_or(usize::MAX)
}

fn decode(bytes: &[u8]) -> Result<&str, Refusal> {
    let refuse = |words: &str| Err(Refusal(words.to_owned()));
    match bytes {
        [] => return refuse("The file is empty."),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return refuse(UTF_16),
        [b'P', b'K', 3, 4, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            return refuse(
                "This is a spreadsheet, not a CSV file. In the spreadsheet choose “Save as” and “CSV UTF-8”, and send that file.",
            );
        }
        _ => {}
    }
    // UTF-16 without its mark: every second byte of ordinary text is zero
    let head = &bytes[..bytes.len().min(400)];
    if head.len() > 3 && head.iter().filter(|b| **b == 0).count() * 4 > head.len() {
        return refuse(UTF_16);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = line_ends(&bytes[..e.valid_up_to()]) + 1;
        Refusal(format!(
            "Line {line} has a character that is not UTF-8. Save the file again as “CSV UTF-8” and send that file."
        ))
    })?;
    if text.trim().is_empty() { refuse("The file is empty.") } else { Ok(text) }
}

const UTF_16: &str = "This file is UTF-16 (“Unicode text”). Save it again as “CSV UTF-8” and send that file.";

/// The separator that the first line with anything on it uses most.
fn delimiter_of(text: &str) -> u8 {
    let heading = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in heading.bytes() {
        quoted ^= byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(!quoted && byte == *delimiter);
        }
    }
    // the first of equals: a comma unless something else is more frequent
    counts.into_iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(delimiter, _)| delimiter)
}

/// Lines ended in a text: LF, CR LF or CR alone.
fn line_ends(text: &[u8]) -> u32 {
    let ends = (0..text.len()).filter(|at| ends_line(text, *at)).count();
    u32::try_from(ends).unwrap_or(u32::MAX)
}

fn ends_line(text: &[u8], at: usize) -> bool {
    text[at] == b'\n' || (text[at] == b'\r' && text.get(at + 1) != Some(&b'\n'))
}

/// Where we are in the text, in bytes and lines. The CSV reader skips empty lines without a word; here they count.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    /// Goes on to where the last row ended, counting the lines inside it.
    fn forward_to(&mut self, end: usize) {
        while self.at < end.min(self.text.len()) {
            self.line += u32::from(ends_line(self.text, self.at));
            self.at += 1;
        }
        // the reader stops between CR and LF
        if self.at > 0 && self.text[self.at - 1] == b'\r' && self.text.get(self.at) == Some(&b'\n') {
            self.line += 1;
            self.at += 1;
        }
    }

    /// Tells each empty line up to the next row; gives the line on which that begins.
    fn blank_lines(&mut self, mut each: impl FnMut(u32) -> Result<(), Refusal>) -> Result<u32, Refusal> {
        while let Some(b'\r' | b'\n') = self.text.get(self.at) {
            if ends_line(self.text, self.at) {
                each(self.line)?;
                self.line += 1;
            }
            self.at += 1;
        }
        Ok(self.line)
    }
}

/// Where a quotation mark opens that nothing closes. Only the last row can have one: it swallows the rest of the file.
fn open_quote(row: &[u8], delimiter: u8) -> Option<usize> {
    let (mut opened, mut at, mut begins) = (None, 0, true);
    while at < row.len() {
        let byte = row[at];
        match opened {
            Some(_) if byte == b'"' && row.get(at + 1) == Some(&b'"') => at += 1,
            Some(_) if byte == b'"' => opened = None,
            Some(_) => {}
            None if begins && byte == b'"' => opened = Some(at),
            None => {}
        }
        begins = opened.is_none() && byte == delimiter;
        at += 1;
    }
    opened
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(bytes: &[u8]) -> Result<Vec<(u32, String)>, String> {
        let mut seen = vec![];
        read(bytes, |line, row| {
            seen.push((
                line,
                match row {
                    Row::Cells(cells) => cells.iter().collect::<Vec<_>>().join("|"),
                    Row::Empty => String::new(),
                },
            ));
            Ok(())
        })
        .map(|()| seen)
        .map_err(|r| r.0)
    }

    fn expect(text: &[u8], expected: &[(u32, &str)]) {
        let expected: Vec<_> = expected.iter().map(|(n, t)| (*n, (*t).to_string())).collect();
        assert_eq!(rows(text), Ok(expected), "{:?}", String::from_utf8_lossy(text));
    }

    #[test]
    fn line_numbers_stay_right_after_a_cell_of_several_lines_and_empty_lines() {
        expect(b"a,b\n1,2\n", &[(1, "a|b"), (2, "1|2")]);
        expect(b"a,b\r\n\"1\r\n1\",2\r\n\r\n3,4", &[(1, "a|b"), (2, "1\r\n1|2"), (4, ""), (5, "3|4")]);
        expect(b"a\r\n\r\n\r\nb\r\n", &[(1, "a"), (2, ""), (3, ""), (4, "b")]);
        expect(b"a\n\n\"b\n\nb\"\nc\n\n", &[(1, "a"), (2, ""), (3, "b\n\nb"), (6, "c"), (7, "")]);
        expect(b"\n\na\n", &[(1, ""), (2, ""), (3, "a")]);
        expect(b"a\r\rb\rc", &[(1, "a"), (2, ""), (3, "b"), (4, "c")]);
        expect(b"a,b\n  , \n,\n", &[(1, "a|b"), (2, ""), (3, "")]);
    }

    #[test]
    fn comma_semicolon_and_tab_are_told_apart_by_the_heading() {
        expect(b"a;b;c,d\n1,5;2;3\n", &[(1, "a|b|c,d"), (2, "1,5|2|3")]);
        expect(b"a\tb\n1,5\t2\n", &[(1, "a|b"), (2, "1,5|2")]);
        expect(b"\"a;b;c\",d\n1,2\n", &[(1, "a;b;c|d"), (2, "1|2")]);
        assert_eq!((separator(b"a;b\n"), separator(b"a\tb\n"), separator(b"a\n")), ("semicolon", "tab", "comma"));
    }

    #[test]
    fn a_byte_order_mark_is_not_part_of_the_first_heading() {
        expect("\u{feff}code,fee\n1,2".as_bytes(), &[(1, "code|fee"), (2, "1|2")]);
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_its_line() {
        for (bytes, says) in [
            (&b""[..], "The file is empty."),
            (b" \n \n", "The file is empty."),
            (b"a,b\n1,2\n3,caf\xe9\n", "Line 3 has a character that is not UTF-8."),
            (b"a,b\n1,\"2\n3,4\n", "The quotation mark opened on line 2 is never closed."),
            (b"a,b\n\"1\n1\",\"x\n3,4\n", "The quotation mark opened on line 3 is never closed."),
            (b"a,b\n1,\"2\"\"\n", "The quotation mark opened on line 2 is never closed."),
            (b"\xff\xfea\0,\0b\0", "This file is UTF-16"),
            (b"a\0,\0b\0\n\0", "This file is UTF-16"),
            (b"PK\x03\x04whatever", "This is a spreadsheet, not a CSV file."),
        ] {
            let told = rows(bytes).expect_err("refused");
            assert!(told.starts_with(says), "{told}");
        }
        expect(b"a,b\n1,\"2\"\"\"\n", &[(1, "a|b"), (2, "1|2\"")]);
        expect(b"a,b\n1,2\"\n", &[(1, "a|b"), (2, "1|2\"")]);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'"'), Just(b','), Just(b'\n'), Just(b'\r')], 0..80)) {
            let _ = rows(&bytes);
        }

        #[test]
        fn what_a_csv_writer_wrote_is_read_back_on_its_line(cells in prop::collection::vec(prop::collection::vec("[a,;\"\r\n ]{0,6}x", 2..=2), 1..8)) {
            let mut writer = csv::WriterBuilder::new().from_writer(vec![]);
            writer.write_record(["h", "h"]).unwrap();
            for row in &cells { writer.write_record(row).unwrap(); }
            let text = writer.into_inner().unwrap();
            let read = rows(&text).unwrap();
            let mut line = 2;
            for (row, (at, words)) in cells.iter().zip(&read[1..]) {
                prop_assert_eq!(words, &row.join("|"));
                prop_assert_eq!(*at, line);
                line += 1 + row.iter().map(|c| line_ends(c.as_bytes())).sum::<u32>();
            }
        }
    }
}
