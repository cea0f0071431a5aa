// Two people write in the same text; the server is killed under them; the words survive.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { Hall, command, field, kept, launch, openIndicator, openPage, sameText, saveState, signIn, stored, until } from "./support.mjs";

let hall, browser;
before(async () => {
  hall = await Hall.open();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await hall?.close();
});

beforeEach(() => hall.mend());

const caret = (field) => field.evaluate((area) => [area.selectionStart, area.selectionEnd]);
const setCaret = (field, at) => field.evaluate((area, at) => area.setSelectionRange(at, at), at);

async function pair(indicator) {
  const [ragnhild, ingunn] = await Promise.all([
    signIn(browser, hall, "ragnhild-solvaer"),
    signIn(browser, hall, "ingunn-hestnes"),
  ]);
  const fields = await Promise.all([ragnhild, ingunn].map((page) => openIndicator(page, hall, indicator)));
  return { pages: [ragnhild, ingunn], fields, close: () => Promise.all([ragnhild, ingunn].map((p) => p.context().close())) };
}

test("two type in one text at once: equal at the end, both carets where they were", async () => {
  const { pages, fields: [one, other], close } = await pair("forankring-og-eierskap");
  const text = await sameText(one, other, (text) => text.length > 40);
  await one.focus();
  await setCaret(one, 0);
  await other.focus();
  await setCaret(other, text.length);
  const [first, last] = ["Ragnhild skriver først i teksten. ", " Ingunn skriver sist, med 🌊 og æøå."];
  await Promise.all([one.pressSequentially(first, { delay: 12 }), other.pressSequentially(last, { delay: 15 })]);
  assert.equal(await sameText(one, other, (now) => now.includes(last)), first + text + last);
  assert.deepEqual(await caret(one), [first.length, first.length]);
  assert.deepEqual(await caret(other), Array(2).fill((first + text + last).length));
  await until("the other's name at the field", () => pages[0].getByText("Ingunn skriver", { exact: true }).count());
  assert.equal(await pages[0].locator(".ov .caret").count(), 1, "one remote caret over the text");
  await Promise.all(pages.map(stored));
  assert.deepEqual(pages.flatMap((page) => page.complaints), []);
  await close();
});

test("a selection stays on its words while another writes before and inside it", async () => {
  const { fields: [one, other], close } = await pair("planer-og-styring");
  const text = await sameText(one, other, (text) => text.length > 40);
  await one.focus();
  await one.evaluate((area) => area.setSelectionRange(10, 20));
  await setCaret(other, 0);
  await other.focus();
  await setCaret(other, 0);
  await other.pressSequentially("Foran. ");
  await until("the words to arrive", () => one.inputValue(), (now) => now === `Foran. ${text}`);
  assert.deepEqual(await caret(one), [17, 27]);
  await setCaret(other, 20);
  await other.pressSequentially("XY");
  await until("the words to arrive", () => one.inputValue(), (now) => now.includes("XY"));
  const [start, end] = await caret(one);
  assert.equal((await one.inputValue()).slice(start, end).replace("XY", ""), text.slice(10, 20));
  await close();
});

test("the server is killed while one writes: nothing is lost, and the header never lies", async () => {
  const { pages, fields: [one, other], close } = await pair("styre-og-ledelse");
  await one.focus();
  await setCaret(one, 0);
  const words = "Dette ble skrevet mens tjeneren falt og kom igjen. ";
  const writing = one.pressSequentially(words, { delay: 25 });
  await until("the first words", () => one.inputValue(), (text) => text.startsWith("Dette"));
  await hall.stop("SIGKILL");
  await writing;
  await kept(pages[0]);
  await hall.start();
  await Promise.all(pages.map(stored));
  await sameText(one, other, (text) => text.startsWith(words));
  await hall.stop("SIGTERM");
  await hall.start();
  const fresh = await signIn(browser, hall, "odd-arne-brekke");
  const reread = await openIndicator(fresh, hall, "styre-og-ledelse");
  assert.equal(await reread.inputValue(), await one.inputValue(), "the file has it too");
  await fresh.context().close();
  await close();
});

