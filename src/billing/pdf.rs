//! A document as a tagged PDF (PDF/UA-1): headings, lists of facts and a table with its header are marked as such, so
//! that it reads aloud as it looks. The writer checks the standard while it writes and refuses to make a lesser file.

use super::paper::{Paper, PaperLine};
use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Accessibility, Configuration, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point},
    metadata::{Metadata, TextDirection as Reading},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, FillRule, Stroke},
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, TableHeaderScope, Tag, TagGroup,
        TagTree,
    },
    text::{Font, TextDirection},
};
use layout::{Align, Block, Face, Laid, Sheet};
use std::num::NonZeroU16;

mod layout;

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/DejaVuSansCondensed.ttf");
const BOLD: &[u8] = include_bytes!("../../assets/fonts/DejaVuSansCondensed-Bold.ttf");

/// The document as the bytes of a PDF.
///
/// # Errors
/// When the writer finds the file lacking; that is ours to mend.
pub fn pdf(paper: &Paper) -> anyhow::Result<Vec<u8>> {
    let title = format!("{} {}", paper.title, paper.name);
    let laid = lay_out(paper, &title)?;
    let fonts = [REGULAR, BOLD].map(|bytes| Font::new(bytes.to_vec().into(), 0));
    let [Some(regular), Some(bold)] = fonts else { anyhow::bail!("the fonts of documents cannot be read") };
    let configuration: Configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|e| anyhow::anyhow!("{e:?}"))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let mut marked: Vec<Vec<Identifier>> = vec![vec![]; laid.slots];
    for (n, page) in laid.pages.iter().enumerate() {
        let size = PageSettings::from_wh(layout::WIDTH, layout::HEIGHT)
            .ok_or_else(|| anyhow::anyhow!("a sheet of A4 has a size"))?;
        let mut sheet = document.start_page_with(size);
        let mut surface = sheet.surface();
        for y in &page.rules {
            rule(&mut surface, *y);
        }
        for text in &page.texts {
            let font = if text.face == Face::Bold { &bold } else { &regular };
            let tag = match text.slot {
                Some(_) => ContentTag::Span(SpanTag::empty()),
                None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
            };
            let id = surface.start_tagged(tag);
            surface.set_fill(Some(ink(text.grey)));
            let at = Point::from_xy(text.x, text.y);
            surface.draw_text(at, font.clone(), text.size, &text.words, false, TextDirection::Auto);
            surface.end_tagged();
            if let Some(slot) = text.slot {
                marked[slot].push(id);
            }
        }
        let foot = format!("{title}, page {} of {}", n + 1, laid.pages.len());
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        surface.set_fill(Some(ink(true)));
        let at = Point::from_xy(layout::LEFT, layout::HEIGHT - 28.0);
        surface.draw_text(at, regular.clone(), 8.0, &foot, false, TextDirection::Auto);
        surface.end_tagged();
        surface.finish();
        sheet.finish();
    }
    document.set_tag_tree(tree(&laid.blocks, &mut marked));
    let mut outline = Outline::new();
    let top = XyzDestination::new(0, Point::from_xy(layout::LEFT, layout::TOP));
    outline.push_child(OutlineNode::new(title.clone(), top));
    document.set_outline(outline);
    let about = Metadata::new()
        .title(title)
        .language("en-ZA".to_owned())
        .creator("Hadada".to_owned())
        .authors(paper.from.iter().take(1).cloned().collect())
        .text_direction(Reading::LeftToRight);
    document.set_metadata(about);
    document.finish().map_err(|e| anyhow::anyhow!("{e:?}"))
}

fn ink(grey: bool) -> Fill {
    let shade = if grey { 80 } else { 0 };
    Fill { paint: rgb::Color::new(shade, shade, shade).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

/// A thin line across the sheet; nobody needs to hear it.
fn rule(surface: &mut Surface<'_>, y: f32) {
    let mut path = PathBuilder::new();
    path.move_to(layout::LEFT, y);
    path.line_to(layout::RIGHT, y);
    let Some(path) = path.finish() else { return };
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke { width: 0.5, ..Stroke::default() }));
    surface.draw_path(&path);
    surface.set_stroke(None);
    surface.end_tagged();
}

