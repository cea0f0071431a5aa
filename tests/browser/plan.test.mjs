// A plan written by several at once: in the same measure, with one away for a while; amounts as people type them; the
// table by keys alone; and every page of it as wide and as narrow as it must fit.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, beforeEach, test } from "node:test";

import { Hall, audit, field, kept, launch, prepareShots, sameText, signIn, stored, until } from "./support.mjs";

const AREA = "marin-verdiskaping";
const MEASURE = "Restråstoff til ingrediens";
/** The widths a plan is made for. */
const WIDTHS = [[390, 844], [768, 1024], [1366, 768]];

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

const address = (query = "") => {
  const plan = hall.guide.plans.find((one) => one.documents.some((document) => document.kind === "plan"));
  return `${hall.url}/planer/${plan.id}${query}`;
};

/** Opens a focus area as somebody. */
async function open(personId, query = `?omrade=${AREA}`, options = {}) {
  const page = await signIn(browser, hall, personId, options);
  await page.goto(address(query));
  await page.locator("#main h1").waitFor();
  return page;
}

/** Opens the card of a measure, and answers the card. */
async function unfold(page, title = MEASURE) {
  const card = page.locator("article").filter({ has: page.locator("h3", { hasText: title }) });
  const button = card.locator("h3 button");
  if (await button.getAttribute("aria-expanded") === "false") await button.click();
  await card.locator(".pl-card-body").waitFor();
  return card;
}

/** Dates and amounts hold together by spaces that do not break. */
const reads = (expected) => (now) => now.replace(/\s/g, " ") === expected;

const close = (...pages) => Promise.all(pages.map((page) => page.context().close()));

test("two write in the same measure at once: words are shared, each value is won by itself", async () => {
  const [one, other] = await Promise.all([open("ragnhild-solvaer"), open("ingunn-hestnes")]);
  const [mine, theirs] = await Promise.all([unfold(one), unfold(other)]);
  const [first, second] = [mine, theirs].map((card) => card.getByLabel("Bakgrunn", { exact: true }));
  await first.focus();
  await first.evaluate((area) => area.setSelectionRange(0, 0));
  await second.focus();
  await second.evaluate((area) => area.setSelectionRange(area.value.length, area.value.length));
  await Promise.all([
    first.pressSequentially("Først. ", { delay: 15 }),
    second.pressSequentially(" Sist.", { delay: 15 }),
  ]);
  const text = await sameText(first, second, (now) => now.startsWith("Først. ") && now.endsWith(" Sist."));
  assert.ok(text.includes("restråstoff"), "what stood there stands there");
  await mine.getByText("Ingunn skriver her").first().waitFor();
  // Different values: both win.
  await mine.getByLabel("Frist", { exact: true }).fill("1. desember 2027");
  await theirs.getByLabel("Prosjektleder (PL)").fill("Per Hansen");
  await mine.getByLabel("Frist", { exact: true }).press("Enter");
  await theirs.getByLabel("Prosjektleder (PL)").press("Enter");
  await until("the deadline to arrive", () => theirs.getByLabel("Frist", { exact: true }).inputValue(), reads("1. desember 2027"));
  await until("the leader to arrive", () => mine.getByLabel("Prosjektleder (PL)").inputValue(), (now) => now === "Per Hansen");
  // The same value: the last one wins, and the other is told and may take it back.
  await theirs.getByLabel("Frist", { exact: true }).focus();
  const field = mine.locator(".pl-field").filter({ has: one.getByLabel("Frist", { exact: true }) });
  await field.getByText("Ingunn skriver her").waitFor();
  await theirs.getByLabel("Frist", { exact: true }).fill("2.12.27");
  await theirs.getByLabel("Frist", { exact: true }).press("Enter");
  await mine.getByText("Ingunn endret dette nå.").waitFor();
  await mine.getByRole("button", { name: "Ta tilbake mitt" }).click();
  await until("mine to be back", () => theirs.getByLabel("Frist", { exact: true }).inputValue(), reads("1. desember 2027"));
  await Promise.all([one, other].map(stored));
  assert.deepEqual([one, other].flatMap((page) => page.complaints), []);
  await close(one, other);
});

