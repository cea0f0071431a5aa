// `node tests/browser/figures.mjs`, with SAMLING_BIN and CHROMIUM set: from a tap to the mark on the screen, and what a
// phone loads before it can score. Figures for docs/benchmarks.md, never a test.

import { Hall, launch, moveTo, ask, command, until } from "./support.mjs";

const LEADER = "bjoern-erik-wold";
const WHO = "solveig-nordgaard";
const N_TAPS = 40;
/** As a phone of some years: four times slower than this machine. */
const SLOWER = 4;

const hall = await Hall.open();
const browser = await launch();
try {
  await ask(hall, LEADER, "POST", `/api/meetings/${hall.meeting.id}/state`, { state: "running" });
  await command(hall, LEADER, "begin-day");
  await moveTo(hall, LEADER, "stille-vurdering");
  const context = await browser.newContext({ locale: "nb-NO", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  const loaded = new Map();
  const paths = new Map();
  cdp.on("Network.requestWillBeSent", ({ requestId, request }) => paths.set(requestId, new URL(request.url).pathname));
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => loaded.set(requestId, encodedDataLength));
  let line = 0;
  cdp.on("Network.webSocketFrameReceived", ({ response }) => (line += response.payloadData.length));

  await page.goto(hall.person(WHO).sign_in_url);
  await page.getByRole("button", { name: "Ja, logg meg inn" }).click();
  await page.getByText("Neste steg").waitFor();
  const door = sum();
  await page.goto(`${hall.url}/m/${hall.meeting.code}/deltaker`);
  await page.locator(".ses-opt").first().waitFor();
  await until("the line to be quiet", async () => line, (n) => n > 0);
  const all = sum();
  console.log(`| Signing in and the meeting's card, kB over the wire | ${kb(door)} |`);
  console.log(`| … and on to scoring, kB over the wire | ${kb(all)} |`);
  console.log(`| … of it programs (wasm and their scripts) | ${kb(sum((path) => /\.(wasm|js)$/.test(path)))} |`);
  console.log(`| The live line until then, kB before compression | ${kb(line)} |`);

  for (const rate of [1, SLOWER]) {
    await cdp.send("Emulation.setCPUThrottlingRate", { rate });
    const times = [];
    for (let n = 0; n < N_TAPS; n += 1) times.push(await tap(page, n % 5));
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.min(times.length - 1, Math.ceil(times.length * share) - 1)].toFixed(0);
    const where = rate === 1 ? "this machine" : `a processor ${rate} times slower`;
    console.log(`| From the tap to the mark, ${where}, p50 / p95 ms | ${at(0.5)} / ${at(0.95)} |`);
  }

  function sum(wanted = () => true) {
    const sizes = [...loaded].filter(([id]) => wanted(paths.get(id) ?? ""));
    return sizes.reduce((total, [, size]) => total + size, 0);
  }
} finally {
  await browser.close();
  await hall.close();
}

function kb(bytes) {
  return (bytes / 1_000).toFixed(0);
}

/** From the finger on a row of the scale to the frame in which it is marked. */
async function tap(page, nth) {
  const row = page.locator(".ses-opt").nth(nth);
  await row.scrollIntoViewIfNeeded();
  const box = await row.boundingBox();
  await page.evaluate((which) => {
    window.marked = new Promise((done) => {
      addEventListener("pointerdown", ({ timeStamp }) => {
        const row = document.querySelectorAll(".ses-opt")[which];
        const look = () => {
          if (!row.querySelector("input").checked || !row.querySelector(".ses-tick svg")) return requestAnimationFrame(look);
          // The frame with the mark is painted when the next task runs after it.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => done(performance.now() - timeStamp);
          return port2.postMessage(null);
        };
        requestAnimationFrame(look);
      }, { once: true, capture: true });
    });
  }, nth);
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
  return page.evaluate(() => window.marked);
}
