import Crypto
import Foundation
import Reports

/// How pages look: as reports do, with what only pages have.
enum DashboardStyle {
  static let version = SHA256.hash(data: Data(text.utf8)).prefix(6).map { String(format: "%02x", $0) }.joined()

  static let text = Stylesheet.text + "\n" + own

  static let icon = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0a6aa8"/>\
    <path d="M3 12C6 12 7 4 9 4s2 6 4 6" fill="none" stroke="#fff" stroke-width="1.8" stroke-linecap="round"/></svg>
    """

  private static let own = """
    a{color:var(--deployment);text-underline-offset:2px}
    a:hover{text-decoration-thickness:2px}
    :focus-visible{outline:2px solid var(--deployment);outline-offset:2px}
    main:focus{outline:none}
    body{overflow-wrap:break-word}
    .wide header,.wide main,.wide footer,.wide .bar{max-width:1520px}
    .bar{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 18px;max-width:1120px;margin:0 auto;padding:14px 24px 0;font-size:14px}
    .bar ol{display:flex;flex-wrap:wrap;gap:2px 0;margin:0;padding:0;list-style:none;min-width:0}
    .bar li{min-width:0;overflow-wrap:anywhere}
    .bar li+li::before{content:"/";padding:0 8px;color:var(--muted)}
    .skip{position:absolute;left:-999px}
    .skip:focus{left:24px;top:6px;padding:4px 10px;background:var(--ground);z-index:2}
    main>header,#live>header{max-width:none;padding:30px 0 0}
    main>header .lead,.lead{max-width:52em;margin:0 0 12px;color:var(--muted)}
    .lead.request{color:var(--ink);font-size:19px}
    .tools,.pager{display:flex;flex-wrap:wrap;gap:8px 20px;margin:16px 0;font-size:15px}
    .pager{padding-top:14px;border-top:1px solid var(--rule)}
    .state{display:inline-block;font-size:13px;font-weight:600;color:var(--muted)}
    .state::before{content:"";display:inline-block;width:8px;height:8px;margin-right:6px;border-radius:50%;background:currentColor;vertical-align:1px}
    .state.running{color:var(--deployment)}
    .state.finished,.state.done{color:var(--good)}
    .state.stopped{color:var(--bad)}
    .state.pending::before{background:none;border:1.5px solid currentColor}
    .status{position:sticky;bottom:0;margin:24px 0 0;padding:6px 0;background:var(--ground);color:var(--muted);font-size:13.5px;font-variant-numeric:tabular-nums}
    .status:empty{display:none}
    .runs{margin:20px 0 0;padding:0;list-style:none}
    .run{padding:20px 0;border-top:1px solid var(--rule)}
    .run h2{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 12px;font-size:18px;overflow-wrap:anywhere}
    .run h2 small{color:var(--muted);font-size:13px;font-weight:400;overflow-wrap:anywhere}
    .run .facts{margin:2px 0 8px;gap:2px 18px;color:var(--muted);font-size:14px}
    .run .facts span,.run .facts time{overflow-wrap:anywhere}
    .found{margin:0 0 8px;max-width:52em}
    .found[data-pending]{color:var(--muted);font-style:italic}
    .problem{margin:4px 0;color:var(--bad);overflow-wrap:anywhere}
    .brief{font-size:13.5px}
    .brief th,.brief td{padding:4px 18px 4px 0}
    .brief thead th{border-bottom-color:var(--rule)}
    .brief tbody tr{border-bottom:0}
    .links{margin:8px 0;padding:0;list-style:none;columns:22em auto;font-size:14.5px}
    .links li{padding:3px 0;overflow-wrap:anywhere;break-inside:avoid}
    .pair{display:grid;grid-template-columns:auto 1fr;gap:8px 20px;font-size:15px}
    .pair dt{color:var(--muted)}
    .pair dd{margin:0;overflow-wrap:anywhere}
    .stages{margin-top:20px}
    progress{width:110px;height:7px;vertical-align:middle;appearance:none;border:0;border-radius:4px;overflow:hidden;background:var(--rule)}
    progress::-webkit-progress-bar{background:var(--rule)}
    progress::-webkit-progress-value{background:var(--deployment)}
    progress::-moz-progress-bar{background:var(--deployment)}
    .fields{display:flex;flex-wrap:wrap;align-items:end;gap:10px 16px;margin:18px 0;font-size:14px}
    .fields label{display:flex;flex-direction:column;gap:3px;color:var(--muted);min-width:0;max-width:100%}
    .fields .search{flex:1 1 14em}
    input,select,button{max-width:100%;padding:7px 10px;border:1px solid var(--muted);border-radius:6px;background:var(--ground);color:var(--ink);font:inherit;font-size:15px}
    button{padding:7px 16px;background:var(--ink);color:var(--ground);border-color:var(--ink);cursor:pointer}
    .labels{display:flex;flex-wrap:wrap;gap:10px;margin:22px 0}
    .labels button{flex:1 1 8em;padding:12px 16px}
    .note.labels{display:block;margin:6px 0}
    .samples{margin:0;padding:0;list-style:none}
    .samples>li{padding:18px 0;border-top:1px solid var(--rule)}
    .place{margin:0 0 4px;color:var(--muted);font-size:13.5px}
    .samples .request{margin:0 0 10px;overflow-wrap:anywhere}
    .columns>article{min-width:0}
    .run h3{margin:0 0 4px;font-size:16px}
    @media(min-width:1400px){
    .wide .panels{grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr))}
    .wide .panels.wide{grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),620px))}
    .wide .panels.single{grid-template-columns:minmax(0,1000px)}
    .wide .panels.dense{grid-template-columns:repeat(auto-fit,minmax(min(100%,236px),1fr))}
    }
    .note mark{color:var(--ink)}
    .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
    .cue-mark{background:var(--recognition);outline:1px dashed var(--muted);outline-offset:1px}
    .transcript .cue:not(.none){background:var(--recognition);padding:4px 9px;border-left-color:var(--deployment);color:var(--ink)}
    .prompt dl{font-size:14px}
    .prompt dt{margin-top:6px;color:var(--muted)}
    .prompt dd{margin:0}
    .whole{padding:12px 14px;background:var(--tint);border-radius:6px}
    .whole+h2{margin-top:18px}
    .answer-text{font-size:17px}
    .untrusted,bdi{unicode-bidi:isolate;overflow-wrap:anywhere}
    pre{max-height:70vh;overflow:auto}
    section>.scroll{max-width:100%}
    @media(max-width:700px){
    .bar{padding:12px 16px 0}
    .pair{grid-template-columns:1fr}
    .brief,.brief tbody{display:block}
    .brief thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
    .brief tr{display:grid;grid-template-columns:1fr 1fr;gap:4px 14px;padding:8px 0}
    .brief tbody th{grid-column:1/-1;padding:0}
    .brief td{padding:0;text-align:left}
    .brief td::before{content:attr(data-label);display:block;color:var(--muted);font-size:12.5px}
    .fields label{flex:1 1 40%}
    .fields select,.fields input{width:100%}
    }
    """
}
