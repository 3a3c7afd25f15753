// Comfort only: the total as one types, in whole pence, as the server works it out on saving.
const form = document.querySelector("[data-bid-price]");
const total = document.querySelector("[data-bid-total]");

const pence = (text) => {
  const amount = text.replace(/[\s£,]/g, "");
  return /^(\d+\.?\d{0,2}|\.\d{1,2})$/.test(amount) ? Math.round(Number(amount) * 100) : 0;
};
// What a price in its own unit comes to a week, half-up: a year is 52 weeks, a month the twelfth of it.
const weekly = (box) => {
  const unit = form.elements[box.name.replace("priced_", "unit_")]?.value;
  const [times, parts] = { month: [12, 52], year: [1, 52], once: [1, Number(form.dataset.bidWeeks)] }[unit] ?? [1, 1];
  return parts ? Math.floor((2 * pence(box.value) * times + parts) / (2 * parts)) : 0;
};
const sum = (start) =>
  [...form.querySelectorAll(`input[name^="${start}"]`)].reduce((all, box) => all + weekly(box), 0);
const pounds = (amount) =>
  new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP" }).format(amount / 100);

function show() {
  const core = sum("cost_");
  const needs = sum("priced_");
  const discount = Math.min(pence(form.elements.discount_percent.value), 10000);
  const week = Math.floor(((core + needs) * (10000 - discount) + 5000) / 10000);
  const put = (name, amount) => (total.querySelector(`[data-bid-${name}]`).textContent = pounds(amount));
  put("core", core);
  put("needs", needs);
  put("week", week);
  put("month", Math.floor((week * 52 + 6) / 12));
  put("year", week * 52);
  // Each child's share to the penny, as the server cuts the total up: the first takes what is left.
  const boxes = [...total.querySelectorAll("[data-bid-child]")];
  let left = week;
  for (const box of boxes.slice(1)) {
    const own = sum(`cost_child-${box.dataset.bidChild}--`) + sum(`priced_child-${box.dataset.bidChild}--`);
    const share = core + needs ? Math.floor((2 * week * own + core + needs) / (2 * (core + needs))) : 0;
    box.textContent = pounds(share);
    left -= share;
  }
  if (boxes.length) boxes[0].textContent = pounds(left);
  total.querySelector(".fp-money__label").textContent = "Price as you type";
}

if (form && total) form.addEventListener("input", show);
