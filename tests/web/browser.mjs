// Looks at the pages in a real browser: each at two widths, narrow in light
// colours and wide in dark ones, with an accessibility checker; then does what a reader does. TAP on standard
// output, screenshots in the folder that is given.
//
//   node browser.mjs BASE-URL FOLDER
//
// SPDX-License-Identifier: GPL-2.0-or-later

import { readFile, writeFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { Browser, keys } from "./driver.mjs";

const [base, folder] = process.argv.slice(2);
const require = createRequire(path.join(folder, "/"));
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

const pages = {
  home: "/",
  results: "/search?q=sugar+duty",
  more: "/search?q=the&n=3&page=2&f=lang:en",
  article: "/a/evening-star/1906-03-14-sugar-tax.txt?q=sugar+duty",
  arabic: "/a/languages/ar-1998-maqha.txt",
  nothing: "/search?q=sugar+zeppelin+autor:smith",
  error: "/search?q=sugar&n=99999",
  missing: "/a/nothing",
  help: "/help",
  stats: "/stats",
};
const widths = [320, 1280];

let n_done = 0;
let n_failed = 0;

function say(is_good, name, why = "") {
  n_done++;
  n_failed += is_good ? 0 : 1;
  console.log(`${is_good ? "ok" : "not ok"} ${n_done} - ${name}`);
  if (!is_good) console.log(String(why).replace(/^/gm, "# "));
}

function same(name, want, got) {
  say(want === got, name, `wanted ${want}\ngot ${got}`);
}

// What axe finds wrong, a line each.
async function complaints(browser) {
  const result = await browser.run(
    `${axe}; return axe.run(document, { resultTypes: ["violations"] });`);
  return result.violations.map((rule) =>
    `${rule.id}: ${rule.help}: ${rule.nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`)
    .join("\n");
}

// A page that is an error has its status in the log of the console.
async function console_says(browser, is_error) {
  const entries = await browser.log();
  return entries.map((entry) => entry.message)
    .filter((message) => !(is_error && /status of (400|404)/.test(message)))
    .join("\n");
}

async function look(browser, name, url, width) {
  await browser.size(width, 1400);
  await browser.dark(false);
  await browser.go(base + url);
  const wide = await browser.run("return document.documentElement.scrollWidth");
  say(wide <= width, `${name} at ${width}: nothing sticks out`, `${wide} wide`);
  // The one narrow and by day, the other wide and by night.
  await browser.dark(width > 1000);
  const bad = await complaints(browser);
  say(bad === "", `${name} at ${width}: everybody can read it`, bad);
  await writeFile(path.join(folder, "shots", `${name}-${width}.png`), await browser.shot());
  const said = await console_says(browser, name === "error" || name === "missing");
  same(`${name} at ${width}: the console is silent`, "", said);
}

async function read(browser) {
  await browser.dark(false);
  await browser.size(1280, 900);
  await browser.go(`${base}/`);
  same("the box has the focus", "q", await browser.run("return document.activeElement.id"));
  await browser.press(..."sugar duty", keys.enter);
  await browser.until("return location.search.includes('q=')");
  same("a search is typed and sent", `${base}/search?q=sugar+duty`,
    (await browser.address()).replace(/&(phrase|near|some|none|title|author|source|section|tag|lang|after|before)=(?=&|$)/g, ""));
  await browser.go(`${base}/search?q=sugar+duty`);
  await browser.press(keys.tab);
  same("the first stop of the keyboard leads to the content", "#main",
    await browser.run("return document.activeElement.getAttribute('href')"));
  await browser.press(keys.enter, keys.tab);
  let stops = 0;
  while (stops++ < 10 && !await browser.run("return document.activeElement.matches('h2 a')"))
    await browser.press(keys.tab);
  say(stops < 8, "then a few stops to the first article", stops);
  await browser.press(keys.enter);
  await browser.until("return location.pathname.includes('/a/')");
  same("which opens", `${base}/a/evening-star/1906-03-14-sugar-tax.txt?q=sugar+duty`,
    await browser.address());
  await browser.click("#p7 .number");
  await browser.until("return location.hash !== ''");
  same("a paragraph's link leads to it", `${base}/a/evening-star/1906-03-14-sugar-tax.txt#p7`,
    await browser.address());
  await browser.go(`${base}/search?q=sugar`);
  await browser.run("document.querySelector('details').open = true");
  await browser.type(".boxes [name=source]", "evening star");
  await browser.type(".boxes [name=before]", "1906");
  await browser.click("button[type=submit]");
  await browser.until("return location.search.includes('before=1906')");
  const found = await browser.run("return document.querySelector('h1').textContent");
  same("fields and dates narrow a search", "1 article", found);
  await browser.go(`${base}/`);
  await browser.type("#q", "sugar du");
  await browser.until("return document.querySelectorAll('#words option').length > 0");
  same("while a word is typed, others are suggested", "sugar duty,sugar dunnage",
    await browser.run("return [...document.querySelectorAll('#words option')].map((one) => one.value).join()"));
  await browser.go(`${base}${pages.arabic}`);
  same("Arabic runs from right to left", "rtl",
    await browser.run("return getComputedStyle(document.querySelector('#p1')).direction"));
  same("all the while the console is silent", "", await console_says(browser, false));
}

const n_pages = Object.keys(pages).length;
console.log(`1..${n_pages * widths.length * 3 + 10}`);
await mkdir(path.join(folder, "shots"), { recursive: true });
const browser = await Browser.start(path.join(folder, "profile"));
try {
  for (const [name, url] of Object.entries(pages))
    for (const width of widths) await look(browser, name, url, width);
  await read(browser);
} finally {
  await browser.stop();
}
process.exit(n_failed > 0 ? 1 : 0);
