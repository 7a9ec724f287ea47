/// How the elements of a figure look; the colours are variables that the surroundings set for light and dark.
enum FigureStyle {
  static let light =
    "--ground:#fdfdfb;--ink:#1f2329;--muted:#5f6670;--rule:#e4e5e1;--tint:#f4f4f0;" + Palette.variables(\.light)
  static let dark =
    "--ground:#14161a;--ink:#eceef1;--muted:#a0a7b1;--rule:#2d3138;--tint:#1c1f25;" + Palette.variables(\.dark)

  static let rules =
    Palette.rules + """
      .chart{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:var(--ink)}
      .chart text{fill:var(--ink)}
      .panel-title{font-size:14px;font-weight:600}
      .chart .tick,.chart .axis-label{fill:var(--muted);font-size:11.5px;font-variant-numeric:tabular-nums}
      .gridline{stroke:var(--rule);stroke-width:1;fill:none}
      .zero{stroke:var(--muted);stroke-width:1;fill:none}
      .mark{stroke:var(--muted);stroke-width:1;stroke-dasharray:3 3;fill:none}
      .region{fill:var(--muted);opacity:.13}
      .chart .region-label{fill:var(--muted);font-size:11px}
      .band{fill:var(--c);opacity:.16}
      .line{stroke:var(--c);stroke-width:2.1;fill:none;stroke-linejoin:round;stroke-linecap:round}
      .dashed{stroke-dasharray:5 5;stroke-width:1.6}
      .strand{stroke:var(--c);stroke-width:.8;fill:none;opacity:.45;stroke-linejoin:round}
      .dot{fill:var(--c)}
      .ring{fill:var(--ground);stroke:var(--c);stroke-width:1.8}
      .whisker{stroke:var(--c);stroke-width:1.6;fill:none}
      .chart .line-label{fill:var(--c);font-size:12.5px;font-weight:600}
      .chart .row-value{font-size:12px;font-variant-numeric:tabular-nums}
      .reading rect,.target{fill:transparent}
      .target{stroke:transparent;stroke-width:1.6}
      .target:hover{stroke:var(--ink)}
      .rule{stroke:var(--muted);stroke-width:1;fill:none;visibility:hidden}
      .reading:hover .rule{visibility:visible}
      """
}
