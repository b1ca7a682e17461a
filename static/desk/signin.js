// Signing in again without leaving the form: the sign-in pages are fetched, and their forms are sent from a dialog.
(() => {
  const line = document.querySelector("[data-kept]")
  if (!line) return
  const words = JSON.parse(document.getElementById("editor-words").textContent)
  const { name, user, token } = line.dataset
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties)
    element.append(...children)
    return element
  }

  // Where the sign-in stands, told by the page that answered: in, as whom; or which form it asks to fill.
  const standing = async (answer) => {
    if ((answer.headers.get("Content-Type") ?? "").startsWith("application/json")) {
      const data = await answer.json()
      return String(data.user) === user ? { in: true, token: data.token } : { other: true }
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const form = page.querySelector("#login-form, .factor-form")
    if (!form) return { elsewhere: true }
    const errors = [...page.querySelectorAll(".errornote, .errorlist li, .factor-error")].map((error) => error.textContent.trim())
    return {
      address: new URL(form.getAttribute("action") || answer.url, answer.url).href,
      hidden: [...form.querySelectorAll("input[type=hidden]")].map((input) => [input.name, input.value]),
      factor: form.matches(".factor-form"),
      set_up: page.querySelectorAll(".factor-form input:not([type=hidden])").length > 1,
      label: form.querySelector("label[for=id_password]")?.textContent.trim().replace(/:$/, "") ?? words.password,
      numeric: form.querySelector("[inputmode=numeric]") !== null,
      errors: [...new Set(errors)],
    }
  }
  // Nobody waits for it: it must not take along the cookie that another window has just got.
  // Whoever is not in is led from the token to the form that is to be filled.
  const look = async () => standing(await fetch(token, { headers: { "X-Unattended": "1" } }))
  const send = async (step, secret, again = true) => {
    const body = new FormData()
    for (const [key, value] of step.hidden) body.set(key, value)
    body.set("next", token)
    if (!step.factor) body.set("username", name)
    body.set("password", secret)
    const answer = await fetch(step.address, { method: "POST", body })
    if (answer.status !== 403 || !again) return standing(answer)
    // A sign-in in another window has changed the token meanwhile, and perhaps what is left to ask.
    const next = await look()
    return next.address && next.factor === step.factor && !next.set_up ? send(next, secret, false) : next
  }

  let open = null
  let wake = null
  // Quietly: beside the text, and never under the fingers of who is typing.
  const show = (quietly) =>
    new Promise((resolve) => {
      let step = null
      let quiet = quietly
      const title = make("h2", { textContent: words.signInAgain, id: "sign-in-title" })
      const why = make("p", { textContent: words.signInWhy, id: "sign-in-why" })
      const account = make("p", {}, `${words.signInAs}: `, make("bdi", { textContent: name }))
      const label = make("label", { textContent: words.password, htmlFor: "sign-in-secret" })
      const secret = make("input", { type: "password", id: "sign-in-secret", required: true, autocomplete: "current-password", dir: "ltr" })
      const problem = make("p", { className: "sign-in-problem", id: "sign-in-problem", role: "alert" })
      const go = make("button", { type: "submit", className: "strong", textContent: words.goOn })
      const later = make("button", { type: "button", className: "quiet", textContent: words.later })
      const asking = make("form", { noValidate: true }, account, label, secret, problem, make("p", { className: "done-acts" }, go, later))
      const dialog = make("dialog", { className: "asking sign-in" }, title, why, asking)
      dialog.setAttribute("aria-labelledby", title.id)
      dialog.setAttribute("aria-describedby", why.id)
      secret.setAttribute("aria-describedby", problem.id)
      // A password manager must know whose password it is.
      asking.prepend(make("input", { type: "text", value: name, autocomplete: "username", hidden: true, readOnly: true, tabIndex: -1 }))

      const say = (...sentences) => {
        problem.textContent = sentences.join(" ")
        secret.setAttribute("aria-invalid", String(sentences.length > 0))
      }
      const take = (next, wasSent) => {
        step = null
        // What was typed while the first page was on its way stays.
        if (wasSent) secret.value = ""
        if (next.in) return dialog.close("in")
        if (next.other) return say(words.signInOther)
        if (next.elsewhere || next.set_up) return say(words.signInElsewhere)
        step = next
        label.textContent = next.label
        // The code is read from a phone: it may be seen, and has its own keyboard.
        secret.type = next.factor ? "text" : "password"
        secret.autocomplete = next.factor ? "one-time-code" : "current-password"
        secret.inputMode = next.numeric ? "numeric" : "text"
        say(...next.errors)
        if (!quiet) secret.focus()
      }
      const trying = async (work, wasSent = true) => {
        try {
          take(await work(), wasSent)
        } catch {
          say(words.unreachableNow)
        }
      }
      let looked = null
      let sending = false
      asking.addEventListener("submit", async (event) => {
        event.preventDefault()
        if (sending) return
        // Not the button's `disabled`, which would swallow Enter: a press before the first page is here waits for it.
        sending = true
        go.setAttribute("aria-disabled", "true")
        await looked
        const typed = secret.value
        if (!dialog.open) return
        if (!typed && step) secret.focus()
        else
          await trying(async () => {
            // Without a step the pages did not answer.
            if (step) return send(step, typed)
            const next = await look()
            return next.factor === false && typed ? send(next, typed) : next
          })
        sending = false
        go.removeAttribute("aria-disabled")
      })
      later.addEventListener("click", () => dialog.close(""))
      dialog.addEventListener("close", () => {
        dialog.remove()
        resolve(dialog.returnValue === "in")
      })
      dialog.addEventListener("focusin", () => {
        quiet = false
      })
      dialog.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && !dialog.matches(":modal")) dialog.close("")
      })
      wake = () => {
        quiet = false
        if (!dialog.matches(":modal")) {
          dialog.removeAttribute("open")
          dialog.showModal()
        }
        secret.focus()
      }
      document.body.append(dialog)
      // Not show(): that would take the focus along.
      if (quietly) dialog.setAttribute("open", "")
      else wake()
      looked = trying(look, false)
    })

  // Resolves to whether this account is signed in again.
  window.newsroomSignIn = {
    ask: ({ quietly = false } = {}) => {
      if (open && !quietly) wake()
      open ??= show(quietly).finally(() => {
        open = null
      })
      return open
    },
  }
})()
