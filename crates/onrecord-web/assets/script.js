// Keys and hovering. A page is whole without: what stands here is made here.
"use strict";

const KEYS = [
  ["j", "next item", () => go("[data-item]", true)],
  ["k", "item before", () => go("[data-item]", false)],
  ["n", "next place where wordings differ", () => go("[data-variant]", true)],
  ["p", "the place before", () => go("[data-variant]", false)],
  ["]", "next page or report", () => turn("next")],
  ["[", "page or report before", () => turn("prev")],
  ["o", "open the item", openFirst],
  ["y", "copy the item’s citation", copy],
  ["/", "search", search],
  ["?", "these keys", showKeys],
];

// Where the reader is -------------------------------------------------------------------------

function all(selector) {
  return [...document.querySelectorAll(selector)].filter((it) => it.checkVisibility());
}

/** What has the focus, else what the last key went to, else what the address names. */
function here() {
  const focused = document.activeElement;
  const inside = focused?.parentElement?.closest("main") ? focused : null;
  return inside ?? document.querySelector("[data-at]") ?? document.querySelector(":target");
}

function item() {
  return here()?.closest("[data-item]");
}

function go(selector, forward) {
  const from = here();
  const places = all(selector);
  const side = forward ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const isBeyond = (it) => {
    if (from) return from.compareDocumentPosition(it) & side;
    const { top, bottom } = it.getBoundingClientRect();
    return forward ? bottom > 0 : top < 0;
  };
  const to = forward ? places.find(isBeyond) : places.findLast(isBeyond);
  if (to) return standAt(to);
  say(places.length === 0 ? "nothing of this kind here" : forward ? "that was the last here" : "that was the first");
}

