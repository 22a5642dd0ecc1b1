//! Reads `style/tokens.css` and recomputes every contrast ratio, in both themes, so that a pretty change cannot quietly
//! fail a reader. Standard library only: OKLCH to sRGB to WCAG 2 relative luminance.

use std::collections::BTreeMap;

const CSS: &str = include_str!("../style/tokens.css");

const GROUNDS: &[&str] = &["canvas", "surface", "sunken"];
const TEXTS: &[&str] = &["ink", "ink-2", "ink-3", "accent", "link", "danger", "warn", "good"];
const STATUSES: &[&str] =
    &["held", "booked", "confirmed", "arrived", "in-room", "completed", "no-show", "cancelled", "late"];
const SOFT: &[&str] = &["accent", "link", "danger", "warn", "good"];
const TONES: &[&str] = &["sky", "teal", "green", "amber", "coral", "rose", "violet", "slate"];
const THEMES: [&str; 2] = ["light", "dark"];

#[derive(Clone, Copy, Debug)]
struct Oklch {
    lightness: f64,
    chroma: f64,
    hue: f64,
}

/// Both values of every colour token.
type Tokens = BTreeMap<String, [Oklch; 2]>;

/// `oklch(45.9% 0.062 176)`, without an alpha.
fn colour(text: &str) -> Option<Oklch> {
    let inside = text.trim().strip_prefix("oklch(")?.strip_suffix(')')?;
    let parts: Vec<&str> = inside.split_whitespace().collect();
    let [l, c, h] = parts[..] else { return None };
    Some(Oklch {
        lightness: l.strip_suffix('%')?.parse::<f64>().ok()? / 100.0,
        chroma: c.parse().ok()?,
        hue: h.parse().ok()?,
    })
}

/// Every `--name: light-dark(oklch(…), oklch(…));` of a stylesheet.
fn tokens(css: &str) -> Tokens {
    let mut found = Tokens::new();
    for declaration in css.split(';') {
        let Some((before, value)) = declaration.rsplit_once(':') else { continue };
        let Some(name) = before.rsplit("--").next().map(str::trim).filter(|_| before.contains("--")) else { continue };
        let Some(pair) = value.trim().strip_prefix("light-dark(").and_then(|v| v.strip_suffix(')')) else { continue };
        let Some((light, dark)) = pair.split_once("),") else { continue };
        if let (Some(light), Some(dark)) = (colour(&format!("{light})")), colour(dark)) {
            found.insert(name.to_owned(), [light, dark]);
        }
    }
    found
}

/// WCAG 2 relative luminance of the colour as a screen with 8 bits per channel shows it.
fn luminance(colour: Oklch) -> f64 {
    let (sin, cos) = colour.hue.to_radians().sin_cos();
    let (a, b) = (colour.chroma * cos, colour.chroma * sin);
    let cube = |x: f64| x * x * x;
    let l = cube(colour.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b);
    let m = cube(colour.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b);
    let s = cube(colour.lightness - 0.089_484_177_5 * a - 1.291_485_548 * b);
    let red = 4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s;
    let green = -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s;
    let blue = -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s;
    0.2126 * shown(red) + 0.7152 * shown(green) + 0.0722 * shown(blue)
}

/// One linear channel, clipped to the screen's range and rounded to its 256 steps.
fn shown(linear: f64) -> f64 {
    let v = linear.clamp(0.0, 1.0);
    let encoded = if v <= 0.003_130_8 { 12.92 * v } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 };
    let step = (encoded * 255.0).round() / 255.0;
    if step <= 0.040_45 { step / 12.92 } else { ((step + 0.055) / 1.055).powf(2.4) }
}

