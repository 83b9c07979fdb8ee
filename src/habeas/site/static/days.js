// Counts days in custody in the reader's own browser, from the dates in the page, and says nothing that they do not.
// A day that a source gives only as a month makes a range. Where nobody has spoken of the custody for a year, the count
// stops at the last report. Without this script the dates stand there all the same.
(() => {
  const DAY = 86400000;
  const language = document.documentElement.lang;
  const at = (text) => Date.parse(text + "T00:00:00Z");
  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const days = (number) => {
    try {
      return new Intl.NumberFormat(language, { style: "unit", unit: "day", unitDisplay: "long" }).format(number);
    } catch {
      return String(number);
    }
  };
  for (const place of document.querySelectorAll("[data-held-from]")) {
    const { heldFrom, heldFromLatest, reported, staleAfter } = place.dataset;
    const last = at(reported);
    const stale = today - last > Number(staleAfter) * DAY;
    const end = stale ? last : Math.max(today, last);
    const most = Math.round((end - at(heldFrom)) / DAY);
    const fewest = Math.max(0, Math.round((end - at(heldFromLatest)) / DAY));
    if (!(most >= 0)) continue;
    const number = new Intl.NumberFormat(language).format(fewest);
    place.querySelector(".count").textContent = fewest === most ? days(most) : `${number}–${days(most)}`;
    place.querySelector(stale ? ".stopped" : ".running").hidden = false;
    place.hidden = false;
  }
})();
