use super::*;
use crate::intake::{Body, Capture};
use proptest::prelude::*;

/// The parts of the report in a body, one a line: kind, words.
fn parts(capture: &Capture) -> String {
    let Some(report) = extract(capture) else { return String::from("none") };
    let line = |it: &Part| format!("{:?}: {}\n", it.kind, it.span.of(report.text()));
    report.parts().iter().map(line).collect()
}

#[track_caller]
fn check(body: Body, expected: &str) {
    assert_eq!(parts(&Capture { body, ..Capture::default() }), expected.trim_start());
}

fn page(head: &str, body: &str) -> Capture {
    let html = format!("<html><head>{head}</head><body>{body}</body></html>");
    Capture { body: Body::Html(html), ..Capture::default() }
}

const PROSE: &str = "<p>The ferries stayed in port on Tuesday, and nobody at the harbour office \
    could say for how long they would.</p><p>Ana Ruiz, who speaks for the ministry, said that \
    \u{201c}the lamps are lit and the pilots are awake\u{201d}, and took no questions.</p>";

#[test]
fn a_page_is_cut_into_its_parts_and_furniture_left_out() {
    let body = format!(
        "<nav><a href=/>Home</a></nav><article><h1>Ferries stay in port</h1>\
         <p class=standfirst>Ministry blames the fog, and the union blames the ministry</p>\
         <figure><img src=a.jpg><figcaption>A ferry. Photo: Jo Park</figcaption></figure>{PROSE}\
         <h2>No end in sight</h2><p>The union, for its part, wants three pilots on every ship, \
         and has wanted them since the spring of last year.</p>\
         <aside>Sign up for our newsletter</aside>\
         <div class=related-links><ul><li><a href=b>Lamps fail</a><li><a href=c>Fog again</a></ul></div>\
         <p>Read more: <a href=d>What the pilots want</a></p></article><footer>All rights</footer>"
    );
    let capture = page("<title>Ferries stay in port | Harbour Post</title>", &body);
    let expected = "Headline: Ferries stay in port\n\
        Standfirst: Ministry blames the fog, and the union blames the ministry\n\
        Caption: A ferry. Photo: Jo Park\n\
        Paragraph: The ferries stayed in port on Tuesday, and nobody at the harbour office could \
        say for how long they would.\n\
        Paragraph: Ana Ruiz, who speaks for the ministry, said that “the lamps are lit and the \
        pilots are awake”, and took no questions.\n\
        Crosshead: No end in sight\n\
        Paragraph: The union, for its part, wants three pilots on every ship, and has wanted \
        them since the spring of last year.\n";
    assert_eq!(parts(&capture), expected);
    assert_eq!(extract(&capture).unwrap().outlet.as_deref(), Some("Harbour Post"));
}

#[test]
fn what_a_page_declares_is_read() {
    let head = r#"<title>Ferries stay</title><link rel=canonical href="https://harbourpost.example/ferries">
        <script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "HP"},
        {"@type": ["NewsArticle"], "headline": "Ferries stay in port", "author": [{"name": "Jo Park"}],
        "datePublished": "2031-03-04T23:30:00-05:00", "dateModified": "2031-03-06",
        "publisher": {"name": "Harbour Post"}}]}</script>"#;
    let report = extract(&page(head, PROSE)).unwrap();
    let published = report.published.unwrap();
    assert_eq!(published.day.to_string(), "2031-03-04");
    assert_eq!(published.at.unwrap().to_string(), "2031-03-05T04:30:00Z");
    assert_eq!(report.author.as_deref(), Some("Jo Park"));
    assert_eq!(report.outlet.as_deref(), Some("Harbour Post"));
    assert_eq!(report.url.as_deref(), Some("https://harbourpost.example/ferries"));
    assert_eq!(report.language.as_deref(), Some("en"));
}

