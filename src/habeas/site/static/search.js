// Looks words up in the files that `habeas.site.search` makes. They are fetched as scripts, which a page opened from a disk may do too.
"use strict";
(() => {
  const form = document.getElementById("search");
  if (!form) return;
  const field = form.querySelector("input");
  const list = document.getElementById("found");
  const status = document.getElementById("search-status");
  const say = JSON.parse(document.getElementById("search-words").textContent);
  const folder = form.dataset.folder;
  const shelves = new Map();
  const waiting = new Map();
  const MOST = 40;
  let asked = 0;

  window.habeasFound = (name, holds) => {
    shelves.set(name, holds);
    const told = waiting.get(name);
    if (told) told(holds);
  };

  const fetched = new Map();
  const fetchShelf = (name) => {
    if (!fetched.has(name)) {
      fetched.set(name, new Promise((resolve) => {
        waiting.set(name, resolve);
        const script = document.createElement("script");
        script.src = `${folder}${name}.js`;
        script.addEventListener("error", () => { fetched.delete(name); resolve({}); });
        document.head.append(script);
      }));
    }
    return fetched.get(name);
  };

  const folded = (text) => (text.normalize("NFC").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [])
    .map((word) => (/\p{Script=Latin}/u.test(word) ? word.normalize("NFD").replace(/\p{M}/gu, "") : word));

  const shelfOf = (word, letters) => {
    const start = [...word].slice(0, letters).join("");
    return /^[a-z0-9]+$/.test(start) ? start : `u${word.codePointAt(0).toString(16).padStart(4, "0")}`;
  };

  // whether two words differ by one letter: put in, left out, changed, or two changed about
  const near = (one, other) => {
    if (one === other || Math.abs(one.length - other.length) > 1) return false;
    let start = 0;
    while (start < one.length && one[start] === other[start]) start += 1;
    return one.slice(start + 1) === other.slice(start + 1) || one.slice(start) === other.slice(start + 1) ||
      one.slice(start + 1) === other.slice(start) ||
      (one[start] === other[start + 1] && one[start + 1] === other[start] && one.slice(start + 2) === other.slice(start + 2));
  };

  const pagesOf = async (word, info) => {
    const name = `t-${shelfOf(word, info.letters)}`;
    const names = word.length < info.letters ? info.words.filter((shelf) => shelf.startsWith(word)).map((shelf) => `t-${shelf}`) : [name];
    const scores = new Map();
    const take = (pages, factor) => {
      for (const page of pages.split(" ")) {
        const cut = page.lastIndexOf(":");
        const key = page.slice(0, cut);
        scores.set(key, Math.max(scores.get(key) || 0, Number(page.slice(cut + 1)) * factor));
      }
    };
    const held = await Promise.all(names.filter((one) => info.words.includes(one.slice(2))).map(fetchShelf));
    for (const words of held) {
      for (const [known, pages] of Object.entries(words)) if (known.startsWith(word)) take(pages, known === word ? 2 : 1);
    }
    if (scores.size === 0 && word.length > 3) {
      for (const words of held) for (const [known, pages] of Object.entries(words)) if (near(word, known)) take(pages, 0.5);
    }
    return scores;
  };

  const looked = async (words) => {
    const info = await fetchShelf("shelves");
    if (!info.letters) return { count: 0, shown: [] };
    const telling = words.filter((word) => !info.common.includes(word));
    if (telling.length === 0) return { count: 0, shown: [] };
    const each = await Promise.all(telling.map((word) => pagesOf(word, info)));
    const all = [...each[0]].filter(([key]) => each.every((scores) => scores.has(key)))
      .map(([key]) => [key, each.reduce((sum, scores) => sum + scores.get(key), 0)]);
    all.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const shown = await Promise.all(all.slice(0, MOST).map(async ([key]) => {
      const drawer = "sw".includes(key[0]) ? key[0] : key.slice(0, 1 + info.digits);
      return (await fetchShelf(`d-${drawer}`))[key];
    }));
    return { count: all.length, shown: shown.filter(Boolean) };
  };

  const named = (text) => say.names[text] || text;
  const told = ([kind, , title, detail]) => {
    const [first, second] = detail.split("\t");
    if (kind === "case") return [title || say.unnamed, [say.status[first], named(second)]];
    if (kind === "statement") return [title, [named(first), second]];
    return [named(title), [first, second]];
  };

  const show = (found, words) => {
    list.replaceChildren(...found.shown.map((one) => {
      const [title, details] = told(one);
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = form.dataset.root + one[1];
      link.textContent = title;
      link.dir = "auto";
      const kind = document.createElement("span");
      kind.className = "kind";
      kind.textContent = say.kinds[one[0]];
      const detail = document.createElement("span");
      detail.className = "of";
      detail.textContent = details.filter(Boolean).join(", ");
      item.append(kind, " ", link, " ", detail);
      return item;
    }));
    const number = found.count.toLocaleString(document.documentElement.lang);
    status.textContent = words.length === 0 ? "" : found.count === 0 ? say.none
      : found.count === 1 ? say.one : (found.count > MOST ? say.more : say.many).replace("%s", number).replace("%m", MOST);
  };

  const search = async () => {
    asked += 1;
    const mine = asked;
    const words = [...new Set(folded(field.value))];
    const found = words.length ? await looked(words) : { count: 0, shown: [] };
    if (mine === asked) show(found, words);
  };

  let pause = 0;
  field.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(search, 150); });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(pause); search(); });
  form.hidden = false;
  field.value = new URLSearchParams(location.search).get("q") || "";
  if (field.value) search();
})();
