//! The choices of the registration form, and the labels of its fields. Stored words first, words on screen second.

/// Stored word and word on screen.
pub type Words = &'static [(&'static str, &'static str)];

/// Titles; `other` opens a field.
pub const TITLES: Words = &[
    ("Mx", "Mx"),
    ("Ms", "Ms"),
    ("Mrs", "Mrs"),
    ("Miss", "Miss"),
    ("Mr", "Mr"),
    ("Dr", "Dr"),
    ("Prof", "Prof"),
    ("Rev", "Rev"),
    ("other", "Another title"),
];

/// Sex as schemes need it.
pub const SEXES: Words = &[("female", "Female"), ("male", "Male"), ("unknown", "Not known")];

/// Gender, the person's own answer.
pub const GENDERS: Words = &[
    ("female", "Female"),
    ("male", "Male"),
    ("non_binary", "Non-binary"),
    ("transgender", "Transgender"),
    ("intersex", "Intersex"),
    ("not_said", "Prefers not to say"),
    ("own_words", "In their own words"),
];

/// The twelve official languages, and another.
pub const LANGUAGES: Words = &[
    ("en", "English"),
    ("af", "Afrikaans"),
    ("zu", "isiZulu"),
    ("xh", "isiXhosa"),
    ("st", "Sesotho"),
    ("tn", "Setswana"),
    ("nso", "Sepedi"),
    ("ts", "Xitsonga"),
    ("ss", "siSwati"),
    ("ve", "Tshivenda"),
    ("nr", "isiNdebele"),
    ("sasl", "South African Sign Language"),
    ("other", "Another language"),
];

/// Kinds of identity document.
pub const ID_TYPES: Words = &[
    ("sa_id", "South African ID"),
    ("passport", "Passport"),
    ("permit", "Refugee or asylum permit"),
    ("birth_record", "Birth record"),
    ("foreign_id", "ID of another country"),
    ("none_yet", "None yet"),
];

/// What a phone is.
pub const PHONE_LABELS: Words =
    &[("mobile", "Mobile"), ("home", "Home"), ("work", "Work"), ("family", "Family"), ("other", "Other")];

/// How the person likes to be reached.
pub const CHANNELS: Words =
    &[("none", "No messages"), ("sms", "SMS"), ("whatsapp", "WhatsApp"), ("email", "E-mail"), ("call", "Phone call")];

/// The nine provinces.
pub const PROVINCES: Words = &[
    ("Eastern Cape", "Eastern Cape"),
    ("Free State", "Free State"),
    ("Gauteng", "Gauteng"),
    ("KwaZulu-Natal", "KwaZulu-Natal"),
    ("Limpopo", "Limpopo"),
    ("Mpumalanga", "Mpumalanga"),
    ("Northern Cape", "Northern Cape"),
    ("North West", "North West"),
    ("Western Cape", "Western Cape"),
];

/// Who pays.
pub const FUNDINGS: Words = &[
    ("scheme", "Medical scheme"),
    ("private", "Private"),
    ("wca", "Injury on duty (COIDA)"),
    ("raf", "Road Accident Fund"),
    ("other", "Another funder"),
];

/// Whose account it is.
pub const HOLDERS: Words = &[
    ("patient", "The patient"),
    ("other_patient", "Another patient of the practice"),
    ("person", "Someone else"),
    ("organisation", "An organisation"),
];

/// What a person is to the patient.
pub const RELATIONSHIPS: Words = &[
    ("parent", "Parent"),
    ("guardian", "Guardian"),
    ("foster_parent", "Foster parent"),
    ("curator", "Curator"),
    ("spouse", "Spouse or partner"),
    ("child", "Child"),
    ("caregiver", "Caregiver"),
    ("teacher", "Teacher"),
    ("attorney", "Attorney"),
    ("other", "Other"),
];

/// What the patient is to the main member.
pub const MEMBER_RELATIONSHIPS: Words =
    &[("spouse", "Spouse or partner"), ("child", "Child"), ("parent", "Parent"), ("other", "Other dependant")];

/// The five things a person beside the patient may or may not.
pub const GUARDIAN_FLAGS: Words = &[
    ("book", "May book visits"),
    ("collect", "May collect the patient"),
    ("clinical", "May receive clinical information"),
    ("consent", "May consent to treatment"),
    ("liable", "Is liable for the account"),
];

/// What is agreed to.
pub const CONSENTS: Words = &[
    ("treatment", "Treatment"),
    ("personal_information", "Personal information"),
    ("care_team", "Sharing with the care team and referrer"),
    ("billing", "Billing and scheme disclosure"),
    ("photography", "Photography and video"),
    ("financial_terms", "Financial terms"),
    ("marketing_sms", "News by SMS"),
    ("marketing_email", "News by e-mail"),
    ("telehealth", "Telehealth"),
    ("research", "Research"),
    ("ai", "AI assistance"),
];

