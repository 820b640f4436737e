"use strict";
(() => {
  const cards = JSON.parse(document.getElementById("cards").textContent);
  const panel = document.getElementById("card");
  const body = panel.querySelector(".card-body");
  let opener = null;

  const make = (tag, text, name) => {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    if (name) element.className = name;
    return element;
  };

  const factList = (facts) => {
    const list = make("dl");
    for (const [name, value] of facts) list.append(make("dt", name), make("dd", value));
    return list;
  };

  const sourceList = (card) => {
    const list = make("ul");
    for (const source of card.cells) {
      list.append(make("li", `${source.workbook} › ${source.sheet} › ${source.cells}`));
    }
    if (card.more) list.append(make("li", `另有 ${card.more} 个单元格，见 sources.parquet`));
    return list;
  };

  const fill = (card) => {
    panel.querySelector("h2").textContent = card.name;
    panel.querySelector(".printed").textContent = card.printed;
    body.replaceChildren(make("p", card.explains));
    for (const remark of card.remarks) {
      const said = make("p", "", `remark ${remark.severity}`);
      said.append(make("b", remark.rule), ` ${remark.text}`);
      body.append(said);
    }
    body.append(factList(card.facts));
    if (card.cells.length) body.append(make("h3", "出处"), sourceList(card));
  };

  const close = () => {
    panel.hidden = true;
    if (!opener) return;
    opener.removeAttribute("aria-expanded");
    opener.focus({ preventScroll: true });
    opener = null;
  };

  const open = (number) => {
    if (opener) opener.removeAttribute("aria-expanded");
    opener = number;
    number.setAttribute("aria-expanded", "true");
    fill(cards[Number(number.dataset.card)]);
    panel.hidden = false;
    panel.scrollTop = 0;
    panel.focus({ preventScroll: true });
  };

  const filter = (button) => {
    let shown = 0;
    for (const other of document.querySelectorAll(".filters button")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    for (const finding of document.querySelectorAll(".finding")) {
      finding.hidden = !button.dataset.show.includes(finding.dataset.severity);
      shown += finding.hidden ? 0 : 1;
    }
    document.querySelector("#findings .none").hidden = shown > 0;
  };

  document.addEventListener("click", (event) => {
    const number = event.target.closest(".number");
    if (number) {
      event.preventDefault();
      open(number);
    } else if (event.target.closest(".close")) close();
    else if (event.target.matches(".filters button")) filter(event.target);
    else if (!panel.hidden && !panel.contains(event.target)) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) close();
    if (event.key === " " && event.target.matches(".number")) {
      event.preventDefault();
      open(event.target);
    }
  });
})();
