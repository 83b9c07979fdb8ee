// Moves the map of endorsers through the months. Without it there is the map of the last day, and a table by date.
"use strict";
(() => {
  const language = document.documentElement.lang;
  const NS = "http://www.w3.org/2000/svg";
  let outlines = null;
  const waiting = [];

  window.habeasWorld = (given) => {
    outlines = given;
    for (const draw of waiting.splice(0)) draw(given);
  };

  const world = (top) => new Promise((resolve) => {
    if (outlines) { resolve(outlines); return; }
    waiting.push(resolve);
    if (waiting.length > 1) return;
    const script = document.createElement("script");
    script.src = `${top}world.js`;
    document.head.append(script);
  });

  const made = (name, values) => {
    const element = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
    return element;
  };

  const draw = (shapes, say) => {
    const svg = made("svg", { viewBox: "30 0 1980 980", role: "img", "aria-label": say.map, class: "world" });
    const states = new Map();
    for (const [code, path, x, y, small] of shapes) {
      const group = made("g", {});
      if (path) group.append(made("path", { d: path }));
      if (small) group.append(made("circle", { cx: x, cy: y, r: 6 }));
      states.set(code, group);
      svg.append(group);
    }
    return { svg, states };
  };

  const start = (form) => {
    const say = JSON.parse(form.querySelector("script").textContent);
    const input = form.querySelector("input");
    const output = form.querySelector("output");
    const picture = form.closest("section").querySelector("figure.map img");
    const bodies = new Set(say.organisations);
    const [year, month] = say.first.split("-").map(Number);
    const [lastYear, lastMonth] = say.last.split("-").map(Number);
    const months = (lastYear - year) * 12 + lastMonth - month;
    input.max = months;
    input.value = months;
    const written = new Intl.DateTimeFormat(language, { year: "numeric", month: "long", timeZone: "UTC" });
    const listed = new Intl.ListFormat(language, { type: "conjunction" });
    const number = new Intl.NumberFormat(language);

    const day = (index) => {
      const end = new Date(Date.UTC(year, month + index, 0)).toISOString().slice(0, 10);
      return index === months ? say.last : end;
    };
    const on = (index) => {
      const found = new Map();
      const date = day(index);
      for (const [party, first, sure, leaving, left] of say.stands) {
        const may = first <= date && (!left || date < left);
        const does = may && sure && sure <= date && (!leaving || date < leaving);
        if (may && found.get(party) !== "in") found.set(party, does ? "in" : "perhaps");
      }
      return found;
    };
    const names = (parties) => listed.format(parties.map((party) => say.names[party]).sort((a, b) => a.localeCompare(b, language)));
    const labelled = (label, value) => say.is.replace("%s", label).replace("%v", value);
    const told = (index, now) => {
      const certain = [...now].filter(([, how]) => how === "in").map(([party]) => party);
      const states = certain.filter((party) => !bodies.has(party)).length;
      const perhaps = now.size - certain.length;
      const parts = [labelled(say.states, number.format(states))];
      if (perhaps) parts.push(labelled(say.perhaps, number.format(perhaps)));
      if (certain.length > states) parts.push(labelled(say.bodies, number.format(certain.length - states)));
      const before = index ? on(index - 1) : new Map();
      const joined = [...now.keys()].filter((party) => !before.has(party));
      const left = [...before.keys()].filter((party) => !now.has(party));
      const short = `${written.format(new Date(`${day(index)}T00:00:00Z`))}. ${parts.join(", ")}.`;
      const news = [[say.joined, joined], [say.left, left]].map(([label, parties]) => (parties.length ? ` ${labelled(label, names(parties))}.` : ""));
      return [short, short + news.join("")];
    };

    let drawn = null;
    const show = async () => {
      const index = Number(input.value);
      const now = on(index);
      const [short, long] = told(index, now);
      input.setAttribute("aria-valuetext", short);
      output.textContent = long;
      if (!drawn) {
        drawn = world(form.dataset.top).then((shapes) => {
          const map = draw(shapes, say);
          picture.replaceWith(map.svg);
          return map;
        });
      }
      const { svg, states } = await drawn;
      if (index !== Number(input.value)) return;
      for (const [code, group] of states) group.setAttribute("class", now.get(code) || "");
      svg.setAttribute("aria-label", `${say.map}. ${short}`);
    };

    const [short, long] = told(months, on(months));
    input.setAttribute("aria-valuetext", short);
    output.textContent = long;
    input.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
  };

  for (const form of document.querySelectorAll("form.slider")) start(form);
})();
