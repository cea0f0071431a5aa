// `node tests/browser/plan_figures.mjs`, with SAMLING_BIN and CHROMIUM set: typing in a plan of 60 measures and 40 pages of
// prose while ten others type, and how long such a plan takes to open on a phone. Figures for docs/benchmarks.md, never a test.

import WebSocket from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

import { Hall, launch, signIn, stored, until } from "./support.mjs";

const WHO = "ragnhild-solvaer";
const OTHERS = [
  "torgeir-myklevik", "ingunn-hestnes", "amir-rahimi", "kjersti-lie", "odd-arne-brekke",
  "torgeir-myklevik", "ingunn-hestnes", "amir-rahimi", "kjersti-lie", "odd-arne-brekke",
];
const N_MEASURES = 60;
const N_PAGES = 40;
/** About 2 500 letters are a page. */
const PARAGRAPHS_OF_A_PAGE = 5;
const PARAGRAPH = "Strategien er å øke verdien av det som allerede landes, og å bruke restråstoff og tare til nye produkter. ".repeat(5);
const AREA = "marin-verdiskaping";
const N_KEYS = 80;
/** Between two letters of one of the others, in milliseconds. */
const PACE = 200;
const SLOWER = 4;

const hall = await Hall.open();
const browser = await launch();
const providers = [];
const plan = hall.guide.plans.find(({ documents }) => documents.some(({ kind }) => kind === "plan"));
const address = `${hall.url}/planer/${plan.id}?omrade=${AREA}`;
let typists = [];
try {
  await grow();
  const page = await signIn(browser, hall, WHO);
  await page.goto(address);
  const card = page.locator("article").filter({ has: page.locator(".pl-nr") }).first();
  await card.locator("h3 button").first().click();
  await page.locator(".pl-prose").nth(1).getByRole("button", { name: /^Skriv/ }).click();
  await page.locator(".pi-text").waitFor();
  await stored(page);
  typists = await Promise.all(OTHERS.map(typing));
  const cdp = await page.context().newCDPSession(page);
  for (const rate of [1, SLOWER]) {
    await cdp.send("Emulation.setCPUThrottlingRate", { rate });
    for (const [where, field] of [["prose", page.locator(".pi-text")], ["a measure", card.getByLabel("Strategi", { exact: true })]]) {
      await field.click();
      const times = [];
      for (let n = 0; n < N_KEYS; n += 1) times.push(await press(page));
      times.sort((a, b) => a - b);
      const of = (share) => times[Math.ceil(times.length * share) - 1].toFixed(0);
      console.log(`| A letter in ${where}, ${machine(rate)}, p50 / p95 / max ms | ${of(0.5)} / ${of(0.95)} / ${of(1)} |`);
    }
  }
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  typists.forEach(clearInterval);
  await stored(page);
  for (const rate of [1, SLOWER]) await open(rate);
} finally {
  typists.forEach(clearInterval);
  providers.forEach((provider) => provider.destroy());
  await browser.close();
  await hall.close();
}
process.exit(0); // a provider that is gone still has a timer

function machine(rate) {
  return rate === 1 ? "this machine" : `a processor ${rate} times slower`;
}

/** A stock client in a document of the plan. */
async function join(who, kind) {
  const { token } = hall.person(who);
  class Bearer extends WebSocket {
    constructor(url, protocols) {
      super(url, protocols, { headers: { authorization: `Bearer ${token}` } });
    }
  }
  const doc = new Y.Doc();
  const { id } = plan.documents.find((document) => document.kind === kind);
  const url = `ws://127.0.0.1:${hall.serverPort}/sync`;
  const provider = new WebsocketProvider(url, id, doc, { WebSocketPolyfill: Bearer, disableBc: true });
  providers.push(provider);
  await new Promise((synced) => provider.once("sync", synced));
  return doc;
}

/** Makes the plan as large as the figures say. */
async function grow() {
  const rows = await join(WHO, "plan");
  const measures = rows.getMap("measures");
  const model = measures.get([...measures.keys()][0]);
  for (let n = measures.size; n < N_MEASURES; n += 1) {
    rows.transact(() => {
      const row = new Y.Map();
      measures.set(`stort-${n}`, row);
      for (const [key, value] of model.entries()) row.set(key, value instanceof Y.Text ? new Y.Text(`${value} ${n}`) : value);
      row.set("order", `z${String(n).padStart(3, "0")}`);
    });
  }
  const chapters = await join(WHO, "chapters");
  const pieces = [`prose/${AREA}/strategier`, "prose/resultater/maaloppnaaelse", "prose/ressursinnsats-og-finansiering/innledning"];
  for (let page = 0; page < N_PAGES; page += 1) {
    chapters.transact(() => {
      const piece = chapters.getXmlFragment(pieces[page % pieces.length]);
      for (let n = 0; n < PARAGRAPHS_OF_A_PAGE; n += 1) {
        const paragraph = new Y.XmlElement("paragraph");
        paragraph.insert(0, [new Y.XmlText(PARAGRAPH)]);
        piece.push([paragraph]);
      }
    });
  }
  const seen = await join(WHO, "chapters");
  const length = () => chapters.getXmlFragment(pieces[0]).length;
  await until("the prose to be on the server", () => seen.getXmlFragment(pieces[0]).length, (n) => n === length());
}

/** One of the others: half of them in the prose that is measured, half in the measures beside it. */
async function typing(who, idx) {
  if (idx % 2 === 0) {
    const doc = await join(who, "chapters");
    const piece = doc.getXmlFragment(`prose/${AREA}/strategier`);
    const words = piece.get(piece.length - 1 - idx).get(0);
    return setInterval(() => words.insert(words.length, "o"), PACE);
  }
  const doc = await join(who, "plan");
  const measures = doc.getMap("measures");
  const words = measures.get([...measures.keys()][idx]).get("background");
  return setInterval(() => words.insert(words.length, "o"), PACE);
}

/** From a key to the first task after the frame in which its letter stands. */
async function press(page) {
  await page.evaluate(() => {
    window.shown = new Promise((done) => {
      addEventListener("keydown", ({ timeStamp }) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => done(performance.now() - timeStamp);
          port2.postMessage(null);
        });
      }, { once: true, capture: true });
    });
  });
  await page.keyboard.press("e");
  return page.evaluate(() => window.shown);
}

/** A phone on 4 Mbit/s and 100 ms that is signed in and has nothing of the page, and the same phone again. */
async function open(rate) {
  // A service worker fetches over a line of its own, which is not as slow as the page's.
  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, serviceWorkers: "block" };
  const page = await signIn(browser, hall, WHO, phone);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.clearBrowserCache");
  const line = { offline: false, latency: 100, downloadThroughput: 500_000, uploadThroughput: 500_000 };
  await cdp.send("Network.emulateNetworkConditions", line);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate });
  for (const visit of ["first", "again"]) {
    const begun = Date.now();
    await page.goto(address);
    await page.locator(".pl-prose .prose p").first().waitFor({ timeout: 120_000 });
    console.log(`| To the words of the plan on a phone, ${visit}, ${machine(rate)}, s | ${((Date.now() - begun) / 1_000).toFixed(1)} |`);
  }
  await page.context().close();
}
