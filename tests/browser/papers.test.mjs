// What lies before and after the day: the fact sheet, the form, score sheets on paper, and the report.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Hall, inspect, launch, prepareShots, signIn, until } from "./support.mjs";

const MANAGER = "hanne-falch";

let hall, browser, facilitator, chair;
before(async () => {
  await prepareShots();
  hall = await Hall.open();
  browser = await launch();
  facilitator = hall.guide.people.find((person) => person.role === "facilitator");
  chair = hall.guide.people.find((person) => person.role === "chair");
});
after(async () => {
  await browser?.close();
  await hall?.close();
});

const meeting = () => hall.meeting.id;
const press = (page, name) => page.getByRole("button", { name, exact: typeof name === "string" }).click();

async function open(person, path) {
  const page = await signIn(browser, hall, person);
  await page.goto(hall.url + path);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return page;
}

/** A command of somebody, as the API takes it. */
async function ask(person, command) {
  const { token } = hall.guide.people.find((it) => it.id === person);
  const answer = await fetch(`http://127.0.0.1:${hall.serverPort}/api/rooms/${meeting()}/commands`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ request_id: crypto.randomUUID(), command }),
  });
  assert.equal(answer.status, 200, `${JSON.stringify(command)}: ${await answer.text()}`);
}

async function become(state) {
  const { token } = facilitator;
  await fetch(`http://127.0.0.1:${hall.serverPort}/api/meetings/${meeting()}/state`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ state }),
  });
}

test("the manager fills in the fact sheet, what is typed survives a reload, and everybody reads it", async () => {
  const page = await open(MANAGER, `/m/${meeting()}/faktaark`);
  await page.getByRole("heading", { level: 2, name: "Prosjekter" }).waitFor();
  await inspect(page, "fact-sheet");
  await press(page, "Rediger «Mål og resultater»");
  await press(page, "Legg til et mål");
  await page.getByRole("textbox", { name: "Mål", exact: true }).last().fill("Nye bedrifter");
  await page.getByRole("textbox", { name: "Måltall" }).last().fill("43");
  await inspect(page, "fact-sheet-goals");
  await page.reload();
  await page.getByText("Dette skrev du sist på denne enheten.").waitFor();
  await press(page, "Lagre");
  await page.getByRole("button", { name: "Rediger «Mål og resultater»" }).waitFor();
  await page.getByText("målet er 43").waitFor();

  await press(page, "Rediger «Økonomi, tiltak og styre»");
  await page.getByRole("textbox", { name: "Innvilget, kr" }).fill("mye");
  await press(page, "Lagre");
  await page.getByText("Skriv beløp i hele kroner").waitFor();
  await page.getByRole("textbox", { name: "Innvilget, kr" }).fill("5 000 000");
  await inspect(page, "fact-sheet-figures");
  await press(page, "Lagre");
  await page.getByText("5 000 000 kr").waitFor();

  const waiting = page.getByRole("listitem").filter({ hasText: "Ikke ennå" }).first();
  const name = await waiting.locator(".nm").innerText();
  const person = hall.guide.people.find((it) => it.name === name);
  const reader = await open(person.id, `/m/${meeting()}/faktaark`);
  await reader.getByText("målet er 6").waitFor();
  await press(reader, "Jeg har lest det");
  await reader.getByText("Du har lest faktaarket").waitFor();
  await inspect(reader, "fact-sheet-read");
  await page.getByRole("listitem").filter({ hasText: name }).getByText("Har lest").waitFor();
  assert.deepEqual(page.complaints, []);
  assert.deepEqual(reader.complaints, []);
  await page.context().close();
  await reader.context().close();
});

test("of two who write in the same part one is told, and nothing typed is lost", async () => {
  const one = await open(MANAGER, `/m/${meeting()}/faktaark`);
  const other = await open(facilitator.id, `/m/${meeting()}/faktaark`);
  for (const page of [one, other]) await press(page, "Rediger «Året med ord»");
  await one.getByRole("textbox", { name: "Risiko" }).fill("Først");
  await other.getByRole("textbox", { name: "Risiko" }).fill("Sist");
  await press(one, "Lagre");
  await one.getByRole("button", { name: "Rediger «Året med ord»" }).waitFor();
  await until("the other to hear of it", async () => {
    await press(other, "Lagre");
    return other.getByText("Slik står delen nå").isVisible();
  });
  await inspect(other, "fact-sheet-clash");
  assert.equal(await other.getByRole("textbox", { name: "Risiko" }).inputValue(), "Sist");
  await press(other, "Lagre mitt i stedet");
  await one.getByText("Sist", { exact: true }).waitFor();
  await one.context().close();
  await other.context().close();
});