/// Answers to a consent.
pub const ANSWERS: Words = &[("given", "Given"), ("refused", "Refused"), ("withdrawn", "Withdrawn")];

/// In what capacity a consent was said.
pub const CAPACITIES: Words =
    &[("patient", "The patient"), ("guardian", "Parent or guardian"), ("curator", "Curator"), ("other", "Other")];

/// How a consent was said.
pub const HOWS: Words = &[("voice", "Said, and noted by staff"), ("signature", "Signed on paper"), ("typed", "Typed")];

/// The three states that never look alike.
pub const ALLERGY_STATES: Words =
    &[("not_asked", "Not asked yet"), ("none_known", "No known allergies"), ("listed", "Allergic to")];

/// What to mind, from the practice's vocabulary.
pub const PRECAUTIONS: Words = &[
    ("falls", "Falls"),
    ("seizures", "Seizures"),
    ("pacemaker", "Pacemaker or implant"),
    ("infection", "Infection control"),
    ("pregnancy", "Pregnancy"),
    ("aspiration", "Aspiration"),
    ("latex", "Latex"),
    ("wheelchair", "Wheelchair or transfer help"),
];

/// What an alert is about.
pub const ALERT_CATEGORIES: Words = &[
    ("safety", "Safety"),
    ("infection", "Infection"),
    ("behaviour", "Behaviour"),
    ("clinical", "Clinical precaution"),
    ("allergy", "Allergy"),
    ("administrative", "Administrative"),
    ("legal", "Legal, such as a court order"),
];

/// How much an alert matters.
pub const ALERT_SEVERITIES: Words = &[("info", "Worth knowing"), ("caution", "Take care"), ("danger", "Danger")];

/// How many phones, ways of paying and people the form holds.
pub const PHONES: usize = 3;
/// Ways of paying.
pub const FUNDING_ROWS: usize = 2;
/// People beside the patient.
pub const GUARDIAN_ROWS: usize = 2;

/// The word on screen for a stored word; the stored word itself when it is not in the list.
pub fn word(list: Words, key: &str) -> &str {
    list.iter().find(|(k, _)| *k == key).map_or(key, |(_, word)| *word)
}

/// Whether a word may be stored.
pub fn knows(list: Words, key: &str) -> bool {
    list.iter().any(|(k, _)| *k == key)
}

/// What a consent says. A change of words is a new version, and asks again at the next visit.
pub fn consent_text(kind: &str) -> &'static str {
    match kind {
        "treatment" => "I agree to be assessed and treated by the practice. I may stop at any time.",
        "personal_information" => {
            "The practice may keep and use my personal and health information to care for me, and as the law requires."
        }
        "care_team" => "The practitioners who treat me, and the one who referred me, may share what they need to know.",
        "billing" => "The practice may send my diagnosis codes and accounts to my scheme or other funder.",
        "photography" => "The practice may take photographs or video for my file.",
        "financial_terms" => "I know the fees and the rule for late cancellation, and I pay what my funder does not.",
        "marketing_sms" => "The practice may send me news by SMS.",
        "marketing_email" => "The practice may send me news by e-mail.",
        "telehealth" => "I agree to be seen by video or phone.",
        "research" => "My record may be used for research without my name.",
        "ai" => "Software may help to draft notes about me; a practitioner checks every word.",
        _ => "",
    }
}