test("offline: type, reload, come back: everything arrives", async () => {
  const { pages: [page, witness], fields: [one, other], close } = await pair("prosjektarbeid-og-samspill");
  await page.evaluate(() => navigator.serviceWorker.ready);
  // The worker takes over with the next load, and keeps what that load fetches.
  await page.reload();
  await one.waitFor();
  await until("the service worker", () => page.evaluate(() => navigator.serviceWorker.controller !== null));
  await stored(page);
  hall.cut();
  await one.focus();
  await setCaret(one, 0);
  const words = "Skrevet uten nett på hotellet. ";
  await one.pressSequentially(words);
  await kept(page);
  await page.reload();
  await one.waitFor();
  await until("the words after the reload", () => one.inputValue(), (text) => text.startsWith(words));
  await kept(page);
  await one.focus();
  await setCaret(one, words.length);
  await one.pressSequentially("Og litt til. ");
  assert.ok(!(await other.inputValue()).includes("uten nett"));
  hall.mend();
  await stored(page);
  await stored(witness);
  await sameText(one, other, (text) => text.startsWith(`${words}Og litt til. `));
  await close();
});

test("a megabyte pasted into a field is refused in words, and the text is untouched", async () => {
  const { pages: [page], fields: [one, other], close } = await pair("arbeidsplasser");
  const before = await sameText(one, other, (text) => text.length > 0);
  await one.focus();
  await one.evaluate((area) => {
    const data = new DataTransfer();
    data.setData("text/plain", "x".repeat(1_000_000));
    const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    if (area.dispatchEvent(paste)) document.execCommand("insertText", false, data.getData("text/plain"));
  });
  await page.getByText("Det er for langt å sette inn her", { exact: false }).first().waitFor();
  assert.equal(await one.inputValue(), before);
  await one.pressSequentially("!");
  await sameText(one, other, (text) => text.includes("!"));
  await close();
});

test("an observer reads along and cannot write", async () => {
  const writer = await signIn(browser, hall, "ragnhild-solvaer");
  const observer = await signIn(browser, hall, "lena-thorsrud");
  const one = await openIndicator(writer, hall);
  await observer.goto(`${hall.url}/m/${hall.meeting.code}/forankring-og-eierskap`);
  await observer.getByText("leser du med her", { exact: false }).first().waitFor();
  await one.focus();
  await setCaret(one, 0);
  await one.pressSequentially("Les dette. ");
  await observer.getByText("Les dette. ").first().waitFor();
  assert.equal(await observer.getByRole("textbox").count(), 0);
  assert.equal(await observer.getByRole("button", { name: "Nytt forslag" }).count(), 0);
  await writer.context().close();
  await observer.context().close();
});

test("words that neither device nor server has make the page ask before it closes", async () => {
  const context = await browser.newContext({ locale: "nb-NO" });
  // As in a private window of some browsers: the device's database does not open.
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("not here", "InvalidStateError");
    };
  });
  const page = await openPage(context);
  await page.goto(hall.person("kjersti-lie").sign_in_url);
  await page.getByRole("button", { name: "Ja, logg meg inn" }).click();
  await page.getByText("Neste steg").waitFor();
  const rationale = await openIndicator(page, hall);
  await stored(page);
  hall.cut();
  await rationale.pressSequentially("Ikke mist dette. ");
  await until("the truth in the header", () => saveState(page), (text) => text === "Får ikke lagret");
  const leaving = page.waitForEvent("dialog");
  const clicked = page.getByRole("link", { name: "Samling, hjem" }).click();
  const confirm = await leaving;
  assert.equal(confirm.type(), "confirm", "a link out of the meeting asks too");
  await confirm.dismiss();
  await clicked;
  assert.ok((await rationale.inputValue()).includes("Ikke mist dette. "));
  const asked = page.waitForEvent("dialog");
  const closing = page.close({ runBeforeUnload: true });
  const dialog = await asked;
  assert.equal(dialog.type(), "beforeunload");
  await dialog.dismiss();
  await closing;
  hall.mend();
  await stored(page);
  await context.close();
});

