"""How a chart looks: rules that give items and links colours, sizes, icons, rings, badges and line signs."""