#[test]
fn a_page_that_declares_no_date_of_publication_has_none() {
    let heads = [
        "",
        r#"<meta property="article:modified_time" content="2031-03-04T10:00:00Z">"#,
        r#"<meta property="og:url" content="https://harbourpost.example/2031/03/04/ferries">"#,
        r#"<meta property="article:published_time" content="0001-01-01T00:00:00Z">"#,
    ];
    for head in heads {
        let body = format!(
            "<p>Tuesday, March 4, 2031</p><time class=updated datetime=2031-03-05></time>{PROSE}"
        );
        assert_eq!(extract(&page(head, &body)).unwrap().published, None, "{head}");
    }
}

#[test]
fn a_date_after_the_capture_is_not_believed() {
    let head = r#"<meta property="article:published_time" content="2031-03-09T10:00:00Z">
        <meta name="date" content="2031-03-04">"#;
    let mut capture = page(head, PROSE);
    capture.captured = "2031-03-05T00:00:00Z".parse().ok();
    assert_eq!(extract(&capture).unwrap().published.unwrap().day.to_string(), "2031-03-04");
}

#[test]
fn a_dateline_stands_apart_and_credits_its_agency() {
    let body = "<p>PORT LOWE (Coastal Wire) — The ferries stayed in port on Tuesday, and nobody \
                at the harbour office could say for how long they would stay.</p>";
    let report = extract(&page("", body)).unwrap();
    assert_eq!(report.part(PartKind::Dateline), Some("PORT LOWE (Coastal Wire) —"));
    assert!(report.part(PartKind::Paragraph).unwrap().starts_with("The ferries"));
    assert_eq!(report.credit.as_deref(), Some("Coastal Wire"));
}

#[test]
fn pasted_text_keeps_its_offsets_and_tells_its_furniture() {
    let text = "Harbour Post\n\nFerries stay in port as fog thickens\n\nBy Jo Park\n\n\
        A ferry off Port Lowe, May 2, 2027. (Photo: Kim Ode/Coastline)\n\n\
        The ferries stayed in port on Tuesday, and nobody could say for how long.\n\n\
        \"The lamps are lit,\" Ana Ruiz said.\n\n\
        No end in sight\n\n\
        The union wants three pilots on every ship, and has wanted them since spring.\n\n\
        The Harbour Post staff write from Port Lowe.\n\nHarbour Post\nReceive our letter every day\n\
        Your address\n    Popular Articles\n    Fog, a short history\n";
    check(
        Body::Text(text.into()),
        "Furniture: Harbour Post\nHeadline: Ferries stay in port as fog thickens\n\
         Byline: By Jo Park\n\
         Caption: A ferry off Port Lowe, May 2, 2027. (Photo: Kim Ode/Coastline)\n\
         Paragraph: The ferries stayed in port on Tuesday, and nobody could say for how long.\n\
         Paragraph: \"The lamps are lit,\" Ana Ruiz said.\nCrosshead: No end in sight\n\
         Paragraph: The union wants three pilots on every ship, and has wanted them since spring.\n\
         Furniture: The Harbour Post staff write from Port Lowe.\nFurniture: Harbour Post\n\
         Furniture: Receive our letter every day\nFurniture: Your address\n\
         Furniture: Popular Articles\nFurniture: Fog, a short history\n",
    );
    let report = extract(&Capture { body: Body::Text(text.into()), ..Capture::default() }).unwrap();
    assert_eq!(report.text(), text);
    assert_eq!(report.outlet.as_deref(), Some("Harbour Post"));
    assert_eq!(report.author.as_deref(), Some("Jo Park"));
}

#[test]
fn a_text_that_is_only_an_article_is_all_paragraphs() {
    let text = "Ferries stay in port.\n\nThe ferries stayed in port on Tuesday, in fog.\n\n\
        \"No,\" she said.\n\nFollow the money, she added.\n\nNobody did.";
    check(
        Body::Text(text.into()),
        "Headline: Ferries stay in port.\n\
         Paragraph: The ferries stayed in port on Tuesday, in fog.\nParagraph: \"No,\" she said.\n\
         Paragraph: Follow the money, she added.\nParagraph: Nobody did.\n",
    );
}

