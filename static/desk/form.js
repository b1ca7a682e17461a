// The writing form's small comforts; without them the form still does everything.
(() => {
  const words = JSON.parse(document.getElementById("editor-words")?.textContent ?? "{}")

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", async () => {
      const source = document.querySelector(button.dataset.copy)
      try {
        await navigator.clipboard.writeText(source.value)
      } catch {
        source.select()
        document.execCommand("copy")
      }
      document.querySelector("[data-copy-said]").textContent = button.dataset.said
    })
  }

  const form = document.querySelector("form[data-writing]")
  if (!form) return

  document.querySelector("[data-refusal]")?.focus()

  for (const area of form.querySelectorAll("textarea:not([data-prose])")) {
    const fit = () => {
      if (CSS.supports("field-sizing", "content")) return
      area.style.blockSize = "auto"
      area.style.blockSize = `${area.scrollHeight + 2}px`
    }
    area.addEventListener("input", fit)
    fit()
    if ("oneLine" in area.dataset) {
      area.addEventListener("keydown", (event) => {
        if (event.key === "Enter") event.preventDefault()
      })
    }
  }

  // Languages: tabs on a narrow window, beside each other on a wide one.
  const tabs = form.querySelector("[data-tabs]")
  const wide = matchMedia("(min-width: 64rem)")
  const show = (languages) => {
    form.dataset.languages = languages
    for (const tab of tabs.children) {
      const open = languages === "both" || languages === tab.dataset.language
      tab.setAttribute("aria-pressed", String(open))
    }
  }
  const fitting = (languages) => (!wide.matches && languages === "both" ? form.dataset.first : languages)
  if (tabs) {
    tabs.hidden = false
    show(fitting(form.dataset.languages))
    wide.addEventListener("change", () => show(wide.matches ? "ar" : fitting(form.dataset.languages)))
  }
  for (const tab of tabs?.children ?? []) {
    tab.addEventListener("click", () => {
      const { language } = tab.dataset
      if (!wide.matches) show(language)
      else show(language === "ar" || form.dataset.languages === "both" ? "ar" : "both")
    })
  }

  // The schedule button says for when, in the newsroom's own words for days and months.
  const moment = form.elements.publish_at
  const schedule = form.querySelector("[data-schedule]")
  const tell = () => {
    if (!schedule || !moment.value) return
    const [day, time] = moment.value.split("T")
    const arabic = document.documentElement.lang === "ar"
    const shown = new Intl.DateTimeFormat(arabic ? "ar-SY-u-nu-latn" : "en-GB", {
      weekday: "long",
      day: "numeric",
      month: "long",
      timeZone: "UTC",
    }).format(new Date(`${day}T00:00Z`))
    schedule.textContent = words.schedule.replace("%s", `${shown}${arabic ? "،" : ","} ${time}`)
  }
  moment?.addEventListener("input", tell)
  tell()

  // Leaving asks only while words are nowhere but on this device; a second press of a button is not a second act.
  let dirty = Boolean(document.querySelector("[data-refusal]")) || "typed" in form.dataset
  let sent = false
  // A note to colleagues is no part of the piece, and so of no working copy.
  let noted = false
  form.addEventListener("input", (event) => {
    if (event.target.name === "note") noted = true
    if (event.isTrusted || event.target.matches("[data-prose], [data-names], select, input")) dirty = true
  })
  addEventListener("beforeunload", (event) => {
    const unsafe = window.newsroomKeeping?.unsafe() ?? (dirty && !sent)
    if (unsafe || (noted && !sent)) event.preventDefault()
  })
  // Before the words leave the page: is the server there, and am I still signed in? A sign-in elsewhere has also
  // changed the form's token, so the fresh one is taken along.
  const ready = async () => {
    const { trouble } = await window.newsroomKeeping.who().catch(() => ({ trouble: "away" }))
    if (!trouble) return null
    if (trouble === "away") return words.unreachable
    if (trouble === "other") return words.signInOther
    return (await window.newsroomKeeping.signIn()) ? words.signInPress : words.signedOut
  }
  const report = (sentence) => {
    const box = form.querySelector("[data-notices]")
    box.classList.remove("read")
    box.replaceChildren(Object.assign(document.createElement("p"), { textContent: sentence }))
  }
  // While the form is on its way, what would be typed is no part of it: for a while nothing can be. Only the line that
  // says so stays awake.
  const REST = 10_000
  const GIVEN_UP = 60_000
  let timers = []
  let returnTo = null
  const rest = () => {
    returnTo = document.activeElement
    form.querySelector(".writing-grid").setAttribute("aria-busy", "true")
    for (const part of form.querySelectorAll(":scope > :not(.acts), .acts > :not(.acts-state)")) part.inert = true
  }
  const wake = () => {
    form.querySelector(".writing-grid").removeAttribute("aria-busy")
    for (const part of form.querySelectorAll("[inert]")) part.inert = false
    if (document.activeElement === document.body) returnTo?.focus()
  }
  const release = () => {
    timers.forEach(clearTimeout)
    timers = []
    if (form.querySelector("[inert]")) wake()
    sent = false
    window.newsroomKeeping?.release()
  }
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.dataset.checked) {
      delete event.submitter.dataset.checked
      window.newsroomKeeping.submit()
      rest()
      // Not every browser tells of a navigation that was stopped: after a while one can type, then press again.
      timers = [setTimeout(wake, REST), setTimeout(release, GIVEN_UP)]
      return
    }
    // Without its keeper the form is sent as any other.
    if (!window.newsroomKeeping) return
    event.preventDefault()
    if (sent) return
    sent = true
    const { submitter } = event
    await window.newsroomKeeping.hold()
    const trouble = await ready()
    if (trouble) {
      release()
      report(trouble)
      return
    }
    // Pressed with the key Enter, the form has no button of its own to be known by.
    const button = submitter ?? form.querySelector("[data-save]")
    button.dataset.checked = "yes"
    form.requestSubmit(button)
  })
  addEventListener("pageshow", release)
  window.navigation?.addEventListener("navigateerror", () => timers.length && release())
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyS") {
      event.preventDefault()
      form.requestSubmit(form.querySelector("[data-save]"))
    }
  })
})()
