//! Names and places to make people from. All combinations are chance.

/// First names of women.
pub const WOMEN: &[&str] = &[
    "Thandi", "Nomsa", "Lerato", "Zanele", "Priya", "Aisha", "Anna", "Sarah", "Naledi", "Precious", "Elna", "Marie", "Fatima",
    "Ayanda", "Busisiwe", "Lindiwe", "Karabo", "Johanna", "Catherine", "Chantelle", "Siobhán", "René", "Ntombi-zanele", "Refilwe",
    "Palesa", "Charlotte", "Khanyisile", "Zoë", "Annelie", "Deshni", "Gugu", "Hannah", "Ingrid", "Jacqueline", "Kavitha", "Mpho",
];
/// First names of men.
pub const MEN: &[&str] = &[
    "Sipho", "Johan", "Thabo", "Pieter", "Mohammed", "David", "Bongani", "Kagiso", "Themba", "Willem", "Ahmed", "Rajesh", "Tshepo",
    "Lwazi", "Jacques", "Michael", "Sibusiso", "Hendrik", "Daniel", "Lungelo", "Yusuf", "Jean-Luc", "Mandla", "Francois", "Øystein",
    "Katlego", "Nkosinathi", "Christiaan", "Vusi", "Andile", "Imraan", "Gareth", "Kobus", "Musa", "Neil", "Prakash",
];
/// Last names.
pub const LAST: &[&str] = &[
    "Dlamini", "Nkosi", "Botha", "Naidoo", "van der Merwe", "Khumalo", "Mokoena", "Pillay", "Smith", "Jacobs", "Mthembu", "du Plessis",
    "Adams", "Zulu", "Govender", "van Wyk", "Ndlovu", "Mahlangu", "Pretorius", "Sithole", "Patel", "le Roux", "O'Brien", "Mabaso",
    "Fourie", "Radebe", "Moodley", "D’Angelo", "Coetzee", "Molefe", "Abrahams", "Mkhize", "Venter", "Nkosi ka Zulu", "Singh", "Steyn",
    "Baloyi", "Daniels", "Ñáñez", "Tshabalala", "Williams", "Maseko", "Swanepoel", "Chetty", "Motaung", "Erasmus", "Ngcobo", "Hendricks",
    "李", "Shabangu", "Kruger", "Isaacs", "Buthelezi", "Reddy", "Fortuin", "de la Fontaine", "Phiri", "Cele", "Vermeulen", "Xaba",
];
/// Streets.
pub const STREETS: &[&str] = &["Jacaranda Avenue", "Oxford Road", "Tyrwhitt Avenue", "Bolton Road", "Sturdee Street", "Keyes Lane", "Glenhove Road", "Willow Street"];
/// Suburb, town and postal code.
pub const PLACES: &[(&str, &str, &str)] = &[
    ("Rosebank", "Johannesburg", "2196"), ("Parktown North", "Johannesburg", "2193"), ("Melville", "Johannesburg", "2092"),
    ("Bedfordview", "Ekurhuleni", "2007"), ("Kensington", "Johannesburg", "2094"), ("Alexandra", "Johannesburg", "2090"),
    ("Soweto", "Johannesburg", "1804"), ("Arcadia", "Pretoria", "0007"),
];
/// What visits are about, for the desk: no diagnosis.
pub const NOTES: &[&str] = &["bring splint", "uses the ramp", "school report for teacher", "asks for Zulu", "parking at the back", "bring exercise sheet", "daughter drives"];

/// Six plain words and a number from the operating system's randomness: easy to type, hard to guess.
pub fn passphrase() -> String {
    const PLAIN: &[&str] = &[
        "acacia", "amber", "anchor", "apple", "arrow", "autumn", "bakery", "bamboo", "basket", "beacon", "berry", "blanket", "bottle",
        "branch", "breeze", "bridge", "bronze", "bucket", "butter", "button", "cactus", "camera", "candle", "canvas", "carpet", "castle",
        "cedar", "cherry", "cinema", "circle", "clover", "cobalt", "coffee", "copper", "coral", "cotton", "cradle", "cricket", "crystal",
        "curtain", "dancer", "desert", "diamond", "dolphin", "donkey", "dragon", "eagle", "echo", "ember", "engine", "falcon", "feather",
        "fiddle", "forest", "fossil", "garden",
    ];
    let mut bytes = [0u8; 8];
    crate::platform::seal::random(&mut bytes);
    let word = |b: u8| PLAIN[usize::from(b) % PLAIN.len()];
    let some: Vec<&str> = bytes[..6].iter().map(|b| word(*b)).collect();
    format!("{}-{:02}", some.join("-"), bytes[7] % 100)
}