/// The document in the order in which it is read.
fn tree(blocks: &[Block], marked: &mut [Vec<Identifier>]) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some("en-ZA".to_owned()));
    let mut fill = |group: &mut TagGroup, slot: usize| {
        for id in std::mem::take(&mut marked[slot]) {
            group.push(id);
        }
    };
    for block in blocks {
        match block {
            Block::Heading { level, title, slot } => {
                let mut group = TagGroup::new(Tag::Hn(*level, Some(title.clone())));
                fill(&mut group, *slot);
                tree.push(group);
            }
            Block::Paragraph(slot) => {
                let mut group = TagGroup::new(Tag::P);
                fill(&mut group, *slot);
                tree.push(group);
            }
            Block::Facts(rows) => {
                let mut list = TagGroup::new(Tag::L(ListNumbering::None));
                for (label, value) in rows {
                    let (mut item, mut l, mut v) =
                        (TagGroup::new(Tag::LI), TagGroup::new(Tag::Lbl), TagGroup::new(Tag::LBody));
                    fill(&mut l, *label);
                    fill(&mut v, *value);
                    item.push(l);
                    item.push(v);
                    list.push(item);
                }
                tree.push(list);
            }
            Block::Table { head, rows } => {
                let mut table = TagGroup::new(Tag::Table);
                let mut top = TagGroup::new(Tag::TR);
                for slot in head {
                    let mut cell = TagGroup::new(Tag::TH(TableHeaderScope::Column));
                    fill(&mut cell, *slot);
                    top.push(cell);
                }
                let mut thead = TagGroup::new(Tag::THead);
                thead.push(top);
                table.push(thead);
                let mut body = TagGroup::new(Tag::TBody);
                for cells in rows {
                    let mut row = TagGroup::new(Tag::TR);
                    for (n, slot) in cells.iter().enumerate() {
                        let mut cell = match n {
                            0 => TagGroup::new(Tag::TH(TableHeaderScope::Row)),
                            _ => TagGroup::new(Tag::TD),
                        };
                        fill(&mut cell, *slot);
                        row.push(cell);
                    }
                    body.push(row);
                }
                table.push(body);
                tree.push(table);
            }
        }
    }
    tree
}

fn level(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap_or(NonZeroU16::MIN)
}

/// Where everything stands.
fn lay_out(paper: &Paper, title: &str) -> anyhow::Result<Laid> {
    let mut sheet = Sheet::new(REGULAR, BOLD)?;
    sheet.heading(level(1), title, 18.0);
    sheet.gap(4.0);
    let sender = sheet.slot();
    for (n, line) in paper.from.iter().enumerate() {
        sheet.line(sender, if n == 0 { Face::Bold } else { Face::Regular }, 10.0, line);
    }
    sheet.block(Block::Paragraph(sender));
    for (heading, rows) in paper.facts.iter().filter(|(_, rows)| !rows.is_empty()) {
        sheet.gap(10.0);
        sheet.heading(level(2), heading, 11.0);
        let mut facts = vec![];
        for (label, value) in rows {
            facts.push(sheet.fact(label, value));
        }
        sheet.block(Block::Facts(facts));
    }
    sheet.gap(14.0);
    sheet.heading(level(2), "Charges", 11.0);
    let diagnosed = paper.lines.iter().any(|l| !l.diagnoses.is_empty());
    let rows: Vec<_> = paper.lines.iter().map(|l| cells(l, diagnosed)).collect();
    sheet.table(&heads(diagnosed), &rows);
    sheet.gap(8.0);
    let mut sums = vec![];
    for (n, (label, amount)) in paper.sums.iter().enumerate() {
        let face = if n + 1 == paper.sums.len() { Face::Bold } else { Face::Regular };
        sums.push(sheet.sum(face, label, &amount.to_string()));
    }
    sheet.block(Block::Facts(sums));
    for note in &paper.notes {
        sheet.gap(10.0);
        let slot = sheet.slot();
        sheet.line(slot, Face::Regular, 9.5, note);
        sheet.block(Block::Paragraph(slot));
    }
    Ok(sheet.done())
}

