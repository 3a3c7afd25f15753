// Comfort only: the sum of the numbers of a form as one types, in hundredths; the server adds them up again.
const box = document.querySelector("[data-sum]");

const read = (input) => (/^\d*\.?\d{0,2}$/.test(input.value.trim()) ? Math.round(Number(input.value.trim()) * 100) : 0);

function show() {
  const wanted = Number(box.dataset.sum) * 100;
  const sum = [...box.querySelectorAll("input[type=text]")].reduce((all, input) => all + read(input), 0);
  box.querySelector("[data-sum-total]").textContent = String(sum / 100);
  box.querySelector("[data-sum-words]").textContent =
    sum === wanted ? "The weights add up." : `The draft is not ready before they add up to ${wanted / 100}.`;
}

if (box) box.addEventListener("input", show);
