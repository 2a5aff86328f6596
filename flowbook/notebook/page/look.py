"""How the page looks, light and dark."""

CSS = """
:root { --ground: #faf9f7; --paper: #fff; --ink: #1d1b19; --soft: #6f6a64; --line: #e4dfd8;
  --good: #1c7a4a; --bad: #b3261e; --bot: #f0ede8; --customer: #dcefe4; }
@media (prefers-color-scheme: dark) { :root { --ground: #171614; --paper: #211f1d; --ink: #f1ede7;
  --soft: #a49d94; --line: #38342f; --good: #6fce9d; --bad: #ff8a80; --bot: #2d2a27; --customer: #1f3d2e; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .25rem; }
p { margin: .25rem 0; } .quiet, time { color: var(--soft); font-size: .85rem; } time { float: right; }
.verdict { font-weight: 600; } .good, b.passed { color: var(--good); } .bad, b.failed { color: var(--bad); }
.wide { overflow-x: auto; }
@property --more { syntax: "<length>"; inherits: false; initial-value: 0px; }
@keyframes goes-on { 0%, 92% { --more: 40px; } 100% { --more: 0px; } }
@supports (animation-timeline: scroll(self inline)) { .wide { animation: goes-on linear both;
  animation-timeline: scroll(self inline); mask: linear-gradient(to left, transparent, #000 var(--more)); } }
table { border-collapse: collapse; width: 100%; background: var(--paper); }
th, td { text-align: right; padding: .4rem .6rem; border: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; } td.full { color: var(--good); }
.covered { padding: 0 .75rem .75rem; } .covered th, .covered td { text-align: left; font-size: .9rem; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; } ul { margin: .25rem 0; padding-left: 1.2rem; }
details { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; margin: .5rem 0; }
summary { padding: .5rem .75rem; cursor: pointer; }
ol { list-style: none; margin: 0; padding: 0 .75rem .5rem; }
li { border-top: 1px solid var(--line); padding: .5rem 0; } li.skipped, li.not-reached { opacity: .55; }
.note li { border: 0; padding: 0; } .note ol { list-style: decimal; padding-left: 1.2rem; }
.note a { color: inherit; } .note h4, .note h5, .note h6 { font-size: .95rem; margin: .5rem 0 .25rem; }
.note blockquote { margin: .25rem 0; padding-left: .75rem; border-left: 3px solid var(--line); }
.note table { width: auto; }
pre { margin: .25rem 0; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem;
  color: var(--soft); }
pre.shown { color: var(--ink); } .failure { color: var(--bad); }
.gap { text-align: center; color: var(--soft); font-size: .85rem; }
.bubble { max-width: 34rem; width: fit-content; margin: .3rem 0; padding: .4rem .75rem; border-radius: 14px;
  white-space: pre-wrap; overflow-wrap: anywhere; background: var(--bot); }
.customer { margin-left: auto; background: var(--customer); }
.between { margin: .3rem auto; background: none; color: var(--soft); font-size: .85rem; }
.there { outline: 2px solid var(--bad); outline-offset: 1px; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; padding: 0 .75rem .75rem; }
@media (max-width: 36rem) { .two { grid-template-columns: 1fr; } }
.button { display: inline-block; margin: .35rem .35rem 0 0; padding: .1rem .6rem; border-radius: 10px;
  border: 1px solid var(--soft); font-size: .85rem; }
"""