test("without network for a while: what both did is there at the end, and all are equal", async () => {
  const [one, other] = await Promise.all([open("ragnhild-solvaer"), open("ingunn-hestnes")]);
  const [mine, theirs] = await Promise.all([unfold(one), unfold(other)]);
  hall.cut();
  await mine.getByLabel("Strategi", { exact: true }).pressSequentially(" Uten nett.");
  await mine.getByLabel("Budsjett", { exact: true }).fill("1,2 mill");
  await mine.getByLabel("Budsjett", { exact: true }).press("Enter");
  await theirs.getByLabel("Resultatmål: hva er ferdig?").pressSequentially(" Også uten nett.");
  await Promise.all([one, other].map(kept));
  hall.mend();
  await Promise.all([one, other].map(stored));
  for (const label of ["Strategi", "Resultatmål: hva er ferdig?"]) {
    const fields = [mine, theirs].map((card) => card.getByLabel(label, { exact: true }));
    await sameText(...fields, (text) => text.includes("uten nett.") || text.includes("Uten nett."));
  }
  const amount = await until("the amount", () => theirs.getByLabel("Budsjett", { exact: true }).inputValue(), (now) => now.startsWith("1"));
  assert.equal(amount.replace(/\s/g, " "), "1 200 000 kr");
  await close(one, other);
});

/** The prose under a heading. */
const prose = (page, heading = "Mål") =>
  page.locator(".pl-prose").filter({ has: page.getByRole("heading", { name: heading, exact: true }) });

/** Begins to write in it, and answers the editor. */
async function pen(page) {
  await prose(page).getByRole("button", { name: /^Skriv/ }).click();
  const text = prose(page).locator(".pi-text");
  await text.waitFor();
  return text;
}

async function type(page, text, key, words) {
  await text.click();
  await page.keyboard.press(key);
  await page.keyboard.type(words, { delay: 15 });
}

/** The words of an editor, without the carets of the others. */
const words = (text) => text.evaluate((element) => {
  const copy = element.cloneNode(true);
  copy.querySelectorAll(".caret").forEach((caret) => caret.remove());
  return copy.innerText;
});

test("three write prose, rows and comments at once, one without network for a while: all end equal", async () => {
  const pages = await Promise.all(["ragnhild-solvaer", "ingunn-hestnes", "hanne-falch"].map((id) => open(id)));
  const [one, away, third] = pages;
  const cards = await Promise.all(pages.map((page) => unfold(page)));
  const pens = await Promise.all(pages.map(pen));
  await away.context().setOffline(true);
  await Promise.all([
    type(one, pens[0], "Control+Home", "Sammen. "),
    type(away, pens[1], "Control+End", " Uten nett."),
    type(third, pens[2], "Control+End", " Alle tre."),
  ]);
  await cards[1].getByLabel("Strategi", { exact: true }).pressSequentially(" Skrevet i tunnelen.");
  await cards[0].getByLabel("Strategi", { exact: true }).pressSequentially(" Skrevet i møtet.");
  await third.keyboard.press("Control+Home");
  await third.keyboard.press("Control+Shift+ArrowRight");
  await prose(third).getByRole("button", { name: "Kommenter", exact: true }).first().click();
  await third.getByLabel(/^Kommentaren din/).fill("Hvem sørger for dette?");
  await third.getByRole("button", { name: "Send", exact: true }).click();
  await one.locator(".tk-said").getByText("Hvem sørger for dette?").waitFor();
  await pens[0].locator(".pi-marked").first().waitFor();
  await kept(away);
  await away.context().setOffline(false);
  await Promise.all(pages.map(stored));
  const all = ["Sammen.", "Uten nett.", "Alle tre."];
  const texts = await until("the same prose for all", () => Promise.all(pens.map(words)),
    (texts) => texts.every((text) => text === texts[0] && all.every((part) => text.includes(part))));
  const fields = cards.map((card) => card.getByLabel("Strategi", { exact: true }));
  for (const other of fields.slice(1)) {
    await sameText(fields[0], other, (text) => text.includes("i tunnelen.") && text.includes("i møtet."));
  }
  for (const page of pages) await page.locator(".tk-said").getByText("Hvem sørger for dette?").waitFor();
  await third.reload();
  await prose(third).locator(".prose mark").waitFor();
  await until("the same words to read", () => prose(third).locator(".prose").innerText(), (text) => text.trim() === texts[0].trim());
  await audit(third, "plan-commented-1366");
  await close(...pages);
});

