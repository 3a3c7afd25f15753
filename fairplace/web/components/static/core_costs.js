// Comfort only: what core costs add up to as one types, in whole pence; the server adds them up again.
const totals = [...document.querySelectorAll("[data-core-total]")];

const pence = (box) => {
  const amount = (box ? box.value : "").replace(/[\s£,]/g, "");
  return /^(\d+\.?\d{0,2}|\.\d{1,2})$/.test(amount) ? Math.round(Number(amount) * 100) : 0;
};
const pounds = (amount) =>
  new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP" }).format(amount / 100);

function show() {
  for (const total of totals) {
    const boxes = total.dataset.coreTotal.split(" ").map((code) => document.querySelector(`input[name="${code}"]`));
    const week = boxes.reduce((all, box) => all + pence(box), 0);
    total.querySelector("[data-week]").textContent = pounds(week);
    total.querySelector("[data-month]").textContent = pounds(Math.floor((week * 52 + 6) / 12));
    total.querySelector("[data-year]").textContent = pounds(week * 52);
  }
}

if (totals.length) document.querySelector("form[method=post]").addEventListener("input", show);
