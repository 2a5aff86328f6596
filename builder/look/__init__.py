"""How Flowbook looks: style sheets, icons, and the small parts that every screen is made of."""