function standAt(place) {
  document.querySelector("[data-at]")?.removeAttribute("data-at");
  place.dataset.at = "";
  if (!place.matches("a[href], button, input, select, summary, [tabindex]")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  const isTall = place.offsetHeight > innerHeight * 0.8;
  place.scrollIntoView({ block: isTall ? "start" : "center", behavior: "instant" });
}

// What the other keys do ----------------------------------------------------------------------

function turn(rel) {
  const link = document.querySelector(`a[rel~="${rel}"], link[rel~="${rel}"]`);
  if (link) location.assign(link.href);
  else say(rel === "next" ? "nothing follows" : "nothing before this");
}

function openFirst() {
  const link = item()?.querySelector("a[data-opens]") ?? item()?.querySelector('a[href]:not([href^="#"]):not(.why)');
  if (link) link.click();
  else say("no item is chosen: j goes to the first");
}

function search() {
  const box = document.getElementById("q");
  box?.focus();
  box?.select();
}

async function copy() {
  const of = item();
  if (!of) return say("no item is chosen: j goes to the first");
  const text = (await citation(of)) ?? words(of);
  say((await put(text)) ? "copied" : "the browser does not let it be copied");
}

async function citation(of) {
  const statement = of.querySelector('a[href^="/statement/"]')?.getAttribute("href").match(/^[^?#]*/)[0];
  if (!statement) return null;
  const answer = await fetch(`${statement}.cite.txt`).catch(() => null);
  return answer?.ok ? (await answer.text()).trim() : null;
}

/** The item’s first words and its address. */
function words(of) {
  const own = (of.querySelector("blockquote, h2, h3") ?? of).cloneNode(true);
  own.querySelectorAll(".hidden, del").forEach((it) => it.remove());
  const link = of.id ? new URL(`#${of.id}`, location) : (of.querySelector("a[href]") ?? location);
  return `${own.textContent.replace(/\s+/g, " ").trim()}\n${link.href}`;
}

async function put(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = made("textarea", { className: "hidden", value: text });
    const had = document.activeElement;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    had?.focus({ preventScroll: true });
    return done;
  }
}

// Keys ----------------------------------------------------------------------------------------

function onKey(event) {
  const isTyping = event.target.closest?.("input, textarea, select, dialog") || event.target.isContentEditable;
  // Some keyboards write [ and ] with AltGr, which counts as Ctrl and Alt.
  const isCommand = (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState("AltGraph");
  if (isTyping || isCommand || event.isComposing || kept("keys") === "off") return;
  const key = KEYS.find(([name]) => name === event.key);
  if (!key) return;
  event.preventDefault();
  key[2]();
}

function showKeys() {
  const before = document.activeElement;
  const rows = KEYS.map(([name, what]) => made("tr", {}, made("th", { scope: "row" }, made("kbd", {}, name)), made("td", {}, what)));
  const box = made("input", { type: "checkbox", checked: kept("keys") !== "off" });
  box.addEventListener("change", () => keep("keys", box.checked ? null : "off"));
  const dialog = made(
    "dialog",
    { className: "keys", ariaLabel: "Keys" },
    made("h2", {}, "Keys"),
    made("label", {}, box, " Keys are on"),
    made("table", {}, made("caption", { className: "hidden" }, "Keys and what they do"), made("tbody", {}, ...rows)),
    made("p", { className: "faint" }, "Esc closes this."),
    made("form", { method: "dialog" }, made("button", {}, "Close")),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    before?.focus({ preventScroll: true });
  });
  // Esc closes it too, and the focus stays inside: that the browser does.
  dialog.addEventListener("keydown", (event) => event.key === "?" && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}

// Light and dark ------------------------------------------------------------------------------

const LOOKS = ["system", "light", "dark"];

function look() {
  const chosen = kept("look");
  return LOOKS.includes(chosen) ? chosen : "system";
}

function wear() {
  if (look() === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = look();
}

function tools() {
  const keys = made("button", { type: "button" }, "Keys");
  keys.addEventListener("click", showKeys);
  const name = () => `Look: ${look()}`;
  const looks = made("button", { type: "button" }, name());
  looks.addEventListener("click", () => {
    keep("look", LOOKS[(LOOKS.indexOf(look()) + 1) % LOOKS.length]);
    wear();
    looks.textContent = name();
  });
  document.querySelector(".top .search")?.before(made("div", { className: "tools" }, keys, looks));
}

// A witness’s words ---------------------------------------------------------------------------

/** All words of the witness that is pointed at, else of the one that has the focus. */
function light(event) {
  const at = (it) => it?.closest?.(".siglum") ?? null;
  const comes = event.type === "mouseover" || event.type === "focusin";
  const focused = event.type === "focusout" ? null : at(document.activeElement);
  const siglum = (comes ? at(event.target) : null) ?? focused;
  document.querySelectorAll(".of-witness").forEach((it) => it.classList.remove("of-witness"));
  if (!siglum) return;
  const isSame = (it) => it.textContent === siglum.textContent;
  const own = [...document.querySelectorAll("main .siglum")].filter(isSame);
  own.forEach((it) => it.closest(".line, tr, li")?.classList.add("of-witness"));
}

// The record changes --------------------------------------------------------------------------

const EVERY = 15_000;

/** Looks whether the page would be another one now; only while it is seen. */
function watch() {
  let first = null;
  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
    const now = answer?.headers.get("etag");
    first ??= now;
    if (!now || now === first) return;
    clearInterval(timer);
    const again = made("button", { type: "button" }, "Load again");
    again.addEventListener("click", () => location.reload());
    changed.append("The record has changed. ", again);
  };
  const timer = setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  ask();
}

// Words to the reader, and what is remembered ---------------------------------------------------

// Lines at the foot of the window that screen readers read out.
const told = made("p", { className: "notice", role: "status" });
const changed = made("p", { className: "notice", role: "status" });
let toldUntil;

function say(words) {
  clearTimeout(toldUntil);
  told.replaceChildren(words);
  toldUntil = setTimeout(() => told.replaceChildren(), 4_000);
}

function made(tag, properties, ...inside) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
}

/** `null` too where the browser keeps nothing. */
function kept(name) {
  try {
    return localStorage.getItem(`onrecord.${name}`);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(`onrecord.${name}`);
    else localStorage.setItem(`onrecord.${name}`, value);
  } catch {
    // Then it holds for this page.
  }
}

// Before anything is drawn.
wear();
addEventListener("DOMContentLoaded", () => {
  document.body.append(made("div", { className: "foot-lines" }, told, changed));
  tools();
  document.addEventListener("keydown", onKey);
  for (const event of ["mouseover", "mouseout", "focusin", "focusout"]) document.addEventListener(event, light);
  watch();
});