test("an observer suggests other words in the prose, and they stand there with one press", async () => {
  const [observer, chair] = await Promise.all([open("lena-thorsrud"), open("ragnhild-solvaer")]);
  const before = await prose(chair, "Strategier").locator(".prose p").first().innerText();
  await prose(observer, "Strategier").getByRole("button", { name: /^Foreslå endring/ }).click();
  const suggested = observer.getByLabel("Slik foreslår jeg");
  await until("the paragraph to be there", () => suggested.inputValue(), (text) => text === before);
  await suggested.fill(before.replace("volum og folk", "både volum og folk"));
  await observer.getByLabel(/^Hvorfor/).fill("Begge deler teller.");
  await audit(observer, "plan-suggest-1366");
  await observer.getByRole("button", { name: "Send forslaget" }).click();
  const card = chair.locator(".tk-one").filter({ hasText: "Begge deler teller." });
  await card.locator("ins").waitFor();
  await card.getByRole("button", { name: "Godta" }).click();
  for (const page of [chair, observer]) {
    await prose(page, "Strategier").getByText("både volum og folk").waitFor();
  }
  assert.deepEqual([...observer.complaints, ...chair.complaints], []);
  await close(observer, chair);
});

test("two remove and edit the same measure: the words are kept, and it can be taken back", async () => {
  const [one, other] = await Promise.all([open("ragnhild-solvaer"), open("ingunn-hestnes")]);
  const card = await unfold(one, "Tareanlegg i pilotskala");
  await card.getByLabel("Bakgrunn", { exact: true }).focus();
  await other.getByRole("button", { name: "Mer for «Tareanlegg i pilotskala»" }).click();
  await other.getByRole("button", { name: "Fjern", exact: true }).click();
  await one.getByText("Noen andre fjernet «Tareanlegg i pilotskala»", { exact: false }).first().waitFor();
  await one.getByRole("button", { name: "Angre" }).click();
  await other.locator("h3", { hasText: "Tareanlegg i pilotskala" }).waitFor();
  await close(one, other);
});

test("amounts as people type them, and a clear word for what is none", async () => {
  const page = await open("ragnhild-solvaer");
  const card = await unfold(page);
  const budget = card.getByLabel("Budsjett", { exact: true });
  for (const [typed, shown] of [["350 000,-", "350 000 kr"], ["1,2 mill", "1 200 000 kr"], ["kr 900 000", "900 000 kr"]]) {
    await budget.fill(typed);
    await budget.press("Enter");
    await until(typed, async () => (await budget.inputValue()).replace(/\s/g, " "), (now) => now === shown);
  }
  await budget.fill("abc");
  await budget.press("Tab");
  await card.getByText("Dette er ikke et tall.", { exact: false }).waitFor();
  assert.equal(await budget.inputValue(), "abc", "what was typed stays");
  assert.equal(await budget.getAttribute("aria-invalid"), "true");
  await budget.fill("900 000");
  await budget.press("Enter");
  const deadline = card.getByLabel("Frist", { exact: true });
  await deadline.fill("1. januar 2020");
  await deadline.press("Enter");
  await card.getByText("Datoen er passert.").waitFor();
  await close(page);
});

