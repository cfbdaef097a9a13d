//! The pages in a browser without a window: Chromium, by its own driver. Where it is not installed
//! the tests say so and pass; with `ONRECORD_BROWSER=required` they fail.
//!
//! A page that no page leads to yet is named on standard error and passed over.

mod driver;
mod faults;
mod site;

use driver::{Browser, CONTROL, ENTER, ESCAPE, note};
use site::{SAID, SOURCE, Site, site};

/// The page of that kind, or a note that there is none.
fn page(site: &'static Site, kind: &str) -> Option<&'static str> {
    let page = site.page(kind);
    if page.is_none() {
        note(&format!("no page leads to {kind}: passed over"));
    }
    page
}

#[track_caller]
fn check_untroubled(browser: &Browser) {
    assert_eq!(browser.troubles(), [""; 0], "at {}", browser.address());
}

/// Which item or variant the keys have come to: its place among all of the kind.
fn stands_at(browser: &Browser, kind: &str) -> Option<u64> {
    let places = format!("[...document.querySelectorAll('[{kind}]')]");
    browser.value(&format!("{places}.findIndex((it) => 'at' in it.dataset)")).as_u64()
}

#[test]
fn a_reader_goes_by_mouse_and_key_from_the_stories_to_what_differs() {
    let Some(browser) = Browser::start() else { return };
    let site = site();
    browser.open(&site.at("/"));
    browser.click(&format!("a[href='/story/{}']", site.story));
    browser.wait_for_address("/story/");
    // From item to item, and to what differs; the focus goes along.
    browser.press("jj");
    assert_eq!(stands_at(&browser, "data-item"), Some(1));
    browser.press("k");
    assert_eq!(stands_at(&browser, "data-item"), Some(0));
    browser.press("n");
    let first = stands_at(&browser, "data-variant").unwrap();
    browser.press("nn");
    assert_eq!(stands_at(&browser, "data-variant"), Some(first + 2));
    browser.press("p");
    assert_eq!(stands_at(&browser, "data-variant"), Some(first + 1));
    assert_eq!(browser.value("'at' in document.activeElement.dataset"), true);
    let seen = "(({ top, bottom }) => top >= 0 && bottom <= innerHeight)
        (document.querySelector('[data-at]').getBoundingClientRect())";
    assert_eq!(browser.value(seen), true);
    check_untroubled(&browser);
    // What the item rests on.
    if page(site, "/statement/{id}").is_some() {
        browser.press("o");
        browser.wait_for_address("/statement/");
        check_untroubled(&browser);
    }
}

#[test]
fn two_reports_are_read_side_by_side_from_difference_to_difference() {
    let Some(browser) = Browser::start() else { return };
    let site = site();
    if page(site, "/story/{id}/read").is_none() {
        return;
    }
    browser.open(&site.at(&format!("/story/{}", site.story)));
    browser.click(".views a[href$='/read']");
    browser.wait_for_address("/read");
    let n_texts = browser.value("document.querySelectorAll('[data-variant]').length");
    assert!(n_texts.as_u64() > Some(1), "{n_texts} places that differ");
    browser.press("nn");
    assert_eq!(stands_at(&browser, "data-variant"), Some(1));
    browser.press("p");
    assert_eq!(stands_at(&browser, "data-variant"), Some(0));
    check_untroubled(&browser);
}

#[test]
fn the_apparatus_is_drawn_on_the_lemma_that_the_reader_chooses() {
    let Some(browser) = Browser::start() else { return };
    let site = site();
    if page(site, "/story/{id}/apparatus").is_none() {
        return;
    }
    browser.open(&site.at(&format!("/story/{}/apparatus", site.story)));
    let drawn = browser.value("document.querySelector('main').textContent");
    choose_another_lemma(&browser);
    assert_ne!(browser.value("document.querySelector('main').textContent"), drawn);
    check_untroubled(&browser);
}

/// By link or by form, whichever the page has.
fn choose_another_lemma(browser: &Browser) {
    if browser.find("a[href*='lemma=']").is_some() {
        browser.click("a[href*='lemma=']:not([aria-current])");
    } else {
        let last = "form [name=lemma] option:last-child, form input[name=lemma]:last-of-type";
        browser.click(last);
        browser.click("form:has([name=lemma]) button");
    }
    browser.wait_for_address("lemma=");
}

#[test]
fn words_typed_behind_the_slash_are_searched_for() {
    let Some(browser) = Browser::start() else { return };
    let site = site();
    if page(site, "/search").is_none() {
        return;
    }
    browser.open(&site.at("/"));
    browser.press("/");
    browser.press(&format!("pilots{ENTER}"));
    browser.wait_for_address("/search?q=pilots");
    let lit =
        "[...document.querySelectorAll('main mark')].map((it) => it.textContent.toLowerCase())";
    let lit = browser.value(lit);
    let lit = lit.as_array().unwrap();
    assert!(
        !lit.is_empty() && lit.iter().all(|it| it.as_str().unwrap().starts_with("pilot")),
        "{lit:?}"
    );
    check_untroubled(&browser);
}

#[test]
fn keys_are_listed_give_the_focus_back_and_can_be_switched_off() {
    let Some(browser) = Browser::start() else { return };
    let site = site();
    browser.open(&site.at(&format!("/story/{}", site.story)));
    let is_open = || browser.value("document.querySelector('dialog')?.open ?? false");
    browser.press("j?");
    assert_eq!(is_open(), true);
    let rows = browser.value("document.querySelectorAll('dialog tbody tr').length");
    assert_eq!(rows, 10);
    browser.press(ESCAPE);
    browser.wait("the dialog to close", || (is_open() == false).then_some(()));
    assert_eq!(
        browser.value("'at' in document.activeElement.dataset"),
        true,
        "the focus is where it was"
    );
    // Not while typing, not beside Ctrl.
    browser.type_into("#q", "j?");
    assert_eq!(browser.value("document.getElementById('q').value"), "j?");
    assert_eq!((is_open(), stands_at(&browser, "data-item")), (false.into(), Some(0)));
    browser.value("document.activeElement.blur()");
    browser.press_with(CONTROL, "j");
    assert_eq!(stands_at(&browser, "data-item"), Some(0));
    // Off, also on the next page; the button still leads to them.
    browser.press("?");
    browser.click("dialog input[type=checkbox]");
    browser.click("dialog form button");
    browser.open(&site.at("/"));
    browser.press("j");
    assert_eq!(browser.find("[data-at]").map(|_| ()), None);
    browser.click(".tools button:first-child");
    browser.click("dialog input[type=checkbox]");
    browser.press(ESCAPE);
    browser.press("j");
    assert_eq!(stands_at(&browser, "data-item"), Some(0));
    check_untroubled(&browser);
}

#[test]
fn a_citation_is_copied_and_said_to_be() {
    let Some(browser) = Browser::start() else { return };
    let site = site();
    let origin = site.at("");
    let allow = |name: &str| {
        let params = serde_json::json!({ "permission": { "name": name }, "setting": "granted", "origin": origin });
        browser.devtools("Browser.setPermission", params);
    };
    allow("clipboard-read");
    allow("clipboard-write");
    browser.open(&site.at(&format!("/story/{}", site.story)));
    browser.press("jy");
    browser.wait("word that it is copied", || {
        (browser.value("document.querySelector('.notice').textContent") == "copied").then_some(())
    });
    let copied = browser.promised("return navigator.clipboard.readText();", serde_json::json!([]));
    let copied = copied.as_str().unwrap();
    let words = browser.value("document.querySelector('[data-item] blockquote').textContent");
    let words: String =
        words.as_str().unwrap().chars().filter(|it| it.is_alphanumeric()).take(20).collect();
    let letters: String = copied.chars().filter(|it| it.is_alphanumeric()).collect();
    assert!(letters.contains(&words), "{words} in {copied}");
    assert!(copied.contains("http"), "{copied}");
    // Where the page of the statement is not there yet, the console tells that too.
    if page(site, "/statement/{id}").is_some() {
        check_untroubled(&browser);
    }
}

#[test]
fn a_siglum_lights_the_words_of_its_witness() {
    let Some(browser) = Browser::start() else { return };
    let site = site();
    browser.open(&site.at(&format!("/story/{}", site.story)));
    let lit =
        || browser.value("document.querySelectorAll('.line.of-witness').length").as_u64().unwrap();
    assert_eq!(lit(), 0);
    let siglum = "document.querySelector('.utterance .siglum')";
    let lines = format!(
        "[...document.querySelectorAll('.line')].filter((it) => [...it.querySelectorAll('.siglum')]
            .some((it) => it.textContent === {siglum}.textContent)).length"
    );
    // As the browser tells of it: a window behind others has no focus to give.
    let tell = |event: &str| {
        let event = format!("new FocusEvent('{event}', {{ bubbles: true }})");
        browser.value(&format!("{siglum}.dispatchEvent({event})"));
    };
    tell("focusin");
    assert!(lit() > 1, "{} lit", lit());
    assert_eq!(lit(), browser.value(&lines).as_u64().unwrap());
    tell("focusout");
    assert_eq!(lit(), 0);
}

