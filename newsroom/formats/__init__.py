"""How Django itself writes dates and numbers at the desk; the public pages use newsroom.arabic."""
