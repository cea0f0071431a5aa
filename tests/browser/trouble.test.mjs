// What goes wrong between a page and the server, and what people are told: nothing is lost, and nothing is said twice.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, beforeEach, test } from "node:test";

import WebSocket from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

import {
  Hall, Tap, inspect, isReal, kept, launch, openIndicator, prepareShots, saveState, signIn, stored, until,
} from "./support.mjs";

const PSV = (hall, page = "") => `${hall.url}/m/${hall.meeting.code}/${page}`;

let hall, browser;
before(async () => {
  await prepareShots();
  hall = await Hall.open();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await hall?.close();
});
beforeEach(() => hall.mend());

/** Somebody in the text of an indicator, with a tap on their line. */
async function writer(personId, indicator = "forankring-og-eierskap") {
  const page = await signIn(browser, hall, personId);
  const tap = await Tap.on(page);
  const text = await openIndicator(page, hall, indicator);
  await stored(page);
  return { page, tap, text, close: () => page.context().close() };
}

async function typeAtStart(text, words) {
  await text.focus();
  await text.evaluate((area) => area.setSelectionRange(0, 0));
  await text.pressSequentially(words);
}

const readOnly = (text) => text.evaluate((area) => area.readOnly);
const said = (page) => page.locator("#announce-polite, #announce-assertive").allInnerTexts().then((all) => all.join(" "));
const bar = (page, words) => page.locator(".bar", { hasText: words });
const laidAside = (page) => page.locator(".laid");

function rows(page, store) {
  return page.evaluate((store) => new Promise((resolve, reject) => {
    const opening = indexedDB.open("samling");
    opening.onerror = reject;
    opening.onsuccess = () => {
      const found = opening.result.transaction(store).objectStore(store).getAll();
      found.onsuccess = () => {
        opening.result.close();
        resolve(found.result);
      };
    };
  }), store);
}

/** Changes every row of a store as `change`, the body of a function of `row`, says. */
function damage(page, store, change) {
  return page.evaluate(([store, change]) => new Promise((resolve, reject) => {
    const opening = indexedDB.open("samling");
    opening.onerror = reject;
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(store, "readwrite");
      transaction.objectStore(store).openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        cursor.update(Object.assign(cursor.value, change));
        cursor.continue();
      };
      transaction.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  }), [store, change]);
}

test("a document made anew: the old words are laid aside, offered after a reload, copied, kept, deleted", async () => {
  const { page, tap, text, close } = await writer("ragnhild-solvaer");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const before = await text.inputValue();
  const words = "Skrevet før dokumentet ble byttet ut. ";
  hall.cut();
  await typeAtStart(text, words);
  await kept(page);
  tap.generation = "made-anew";
  hall.mend();
  await laidAside(page).waitFor();
  await until("the document as it is on the server", () => text.inputValue(), (now) => now === before);
  await until("a polite word", () => said(page), (all) => all.includes("lagt til side"));
  await stored(page);
  await until("them on the device", () => rows(page, "aside"), (all) => all.length === 1);
  await until("nothing left to send", () => rows(page, "outbox"), (all) => all.length === 0);

  await page.reload();
  await laidAside(page).getByRole("button", { name: "Se ordene" }).click();
  const dialog = page.getByRole("dialog", { name: "Lagt til side på denne enheten" });
  await dialog.getByText(words + before).waitFor();
  assert.equal(await dialog.getByRole("listitem").count(), 1, "only what the document does not have");
  await dialog.getByText("har ord som ikke ble lagret på serveren").waitFor();
  await inspect(page, "laid-aside");
  await dialog.getByRole("button", { name: "Kopier alt" }).click();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await until("the words on the clipboard", copied, (all) => all.includes(words) && all.includes("Begrunnelse, Forankring"));
  const [file] = await Promise.all([
    page.waitForEvent("download"), dialog.getByRole("button", { name: "Last ned som tekst" }).click(),
  ]);
  assert.ok((await readFile(await file.path(), "utf8")).includes(words + before));
  assert.equal(await text.inputValue(), before, "nothing flows back by itself");

  await dialog.getByRole("button", { name: "Slett kopien" }).click();
  await dialog.getByRole("button", { name: "Behold den" }).click();
  await dialog.getByRole("button", { name: "Slett kopien" }).click();
  await dialog.getByRole("button", { name: "Ja, slett" }).click();
  await dialog.waitFor({ state: "hidden" });
  await until("focus on the page", () => page.evaluate(() => document.activeElement.id), (id) => id === "page-title");
  await until("the row to be gone", () => rows(page, "aside"), (all) => all.length === 0);
  await page.reload();
  await text.waitFor();
  await stored(page);
  assert.equal(await laidAside(page).count(), 0);
  assert.deepEqual(page.complaints.filter(isReal), []);
  await close();
});