/// Title, width and side of each column.
fn heads(diagnosed: bool) -> Vec<(&'static str, f32, Align)> {
    let mut heads = vec![("Code", 66.0, Align::Start), ("Treatment", 0.0, Align::Start)];
    if diagnosed {
        heads.push(("Diagnosis", 64.0, Align::Start));
    }
    heads.extend([("Quantity", 44.0, Align::End), ("Price", 62.0, Align::End), ("Amount", 68.0, Align::End)]);
    heads
}

/// The cells of a line: words, and small words below them.
fn cells(line: &PaperLine, diagnosed: bool) -> Vec<(String, String)> {
    let plain = |words: String| (words, String::new());
    let mut cells = vec![plain(line.code.clone()), (line.label.clone(), line.explains.clone())];
    if diagnosed {
        cells.push(plain(line.diagnoses.clone()));
    }
    cells.extend([plain(line.quantity.to_string()), plain(line.unit.to_string()), plain(line.total.to_string())]);
    cells
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::kernel::money::Money;
    use std::time::Instant;

    fn line(n: i64) -> PaperLine {
        PaperLine {
            position: i32::try_from(n).expect("a small number"),
            code: "72203 0008 0003".into(),
            label: "Ultrasound of the left and the right shoulder, with words enough for two lines".into(),
            explains: "72203 of Tariff 2026, valid from 1 Jan 2026: R\u{a0}134.60 × 0.5 (0008, additional procedure)."
                .into(),
            diagnoses: "M54.56, S83.5".into(),
            quantity: 1,
            unit: Money::cents(6730 + n),
            total: Money::cents(6730 + n),
        }
    }

    fn paper(lines: i64) -> Paper {
        Paper {
            title: "Invoice".into(),
            name: "INV-00012".into(),
            from: vec!["Jacaranda Therapy Centre".into(), "12 Jacaranda Avenue".into()],
            facts: vec![("Patient".into(), vec![("Name".into(), "Siobhán O'Neill 愛 \u{202e}\u{0}".into())])],
            lines: (0..lines).map(line).collect(),
            sums: vec![("Total".into(), Money::cents(6730)), ("Due".into(), Money::cents(6730))],
            notes: vec!["Pay into: Bank, account 1.".into()],
        }
    }

    /// Every word that stands in the file.
    pub fn words(paper: &Paper) -> String {
        let laid = lay_out(paper, "Title").expect("it is laid out");
        laid.pages.iter().flat_map(|p| p.texts.iter().map(|t| t.words.as_str())).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_document_is_an_accessible_pdf_whatever_its_length_and_its_letters() {
        for lines in [0, 1, 12, 90] {
            let bytes = pdf(&paper(lines)).expect("the writer finds it whole");
            assert!(bytes.starts_with(b"%PDF-1.7"));
            let has = |words: &[u8]| bytes.windows(words.len()).any(|w| w == words);
            assert!(has(b"/StructTreeRoot") && has(b"pdfuaid:part") && has(b"/Lang"), "{lines} lines");
        }
    }

    #[test]
    fn a_document_is_made_in_a_moment() {
        let it = paper(12);
        pdf(&it).expect("once, to be warm");
        let began = Instant::now();
        pdf(&it).expect("a document");
        // 50 ms is the aim of a release build; a test build on a busy machine gets ten times that
        assert!(began.elapsed().as_millis() < 1_000, "{:?}", began.elapsed());
    }
}
