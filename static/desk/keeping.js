// Where the typed words are, and the truth about it: first the device's journal, then the working copy on the server.
// Readers see nothing of either. Nothing here runs at a key: whatever costs time waits for a pause.
(() => {
  const line = document.querySelector("[data-kept]")
  const form = document.querySelector("form[data-writing]")
  if (!line || !form) return
  const words = JSON.parse(document.getElementById("editor-words").textContent)
  const { user, keep, pulse, token, leave, add } = line.dataset
  const field = form.elements
  const journal = window.newsroomJournal
  // What the form carries along is no word that anybody typed.
  const CARRIED = new Set(["csrfmiddlewaretoken", "version", "key", "base", "source", "window", "serial", "turn"])
  const NOTED_WITHIN = 350
  const PAUSE = 1000
  const LONGEST_UNSENT = 4500
  const ATTENDED_EVERY = 60_000
  const PULSE_EVERY = 15_000
  const LATEST_RETRY = 30_000
  const LONGEST_WAIT = 20_000

  let { piece } = line.dataset
  // Each change has a number: the newest, the newest in the journal, the newest that the server has confirmed.
  // The same window comes back with a refused form, and counts on.
  let changed = 0
  let noted = 0
  let confirmed = 0
  // Up to which the form itself is on its way.
  let submitted = -1
  let changedAt = 0
  let unsentSince = 0
  let attendedAt = Date.now()
  // A moment of the server on this device's clock, which may go wrong by hours.
  let ahead = Date.now() - Date.parse(line.dataset.now)
  const here = (at) => Date.parse(at) + ahead
  let keptAt = line.dataset.at ? here(line.dataset.at) : 0
  let trouble = ""
  let tries = 0
  let journalWorks = true
  let held = false
  let ended = false
  let sending = null
  let otherWindow = null
  let read = { at: -1, fields: {} }

  field.window.value ||= journal.name()
  if (!piece) field.key.value ||= journal.name()
  // A translation has words of its own beside those of the writing form.
  const into = field.into ? `.${field.into.value}` : ""
  const place = () => (piece ? `${piece}${into}` : field.key.value)
  const self = () => ({ user, place: place(), window: field.window.value })
  navigator.locks?.request(field.window.value, () => new Promise(() => {}))
  changed = noted = confirmed = journal.counted(field.window.value)
  const begun = changed
  const parted = journal.part(self()).catch(() => {})

  // ---- reading the form --------------------------------------------------------------------------------------------

  const typed = () => {
    if (read.at !== changed) {
      const fields = {}
      for (const [key, value] of new FormData(form)) {
        if (!CARRIED.has(key) && key !== "note" && typeof value === "string") (fields[key] ??= []).push(value)
      }
      read = { at: changed, fields }
    }
    return read.fields
  }
  const picture = () => {
    const shown = form.querySelector("[data-photo-input] .photo-chosen")
    return shown && !shown.hidden ? { id: field.photo.value, src: shown.getAttribute("src"), alt: shown.alt } : null
  }
  const entry = () => ({
    ...self(),
    turn: changed,
    at: changedAt || Date.now(),
    version: field.version.value,
    base: field.base.value,
    title: (typed().title_ar ?? [])[0] || (typed().title_en ?? [])[0] || "",
    fields: typed(),
    photo: picture(),
  })

  // ---- the journal -------------------------------------------------------------------------------------------------

  const note = async () => {
    await parted
    if (ended || noted === changed || confirmed === changed) return
    const upTo = changed
    try {
      journal.count(field.window.value, upTo)
      await journal.put(entry())
      noted = upTo
      journalWorks = true
      if (confirmed >= upTo && confirmed === changed) await journal.remove(self())
    } catch {
      journalWorks = false
    }
    draw()
  }
  // Signed out in another tab: what stood in the journal is wiped, and the words are in this page only.
  document.addEventListener("newsroom:shut", () => {
    noted = -1
    journalWorks = false
    draw()
    setTimeout(beat, 1000)
  })
  const idle = (work) => (window.requestIdleCallback ? requestIdleCallback(work, { timeout: 150 }) : setTimeout(work))

  // ---- the line ----------------------------------------------------------------------------------------------------

  const WHY = {
    away: words.whyAway,
    signedOut: words.whySignedOut,
    window: words.whyWindow,
    other: words.whyOther,
    refused: words.whyRefused,
    long: words.whyLong,
  }
  const locale = document.documentElement.lang === "ar" ? "ar-u-nu-latn" : "en"
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" })
  const ago = (moment) => since(moment).replace("ثوانِ", "ثوانٍ")
  const since = (moment) => {
    const seconds = Math.max(0, Math.round((Date.now() - moment) / 1000))
    if (seconds < 60) return relative.format(-seconds, "second")
    if (seconds < 3600) return relative.format(-Math.floor(seconds / 60), "minute")
    if (seconds < 86_400) return relative.format(-Math.floor(seconds / 3600), "hour")
    return relative.format(-Math.floor(seconds / 86_400), "day")
  }
  const shown = line.querySelector("[data-kept-words]")
  const said = line.querySelector("[data-kept-said]")
  const button = line.querySelector("[data-kept-act]")
  let spoken = ""
  let wasTrouble = false
  // [state, what is seen, what is said aloud: only when it changes]
  const truth = () => {
    const open = changed > confirmed
    // On this device only once they are there: the journal may be slower than the server is away.
    const onDevice = noted > confirmed || !journalWorks
    if (submitted >= 0) return ["saving", words.saving, words.saving]
    if (trouble && open && onDevice) {
      const sentence = (journalWorks ? words.keptDevice : words.keptNowhere).replace("%s", WHY[trouble])
      return ["device", sentence, sentence]
    }
    if (!open && (trouble === "signedOut" || trouble === "other")) {
      const safe = changed ? `${words.allKept} ${WHY[trouble]}` : WHY[trouble]
      return ["device", safe, safe]
    }
    if (open) return ["keeping", words.keeping, spoken]
    if (keptAt) return ["kept", words.kept.replace("%s", ago(keptAt)), words.keptSaid]
    return ["clean", words.keepClean, ""]
  }
  const draw = () => {
    const [state, sentence, aloud] = truth()
    if (line.dataset.state !== state) line.dataset.state = state
    if (shown.textContent !== sentence) shown.textContent = sentence
    if (state === "kept") shown.title = words.keptHint
    else shown.removeAttribute("title")
    button.hidden = trouble !== "signedOut" && trouble !== "other"
    if (aloud !== spoken) {
      spoken = aloud
      said.textContent = aloud
    }
    // Once for each trouble, so that nobody hears it again at every try.
    if (Boolean(trouble) !== wasTrouble) {
      wasTrouble = Boolean(trouble)
      document.dispatchEvent(new CustomEvent("newsroom:trouble", { detail: trouble }))
    }
  }
  setInterval(() => {
    if (!document.hidden) draw()
  }, 1000)

  // ---- to the server -----------------------------------------------------------------------------------------------

  const renew = (fresh) => {
    for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = fresh
  }
  class Trouble extends Error {}
  const who = async () => {
    const asked = performance.now()
    const answer = await fetch(token, { redirect: "manual", headers: { "X-Unattended": "1" }, signal: AbortSignal.timeout(15_000) })
    if (answer.type === "opaqueredirect" || answer.status === 401) return { trouble: "signedOut" }
    if (!answer.ok) return { trouble: "away" }
    const data = await answer.json()
    if (String(data.user) !== user) return { trouble: "other" }
    renew(data.token)
    journal.reopen(asked)
    return { trouble: "" }
  }
  const post = async (address, fields, { unattended = true, again = true, signal } = {}) => {
    const asked = performance.now()
    const body = new FormData()
    const carried = { user, piece, key: field.key.value, window: field.window.value, version: field.version.value, base: field.base.value, serial: field.serial.value }
    for (const [key, value] of Object.entries({ ...carried, csrfmiddlewaretoken: field.csrfmiddlewaretoken.value })) body.set(key, value)
    for (const [key, values] of Object.entries(fields)) for (const value of values) body.append(key, value)
    const headers = unattended ? { "X-Unattended": "1" } : {}
    let answer
    try {
      answer = await fetch(address, { method: "POST", body, headers, redirect: "manual", signal: signal ?? AbortSignal.timeout(LONGEST_WAIT) })
    } catch {
      throw new Trouble("away")
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) throw new Trouble("signedOut")
    if (answer.status === 403) {
      const { trouble: why } = await who().catch(() => ({ trouble: "away" }))
      if (why) throw new Trouble(why)
      if (!again) throw new Trouble("refused")
      return post(address, fields, { unattended, again: false, signal })
    }
    if (answer.status >= 500) throw new Trouble("away")
    try {
      const data = await answer.json()
      if (String(data.user) === user) journal.reopen(asked)
      if (data.now) ahead = Date.now() - Date.parse(data.now)
      return { status: answer.status, data }
    } catch {
      throw new Trouble("away")
    }
  }
  const told = (data) => {
    if (String(data.user) === user) renew(data.token)
    document.dispatchEvent(new CustomEvent("newsroom:told", { detail: data }))
  }
  let retryTimer = 0
  const retry = () => {
    clearTimeout(retryTimer)
    retryTimer = setTimeout(() => send(), Math.min(LATEST_RETRY, 2000 * 2 ** tries))
    tries += 1
  }
  const failed = (why) => {
    trouble = why
    if (why === "away" && !held) retry()
    // The journal is all there is now.
    note()
    if (why === "signedOut") signInWhenQuiet()
  }

  let stop = null
  const putBy = (theirs) =>
    journal
      .put({ ...self(), window: theirs.other || journal.name(), at: here(theirs.at), version: field.version.value, base: field.base.value, title: "", fields: theirs.fields, photo: null, kind: "window" })
      .then(() => true, () => false)
  const attempt = async (over) => {
    const upTo = changed
    journal.count(field.window.value, upTo)
    stop = new AbortController()
    const late = setTimeout(() => stop.abort(), LONGEST_WAIT)
    const unattended = Date.now() - attendedAt < ATTENDED_EVERY || Date.now() - changedAt > ATTENDED_EVERY
    const { status, data } = await post(keep, { ...typed(), turn: [String(upTo)], ...(over ? { over: ["1"] } : {}) }, { unattended, signal: stop.signal }).finally(() => clearTimeout(late))
    if (!unattended) attendedAt = Date.now()
    if (status === 409) {
      otherWindow = data
      // This very tab before it was loaded anew: its last words were still on their way, and are put by.
      if (!over && journal.counted(data.other) && (await putBy(data))) return attempt(true)
      document.dispatchEvent(new CustomEvent("newsroom:window", { detail: data }))
      throw new Trouble("window")
    }
    if (status === 410) return gone()
    if (status !== 200) throw new Trouble(status === 413 ? "long" : "refused")
    field.serial.value = data.serial
    confirmed = upTo
    keptAt = here(data.at)
    trouble = ""
    tries = 0
    otherWindow = null
    unsentSince = changed > confirmed ? Date.now() : 0
    if (changed === confirmed) await journal.remove(self()).catch(() => {})
    told(data)
  }
  let sendTimer = 0
  const send = ({ over = false } = {}) => {
    if (ended || held) return Promise.resolve()
    if (sending) return sending
    clearTimeout(sendTimer)
    clearTimeout(retryTimer)
    draw()
    sending = attempt(over)
      .catch((problem) => {
        if (!(problem instanceof Trouble)) console.warn(problem)
        failed(problem instanceof Trouble ? problem.message : "away")
      })
      .finally(() => {
        sending = null
        if (changed > confirmed && !trouble) soon()
        draw()
      })
    return sending
  }
  const soon = () => {
    if (held || ended || trouble === "away" || trouble === "signedOut" || trouble === "other" || trouble === "window") return
    clearTimeout(sendTimer)
    const wait = Math.max(0, Math.min(PAUSE, unsentSince + LONGEST_UNSENT - Date.now()))
    sendTimer = setTimeout(() => idle(() => send()), wait)
  }

  // The piece was deleted while it was being written: its words go on as a new one.
  const gone = async () => {
    const before = self()
    piece = ""
    for (const key of ["version", "base", "serial"]) field[key].value = ""
    field.key.value ||= journal.name()
    form.setAttribute("action", add)
    history.replaceState(history.state, "", `${add}?key=${field.key.value}`)
    document.dispatchEvent(new CustomEvent("newsroom:gone"))
    changed += 1
    await note()
    await journal.remove(before).catch(() => {})
  }

  // ---- when something changes --------------------------------------------------------------------------------------

  let noteTimer = 0
  const change = () => {
    changed += 1
    changedAt = Date.now()
    unsentSince ||= changedAt
    // From the first key on it is not kept any more.
    if (line.dataset.state === "kept" || line.dataset.state === "clean") draw()
    if (!noteTimer) {
      noteTimer = setTimeout(() => {
        noteTimer = 0
        idle(note)
      }, NOTED_WITHIN)
    }
    // A reload, or a tab that the browser restores, shall find the piece again.
    if (!piece && !location.search.includes("key=")) {
      history.replaceState(history.state, "", `${add}?key=${field.key.value}`)
    }
    soon()
  }
  form.addEventListener("input", (event) => {
    // What has no name is sent nowhere; the search box of the chips, for instance.
    if (event.target.name && event.target.form === form && !event.target.matches(line.dataset.not)) change()
  })

  // The save tells which changes it carries.
  form.addEventListener("formdata", ({ formData }) => formData.set("turn", changed))

  const beat = async () => {
    if (ended || held || navigator.onLine === false) return
    try {
      const { status, data } = await post(pulse, {})
      if (status === 410) {
        await gone()
        return send()
      }
      if (status !== 200) return
      told(data)
      if (trouble && trouble !== "window") {
        trouble = ""
        if (changed > confirmed) await send()
      }
    } catch (problem) {
      const why = problem instanceof Trouble ? problem.message : "away"
      if (why === "signedOut" || why === "other") {
        trouble = why
        if (why === "signedOut") signInWhenQuiet()
      } else if (why === "away" && changed > confirmed && !sending) trouble = why
    }
    draw()
  }
  setInterval(beat, PULSE_EVERY)
  setTimeout(beat, 500)
  addEventListener("online", () => {
    tries = 0
    if (changed > confirmed && trouble !== "window") send()
    else beat()
  })
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return void beat()
    note()
    if (changed > confirmed && !trouble && !held) send()
  })
  addEventListener("pagehide", () => {
    note()
    if (!piece) return
    const body = new FormData()
    body.set("window", field.window.value)
    body.set("csrfmiddlewaretoken", field.csrfmiddlewaretoken.value)
    navigator.sendBeacon(`${leave}?unattended=1`, body)
  })

  // ---- signing in again --------------------------------------------------------------------------------------------

  let asked = false
  const signIn = async ({ quietly = false } = {}) => {
    asked = true
    const entered = await window.newsroomSignIn?.ask({ quietly })
    if (!entered) return false
    asked = false
    const { trouble: why } = await who().catch(() => ({ trouble: "away" }))
    trouble = why
    if (!why && changed > confirmed) send()
    else beat()
    draw()
    return !why
  }
  // Nobody's sentence is cut short: the dialog waits for a pause, and opens of itself but once.
  const signInWhenQuiet = () => {
    if (asked) return
    asked = true
    const wait = () => {
      if (trouble !== "signedOut") asked = false
      else if (document.hidden || document.querySelector("dialog[open]") || Date.now() - changedAt < 3000) setTimeout(wait, 500)
      else signIn({ quietly: true })
    }
    wait()
  }
  button.addEventListener("click", () => signIn())
  button.textContent = words.signInAgain

  // ---- for the other scripts of the form ---------------------------------------------------------------------------

  const patient = (promise, most) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, most))])
  window.newsroomKeeping = {
    change,
    typed,
    note,
    signIn,
    who,
    post,
    place,
    self,
    parted,
    entry,
    // Whether the form holds words that no revision has.
    touched: () => changed > begun || Boolean(line.dataset.at),
    // Whether words are nowhere but on this device, and not on their way either.
    unsafe: () => !ended && changed > Math.max(confirmed, submitted),
    flush: async () => {
      await note()
      if (changed > confirmed && trouble !== "window") await patient(send(), 4000)
    },
    // An explicit save must find no autosave on its heels.
    hold: async () => {
      held = true
      clearTimeout(sendTimer)
      clearTimeout(retryTimer)
      await note()
      await patient(sending, 5000)
      if (sending) stop.abort()
    },
    // The form is sent with this very state; whatever is typed from now on is no part of it.
    submit: () => {
      submitted = changed
      journal.submit(field.window.value, changed)
      note()
      draw()
    },
    release: () => {
      held = false
      submitted = -1
      if (changed > confirmed) {
        if (trouble === "away") retry()
        else soon()
      }
      draw()
    },
    end: () => {
      ended = true
    },
    // Go on here: what the other window has kept is put by first, and nothing is gone over if that fails.
    goOnHere: async () => {
      if (otherWindow && !(await putBy(otherWindow))) return false
      trouble = ""
      await send({ over: true })
      return true
    },
  }
  // Shown again because something was refused or chosen: this very page's words may be nowhere else.
  if (document.querySelector("[data-refusal]") || "typed" in form.dataset) change()
  line.hidden = false
  draw()
})()
