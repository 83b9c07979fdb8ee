// Leads to the page on which a record or a quote stands now: on which of the pages of a long list that is changes as others come and
// go, its anchor never. Without this there is the page, and the way to the others.
"use strict";
(() => {
  const { records, pages } = document.currentScript.dataset;

  window.habeasRecords = (stands) => {
    const wanted = window.location.hash.slice(1);
    const number = Object.hasOwn(stands, wanted) ? stands[wanted] : 0;
    if (number) window.location.replace(`${number === 1 ? `${pages}.html` : `${pages}/${number}.html`}#${wanted}`);
  };

  const look = () => {
    const wanted = window.location.hash.slice(1);
    if (!wanted || document.getElementById(wanted)) return;
    const script = document.createElement("script");
    script.src = records;
    document.head.append(script);
  };

  window.addEventListener("hashchange", look);
  look();
})();
