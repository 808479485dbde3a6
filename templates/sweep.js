"use strict";
(() => {
  const [form, words, only, found] = ["search", "words", "only", "found"].map((id) => document.getElementById(id));
  const rows = Array.from(document.querySelectorAll(".packages tbody tr"));
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const verdicts = rows.map((row) => row.cells[2].textContent);
  const count = (number) => number.toLocaleString("en") + (number === 1 ? " package" : " packages");
  const search = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, at) => {
      const fits = (!only.value || verdicts[at] === only.value) && wanted.every((word) => texts[at].includes(word));
      if (row.hidden === fits) row.hidden = !fits;
      if (fits) shown += 1;
    });
    found.textContent = count(shown);
  };
  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 150);
  };
  words.addEventListener("input", soon);
  only.addEventListener("change", search);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  found.textContent = count(rows.length);
})();