test("what is laid aside is its writer's: signing out leaves only what no server has, and the next person sees nothing", async () => {
  const { page, tap, text, close } = await writer("mathias-tveito", "planer-og-styring");
  hall.cut();
  await typeAtStart(text, "Bare mitt. ");
  await kept(page);
  tap.generation = "made-anew";
  hall.mend();
  await laidAside(page).waitFor();
  const texts = async () => (await rows(page, "aside")).flatMap((row) => JSON.parse(row.texts));
  await until("the whole document aside", texts, (all) => all.length > 5);
  await page.getByRole("button", { name: /meny$/ }).click();
  await page.getByRole("button", { name: "Logg ut" }).click();
  await page.getByRole("heading", { name: "Du er ikke logget inn" }).waitFor();
  const left = await texts();
  assert.deepEqual(left.map(({ key, is_unconfirmed: mark }) => [key, mark]), [["indicators/planer-og-styring/rationale", true]]);
  assert.ok(left[0].words.startsWith("Bare mitt. "));

  await page.goto(hall.person("bjoern-erik-wold").sign_in_url);
  await page.getByRole("button", { name: "Ja, logg meg inn" }).click();
  await page.getByText("Neste steg").waitFor();
  await openIndicator(page, hall, "planer-og-styring");
  await stored(page);
  assert.equal(await laidAside(page).count(), 0);
  assert.equal((await texts()).length, 1, "and it is still there for its writer");
  await close();
});

test("a server that cannot store: told within five seconds, for as long as it lasts, and no longer", async () => {
  const { page, tap, text, close } = await writer("ingunn-hestnes", "styre-og-ledelse");
  tap.refusesWith = 4500;
  const begun = Date.now();
  await typeAtStart(text, "Mens disken er full. ");
  await until("the truth in the header", () => saveState(page), (state) => state === "Får ikke lagret");
  assert.ok(Date.now() - begun < 5_000);
  await bar(page, "Det du skriver, ligger på denne enheten og sendes").waitFor();
  const n_dials = tap.n_dials;
  await until("two more tries, and the same said all the time", async () => {
    assert.equal(await saveState(page), "Får ikke lagret");
    return tap.n_dials >= n_dials + 2;
  });
  await inspect(page, "cannot-store");
  tap.refusesWith = null;
  await stored(page);
  await until("no bar", () => page.locator(".bar").count(), (n_bars) => n_bars === 0);
  await close();
});

test("a server that greets and then falls again and again is told too", async () => {
  const { page, tap, text, close } = await writer("ingunn-hestnes", "styre-og-ledelse");
  tap.refusesWith = 1013;
  const begun = Date.now();
  await typeAtStart(text, "Mens den snubler. ");
  await until("the truth in the header", () => saveState(page), (state) => state === "Får ikke lagret");
  assert.ok(Date.now() - begun < 5_000);
  tap.refusesWith = null;
  await stored(page);
  await close();
});

test("a server that restarts is found within five seconds", async () => {
  const { page, tap, close } = await writer("odd-arne-brekke");
  await hall.stop("SIGTERM");
  const n_dials = tap.n_dials;
  await until("a dial in vain", () => tap.n_dials > n_dials);
  await hall.start();
  const back = Date.now();
  await stored(page);
  await until("a greeting", () => tap.isGreeted);
  assert.ok(Date.now() - back < 5_000, `${Date.now() - back} ms`);
  await close();
});

const STOPS = [
  [4400, "Serveren forsto ikke det siste herfra"],
  [4401, "Du er logget ut"],
  [4403, "Du har ikke lenger tilgang til dette dokumentet"],
  [4404, "Dokumentet finnes ikke lenger på serveren"],
  [4409, "Ny versjon er klar"],
  [4413, "Det siste herfra er for stort til å bli sendt"],
];