#[test]
fn a_title_from_the_container_stands_on_top_once() {
    let capture = |text: &str| Capture {
        body: Body::Text(text.into()),
        title: Some("Fog in port".into()),
        ..Capture::default()
    };
    let with =
        extract(&capture("Fog in port.\n\nThe ferries stayed in port, all of them.")).unwrap();
    assert!(with.text().starts_with("Fog in port.\n\nThe"));
    let without = extract(&capture("The ferries stayed in port, all of them.")).unwrap();
    assert_eq!(without.text(), "Fog in port\nThe ferries stayed in port, all of them.");
    assert_eq!(without.part(PartKind::Headline), Some("Fog in port"));
}

#[test]
fn markdown_is_read_without_its_markup() {
    check(
        Body::Markdown(
            "# Ferries *stay*\n\n![A ferry](a.jpg)\n\nThe ferries\nstayed in [port](b) on \
             Tuesday, said \\[sic\\] the snake_case office.\n\n## No end\n\n- first of the items\n"
                .into(),
        ),
        "Headline: Ferries stay\nCaption: A ferry\n\
         Paragraph: The ferries stayed in port on Tuesday, said [sic] the snake_case office.\n\
         Crosshead: No end\nParagraph: first of the items\n",
    );
}

const BRIEFING: &str = "Press Room\n\n1:07 P.M.\n\nMS. RUIZ-MARSH:  Good afternoon.  The lamps are\n\
    lit, and so are we.  (Laughter.)\n\nI have one item.\n\nQ    Which one?\n\n\
    MS. RUIZ-MARSH:  The ferries.  [Crosstalk]\n\nQUESTION:  All of them?\n\n\
    THE PRESIDENT:  All.\n\nSENIOR OFFICIAL:  Most (inaudible) of them.\n\nEND 1:31 P.M.\n";

#[test]
fn a_transcript_is_cut_into_turns_and_directions() {
    let capture = Capture {
        body: Body::Text(BRIEFING.into()),
        title: Some("Briefing by Press Secretary Ana Ruiz-Marsh and President Kim Ode".into()),
        ..Capture::default()
    };
    let report = extract(&capture).unwrap();
    assert_eq!(report.genre, Genre::Transcript);
    let turns: Vec<String> = turns(&report)
        .iter()
        .map(|it| {
            let said: Vec<&str> = it.paragraphs.iter().map(|it| it.of(report.text())).collect();
            let (name, role) = (it.speaker_name.as_deref(), it.role.as_deref());
            format!("{name:?} {role:?} {} {said:?}", it.questioner)
        })
        .collect();
    assert_eq!(
        turns,
        [
            r#"Some("Ana Ruiz-Marsh") Some("Press Secretary") false ["Good afternoon.  The lamps are\nlit, and so are we.", "I have one item."]"#,
            r#"None None true ["Which one?"]"#,
            r#"Some("Ana Ruiz-Marsh") Some("Press Secretary") false ["The ferries."]"#,
            r#"None None true ["All of them?"]"#,
            r#"Some("Kim Ode") Some("president") false ["All."]"#,
            r#"None Some("senior official") false ["Most (inaudible) of them."]"#,
        ]
    );
    let kinds = report.parts().iter().filter(|it| it.kind == PartKind::Direction);
    let directions: Vec<&str> = kinds.map(|it| it.span.of(report.text())).collect();
    assert_eq!(
        directions,
        ["Press Room", "1:07 P.M.", "(Laughter.)", "[Crosstalk]", "END 1:31 P.M."]
    );
}

#[test]
fn timed_names_and_repeated_names_are_tags_too() {
    let timed = "Ana Ruiz (00:10):\nGood evening.\n\nJo Park (00:15):\nIs it?\n\n\
                 Ana Ruiz (00:19):\nIt is.\n\nJo Park (00:25):\nThank you.\n\nAna Ruiz (00:27):\nYes.";
    let named = timed.replace(|it: char| it.is_ascii_digit() || "()".contains(it), "");
    for text in [timed, &named.replace(" ::", ":")] {
        let capture = Capture { body: Body::Text(text.into()), ..Capture::default() };
        let report = extract(&capture).unwrap();
        let names: Vec<_> = turns(&report).into_iter().filter_map(|it| it.speaker_name).collect();
        assert_eq!(names.join(", "), "Ana Ruiz, Jo Park, Ana Ruiz, Jo Park, Ana Ruiz", "{text}");
    }
}

