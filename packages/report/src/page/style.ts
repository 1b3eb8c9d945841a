/** Both looks are tables of the same names; the switch only names one of them. */
const DARK = `--page:#0e1116;--card:#161b22;--line:#2b323c;--ink:#e6e9ef;--soft:#9aa4b2;--accent:#5fd7ff;
--good:#3fb950;--bad:#ff6b6b;--warn:#e3b341;--busy:#8f8cf0;--wait:#c678dd;--quiet:#5c6673;color-scheme:dark`;
const LIGHT = `--page:#f6f7f9;--card:#fff;--line:#dde1e7;--ink:#1b2028;--soft:#5a6472;--accent:#0a6a8f;
--good:#1a7f37;--bad:#c62828;--warn:#9a6700;--busy:#5a4fcf;--wait:#9333a8;--quiet:#8b94a1;color-scheme:light`;

export const STYLE = `
:root{${LIGHT};font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
@media (prefers-color-scheme:dark){:root{${DARK}}}
:root[data-look=light]{${LIGHT}}
:root[data-look=dark]{${DARK}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink)}
main,header,footer{max-width:1180px;margin:0 auto;padding:0 20px}
header{display:flex;flex-wrap:wrap;gap:8px 24px;align-items:end;justify-content:space-between;padding-top:32px;padding-bottom:20px}
header h1{margin:0;font-size:26px;letter-spacing:-.01em;overflow-wrap:anywhere}
header p{margin:2px 0 0;color:var(--soft)}
button,input{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:5px 12px}
button{cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px 20px;margin:0 0 18px;min-width:0}
section:first-child{background:none;border:0;padding:0}
h2{margin:0 0 10px;font-size:18px}
h3{margin:8px 0 6px;font-size:14px;color:var(--soft);font-weight:600}
p{margin:0 0 10px}
code{font:13px/1.4 ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
small{display:block;color:var(--soft);font-size:12.5px;overflow-wrap:anywhere}
.trouble{color:var(--bad)}
.note{color:var(--soft);font-size:13px;margin-top:8px}
.warning{border-left:4px solid var(--warn);background:var(--card);padding:10px 14px;border-radius:6px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(165px,1fr));gap:12px;margin:0 0 18px}
.tile{background:var(--card);border:1px solid var(--line);border-top:3px solid var(--quiet);border-radius:10px;padding:12px 14px}
.tile dt{color:var(--soft);font-size:13px}
.tile dd{margin:2px 0 0}
.tile b{font-size:26px;font-weight:650;font-variant-numeric:tabular-nums}
.tile[data-tone=bad]{border-top-color:var(--bad)}
.tile[data-tone=warn]{border-top-color:var(--warn)}
.lanes{margin-bottom:14px}
.lane{display:grid;grid-template-columns:150px minmax(0,1fr);gap:12px;align-items:center;border-bottom:1px solid var(--line)}
.lane.axis{border:0}
.lane svg,.chart svg,svg.bar{display:block}
.who{overflow-wrap:anywhere;line-height:1.25;font-size:13.5px;padding:2px 0}
.axis text{fill:var(--soft);font-size:11px;font-variant-numeric:tabular-nums}
line{stroke:var(--line)}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;font-size:13px;color:var(--soft)}
.legend span::before{content:"";display:inline-block;width:11px;height:11px;border-radius:2px;margin-right:6px;background:var(--quiet)}
rect{fill:var(--quiet)}
rect[data-tone=good]{fill:var(--good)}rect[data-tone=bad]{fill:var(--bad)}rect[data-tone=warn]{fill:var(--warn)}
rect[data-tone=busy]{fill:var(--busy)}rect[data-tone=wait]{fill:var(--wait)}
.legend [data-tone=good]::before{background:var(--good)}.legend [data-tone=bad]::before{background:var(--bad)}
.legend [data-tone=warn]::before{background:var(--warn)}.legend [data-tone=busy]::before{background:var(--busy)}
.legend [data-tone=wait]::before{background:var(--wait)}
.lane rect{stroke:var(--card);stroke-width:.5}
.state{white-space:nowrap;color:var(--soft)}
.state[data-tone=good]{color:var(--good)}.state[data-tone=bad]{color:var(--bad)}
.state[data-tone=warn]{color:var(--warn)}.state[data-tone=busy]{color:var(--busy)}
.counts{display:flex;flex-wrap:wrap;gap:4px 20px;list-style:none;margin:0 0 10px;padding:0}
.scroll{overflow-x:auto;max-height:560px;overflow-y:auto}
table{border-collapse:collapse;width:100%;font-size:13.5px}
th,td{text-align:left;padding:6px 10px;border-bottom:1px solid var(--line);vertical-align:top}
thead th{position:sticky;top:0;background:var(--card);color:var(--soft);font-weight:600;white-space:nowrap}
tbody th{font-weight:500;overflow-wrap:anywhere;min-width:150px;max-width:460px}
td{overflow-wrap:anywhere;min-width:110px;max-width:460px}
td.number{min-width:0}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
svg.bar{min-width:70px;margin-top:6px}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,460px),1fr));gap:8px 28px}
.pair>div{min-width:0}
details{margin-top:10px}
summary{cursor:pointer;color:var(--accent)}
footer{color:var(--soft);font-size:13px;padding-top:4px;padding-bottom:40px}
@media (max-width:640px){main,header,footer{padding-left:12px;padding-right:12px}section{padding:14px 12px}
.lane{grid-template-columns:minmax(0,1fr);gap:0;padding-top:4px}.tiles{grid-template-columns:repeat(2,minmax(0,1fr))}.minor{display:none}}
@media print{.scroll{max-height:none;overflow:visible}button,.filter{display:none}section{break-inside:avoid-page}}
`;
