// Keeps the page at hand when the network is away. It never answers for anything but GET on this origin, never reloads
// a page, and holds nothing personal: answers of the API and unsaved work are the client's to keep and to forget.
//
// There is no skipWaiting on purpose: an open meeting keeps the files it was started with until its pages are closed.
// New pages do not wait for that, because navigations ask the network first.

const VERSION = "{{version}}";
const FILES = {{precache}};
// Large and for few: kept when somebody has asked for them once.
const FILES_ON_USE = {{on-use}};

const PREFIX = "samling-";
const ASSETS = `${PREFIX}assets-${VERSION}`;
const NAVIGATION_TIMEOUT_MS = 4000;

self.addEventListener("install", (event) => event.waitUntil(fillAssets()));
self.addEventListener("activate", (event) => event.waitUntil(deleteOldCaches().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method !== "GET") return;
  const answer = answerFor(request, url.pathname);
  if (answer) event.respondWith(answer(event));
});

function answerFor(request, path) {
  if (path.startsWith("/api/")) return null;
  if (request.mode === "navigate") return pageElseShell;
  if (FILES.includes(path)) return fromCacheElseNetwork;
  return FILES_ON_USE.includes(path) ? fromCacheElseKept : null;
}

async function fillAssets() {
  const cache = await caches.open(ASSETS);
  // Hashed names never change, so the browser's own cache may answer for them; the page itself must be fresh.
  await cache.addAll(FILES);
  await cache.add(new Request("/", { cache: "reload" }));
}

async function deleteOldCaches() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== ASSETS);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function fromCacheElseNetwork({ request }) {
  const cache = await caches.open(ASSETS);
  return (await cache.match(request.url)) ?? fetch(request);
}

async function fromCacheElseKept({ request }) {
  const cache = await caches.open(ASSETS);
  const kept = await cache.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  // A full disk costs the page when the network is away, nothing more.
  if (answer.ok) await cache.put(request.url, answer.clone()).catch((error) => console.warn(error));
  return answer;
}

async function pageElseShell({ request }) {
  const cache = await caches.open(ASSETS);
  const page = fetch(request);
  const patience = new Promise((_, reject) => setTimeout(reject, NAVIGATION_TIMEOUT_MS));
  try {
    return await Promise.race([page, patience]);
  } catch {
    return (await cache.match("/")) ?? page;
  }
}