#[test]
fn a_report_that_quotes_with_colons_is_no_transcript() {
    let text = "Ferries stay in port as fog thickens\n\nThe ferries stayed in port on Tuesday, \
        and the office explained it.\n\nRuiz: “The lamps are lit.”\n\nPark: “They are not.”\n\n\
        Ruiz: “They are.”\n\nPark: “No.”\n\nThe union, for its part, wants three pilots on every \
        ship.\n\nThe ministry said it would look for them in spring.\n\nNobody believed it.";
    let capture = Capture { body: Body::Text(text.into()), ..Capture::default() };
    assert_eq!(extract(&capture).unwrap().genre, Genre::News);
}

#[test]
fn a_scrap_of_a_feed_is_a_report_too() {
    let capture = Capture {
        body: Body::Html("<p>“No,” said Ana Ruiz.</p>".into()),
        title: Some("Ministry says no".into()),
        ..Capture::default()
    };
    assert_eq!(parts(&capture), "Headline: Ministry says no\nParagraph: “No,” said Ana Ruiz.\n");
}

#[test]
fn hostile_pages_end_soon() {
    let pages = [
        "<div>".repeat(100_000),
        format!("{}words", "<span>".repeat(100_000)),
        "<b><div></b>".repeat(50_000),
        "<p>".repeat(100_000),
        format!("<p {}>words", "a=b ".repeat(100_000)),
        "<!--".repeat(100_000),
        "<script>".repeat(50_000),
        "\0".repeat(100_000),
        "&amp".repeat(100_000),
    ];
    for html in pages {
        let _ = extract(&Capture { body: Body::Html(html), ..Capture::default() });
    }
}

/// Scraps of pages, texts and transcripts, put together at random.
fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop_oneof![
        prop::sample::select(vec![
            "<div class=related>", "</div>", "<article>", "<p>", "</p>", "<blockquote><a>", "<b>", "<table><tr><td>",
            "<h1>", "<body>", "<title>", "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":[",
            "<meta property=article:published_time content='", "<figcaption>", "\n", "\n\n", "\r\n", "  ", "MS. RUIZ:",
            "Q    ", "(Laughter.)", "[", "](", "![", "\\", "**", "# ", "> ", "1:07 P.M.", "PORT (Wire) — ", "© 2031 AP",
            "Read more: ", "Source:", "By Jo Park", "\u{0}", "\u{feff}", "\u{a0}", "é", "“", "”", "2031-03-04",
            "Ana Ruiz said that the ferries would stay in port until the fog had gone, and no longer. ",
        ]).prop_map(String::from),
        ".{0,12}",
    ];
    prop::collection::vec(scrap, 0..40).prop_map(|it| it.concat())
}

proptest! {
    #[test]
    fn any_text_as_any_body_gives_valid_parts_or_none(text in scraps(), title in proptest::option::of(".{0,20}"), asked: bool) {
        for body in [Body::Html(text.clone()), Body::Text(text.clone()), Body::Markdown(text.clone())] {
            let genre = asked.then_some(Genre::Transcript);
            let title = title.as_deref().map(Box::from);
            let capture = Capture { body, genre, title, ..Capture::default() };
            if let Some(report) = extract(&capture) {
                let mut at = 0;
                for part in report.parts() {
                    prop_assert!(part.span.start() >= at && !part.span.is_empty());
                    at = part.span.end();
                }
                turns(&report);
            }
        }
    }

    #[test]
    fn plain_text_without_a_title_stays_as_it_is(text in scraps()) {
        let capture = Capture { body: Body::Text(text.clone()), ..Capture::default() };
        if let Some(report) = extract(&capture) {
            prop_assert_eq!(report.text(), text.replace('\0', " "));
        }
    }

    #[test]
    fn any_date_is_read_or_not(written in ".{0,40}", digits in "[0-9:/.+TZ -]{0,30}") {
        let _ = (parse_date(&written), parse_date(&digits));
    }
}
