/** The kit's look without the kit: this page has no script and stands on the outward host, where no bundle is served. */
export const STYLE = `
:root{color-scheme:light;--canvas:#f2f3f6;--sheet:#fff;--sunken:#f6f7f9;--ink:#14171f;--ink-2:#3b4250;--ink-3:#5a6372;
--line:#e7e9ed;--line-2:#d6dae1;--brand:#3550c8;--brand-soft:#eef2fe;--pos:#0a6b3b;--pos-bg:#e6f4eb;--info:#1d4fb3;
--info-bg:#e8effb;--code:#14171f;--code-ink:#f0f1f4;--code-2:#a9b0bd;
--sans:"Inter Variable",Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
--mono:"Geist Mono Variable",ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
@media(prefers-color-scheme:dark){:root{color-scheme:dark;--canvas:#0d0e12;--sheet:#15171c;--sunken:#1b1e24;--ink:#f0f1f4;
--ink-2:#c3c7d0;--ink-3:#989fad;--line:#262a32;--line-2:#343944;--brand:#83a3ff;--brand-soft:#1d263f;--pos:#5fd296;
--pos-bg:#12301f;--info:#8fb4ff;--info-bg:#18274a;--code:#0d0e12}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:72px;-webkit-text-size-adjust:100%}
@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--sheet);color:var(--ink);font:400 14px/22px var(--sans);font-feature-settings:"cv11","ss03"}
a{color:inherit;text-underline-offset:3px}
:focus-visible{outline:2px solid var(--brand);outline-offset:2px;border-radius:4px}
header{position:sticky;top:0;z-index:2;display:flex;gap:16px;align-items:center;justify-content:space-between;height:56px;
padding:0 24px;background:var(--sheet);border-bottom:1px solid var(--line)}
header p{margin:0;flex:1;font-weight:600;font-size:15px;letter-spacing:-.012em}
header p span{color:var(--ink-3);font-weight:400;font-size:13px;margin-left:8px}
header a{font-weight:550;font-size:13px;padding:6px 10px;border-radius:6px;box-shadow:inset 0 0 0 1px var(--line-2);text-decoration:none}
.page{display:grid;grid-template-columns:216px minmax(0,1fr);max-width:1440px;margin:0 auto}
nav{position:sticky;top:56px;align-self:start;max-height:calc(100vh - 56px);overflow:auto;padding:24px 12px 40px 16px;font-size:13px;line-height:18px}
nav h2{margin:20px 8px 4px;color:var(--ink-3);font-size:12px;line-height:16px;font-weight:500}
nav ul{list-style:none;margin:0;padding:0}
nav a{display:block;padding:5px 8px;border-radius:6px;text-decoration:none;color:var(--ink-2)}
nav a:hover{background:var(--sunken);color:var(--ink)}
main{padding:32px 24px 96px;min-width:0}
h1{margin:0 0 8px;font-size:26px;line-height:32px;letter-spacing:-.02em;font-weight:600}
section{padding-top:36px}
section h2{margin:0 0 10px;font-size:19px;line-height:26px;letter-spacing:-.014em;font-weight:600}
h3{margin:0 0 6px;font-size:15px;line-height:22px;font-weight:600}
h4{margin:18px 0 4px;font-size:13px;line-height:18px;font-weight:600}
p{margin:0 0 10px;max-width:70ch}
.lead{font-size:16px;line-height:25px;color:var(--ink-2)}
code{font-family:var(--mono);font-size:.92em}
p code,td code,li code{background:var(--sunken);border-radius:4px;padding:1px 4px;overflow-wrap:anywhere}
.call{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:20px 36px;padding:24px 0;border-top:1px solid var(--line)}
.address{display:flex;gap:10px;align-items:center;background:var(--sunken);border-radius:8px;padding:8px 12px;margin:0 0 10px}
.address code{overflow-wrap:anywhere}
.verb{font-size:12px;line-height:16px;font-weight:550;border-radius:5px;padding:2px 7px;background:var(--info-bg);color:var(--info)}
.verb.post{background:var(--pos-bg);color:var(--pos)}
.scope{color:var(--ink-3);font-size:13px}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13px;line-height:18px}
th{text-align:left;font-weight:400;color:var(--ink-3);font-size:12px;padding:6px 12px 6px 0;border-bottom:1px solid var(--line)}
td{padding:8px 12px 8px 0;border-bottom:1px solid var(--line);vertical-align:top}
td:first-child{white-space:nowrap}
td b code{font-weight:650}
.note{color:var(--ink-3);font-size:13px;line-height:18px}
pre{margin:0;padding:14px 16px;overflow:auto;max-height:460px;font:400 12.5px/19px var(--mono);white-space:pre;tab-size:2;color:var(--code-ink)}
.console{align-self:start;background:var(--code);border-radius:10px;overflow:hidden;box-shadow:inset 0 0 0 1px var(--line-2);min-width:0}
.console .of{max-width:none;margin:0;padding:10px 16px 0;color:var(--code-2);font-size:12px;font-weight:500}
.console pre~.of{border-top:1px solid #2d323d;padding-top:12px}
.languages{display:flex;flex-wrap:wrap;gap:2px;border:0;margin:0;padding:3px;background:var(--sunken);border-radius:8px;width:max-content}
.languages legend{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.languages label{position:relative;font-size:13px;line-height:18px;font-weight:500;color:var(--ink-3);padding:4px 10px;border-radius:6px;cursor:pointer}
.languages input{position:absolute;inset:0;margin:0;opacity:0;cursor:pointer}
.languages label:has(:checked){background:var(--sheet);color:var(--ink);box-shadow:0 0 0 1px rgb(16 20 32/.08),0 1px 2px rgb(16 20 32/.06)}
.languages label:has(:focus-visible){outline:2px solid var(--brand);outline-offset:1px}
[data-lang]{display:none}
body:has(#lang-curl:checked) [data-lang=curl],body:has(#lang-js:checked) [data-lang=js],
body:has(#lang-php:checked) [data-lang=php],body:has(#lang-py:checked) [data-lang=py]{display:block}
details{margin-top:10px}
summary{cursor:pointer;font-size:13px;font-weight:500;color:var(--ink-2);padding:4px 0}
@media(max-width:1080px){.call{grid-template-columns:minmax(0,1fr)}}
@media(max-width:760px){body{font-size:15px;line-height:23px}.page{display:block}nav{position:static;max-height:none;padding:8px 16px 16px;border-bottom:1px solid var(--line)}
nav a{padding:10px 8px}nav h2{margin-top:12px}main{padding:24px 16px 64px}header{padding:0 16px}.languages label{padding:9px 14px}
header a{padding:11px 14px}header{flex-wrap:wrap;height:auto;padding:8px 16px;gap:8px}.languages{order:3;width:100%}.languages label{flex:1;text-align:center}html{scroll-padding-top:120px}header p{max-width:none}summary{padding:10px 0}td:first-child{white-space:normal}}
@media print{header{position:static}nav,.languages{display:none}.page{display:block}.call{break-inside:avoid-page;display:block}
.console{background:none;box-shadow:none;margin-top:10px}.console .of{max-width:none;padding-left:0;color:#444}pre{color:#000;padding:8px 0;max-height:none;white-space:pre-wrap;overflow-wrap:anywhere}
body{font-size:11px;line-height:16px;background:#fff;color:#000}details::details-content{content-visibility:visible;height:auto}}
`
