//! Figures of a story side by side, as the record keeps them.

use onrecord::annotate::annotate;
use onrecord::collate::Tables;
use onrecord::{Annotated, Lexicon, Part, PartKind, Report, Span};
use onrecord_store::{Collated, FigureFilter, FigureRow, Reader, Record};

fn report(outlet: &str, text: &str) -> Annotated {
    let part = Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()) };
    let mut report = Report::new(Some(outlet), None, text, vec![part]);
    let day = jiff::civil::Date::constant(2031, 3, 5);
    report.published = Some(onrecord::report::Published { day, at: None });
    Annotated { annotations: annotate(&Lexicon::english(), &report), report }
}

/// A record of one story: raiders at the harbour, as three outlets tell it.
fn raid(folder: &std::path::Path) -> Reader {
    let reports = [
        report(
            "Harbour Post",
            "Raiders at Lowe harbour killed 40 sailors, the navy said. They burned 12 boats. Lowe \
             harbour was closed after the raiders left; the navy searches the strait.",
        ),
        report(
            "Coastal Wire",
            "At Lowe harbour raiders killed 52 sailors. They burned about 12 boats. Navy ships \
             searched the strait for raiders, and Lowe harbour stayed closed.",
        ),
        report(
            "Tarvon Courier",
            "Navy ships search the strait for the raiders of Lowe harbour, who came before dawn and \
             cost sailors $3 million. The harbour is closed.",
        ),
    ];
    let mut record = Record::create(folder.join("raid.db")).unwrap();
    record.add(&reports).unwrap();
    let stories = record.regroup(|_| ()).unwrap();
    assert_eq!(stories.len(), 1, "the reports are of one story");
    let reader = record.reader().unwrap();
    let whole = reader.story(stories[0]).unwrap().unwrap();
    let found = Collated::of_story(&Tables::english(), &whole.story, &whole.reports);
    record.set_collated(&[found]).unwrap();
    reader
}

fn drawn(figures: &[FigureRow]) -> Vec<String> {
    let line = |it: &FigureRow| {
        let voice = it.voice.as_deref().unwrap_or("outlet");
        format!("{}: {} ({voice}, {})", it.outlet, it.words, it.stand)
    };
    figures.iter().map(line).collect()
}

#[test]
fn those_in_dispute_are_listed_with_whoever_vouches() {
    let folder = tempfile::tempdir().unwrap();
    let page = raid(folder.path()).page_of_figures(&FigureFilter::default()).unwrap();
    assert_eq!(page.rows.len(), 1, "{:?}", page.rows);
    assert_eq!(
        (page.rows[0].what.as_str(), page.rows[0].measure.as_deref()),
        ("sailors", Some("killed"))
    );
    assert_eq!(
        drawn(&page.rows[0].figures),
        ["Coastal Wire: 52 (outlet, disputed)", "Harbour Post: 40 (the navy, disputed)"]
    );
    let passage = &page.rows[0].figures[1].passage;
    assert_eq!(passage, "Raiders at Lowe harbour killed 40 sailors, the navy said.");
}

#[test]
fn all_are_listed_page_by_page_with_those_in_dispute_first() {
    let folder = tempfile::tempdir().unwrap();
    let reader = raid(folder.path());
    let all = FigureFilter { all: true, ..FigureFilter::default() };
    let whole = reader.page_of_figures(&all).unwrap();
    let what: Vec<&str> = whole.rows.iter().map(|it| it.what.as_str()).collect();
    assert_eq!(what, ["sailors", "boats", ""]);
    let mut one_by_one = Vec::new();
    let mut after = None;
    loop {
        let page =
            reader.page_of_figures(&FigureFilter { after, limit: Some(1), ..all.clone() }).unwrap();
        one_by_one.extend(page.rows);
        if page.n_more == 0 {
            break;
        }
        after = page.end;
    }
    assert_eq!(one_by_one, whole.rows);
    let later = FigureFilter { since: "2031-03-06".parse().ok(), ..all };
    assert!(reader.page_of_figures(&later).unwrap().rows.is_empty());
}

#[test]
fn the_view_of_disputes_gives_the_words_and_the_voice() {
    let folder = tempfile::tempdir().unwrap();
    let rows = raid(folder.path()).table("disputed_figure", None).unwrap();
    let at = |name: &str| rows.columns.iter().position(|it| it == name).unwrap();
    let told: Vec<String> = rows
        .rows
        .iter()
        .map(|it| format!("{} {} {}", it[at("outlet")], it[at("least")], it[at("voice")]))
        .collect();
    assert_eq!(told, ["\"Coastal Wire\" 52 null", "\"Harbour Post\" 40 \"the navy\""]);
}
