// Whoever was refused is led to the reason.
document.querySelector("[data-refusal]")?.focus()
