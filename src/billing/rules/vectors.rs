//! The worked examples of the domain reference (billing, section 8), and the invented tariff they use.

use super::{Book, Case, Code, Given, Limits, Modifier, Place, PriceMode, Rounding, Used, Wanted};
use crate::kernel::money::Money;
use std::collections::BTreeMap;

/// The demo tariff of a profession.
pub fn book(profession: &str) -> Book {
    let mut codes = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(include_str!("../demo/tariff.csv").as_bytes());
    let heading = reader.headers().expect("a heading").clone();
    for row in reader.records() {
        let row = row.expect("a row");
        let cell = |name: &str| row.get(heading.iter().position(|h| h == name).expect("a column")).unwrap_or_default();
        if cell("profession") != profession {
            continue;
        }
        let number = |name: &str| cell(name).parse::<u32>().ok();
        let list = |name: &str| cell(name).split('|').filter(|w| !w.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let fee = cell("fee_cents").parse::<i64>().expect("cents");
        let code = Code {
            code: cell("code").to_owned(),
            label: cell("description").to_owned(),
            fee: Money::cents(fee),
            mode: PriceMode::of(cell("price_mode"), fee),
            standalone: cell("standalone") == "1",
            modality: cell("modality") == "1",
            limits: Limits {
                minutes_min: number("minutes_min"),
                minutes_max: number("minutes_max"),
                max_per_session: number("max_per_session"),
                max_per_day: number("max_per_day"),
                max_per_month: number("max_per_month"),
                max_per_episode: number("max_per_episode"),
                first_visit_only: cell("first_visit_only") == "1",
                requires_any: list("requires_any"),
                excludes: list("excludes"),
                one_of_family: cell("one_of_family").to_owned(),
                group_min: number("group_min"),
                group_max: number("group_max"),
                place: cell("place").to_owned(),
                repeat_rule: cell("repeat_rule").to_owned(),
                modifier_hint: cell("modifier_hint").to_owned(),
                needs: list("needs"),
            },
        };
        codes.insert(code.code.clone(), code);
    }
    let mut modifiers = BTreeMap::new();
    for row in csv::Reader::from_reader(include_str!("../demo/modifiers.csv").as_bytes()).records() {
        let row = row.expect("a row");
        if &row[0] == profession {
            let factor_bp = row[4].parse().expect("basis points");
            modifiers.insert(row[1].to_owned(), Modifier { code: row[1].into(), label: row[2].into(), factor_bp });
        }
    }
    Book {
        id: uuid::Uuid::nil(),
        name: "Tariff 2026".into(),
        since: jiff::civil::date(2026, 1, 1),
        profession: profession.into(),
        rounding: Rounding::Cent,
        codes,
        modifiers,
    }
}

/// Which book the codes of an example are in.
pub fn profession_of(lines: &str) -> &'static str {
    match lines.trim_start().get(..2) {
        Some("72") => "physiotherapy",
        Some("82") => "speech_audiology",
        _ => "occupational_therapy",
    }
}

/// `72303 72302x2 66710@18500 72401+ 72203b`: codes with a quantity, an entry in cents, a second condition, borrowed.
pub fn wanted(lines: &str) -> Vec<Wanted> {
    lines
        .split_whitespace()
        .map(|word| {
            let (word, second) = word.strip_suffix('+').map_or((word, false), |w| (w, true));
            let (word, borrowed) = word.strip_suffix('b').map_or((word, false), |w| (w, true));
            let (word, entry) =
                word.split_once('@').map_or((word, None), |(w, c)| (w, c.parse().ok().map(Money::cents)));
            let (code, quantity) = word.split_once('x').map_or((word, 1), |(c, n)| (c, n.parse().expect("a number")));
            let reason = if entry.is_some() { "Invoice 12".into() } else { String::new() };
            Wanted { code: code.into(), quantity, borrowed, second, entry, reason, concession: 0 }
        })
        .collect()
}

/// An ordinary visit: needs met, in rooms, long enough.
pub fn case(lines: &str) -> Case {
    Case {
        place: Place::Rooms,
        minutes: 60,
        people: 1,
        first_visit: true,
        given: Given { requester: true, motivation: true, condition: true },
        lines: wanted(lines),
        ..Case::default()
    }
}

/// Changes an ordinary visit.
pub type Twist = fn(&mut Case, &mut Book);

fn plain(_: &mut Case, _: &mut Book) {}
fn minutes(n: u32) -> impl Fn(&mut Case) {
    move |case| case.minutes = n
}

