// The slider of the world map: the tier of each country in the chosen edition, on the map and in the table.
"use strict";

(() => {
  const holder = document.getElementById("signs");
  if (!holder) return;
  const {data, looks} = JSON.parse(holder.textContent);
  const slider = document.getElementById("year");
  const shown = document.getElementById("shown");

  function show(year) {
    const place = data.years.indexOf(year);
    shown.textContent = year;
    for (const element of document.querySelectorAll("[data-year]")) element.textContent = year;
    for (const [code, signs] of Object.entries(data.signs)) {
      const look = looks[signs[place]];
      const area = document.getElementById(`m-${code}`);
      if (area) {
        area.setAttribute("class", look.style);
        area.querySelector("title").textContent = `${data.names[code]}: ${look.words}`;
      }
      document.getElementById(`r-${code}`).cells[2].textContent = look.words;
    }
  }
  slider.addEventListener("input", () => show(Number(slider.value)));
  for (const area of document.querySelectorAll(".map g")) {
    area.addEventListener("click", () => { location.href = `country/${area.id.slice(2)}.html`; });
  }
})();
