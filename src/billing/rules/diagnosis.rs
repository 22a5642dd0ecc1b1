//! Diagnosis codes as typed on an account. The master table with its flags is the owner's to supply; what can be told
//! without it is told here.

/// Codes in order, `S83.5, W01.9`. Fault codes: `icd_form`, `icd_twice`, `icd_many`, `icd_cause_first`, `icd_cause`.
///
/// # Errors
/// The code of what is wrong.
pub fn diagnoses(typed: &str) -> Result<Vec<String>, &'static str> {
    let codes: Vec<String> =
        typed.split([',', ' ', ';', '/', '\n']).map(|c| c.trim().to_uppercase()).filter(|c| !c.is_empty()).collect();
    let well_formed = |c: &String| {
        let (head, tail) = c.split_once('.').unwrap_or((c, "0"));
        let mut head = head.chars();
        head.next().is_some_and(|l| l.is_ascii_uppercase())
            && head.clone().count() == 2
            && head.all(|d| d.is_ascii_digit())
            && (1..=4).contains(&tail.len())
            && tail.chars().all(|d| d.is_ascii_alphanumeric())
    };
    if !codes.iter().all(well_formed) {
        return Err("icd_form");
    }
    if codes.iter().enumerate().any(|(n, c)| codes[..n].contains(c)) {
        return Err("icd_twice");
    }
    if codes.len() > 10 {
        return Err("icd_many");
    }
    let cause = |c: &String| c.starts_with(['V', 'W', 'X', 'Y']);
    if codes.first().is_some_and(cause) {
        return Err("icd_cause_first");
    }
    if codes.iter().any(|c| c.starts_with(['S', 'T'])) && !codes.iter().any(cause) {
        return Err("icd_cause");
    }
    Ok(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_keep_their_order_and_an_injury_names_its_cause() {
        assert_eq!(diagnoses("m54.56"), Ok(vec!["M54.56".into()]));
        assert_eq!(diagnoses("S83.5, W01.9"), Ok(vec!["S83.5".into(), "W01.9".into()]));
        assert_eq!(diagnoses("S83.5"), Err("icd_cause"));
        assert_eq!(diagnoses("W01.9 S83.5"), Err("icd_cause_first"));
        assert_eq!(diagnoses("M54.56 M54.56"), Err("icd_twice"));
        assert_eq!(diagnoses("back pain"), Err("icd_form"));
        assert_eq!(diagnoses("A1.2"), Err("icd_form"));
        assert_eq!(diagnoses(""), Ok(vec![]));
    }
}