test("proposals: add, write, move, link, remove and undo, seen by the other", async () => {
  const { pages: [page, other], close } = await pair("robust-naeringsliv");
  for (const each of [page, other]) await each.goto(`${hall.url}/m/${hall.meeting.code}/forslag`);
  const titles = (page) => page.getByRole("textbox", { name: "Forslaget, kort sagt" })
    .evaluateAll((areas) => areas.map((area) => area.value));
  const before = await until("the sample's proposals", () => titles(page), (all) => all.length === 18);
  const title = "Besøksrunde til bedriftene hver vår";
  await command(hall, "bjoern-erik-wold", "open-proposals");
  await field(page, "Nytt forslag").fill(title);
  await page.getByRole("button", { name: "Del", exact: true }).click();
  await until("the title at the other", () => titles(other), (all) => all.at(-1) === title);

  const up = page.getByRole("button", { name: `Flytt opp «${title}»` });
  await up.click();
  await until("the move at the other", () => titles(other), (all) => all.at(-2) === title);
  assert.ok(await up.evaluate((button) => button === document.activeElement), "focus stays on the moved card");

  const about = (page) => page.getByRole("combobox", { name: "Gjelder" }).nth(before.length - 1);
  await about(page).selectOption("robust-naeringsliv");
  await until("the link at the other", () => about(other).inputValue(), (value) => value === "robust-naeringsliv");

  await page.getByRole("button", { name: `Fjern «${title}»` }).click();
  await until("the removal at the other", () => titles(other), (all) => !all.includes(title));
  await page.getByRole("button", { name: "Angre" }).click();
  await until("the undo at the other", () => titles(other), (all) => all.at(-2) === title);
  await stored(page);
  assert.deepEqual([...page.complaints, ...other.complaints], []);
  await close();
});

test("a proposal removed while another writes in it is offered back, with every word", async () => {
  const { pages: [page, other], close } = await pair("utviklingsevne");
  for (const each of [page, other]) await each.goto(`${hall.url}/m/${hall.meeting.code}/forslag`);
  const title = (page) => page.getByRole("textbox", { name: "Forslaget, kort sagt" }).nth(4);
  await title(page).focus();
  await page.keyboard.press("End");
  await page.keyboard.type(" og mer");
  const words = await title(page).inputValue();
  await until("the words at the other", () => title(other).inputValue(), (text) => text === words);
  await other.getByRole("button", { name: `Fjern «${words}»` }).click();
  await page.getByText("mens du skrev", { exact: false }).first().waitFor();
  await page.getByRole("button", { name: "Angre" }).click();
  await until("the proposal to be back", () => title(other).inputValue(), (text) => text === words);
  await until("focus in it", () => page.evaluate(() => document.activeElement?.value), (text) => text === words);
  await close();
});

test("signing out leaves no copy of the document on the device", async () => {
  const page = await signIn(browser, hall, "mathias-tveito");
  await page.goto(`${hall.url}/m/${hall.meeting.code}/forankring-og-eierskap`);
  const copies = () => page.evaluate(() => new Promise((resolve, reject) => {
    const opening = indexedDB.open("samling");
    opening.onerror = reject;
    opening.onsuccess = () => {
      const keys = opening.result.transaction("copies").objectStore("copies").getAllKeys();
      keys.onsuccess = () => {
        opening.result.close();
        resolve(keys.result);
      };
    };
  }));
  await page.getByText("Kommunestyret har behandlet", { exact: false }).first().waitFor();
  await until("a copy while signed in", copies, (keys) => keys.length === 1);
  await page.getByRole("button", { name: /meny$/ }).click();
  await page.getByRole("button", { name: "Logg ut" }).click();
  await page.getByRole("heading", { name: "Du er ikke logget inn" }).waitFor();
  // A reload ends whatever the page still had under way.
  await page.reload();
  await page.getByRole("heading", { name: "Hvem er du?" }).waitFor();
  assert.deepEqual(await copies(), []);
  await page.context().close();
});
