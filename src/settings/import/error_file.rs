//! The rows that did not go in, as a file that can be opened beside the one that was sent.

use crate::{
    kernel::csv_safe::safe_cell,
    settings::import::model::{Finding, Verdict},
};

/// A CSV with line, column, what became of the row, and why. Cells that a spreadsheet would run stay text.
pub fn error_file(findings: &[Finding]) -> anyhow::Result<Vec<u8>> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(["line", "column", "result", "reason"])?;
    for finding in findings.iter().filter(|f| f.verdict != Verdict::Accepted) {
        writer.write_record([
            finding.line.to_string().as_str(),
            &safe_cell(&finding.column),
            finding.verdict.word(),
            &safe_cell(&finding.words),
        ])?;
    }
    writer.into_inner().map_err(|e| anyhow::anyhow!("{e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_an_error_file_runs_in_a_spreadsheet() {
        let finding = |verdict, words: &str| Finding {
            line: 7,
            column: "fee".into(),
            verdict,
            code: String::new(),
            words: words.into(),
        };
        let findings = [finding(Verdict::Rejected, "=1+1, \"x\""), finding(Verdict::Accepted, "not in it")];
        let text = String::from_utf8(error_file(&findings).expect("writes")).expect("text");
        assert_eq!(text, "\u{feff}line,column,result,reason\r\n7,fee,rejected,\"'=1+1, \"\"x\"\"\"\r\n");
    }
}