test("each code that says stop has its words, keeps what was typed, offers it, and dials no more", async () => {
  const page = await signIn(browser, hall, "ragnhild-solvaer");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  for (const [code, says] of STOPS) {
    const one = await page.context().newPage();
    const tap = await Tap.on(one);
    const text = await openIndicator(one, hall, "utviklingsevne");
    await stored(one);
    // A page that opens from the device's copy is there before the handshake, which sends a change of its own.
    await until("the handshake to be over", () => tap.sent.some((frame) => frame[0] === 0 && frame[1] === 1), Boolean);
    const n_dials = tap.n_dials;
    tap.refusesWith = code;
    const words = `Stoppet av ${code}. `;
    await typeAtStart(text, words);
    await bar(one, says).waitFor();
    assert.ok((await text.inputValue()).startsWith(words.slice(0, 1)), "the words stay in the field");
    const typed = await text.inputValue();
    await bar(one, says).getByRole("button", { name: "Kopier det jeg skrev" }).click();
    await until("the words on the clipboard", () => one.evaluate(() => navigator.clipboard.readText()), (all) => all === typed);
    assert.equal(await one.getByText("nett", { exact: false }).filter({ visible: true }).count(), 0, "that is no lost network");
    // What makes a page dial at once makes it dial here no more.
    await one.evaluate(() => ["online", "pageshow", "visibilitychange"].forEach((it) => window.dispatchEvent(new Event(it))));
    await one.evaluate(() => new Promise(requestAnimationFrame));
    assert.equal(tap.n_dials, n_dials, `${code} dials again`);
    if (code === 4413) {
      await inspect(one, "too-large");
      tap.refusesWith = null;
      await bar(one, says).getByRole("button", { name: "Legg det til side" }).click();
      await stored(one);
      assert.ok(!(await text.inputValue()).includes("4413"));
      await laidAside(one).getByRole("button", { name: "Se ordene" }).click();
      await one.getByRole("dialog").getByText(words).waitFor();
      await one.getByRole("dialog").getByRole("button", { name: "Slett kopien" }).click();
      await one.getByRole("button", { name: "Ja, slett" }).click();
      await until("no row", () => rows(one, "aside"), (all) => all.length === 0);
    } else {
      await one.close();
      const next = await page.context().newPage();
      await openIndicator(next, hall, "utviklingsevne");
      await stored(next); // what was kept is sent by the next page
      await next.close();
      continue;
    }
    await one.close();
  }
  await page.context().close();
});

test("rights that change while connected: read at once, write at once, focus and place stay, no word is lost", async () => {
  const { page, tap, text, close } = await writer("kjersti-lie", "arbeidsplasser");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.setViewportSize({ width: 1366, height: 700 });
  await typeAtStart(text, "Før. ");
  await stored(page);
  const focused = () => text.evaluate((area) => area === document.activeElement);
  const top = () => text.evaluate((area) => Math.round(area.getBoundingClientRect().top));
  await page.evaluate(() => window.scrollBy(0, 220));
  const place = await top();
  tap.holdsBack = true;
  await typeAtStart(text, "Usendt. ");
  await until("the words under way", () => saveState(page), (state) => state === "Lagrer");
  tap.tell({ rights: "read" });
  await until("the field to close", () => readOnly(text));
  assert.ok(await focused(), "focus stays");
  await until("the field in its place", top, (now) => now === place);
  await until("the words for a screen reader", () => said(page), (all) => all.includes("Du kan lese her nå, men ikke skrive."));
  assert.equal(await page.locator(".reads").innerText(), "Du kan lese her nå, men ikke skrive.");
  await page.keyboard.type("x");
  assert.ok((await text.inputValue()).startsWith("Usendt. Før. "));
  await until("the truth in the header", () => saveState(page), (state) => state === "Får ikke lagret");
  const copy = page.getByRole("button", { name: "Kopier det jeg skrev" });
  await inspect(page, "rights-lost");
  await page.setViewportSize({ width: 1366, height: 700 });

  tap.rights = "read"; // the next greeting says it too
  await page.reload();
  await copy.click();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await until("the words on the clipboard", copied, (all) => all.startsWith("Usendt. Før. "));

  tap.rights = null;
  tap.holdsBack = false;
  tap.tell({ rights: "write" });
  await until("the field to open", async () => (await text.count()) === 1 && !(await readOnly(text)));
  await stored(page);
  await until("no bar", () => page.locator(".bar").count(), (n_bars) => n_bars === 0);
  await close();
});

test("more under way when the right to write went: not shut out, but read-only", async () => {
  const { page, tap, text, close } = await writer("kjersti-lie", "utviklingsevne");
  tap.holdsBack = true;
  await typeAtStart(text, "To på vei. ");
  tap.rights = "read";
  tap.deny();
  tap.hangUp(4403);
  await until("the field to close", () => readOnly(text));
  await until("the line to be back", () => tap.isGreeted);
  assert.equal(await bar(page, "Du har ikke lenger tilgang").count(), 0);
  assert.ok((await text.inputValue()).startsWith("To på vei. "));
  tap.rights = null;
  tap.holdsBack = false;
  tap.tell({ rights: "write" });
  await stored(page);
  await close();
});