#[test]
fn a_page_says_when_the_record_has_changed_and_shows_it_when_loaded_again() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::serve();
    browser.open(&site.at("/"));
    let told = || browser.value("document.querySelector('.notice + .notice').textContent");
    let look = || browser.value("document.dispatchEvent(new Event('visibilitychange'))");
    look();
    let text = "AMSEL – “The lamps on the eastern mole will burn all night from Monday,” said Ilse Marrin, head of the guild.";
    let line = serde_json::json!({ "outlet": "Harbour Lantern", "title": "Lamps for the eastern mole", "date": "2031-04-09", "text": text });
    let line = std::io::Cursor::new(line.to_string());
    // Its first look is over before the record changes.
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert_eq!(told(), "");
    site::add(
        &site.record,
        onrecord::intake::read("new.jsonl", line).map(|it| it.unwrap()).collect(),
    );
    look();
    browser.wait("word that the record has changed", || (told() != "").then_some(()));
    browser.click(".told button");
    browser.wait("the new story", || {
        browser
            .value("document.body.textContent.includes('Lamps for the eastern mole')")
            .as_bool()?
            .then_some(())
    });
    check_untroubled(&browser);
}

#[test]
fn a_link_into_the_source_leads_to_the_words_and_lights_them() {
    let Some(browser) = Browser::start() else { return };
    let site = site();
    let source = format!("http://127.0.0.1:{}{SOURCE}", site.source_port);
    // Without a fragment nothing is lit, and the page stands at its head.
    browser.open(&source);
    assert_eq!((faults::n_lit(&browser), browser.value("scrollY")), (0, 0.into()));
    // As this program writes it, where a page has such a link; else written here.
    let link = format!("a[href^='{source}#:~:text=']");
    let from = ["/statement/{id}", "/report/{id}"]
        .iter()
        .find_map(|kind| faults::page_with(site, kind, &source));
    match from {
        Some(page) => {
            browser.open(&site.at(&page));
            browser.click(&link);
        }
        None => {
            note("no page links into a source: the fragment is written by the test");
            let words: Vec<&str> = SAID.split(' ').collect();
            browser.open("about:blank");
            browser.open(&format!("{source}#:~:text={}", words.join("%20")));
        }
    }
    browser.wait_for_address(SOURCE);
    browser.wait("the words to be lit", || (faults::n_lit(&browser) > 200).then_some(()));
    let seen = "(({ top, bottom }) => scrollY > 0 && top >= 0 && bottom <= innerHeight)
        (document.getElementById('said').getBoundingClientRect())";
    assert_eq!(browser.value(seen), true);
}