/// Number, lines, circumstances, what is expected: `code(modifiers) unit` joined by `+`, or a refusal.
#[rustfmt::skip]
pub const EXAMPLES: &[(&str, &str, Twist, &str)] = &[
    ("B01", "72203", plain, "72203 13460"),
    ("B02", "72302 72303 72203", plain, "72302(0008) 6730 + 72303 27030 + 72203(0008) 6730"),
    ("B03", "72303 72310", plain, "72303 27030 + 72310(0008) 13455"),
    ("B04", "72303 72310", |_, b| b.rounding = Rounding::TenCentAboveTenRand, "72303 27030 + 72310(0008) 13460"),
    ("B05", "72501 72303 72305", plain, "72501 33640 + 72303 27030 + 72305(0008) 6730"),
    ("B06", "72503 72302", plain, "stands_alone:72503"),
    ("B07", "72503 72702", plain, "72503 74000 + 72702 40370"),
    ("B08", "72501 72509x2", plain, "72501 33640 + 72509 20180x2"),
    ("B09", "72501 72509x3", plain, "max_per_session:72509"),
    ("B10", "72509 72302", plain, "requires:72509"),
    ("B11", "72303 72310 72401 72304", plain, "72303 27030 + 72310(0008) 13455 + 72401(0008) 10090 + 72304(0008) 10090"),
    ("B12", "72303 72310 72401 72304 72203", plain, "more_than_four_procedures:condition 1"),
    ("B13", "72303 72302x2", plain, "72303 27030 + 72302(0008) 6730 + 72302(0008) 6730"),
    ("B14", "72701 72303 72203", plain, "72701 20180 + 72303 27030 + 72203(0008) 6730"),
    ("B15", "72701 72702", plain, "not_together:72701+72702"),
    ("B16", "72703 72303", |c, _| { c.history.insert("72703".into(), Used { episode: 1, ..Used::default() }); }, "max_per_episode:72703"),
    ("B17", "72901 72307 72315", |c, _| c.place = Place::Facility, "72901 13460 + 72307(0014) 13460 + 72315(0008 0014) 6730"),
    ("B18", "72303 72302 72401+ 72405+", |c, _| c.overlaps = Some(false), "72303 27030 + 72302(0008) 6730 + 72401(0009) 20180 + 72405(0008 0009) 10090"),
    ("B19", "72303 72302 72401+ 72405+", |c, _| c.overlaps = Some(true), "72303 27030 + 72302(0008) 6730 + 72401(0010) 10090 + 72405(0008 0010) 5045"),
    ("B20", "72203b", plain, "72203(0003) 11441"),
    ("B21", "72303 72203b", plain, "72303 27030 + 72203(0008 0003) 5721"),
    ("B23", "72903 72303", |c, _| c.place = Place::Home, "72903 26910 + 72303 27030"),
    ("B25", "72308", |c, _| c.people = 11, "group_too_large:72308"),
    ("B26", "72303 72302 72203", |c, _| c.vat_bp = Some(1500), "72303 27030 + 72302(0008) 6730 + 72203(0008) 6730"),
    ("B27", "72706", |c, _| c.given.requester = false, "needs_requester:72706"),
    ("B28", "66108 66109x2", plain, "66108 30030 + 66109 15050x2"),
    ("B29", "66313", |c, _| minutes(50)(c), "66313 42420"),
    ("B30", "66313", |c, _| minutes(40)(c), "minutes:66313"),
    ("B31", "66311 66313", plain, "one_of_family:ot_individual"),
    ("B32", "66201 66309", |c, _| { c.emergency = true; c.inpatient = true; }, "66201(0006 0021) 15915 + 66309(0006 0021) 21240"),
    ("B33", "66415 66710@18500", plain, "66415 84830 + 66710(0009) 18500"),
    ("B34", "66415 66710", plain, "cost_missing:66710"),
    ("B35", "66425 66427 66425 66427", plain, "66425 127240 + 66427 127240 + 66425 95430 + 66427 95430"),
    ("B36", "66434x60@350000", plain, "66434 175000"),
    ("B37", "821021", |c, _| minutes(20)(c), "821021 31930"),
    ("B38", "821012 821100", |c, _| minutes(35)(c), "821012 53210 + 821100 22960"),
    ("B39", "821013 821100", |c, _| minutes(35)(c), "minutes:821013"),
    ("B40", "821800x2", plain, "821800 17010 + 821800 8505"),
    ("B41", "820301@9999", plain, "820301 12599"),
    ("B42", "820301@45000", plain, "820301 47600"),
    ("B43", "821013 821015", |c, _| minutes(75)(c), "821013 74510 + 821015 20140"),
];
