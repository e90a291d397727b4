// Words of the archive under the search box, while one is typed. The page works
// without. SPDX-License-Identifier: GPL-2.0-or-later
"use strict";
(() => {
  const box = document.getElementById("q");
  const list = document.createElement("datalist");
  list.id = "words";
  box.after(list);
  box.setAttribute("list", list.id);
  const where = box.form.action.replace(/search$/, "suggest");
  let timer = 0;
  let asked = "";
  const show = (words) => list.replaceChildren(...words.map((word) => {
    const option = document.createElement("option");
    option.value = word;
    return option;
  }));
  const ask = async () => {
    const text = box.value;
    if (text === asked || text.trim().length < 2) return;
    asked = text;
    const reply = await fetch(`${where}?q=${encodeURIComponent(text)}`);
    if (reply.ok && box.value === text) show((await reply.json())[1]);
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask().catch(() => {}), 150);
  });
})();
