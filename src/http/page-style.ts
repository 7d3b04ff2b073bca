/** The style of the page at `/`: system fonts, light and dark, one column that fits a phone. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1c2024; --soft: #60646c; --paper: #fcfcfd; --card: #fff; --line: #e0e1e6; --accent: #a34a17; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #edeef0; --soft: #b0b4ba; --paper: #111113; --card: #18191b; --line: #363a3f; --accent: #f0a070; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 2rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; }
p { margin: .5rem 0; }
.soft { color: var(--soft); }
.state { display: inline-block; padding: .15rem .6rem; border: 1px solid var(--line); border-radius: 1rem; font-size: .875rem; }
section.client { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .9rem 1rem; margin: .75rem 0; }
section.client h3 { font-size: 1rem; margin: 0 0 .25rem; }
.snippet { display: flex; align-items: flex-start; gap: .5rem; margin: .5rem 0 0; }
pre { flex: 1; min-width: 0; margin: 0; padding: .7rem .8rem; overflow-x: auto; background: var(--paper); border: 1px solid var(--line);
  border-radius: .4rem; font: .85rem/1.5 ui-monospace, monospace; }
code { font-family: ui-monospace, monospace; font-size: .9em; }
button { flex: none; margin-top: .45rem; font: inherit; font-size: .8rem; padding: .15rem .6rem; cursor: pointer;
  color: var(--accent); background: var(--card); border: 1px solid var(--line); border-radius: .3rem; }
table { width: 100%; border-collapse: collapse; font-size: .9rem; }
th, td { text-align: left; padding: .35rem .5rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td:last-child, th:last-child { text-align: right; padding-right: 0; font-variant-numeric: tabular-nums; }
td code { overflow-wrap: anywhere; }
`;
