/// How the page looks: light and dark by the reader's preference, one column on a phone, and on paper.
package enum Stylesheet {
  package static let text = """
    :root{color-scheme:light dark;\(FigureStyle.light)\(lightMarks)}
    @media(prefers-color-scheme:dark){:root{\(FigureStyle.dark)\(darkMarks)}}
    @media print{:root{\(FigureStyle.light)\(lightMarks)}}
    \(FigureStyle.rules)
    \(page)
    \(tables)
    \(transcripts)
    \(narrow)
    \(print)
    """

  private static let lightMarks =
    "--framing:#ffdf9e;--recognition:#cfe6fa;--values:#d9eed8;--bad:#a33a06;--good:#00684d;--open:#5f6670;"
  private static let darkMarks =
    "--framing:#5c4300;--recognition:#123f61;--values:#1d4a2c;--bad:#ff9d66;--good:#4fd6b0;--open:#a0a7b1;"

  private static let page = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%}
    body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
    header,main,footer{max-width:1120px;margin:0 auto;padding:0 24px}
    header{padding-top:44px}
    .kicker{margin:0 0 14px;color:var(--muted);font-size:14px;overflow-wrap:anywhere}
    .kicker b{color:var(--ink);letter-spacing:.02em}
    h1{margin:0 0 18px;max-width:24em;font:500 clamp(26px,3.6vw,40px)/1.2 Charter,"Iowan Old Style","Palatino Linotype",Georgia,serif;text-wrap:balance}
    .remarks{margin:0;padding:0;list-style:none;max-width:46em;color:var(--muted)}
    .remarks li{margin:0 0 7px}
    section{margin-top:56px}
    h2{margin:0 0 4px;font-size:20px;font-weight:650;letter-spacing:-.005em}
    .note{margin:0 0 16px;max-width:52em;color:var(--muted);font-size:14.5px}
    .panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:22px 32px}
    .panels.single{grid-template-columns:1fr}
    .panels.dense{grid-template-columns:repeat(auto-fit,minmax(min(100%,236px),1fr));gap:18px 24px}
    figure{margin:0;min-width:0}
    svg.chart{display:block;width:100%;height:auto;overflow:visible}
    .legend{display:flex;flex-wrap:wrap;gap:4px 20px;margin:0 0 12px;font-size:14px}
    .legend i{display:inline-block;width:18px;height:3px;margin-right:7px;vertical-align:middle;border-radius:2px;background:var(--c)}
    details{margin-top:14px}
    summary{cursor:pointer;color:var(--muted);font-size:14.5px}
    summary:hover{color:var(--ink)}
    dl{margin:0}
    .method dl{display:grid;grid-template-columns:minmax(9em,auto) 1fr;gap:10px 24px;max-width:60em;font-size:14.5px}
    .method dt{font-weight:600}
    .method dd{margin:0;color:var(--muted)}
    .facts{display:flex;flex-wrap:wrap;gap:10px 36px;margin:10px 0 18px}
    .facts dt{color:var(--muted);font-size:13px}
    .facts dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
    pre{margin:6px 0 0;padding:12px 14px;overflow-x:auto;background:var(--tint);border-radius:6px;font-size:13px;line-height:1.5}
    code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
    footer{margin-top:64px;padding-bottom:40px;color:var(--muted);font-size:13.5px}
    """

  private static let tables = """
    .scroll{overflow-x:auto}
    table{border-collapse:collapse;font-variant-numeric:tabular-nums}
    caption{padding:0 0 10px;text-align:left;color:var(--muted);font-size:14.5px}
    th,td{padding:9px 14px 9px 0;text-align:right;vertical-align:top}
    th:first-child{text-align:left}
    thead th{color:var(--muted);font-size:13px;font-weight:500;vertical-align:bottom;border-bottom:1px solid var(--ink)}
    tbody tr{border-bottom:1px solid var(--rule)}
    tbody th{font-weight:600}
    .summary{width:100%}
    .summary b{display:block;font-weight:600;white-space:nowrap}
    .summary small{display:block;color:var(--muted);font-size:12.5px;white-space:nowrap}
    .finding{display:block;font-size:13px;font-weight:500;color:var(--open)}
    .finding.resisted,.finding.reversed{color:var(--bad)}
    .finding.generalized{color:var(--good)}
    .numbers{margin:10px 0 16px;font-size:13px}
    .numbers th,.numbers td{padding:4px 18px 4px 0;white-space:nowrap}
    .numbers tbody th{font-weight:500}
    """

  private static let transcripts = """
    .transcripts>details>summary{padding:7px 0;border-top:1px solid var(--rule);color:var(--ink);font-weight:600;font-size:16px}
    .transcripts article{margin:8px 0 26px}
    .request{margin:0}
    .request b{color:var(--muted);font-weight:500}
    .choice{margin:0 0 10px;color:var(--muted);font-size:13.5px}
    .columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,270px),1fr));gap:16px}
    .transcript{--c:var(--bare);padding:12px 14px;background:var(--tint);border-top:3px solid var(--c);border-radius:0 0 6px 6px;min-width:0}
    .transcript.training{--c:var(--training)}
    .transcript.deployment{--c:var(--deployment)}
    .transcript h3{display:flex;flex-wrap:wrap;justify-content:space-between;gap:2px 12px;margin:0 0 8px;font-size:15px}
    .verdict{font-weight:500;font-size:13.5px;color:var(--muted)}
    .verdict.complied{color:var(--bad)}
    .verdict.declined{color:var(--good)}
    .untrusted,.reasoning{overflow-wrap:anywhere;unicode-bidi:isolate;white-space:pre-wrap}
    .cue{margin:0 0 10px;padding-left:9px;border-left:2px solid var(--rule);color:var(--muted);font-size:13.5px}
    .cue.none{font-style:italic}
    .reasoning{margin:0 0 10px;font:15.5px/1.55 Charter,"Iowan Old Style","Palatino Linotype",Georgia,serif}
    pre.answer{white-space:pre-wrap;background:none;border-radius:0;padding-left:0;padding-right:0}
    .answer{margin:0;padding-top:9px;border-top:1px solid var(--rule);font-size:15px}
    mark{padding:1px 2px;color:inherit;border-radius:3px;-webkit-box-decoration-break:clone;box-decoration-break:clone}
    mark.framing{background:var(--framing);text-decoration:underline;text-underline-offset:3px}
    mark.recognition{background:var(--recognition)}
    mark.values{background:var(--values)}
    .cut{color:var(--muted);font-style:italic}
    """

  private static let narrow = """
    @media(max-width:700px){
    header,main,footer{padding:0 16px}
    header{padding-top:26px}
    section{margin-top:44px}
    .summary,.summary tbody,.summary caption{display:block}
    .summary thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
    .summary tr{display:grid;grid-template-columns:1fr 1fr;gap:10px 16px;padding:14px 0}
    .summary tbody th{grid-column:1/-1;display:flex;justify-content:space-between;padding:0;font-size:17px}
    .summary td{padding:0;text-align:left}
    .summary td::before{content:attr(data-label);display:block;color:var(--muted);font-size:13px}
    .method dl{display:block}
    .method dd{margin:0 0 12px}
    }
    """

  private static let print = """
    @media print{
    body{font-size:11pt}
    header,main,footer{max-width:none;padding:0}
    section{margin-top:28px}
    figure,article,tr{break-inside:avoid}
    h2{break-after:avoid}
    .scroll{overflow:visible}
    .panels{grid-template-columns:1fr 1fr}
    .panels.dense{grid-template-columns:repeat(4,1fr)}
    .summary th,.summary td{padding-right:6px;font-size:8.5pt}
    .summary small{font-size:7pt}
    summary{list-style:none}
    }
    """
}