fn ratio(a: Oklch, b: Oklch) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// What a pair must reach, and the pairs that must.
fn promises() -> Vec<(f64, String, String)> {
    let mut all = Vec::new();
    let mut promise = |least: f64, a: String, b: String| all.push((least, a, b));
    for ground in GROUNDS {
        for text in TEXTS {
            promise(4.5, (*text).into(), (*ground).into());
        }
        for status in STATUSES {
            promise(4.5, format!("status-{status}"), (*ground).into());
        }
        for edge in ["edge", "focus"] {
            promise(3.0, edge.into(), (*ground).into());
        }
        for tone in TONES {
            promise(3.0, format!("tone-{tone}-strip"), (*ground).into());
        }
    }
    for voice in SOFT {
        promise(5.5, (*voice).into(), format!("{voice}-soft"));
        promise(4.5, "ink-2".into(), format!("{voice}-soft"));
    }
    for tone in TONES {
        let ground = format!("tone-{tone}-ground");
        promise(3.0, format!("tone-{tone}-strip"), ground.clone());
        promise(11.0, "ink".into(), ground.clone());
        promise(4.5, "ink-2".into(), ground.clone());
        promise(3.0, "status-no-show".into(), ground.clone());
        promise(3.0, "focus".into(), ground);
    }
    promise(4.5, "on-accent".into(), "accent".into());
    promise(4.5, "on-danger".into(), "danger".into());
    promise(4.5, "surface".into(), "focus".into());
    promise(4.5, "canvas".into(), "ink".into());
    all
}

/// Every promise that a stylesheet breaks, as sentences.
fn broken(css: &str) -> Vec<String> {
    let tokens = tokens(css);
    let mut lines = Vec::new();
    for (least, a, b) in promises() {
        let (Some(one), Some(two)) = (tokens.get(&a), tokens.get(&b)) else {
            lines.push(format!("{a} or {b} is missing"));
            continue;
        };
        for (theme, name) in THEMES.iter().enumerate() {
            let is = ratio(one[theme], two[theme]);
            if is < least {
                lines.push(format!("{name}: {a} on {b} is {is:.2}, must be {least}"));
            }
        }
    }
    lines
}

#[test]
fn every_text_edge_and_strip_can_be_seen_in_both_themes() {
    let lines = broken(CSS);
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn the_arithmetic_agrees_with_known_pairs() {
    let white = colour("oklch(100% 0 0)").expect("white is a colour");
    let black = colour("oklch(0% 0 0)").expect("black is a colour");
    assert!((ratio(white, black) - 21.0).abs() < 0.01);
    // The brand green #2D6356 under white, as the design reference gives it.
    let green = colour("oklch(45.9% 0.062 176)").expect("green is a colour");
    assert!((ratio(green, white) - 6.93).abs() < 0.05);
}

#[test]
fn a_spoiled_value_is_caught() {
    let spoils = [
        ("--ink-3: light-dark(oklch(52%", "--ink-3: light-dark(oklch(60%", "ink-3"),
        ("--edge: light-dark(oklch(60%", "--edge: light-dark(oklch(72%", "edge"),
        ("oklch(60% 0.125 75)", "oklch(48% 0.125 75)", "tone-amber-strip"),
        ("--warn-soft: light-dark(oklch(95.5%", "--warn-soft: light-dark(oklch(70%", "warn-soft"),
    ];
    for (good, bad, token) in spoils {
        let spoiled = CSS.replacen(good, bad, 1);
        assert_ne!(spoiled, CSS, "{good} is no longer in tokens.css");
        let lines = broken(&spoiled);
        assert!(lines.iter().any(|line| line.contains(token)), "{token} was spoiled and nobody noticed");
    }
}

#[test]
fn a_token_that_is_taken_away_is_missed() {
    let without = CSS.replacen("--focus:", "--hocus:", 1);
    assert!(broken(&without).iter().any(|line| line.contains("missing")));
}

#[test]
fn raw_colours_stand_in_tokens_only() {
    let sheets = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/style")).expect("style/ is there");
    for sheet in sheets {
        let path = sheet.expect("style/ can be read").path();
        let is_sheet = path.extension().is_some_and(|e| e == "css");
        if !is_sheet || path.ends_with("tokens.css") {
            continue;
        }
        let css = std::fs::read_to_string(&path).expect("a stylesheet can be read");
        for raw in ["oklch(", "rgb(", "hsl(", ": #"] {
            assert!(!css.contains(raw), "{} says {raw}", path.display());
        }
    }
}