test("a form is made one's own before anybody answers, and explains why it stands after that", async () => {
  const page = await open(MANAGER, "/moter/nytt");
  await page.getByRole("radio").nth(1).check();
  await page.getByLabel("Dato").fill("2027-10-20");
  await press(page, "Lag møtet");
  await page.getByRole("link", { name: "Se og endre skjemaet" }).click();
  await page.getByRole("heading", { level: 1, name: "Skjemaet til Programstatusvurdering 2027" }).waitFor();
  await page.getByText("En indikator mangler navn.").waitFor();
  await inspect(page, "form");
  await page.getByRole("textbox", { name: "Indikator 1" }).first().fill("Eierskap");
  await page.locator("summary", { hasText: "Spørsmål og påstander" }).first().click();
  await press(page, "Legg til en påstand");
  await page.getByRole("textbox", { name: "Påstand 1" }).fill("Kommunestyret kjenner målene.");
  await inspect(page, "form-open");
  await press(page, "Flytt ned «Eierskap»");
  await press(page, "Lagre skjemaet");
  await page.locator(".pap-save").getByText("Lagret.").waitFor();
  await page.reload();
  assert.equal(await page.getByRole("textbox", { name: "Indikator 2" }).first().inputValue(), "Eierskap");

  await page.goto(`${hall.url}/moter/${meeting()}/skjema`);
  await page.getByText("Skjemaet er i bruk").waitFor();
  await inspect(page, "form-used");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("score sheets are printed on A4, one for each", async () => {
  const page = await open(facilitator.id, `/m/${meeting()}/ark`);
  await page.getByRole("heading", { level: 2, name: "Mine egne svar" }).first().waitFor();
  await inspect(page, "score-sheets");
  const sheets = await page.getByRole("heading", { level: 2, name: "Mine egne svar" }).count();
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g).length;
  assert.ok(pages >= sheets && pages <= 2 * sheets, `${sheets} sheets on ${pages} pages`);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a report is drafted, read, commented and made final", async () => {
  await become("running");
  await ask(facilitator.id, { type: "begin-day" });
  await ask(facilitator.id, { type: "reveal", indicator: "arbeidsplasser" });
  await ask(facilitator.id, { type: "propose-grade", indicator: "arbeidsplasser", grade: { one: 3 } });
  await ask(facilitator.id, { type: "settle-grade", indicator: "arbeidsplasser", grade: { one: 3 } });
  const page = await open(facilitator.id, `/m/${meeting()}/rapport`);
  await page.getByText("Rapporten kan sendes når hovedkonklusjonen").waitFor();
  await inspect(page, "report-draft");
  await ask(facilitator.id, { type: "conclude", is_concluded: true });
  await press(page, "Send til gjennomlesing");
  await page.getByRole("heading", { level: 2, name: "Leser gjennom" }).waitFor();

  const reader = await open(chair.id, `/m/${meeting()}/rapport`);
  await reader.getByRole("button", { name: "Kommenter «Arbeidsplasser»" }).click();
  await reader.getByRole("textbox", { name: "Kommentaren din" }).fill("Skriv gjerne hvor mange.");
  await inspect(reader, "report-comment");
  await press(reader, "Legg ved kommentaren");
  await reader.getByText("Skriv gjerne hvor mange.").waitFor();
  await press(reader, "Jeg har lest og godkjenner");
  await reader.getByText("Du har godkjent rapporten").waitFor();

  await page.getByText("1 kommentar er åpen").first().waitFor();
  await page.getByText("Skriv gjerne hvor mange.").waitFor();
  await inspect(page, "report");
  await press(page, /^Gjør endelig/);
  await page.locator(".ask").getByText("1 kommentar er åpen.").waitFor();
  await page.locator(".ask").getByRole("button", { name: "Gjør endelig" }).click();
  await page.getByText("Kontrollsummen (SHA-256)").waitFor();
  await inspect(page, "report-final");
  assert.match(await page.locator(".pap-hash").innerText(), /[0-9a-f]{64}/);
  assert.ok((await page.pdf({ preferCSSPageSize: true })).length > 10_000);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
  await reader.context().close();
});