test("a plain value where a text should be: the field says so and swallows nothing", async () => {
  const { page, close } = await writer("odd-arne-brekke");
  await page.goto(PSV(hall, "forslag"));
  const titles = page.getByRole("textbox", { name: "Forslaget, kort sagt" });
  await titles.first().waitFor();
  const before = await titles.count();
  const stranger = hall.person("ragnhild-solvaer");
  const document = hall.meeting.documents[0].id;
  class Bearer extends WebSocket {
    constructor(url, protocols) {
      super(url, protocols, { headers: { authorization: `Bearer ${stranger.token}` } });
    }
  }
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${hall.url.replace("http", "ws")}/sync`, document, doc, { WebSocketPolyfill: Bearer });
  await new Promise((synced) => provider.once("sync", synced));
  doc.transact(() => {
    const row = new Y.Map();
    doc.getMap("proposals").set("hostile-1", row);
    row.set("title", "Dette er ikke en tekst");
    row.set("order", "zzzz");
    row.set("text", new Y.Text("Men dette er det."));
  });
  await until("the row", () => titles.count(), (count) => count === before + 1);
  provider.destroy();
  provider.awareness.destroy();
  const title = titles.last();
  assert.ok(await readOnly(title));
  await title.focus();
  await page.keyboard.type("svelget?");
  assert.equal(await title.inputValue(), "");
  const reason = page.getByText("Her kan det ikke skrives: Noe annet enn tekst ligger i feltet.", { exact: false });
  const described = await title.getAttribute("aria-describedby");
  assert.ok(described.trim().split(/\s+/).includes(await reason.getAttribute("id")));
  const text = page.getByRole("textbox", { name: "Utdyp gjerne" }).last();
  await text.focus();
  await page.keyboard.press("End");
  await page.keyboard.type(" Og kan skrives i.");
  await stored(page);
  assert.equal(await text.inputValue(), "Men dette er det. Og kan skrives i.");
  await reason.scrollIntoViewIfNeeded();
  await inspect(page, "no-text-here");
  await page.getByRole("button", { name: "Fjern «uten tittel»" }).last().click();
  await stored(page);
  await close();
});

test("a local copy that cannot be read is told, laid aside and offered as a file", async () => {
  const { page, tap, text, close } = await writer("torgeir-myklevik");
  const before = await text.inputValue();
  await until("a copy", () => rows(page, "copies"), (all) => all.length === 1);
  hall.cut();
  await typeAtStart(text, "Usendt. ");
  await kept(page);
  await damage(page, "copies", { snapshot: "borte" });
  await damage(page, "outbox", { update: new Uint8Array([1, 2, 3]) });
  const damaged = (await rows(page, "outbox")).length;
  assert.ok(damaged > 0);
  hall.mend();
  await page.reload();
  await laidAside(page).waitFor();
  await until("the server's document", () => text.inputValue(), (now) => now === before);
  await stored(page);
  await until("the raw rows aside", () => rows(page, "aside"), (all) => all.length === 1);
  await until("and no longer in the way", () => rows(page, "outbox"), (all) => all.length === 0);
  await page.reload();
  await laidAside(page).getByRole("button", { name: "Se mer" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"), page.getByRole("dialog").getByRole("button", { name: "Last ned som fil" }).click(),
  ]);
  const found = JSON.parse(await readFile(await file.path(), "utf8"));
  assert.equal(found.copy.snapshot, "borte");
  assert.deepEqual(found.changes.map((row) => row.update), Array(damaged).fill("010203"));
  await inspect(page, "unreadable");
  assert.ok(tap.isGreeted);
  await close();
});

test("much written without network goes in few frames, and a server that reads slowly is not taken for dead", async () => {
  const { page, tap, text, close } = await writer("solveig-nordgaard", "prosjektarbeid-og-samspill");
  hall.cut();
  await typeAtStart(text, "Lenge uten nett på fjellet, og mye å si om det. ".repeat(4));
  await kept(page);
  const n_changes = (await rows(page, "outbox")).length;
  assert.ok(n_changes > 150, `${n_changes} changes`);
  tap.readsEvery = 120;
  hall.mend();
  await until("a greeting", () => tap.isGreeted);
  const { n_dials } = tap;
  const n_before = tap.sent.length;
  await stored(page);
  assert.equal(tap.n_dials, n_dials, "the line was given up");
  const n_updates = tap.sent.slice(n_before - 1).filter((frame) => frame[0] === 0 && frame[1] !== 0).length;
  assert.ok(n_updates <= Math.ceil(n_changes / 8) + 3, `${n_updates} frames for ${n_changes} changes`);
  await close();
});
