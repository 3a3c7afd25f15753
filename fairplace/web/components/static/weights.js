// Comfort only: the sum of the weights as one types, in hundredths; the server adds them up again on saving.
const box = document.querySelector("[data-weights]");
const parts = ["outcomes", "needs", "features", "location", "competency"];

const read = (name) => {
  const typed = box.querySelector(`input[name="${name}"]`).value.trim();
  return /^\d*\.?\d{0,2}$/.test(typed) ? Math.round(Number(typed) * 100) : 0;
};
const shown = (hundredths) => String(hundredths / 100);

function show() {
  const price = read("price_weight");
  const sum = parts.reduce((all, name) => all + read(name), 0);
  const quality = 10000 - price;
  const put = (name, text) => (box.querySelector(`[data-weights-${name}]`).textContent = text);
  put("quality", shown(quality));
  put("total", shown(price + sum));
  put(
    "left",
    sum === quality
      ? "The parts add up."
      : `The parts add up to ${shown(sum)}; quality has ${shown(quality)}.`,
  );
}

if (box) box.addEventListener("input", show);