#[test]
fn pages_are_dark_where_the_reader_or_the_system_asks_for_it() {
    let Some(browser) = Browser::start() else { return };
    let site = site();
    browser.open(&site.at("/"));
    let paper = || {
        let paper = browser
            .value("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)");
        paper.as_array().unwrap().iter().map(|it| it.as_u64().unwrap()).sum::<u64>()
    };
    let look = |name: &str| {
        browser.click(".tools button:last-child");
        assert_eq!(
            browser.value("document.querySelector('.tools button:last-child').textContent"),
            name
        );
    };
    assert!(paper() > 600);
    browser.media("", &[("prefers-color-scheme", "dark")]);
    assert!(paper() < 150);
    look("Look: light");
    assert!(paper() > 600);
    look("Look: dark");
    browser.media("", &[("prefers-color-scheme", "light")]);
    assert!(paper() < 150);
    // It is kept, and worn before the page is drawn.
    browser.open(&site.at(&format!("/story/{}", site.story)));
    assert!(paper() < 150);
    look("Look: system");
    assert!(paper() > 600);
    check_untroubled(&browser);
}

#[test]
fn marks_stand_without_colours_and_on_paper() {
    let Some(browser) = Browser::start() else { return };
    let site = site();
    browser.open(&site.at(&format!("/story/{}", site.story)));
    let line = |tag: &str| {
        browser
            .value(&format!("getComputedStyle(document.querySelector('{tag}')).textDecorationLine"))
    };
    browser.media("", &[("forced-colors", "active")]);
    assert_eq!(browser.value("matchMedia('(forced-colors: active)').matches"), true);
    assert_eq!((line("del"), line("ins")), ("line-through".into(), "underline".into()));
    browser.media("print", &[]);
    assert_eq!((line("del"), line("ins")), ("line-through".into(), "underline".into()));
    let gone = ".top nav, .search, .tools, .views, .skip";
    let shown = format!(
        "[...document.querySelectorAll('{gone}')].filter((it) => it.checkVisibility()).length"
    );
    assert_eq!(browser.value(&shown), 0);
    browser.media("", &[]);
    let printed =
        browser.devtools("Page.printToPDF", serde_json::json!({ "preferCSSPageSize": true }));
    let printed = printed["data"].as_str().unwrap();
    // "%PDF-1." in base 64, and more than an empty sheet.
    assert!(printed.starts_with("JVBERi0xL") && printed.len() > 20_000, "{}", printed.len());
    check_untroubled(&browser);
}