/// The label of every field, for the form and for what is said about it.
pub const LABELS: crate::ui::Labels = &[
    ("title", "Title"),
    ("title_other", "Other title"),
    ("first_names", "First names"),
    ("last_name", "Last name"),
    ("single_name", "Has one name only"),
    ("preferred_name", "Preferred name"),
    ("previous_last_names", "Previous last names"),
    ("initials", "Initials"),
    ("id_type", "Kind of identity document"),
    ("id_number", "ID number"),
    ("id_country", "Issuing country"),
    ("id_expires", "Expiry date"),
    ("id_reason", "Reason for having none"),
    ("id_confirmed", "Confirmed with the patient"),
    ("birth_date", "Date of birth"),
    ("birth_estimated", "The date of birth is estimated"),
    ("sex", "Sex for claims"),
    ("gender", "Gender"),
    ("gender_words", "Gender in their own words"),
    ("pronouns", "Pronouns"),
    ("language_home", "Home language"),
    ("language_service", "Language for visits"),
    ("interpreter", "Needs an interpreter"),
    ("interpreter_note", "Interpreter note"),
    ("deceased_on", "Day of death"),
    ("occupation", "Occupation"),
    ("employer", "Employer"),
    ("school", "School"),
    ("grade", "Grade"),
    ("phone_1", "Phone"),
    ("phone_2", "Second phone"),
    ("phone_3", "Third phone"),
    ("phone_1_label", "Kind of phone"),
    ("phone_2_label", "Kind of second phone"),
    ("phone_3_label", "Kind of third phone"),
    ("phone_1_sms", "May be sent SMS"),
    ("phone_2_sms", "May be sent SMS"),
    ("phone_3_sms", "May be sent SMS"),
    ("phone_1_call", "May be called"),
    ("phone_2_call", "May be called"),
    ("phone_3_call", "May be called"),
    ("email", "E-mail"),
    ("address_line1", "Street or postal address"),
    ("address_line2", "Address, second line"),
    ("suburb", "Suburb"),
    ("town", "Town or city"),
    ("province", "Province"),
    ("postal_code", "Postal code"),
    ("country", "Country"),
    ("preferred_channel", "Preferred way to be reached"),
    ("directions", "Directions for home visits"),
    ("home_site", "Usual site"),
    ("usual_practitioner", "Usual practitioner"),
    ("emergency_name", "Emergency contact"),
    ("emergency_relationship", "Relationship of the emergency contact"),
    ("emergency_phone", "Phone of the emergency contact"),
    ("holder_kind", "Account holder"),
    ("holder_file_no", "File number of the account holder"),
    ("holder_name", "Name of the account holder"),
    ("holder_id", "ID or passport number of the account holder"),
    ("holder_phone", "Phone of the account holder"),
    ("holder_address", "Address of the account holder"),
    ("funding_1_kind", "Funder"),
    ("funding_1_scheme", "Scheme"),
    ("funding_1_option", "Option"),
    ("funding_1_member", "Member number"),
    ("funding_1_dependant", "Dependant code"),
    ("funding_1_main", "The patient is the main member"),
    ("funding_1_main_surname", "Last name of the main member"),
    ("funding_1_main_initials", "Initials of the main member"),
    ("funding_1_main_id", "ID number of the main member"),
    ("funding_1_main_relationship", "The patient is the main member's"),
    ("funding_1_gap", "Gap cover insurer"),
    ("funding_1_employer", "Employer at the injury"),
    ("funding_1_claim", "Claim number"),
    ("funding_1_accident_on", "Day of the accident"),
    ("funding_1_reported_on", "Day the employer reported it"),
    ("funding_1_police", "Police reference"),
    ("funding_1_attorney", "Attorney"),
    ("funding_1_organisation", "Organisation"),
    ("funding_1_contact", "Contact at the organisation"),
    ("funding_1_order", "Order number"),
    ("funding_1_manager", "Case manager"),
    ("funding_2_kind", "Second funder"),
    ("funding_2_scheme", "Second scheme"),
    ("funding_2_option", "Option of the second scheme"),
    ("funding_2_member", "Member number of the second scheme"),
    ("funding_2_dependant", "Dependant code of the second scheme"),
    ("funding_2_main", "The patient is the main member"),
    ("funding_2_main_surname", "Last name of the second main member"),
    ("funding_2_main_initials", "Initials of the second main member"),
    ("funding_2_main_id", "ID number of the second main member"),
    ("funding_2_main_relationship", "The patient is the second main member's"),
    ("funding_2_gap", "Gap cover insurer"),
    ("funding_2_employer", "Employer at the injury"),
    ("funding_2_claim", "Claim number"),
    ("funding_2_accident_on", "Day of the accident"),
    ("funding_2_reported_on", "Day the employer reported it"),
    ("funding_2_police", "Police reference"),
    ("funding_2_attorney", "Attorney"),
    ("funding_2_organisation", "Organisation"),
    ("funding_2_contact", "Contact at the organisation"),
    ("funding_2_order", "Order number"),
    ("funding_2_manager", "Case manager"),
    ("guardian_1_name", "Name of the first person"),
    ("guardian_1_relationship", "Relationship of the first person"),
    ("guardian_1_phone", "Phone of the first person"),
    ("guardian_1_email", "E-mail of the first person"),
    ("guardian_2_name", "Name of the second person"),
    ("guardian_2_relationship", "Relationship of the second person"),
    ("guardian_2_phone", "Phone of the second person"),
    ("guardian_2_email", "E-mail of the second person"),
    ("consent_personal_information", "Answer on personal information"),
    ("consent_said_by", "Name of who answered"),
    ("consent_capacity", "Who answered"),
    ("consent_how", "How it was answered"),
    ("allergies_state", "Allergies"),
    ("allergies", "Allergic to"),
    ("precautions_other", "Other precautions"),
    ("later", "Save now and complete the rest later"),
    ("reason", "Reason"),
];