test("the table is led by keys alone, and rows are pasted into it", async () => {
  const page = await open("ragnhild-solvaer", "?vis=tabell");
  const grid = page.getByRole("grid", { name: "Alle tiltak" });
  const first = grid.locator('[role=gridcell][tabindex="0"]');
  await first.focus();
  assert.equal(await grid.locator('[tabindex="0"]').count(), 1, "one cell is in the order of Tab");
  const here = () => page.evaluate(() => document.activeElement.id);
  const begun = await here();
  await page.keyboard.press("ArrowDown");
  assert.notEqual(await here(), begun);
  await page.keyboard.press("ArrowUp");
  assert.equal(await here(), begun);
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await page.keyboard.type(" i stor skala");
  await page.keyboard.press("Escape");
  assert.equal(await grid.getByText("i stor skala").count(), 0, "Escape leaves the cell as it was");
  for (const _ of "1234") await page.keyboard.press("ArrowRight");
  await page.keyboard.type("abc");
  await page.keyboard.press("Enter");
  await page.getByText("Dette er ikke et tall.", { exact: false }).first().waitFor();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("950 000");
  await page.keyboard.press("Enter");
  await until("the amount in the grid", () => grid.innerText(), (text) => text.replace(/\s/g, " ").includes("950 000"));
  await page.evaluate((rows) => {
    const data = new DataTransfer();
    data.setData("text/plain", rows);
    document.querySelector(".pl-grid").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, "Kystled i nord\tForprosjekt\tKari Moe\t15. juni\t350 000,-\nKai\tForprosjekt\tPer\ti vår\tmye");
  const dialog = page.getByRole("dialog", { name: "Lim inn tiltak" });
  await dialog.getByText("«i vår» er ikke en dato", { exact: false }).waitFor();
  await dialog.getByRole("button", { name: "Legg til ett tiltak" }).click();
  assert.match(await dialog.getByLabel("Rader").inputValue(), /^Kai\t/, "what was not read stays");
  await dialog.getByRole("button", { name: "La det være" }).click();
  await grid.getByText("Kystled i nord").waitFor();
  await stored(page);
  assert.deepEqual(page.complaints, []);
  await close(page);
});

test("the table is a file for a spreadsheet", async () => {
  const page = await open("ragnhild-solvaer", "?vis=tabell");
  await page.getByRole("grid", { name: "Alle tiltak" }).waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Last ned" }).click()]);
  assert.match(file.suggestedFilename(), /^Handlingsplan \d+ – Alle tiltak\.csv$/);
  const [head, ...lines] = (await readFile(await file.path(), "utf8")).split("\r\n");
  assert.match(head, /^\ufeff"Nr\.";"Innsatsområde";"Tiltak";"Fase";"Ansvarlig";"Frist";"Budsjett";/);
  const line = lines.find((it) => it.includes(`;"${MEASURE}";`));
  assert.match(line, /^"=""1\.1""";"Marin verdiskaping";"[^"]+";"Forprosjekt";"[^"]+";"\d{4}-\d\d-\d\d";"\d+";"350000";"100000";/);
  assert.deepEqual(page.complaints, []);
  await close(page);
});

test("nobody who has begun to write is taken along when the facilitator comes", async () => {
  const phone = await open("ingunn-hestnes", `?omrade=${AREA}`, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await phone.getByRole("button", { name: "Rediger", exact: true }).click();
  const card = await unfold(phone);
  const field = card.getByLabel("Bakgrunn", { exact: true });
  await field.focus();
  const leader = await open("bjoern-erik-wold", "?kapittel=forside");
  await phone.getByRole("button", { name: "Følg Bjørn" }).waitFor();
  assert.ok(phone.url().includes(AREA));
  assert.ok(await field.evaluate((it) => it === document.activeElement));
  assert.deepEqual([leader, phone].flatMap((page) => page.complaints), []);
  await close(leader, phone);
});

test("whoever follows goes along with the facilitator, until they scroll, write or go elsewhere", async () => {
  const leader = await open("bjoern-erik-wold");
  const goes = (name) => leader.getByRole("navigation", { name: "Innhold" }).getByRole("link", { name }).first().click();
  const at = (page, part) => until(`the page ${part}`, () => page.url(), (url) => url.includes(part));
  const phone = await open("ingunn-hestnes", "?kapittel=forside", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await phone.getByText("Du følger Bjørn.", { exact: false }).first().waitFor();
  await at(phone, AREA);
  await goes(/Kommunikasjonsplan/);
  await at(phone, "kommunikasjonsplan");
  await audit(phone, "plan-follow-390");
  await phone.mouse.wheel(0, 200);
  const follow = phone.getByRole("button", { name: "Følg Bjørn" });
  await follow.waitFor();
  const laptop = await open("torgeir-myklevik", "?kapittel=forside");
  assert.equal(await laptop.getByRole("button", { name: /^Følger/ }).count(), 0, "on a larger page it is asked for");
  await laptop.getByRole("button", { name: "Følg Bjørn" }).click();
  await at(laptop, "kommunikasjonsplan");
  await leader.getByRole("link", { name: "Tabell" }).click();
  await at(laptop, "vis=tabell");
  assert.ok(phone.url().includes("kommunikasjonsplan"), "who let go stays");
  await follow.click();
  await at(phone, "vis=tabell");
  await laptop.goBack();
  await at(laptop, "kapittel=forside");
  await laptop.getByRole("button", { name: "Følg Bjørn" }).waitFor();
  await leader.getByRole("link", { name: "Dokument" }).click();
  await at(phone, AREA);
  assert.ok(laptop.url().includes("kapittel=forside"), "whoever went back has let go");
  await laptop.goto(address(`?omrade=${AREA}`));
  await laptop.getByRole("button", { name: "Følg Bjørn" }).click();
  const card = await unfold(laptop);
  await card.getByLabel("Bakgrunn", { exact: true }).focus();
  await laptop.getByRole("button", { name: "Følg Bjørn" }).waitFor();
  await goes(/Kommunikasjonsplan/);
  await at(phone, "kommunikasjonsplan");
  assert.ok(laptop.url().includes(AREA), "nobody is pulled away while writing");
  assert.deepEqual([leader, phone, laptop].flatMap((page) => page.complaints), []);
  await close(leader, phone, laptop);
});

test("who may not write reads along, and is told why", async () => {
  const page = await open("lena-thorsrud");
  await page.locator(".reads").waitFor();
  assert.equal(await page.getByRole("button", { name: "Nytt tiltak" }).count(), 0);
  await unfold(page);
  assert.equal(await page.locator("article input:not([type=checkbox]), article textarea").count(), 0);
  await close(page);
});

test("a phone reads first, and edits on purpose", async () => {
  const page = await open("ragnhild-solvaer", undefined, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await unfold(page);
  assert.equal(await field(page, "Bakgrunn").count(), 0);
  await page.getByRole("button", { name: "Rediger" }).click();
  await field(page, "Bakgrunn").first().waitFor();
  await page.getByRole("button", { name: "Innhold" }).click();
  const sheet = page.getByRole("dialog", { name: "Innhold" });
  await sheet.getByRole("link", { name: /Kommunikasjonsplan/ }).click();
  await page.locator("h1", { hasText: "Kommunikasjonsplan" }).waitFor();
  await close(page);
});

test("every page of the plan fits, and axe finds nothing", async () => {
  const page = await open("ragnhild-solvaer");
  const pages = [
    ["plan-area", `?omrade=${AREA}`], ["plan-table", "?vis=tabell"], ["plan-budget", "?kapittel=ressursinnsats-og-finansiering"],
    ["plan-goals", "?kapittel=maal-og-innsatsomraader"], ["plan-front", "?kapittel=forside"],
    ["plan-areas", "?kapittel=strategier-og-tiltak"], ["plan-words", "?kapittel=kommunikasjonsplan"],
  ];
  for (const [name, query] of pages) {
    for (const [width, height] of WIDTHS) {
      await page.setViewportSize({ width, height });
      await page.goto(address(query));
      await page.locator("#main h1").waitFor();
      if (name === "plan-area") await unfold(page);
      await audit(page, `${name}-${width}`);
    }
  }
  await page.goto(`${hall.url}/planer`);
  await page.getByRole("heading", { name: "Planer", level: 1 }).waitFor();
  for (const [width, height] of WIDTHS) {
    await page.setViewportSize({ width, height });
    await audit(page, `plans-${width}`);
  }
  await close(page);
});