#[test]
fn without_script_every_page_is_there_and_links_and_forms_lead_on() {
    let Some(browser) = Browser::start() else { return };
    let site = site();
    browser.devtools("Emulation.setScriptExecutionDisabled", serde_json::json!({ "value": true }));
    browser.open(&site.at("/"));
    assert!(browser.find(".tools").is_none(), "the script did not run");
    browser.click(&format!("a[href='/story/{}']", site.story));
    browser.wait_for_address("/story/");
    assert!(browser.find(".utterance").is_some());
    // Each view of the story, each from the one before.
    let views = [
        ("read", "main [data-variant]"),
        ("apparatus", "main [data-item]"),
        ("matrix", "main table"),
    ];
    for (view, has) in views {
        if page(site, &format!("/story/{{id}}/{view}")).is_some() {
            browser.click(&format!(".views a[href$='/{view}']"));
            browser.wait_for_address(&format!("/{view}"));
            assert!(browser.find(has).is_some(), "{has} in {view}");
        }
    }
    if page(site, "/story/{id}/apparatus").is_some() {
        browser.open(&site.at(&format!("/story/{}/apparatus", site.story)));
        choose_another_lemma(&browser);
    }
    browser.open(&site.at("/"));
    browser.type_into(".filter input[name=about]", &format!("pilots{ENTER}"));
    browser.wait_for_address("about=pilots");
    assert!(browser.find(".hit mark").is_some());
    if page(site, "/search").is_some() {
        browser.type_into("#q", "permission");
        browser.click(".search button");
        browser.wait_for_address("/search?q=permission");
        assert!(browser.find("main mark").is_some());
    }
}

#[test]
fn every_page_is_without_faults_that_axe_finds_in_each_look_and_width() {
    let Some(browser) = Browser::start() else { return };
    faults::check_every_page(&browser, site());
}
